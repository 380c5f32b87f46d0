"""``write_schemas.py``: a schema a kind, as the site publishes them."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from atlas.records import RECORDS, Kind, json_schema


def test_a_schema_for_each_kind(clone: Any) -> None:
    assert clone.run("write_schemas.py", "build/schema").status == 0
    folder = clone.root / "build" / "schema"
    assert {file.name for file in folder.iterdir()} == {f"{kind}.json" for kind in Kind}
    for kind in Kind:
        schema = json.loads((folder / f"{kind}.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert schema == json_schema(RECORDS[kind], address=schema["$id"])
