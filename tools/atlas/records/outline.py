"""The outline of a record type: where its references, sources and texts stand.

Rules and pages ask the same questions of every kind ("which entries does it
name?", "which texts are for readers?"). The answers are read once from the
annotations of the record types, so that a new field takes part by its type
alone.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from atlas.records.values import IsProse, IsSourceName, Matching, RefersTo
from atlas.yamltext import Path

Marker = RefersTo | IsSourceName | IsProse | Matching

EACH = "*"
"""In a pattern: every item of a list or every value of a mapping."""


@dataclass(frozen=True)
class Spot:
    """A place in records of one type, as a pattern of keys, and what stands there."""

    pattern: tuple[str, ...]
    marker: Marker


@cache
def spots(record_type: type[BaseModel]) -> tuple[Spot, ...]:
    """Every marked place of a record type, in the order of its fields."""
    return tuple(_spots(record_type, ()))


def found(record: BaseModel, marker: type[Marker]) -> Iterator[tuple[Path, Marker, str]]:
    """Each text of the record that carries this kind of mark: its path, the mark, the text."""
    places: list[tuple[Path, Marker, str]] = []
    of_kind: type = marker
    for branch in _branches(type(record), of_kind):
        _collect(places, record, branch, ())
    return iter(places)


def keys_at(record_type: type[BaseModel], path: Path) -> list[str]:
    """The keys that the mapping at this path may have, in the order of the record.

    Empty where the path does not lead to a mapping with fixed keys.
    """
    here: Any = record_type
    for step in path:
        here = _below(_bare(here), step)
    here = _bare(here)
    if not _is_record(here):
        return []
    return [info.alias or name for name, info in here.model_fields.items()]


def _below(annotation: Any, step: str | int) -> Any:
    if _is_record(annotation):
        hints = get_type_hints(annotation, include_extras=True)
        for name, info in annotation.model_fields.items():
            if step == (info.alias or name):
                return hints[name]
        return None
    return get_args(annotation)[-1 if isinstance(step, str) else 0] if annotation else None


def _bare(annotation: Any) -> Any:
    """The annotation without marks, and without the None of a field that may be left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _bare(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _spots(record_type: type[BaseModel], above: tuple[str, ...]) -> Iterator[Spot]:
    hints = get_type_hints(record_type, include_extras=True)
    for name, info in record_type.model_fields.items():
        yield from _in_annotation(hints[name], (*above, info.alias or name))


def _in_annotation(annotation: Any, at: tuple[str, ...]) -> Iterator[Spot]:
    origin = get_origin(annotation)
    if origin is Annotated:
        marked = [a for a in get_args(annotation)[1:] if isinstance(a, Marker)]
        for marker in marked:
            yield Spot(at, marker)
        if not marked:
            yield from _in_annotation(get_args(annotation)[0], at)
    elif origin in (Union, types.UnionType):
        for choice in get_args(annotation):
            yield from _in_annotation(choice, at)
    elif origin is tuple:
        yield from _in_annotation(get_args(annotation)[0], (*at, EACH))
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from _in_annotation(get_args(annotation)[1], (*at, EACH))
    elif _is_record(annotation):
        yield from _spots(annotation, at)


@dataclass(frozen=True)
class _Branch:
    """One step of the patterns that lead to marks of one kind, and the steps after it."""

    step: str
    field: str
    """The attribute of the record that holds what stands under ``step``."""
    marker: Marker | None
    below: tuple[_Branch, ...]


@cache
def _branches(record_type: type[BaseModel], marker: type) -> tuple[_Branch, ...]:
    """The patterns of a record type as a tree: what they share is walked once."""
    wanted = [spot for spot in spots(record_type) if isinstance(spot.marker, marker)]
    return _tree([(spot.pattern, spot.marker) for spot in wanted])


def _tree(patterns: list[tuple[tuple[str, ...], Marker]]) -> tuple[_Branch, ...]:
    branches = []
    for step in dict.fromkeys(pattern[0] for pattern, _ in patterns):
        ends = [marker for pattern, marker in patterns if pattern == (step,)]
        longer = [(p[1:], marker) for p, marker in patterns if p[0] == step and len(p) > 1]
        # ``class`` is a word of Python's own; its field ends in an underscore.
        field = f"{step}_" if iskeyword(step) else step
        branches.append(_Branch(step, field, ends[0] if ends else None, _tree(longer)))
    return tuple(branches)


def _collect(
    places: list[tuple[Path, Marker, str]], value: Any, branch: _Branch, path: Path
) -> None:
    if branch.step != EACH:
        inner = getattr(value, branch.field)
        if inner is None:
            return
        items: Any = ((branch.step, inner),)
    else:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
    for step, item in items:
        here = (*path, step)
        if branch.marker is not None:
            places.append((here, branch.marker, item))
        for below in branch.below:
            _collect(places, item, below, here)
