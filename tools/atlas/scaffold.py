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
    return [_name(name, field) for name, field in fields.items() if not field.is_required()]


def _fields(record: type[BaseModel], indent: str, *, commented: bool = False) -> Iterator[str]:
    for name, field in record.model_fields.items():
        # In English and in Chinese, though one of them is enough.
        if not field.is_required() and not issubclass(record, Bilingual):
            continue
        if commented and field.description:
            yield f"{indent}# {field.description}"
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
