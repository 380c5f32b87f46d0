"""JSON Schema (2020-12) of each kind, for editors; made from the records."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _EntrySchema(GenerateJsonSchema):
    """As pydantic's, but a field that may be left out may not be written ``null``."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def json_schema(record_type: type[BaseModel], *, address: str) -> dict[str, Any]:
    """The schema of a kind's files; ``address`` is where it is published."""
    schema = record_type.model_json_schema(schema_generator=_EntrySchema)
    if "reviewed_on" in schema["properties"]:
        schema["dependentRequired"] = {"reviewed_on": ["reviewed"]}
    return {"$schema": DIALECT, "$id": address, **schema}
