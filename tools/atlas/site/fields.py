"""The field reference: what each record may hold, read from the records' own schemas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas.records import RECORDS, Kind, json_schema


@dataclass(frozen=True)
class Field:
    """One field: its name, whether it is needed, what it is, what shape it has."""

    name: str
    required: bool
    sentence: str
    shape: str


@dataclass(frozen=True)
class Table:
    """One mapping: the record itself, or a part that its fields hold."""

    name: str
    sentence: str
    fields: tuple[Field, ...]


@cache
def field_tables() -> tuple[tuple[Kind, tuple[Table, ...]], ...]:
    """Every kind with its record and the parts of it, in the order they are met."""
    return tuple(
        (kind, _tables(json_schema(record, address=""))) for kind, record in RECORDS.items()
    )


def _tables(schema: dict[str, Any]) -> tuple[Table, ...]:
    parts: dict[str, Any] = schema.get("$defs", {})
    return (_table(schema), *(_table(part) for part in parts.values() if "properties" in part))


def _table(schema: dict[str, Any]) -> Table:
    required = schema.get("required", [])
    fields = tuple(
        Field(name, name in required, _sentence(what), _shape(what))
        for name, what in schema["properties"].items()
    )
    return Table(schema["title"], _sentence(schema), fields)


def _sentence(schema: dict[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).replace("``", "").split())


def _shape(schema: dict[str, Any]) -> str:
    """The shape of a value in a few words: ``text``, ``list of Claim``, ``one of …``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "allOf" in schema:
        return _shape(schema["allOf"][0])
    if "enum" in schema:
        words = [str(word).lower() for word in schema["enum"]]
        return "one of " + ", ".join(dict.fromkeys(words))
    if schema.get("type") == "array":
        return f"list of {_shape(schema['items'])}"
    if schema.get("type") == "object":
        inside = schema.get("additionalProperties")
        return f"mapping to {_shape(inside)}" if isinstance(inside, dict) else "mapping"
    if "anyOf" in schema:
        choices = schema["anyOf"]
        unknown = any(choice.get("const") == "unknown" for choice in choices)
        return "whole number or unknown" if unknown else "whole number"
    if "pattern" in schema and schema.get("type") == "string":
        return "date"
    return "text"
