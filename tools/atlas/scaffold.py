"""The beginning of a new entry: the fields that its kind needs, with nothing in them yet.

An empty field is a fault that says where to write what, so that nothing
unwritten can pass for written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from atlas.records import RECORDS, Bilingual, Kind


def scaffold(kind: Kind) -> str:
    """The text of a new entry: each field with a comment that says what it takes."""
    return "".join(f"{line}\n" for line in _fields(RECORDS[kind], "", commented=True))


def left_out(kind: Kind) -> list[str]:
    """The fields that an entry of this kind may have besides."""
    fields = RECORDS[kind].model_fields
    begun = {line.partition(":")[0] for line in scaffold(kind).splitlines()}
    return [name for each, field in fields.items() if (name := _name(each, field)) not in begun]


def _fields(record: type[BaseModel], indent: str, *, commented: bool = False) -> Iterator[str]:
    for name, field in record.model_fields.items():
        # Both languages, though one is enough to begin with; and hardly an entry has no sources.
        wanted = field.is_required() or issubclass(record, Bilingual) or name == "sources"
        if not wanted:
            continue
        if commented and field.description:
            yield f"{indent}# {field.description.replace('``', '')}"
        yield f"{indent}{_name(name, field)}:"
        yield from _inside(field.annotation, indent)


def _inside(annotation: object, indent: str) -> Iterator[str]:
    """What stands under a field: the fields of a record, or those of a list's first item."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _fields(annotation, f"{indent}  ")
    elif getattr(annotation, "__origin__", None) is tuple:
        inner = get_args(annotation)[0]
        first, *rest = list(_inside(inner, f"{indent}  ")) or [f"{indent}    "]
        yield f"{indent}  - {first.strip()}".rstrip()
        yield from rest


def _name(name: str, field: FieldInfo) -> str:
    return field.alias or name
