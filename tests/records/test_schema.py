"""JSON Schema for editors: valid 2020-12, and of one mind with the records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from atlas.records import FOLDERS, RECORDS, Kind, json_schema, parse
from atlas.yamltext import read

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "data" / "broken"
BASES = (ROOT / "kb", ROOT / "tests" / "data" / "kb")

# What a record refuses and a schema cannot: it sees 768.0 as a whole number and 2001.001 as any
# other number, and it does not know the calendar.
PASS_THE_SCHEMA = {"decimal", "arxiv-cut", "no-such-day"}


def schema(kind: Kind) -> dict[str, Any]:
    return json_schema(RECORDS[kind], address=f"https://example.org/schema/v1/{kind}.json")


def check_jsonschema(kind: Kind, files: list[Path], folder: Path) -> dict[str, Any]:
    """What check-jsonschema says of these files, as its own report."""
    file = folder / f"{kind}.json"
    file.write_text(json.dumps(schema(kind)), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(file)]
    command += ["--output-format", "json", "--verbose", *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.stderr == ""
    report: dict[str, Any] = json.loads(answer.stdout)
    return report


@pytest.mark.parametrize("kind", Kind)
def test_schemas_are_schemas(kind: Kind) -> None:
    found = schema(kind)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"https://example.org/schema/v1/{kind}.json"
    Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("kind", Kind)
def test_each_field_is_described_for_editors(kind: Kind) -> None:
    found = schema(kind)
    assert found["additionalProperties"] is False
    tables = [found, *found.get("$defs", {}).values()]
    for table in tables:
        for name, field in table.get("properties", {}).items():
            assert field.get("description"), (table["title"], name)


@pytest.mark.parametrize("kind", Kind)
def test_sound_entries_pass_both(kind: Kind, tmp_path: Path) -> None:
    files = [file for base in BASES for file in sorted((base / FOLDERS[kind]).glob("*.yml"))]
    assert files
    for file in files:
        document, faults = read(file.name, file.read_bytes())
        assert document is not None
        assert [*faults, *parse(kind, document)[1]] == []
    report = check_jsonschema(kind, files, tmp_path)
    assert report["errors"] == []
    assert sorted(report["checked_paths"]) == sorted(map(str, files))


@pytest.mark.parametrize("kind", [Kind.TERM, Kind.PAPER, Kind.FAMILY, Kind.MODEL, Kind.TRAP])
def test_misshapen_entries_pass_neither(kind: Kind, tmp_path: Path) -> None:
    lines = (BROKEN / "expected.txt").read_text("utf-8").splitlines()
    misshapen = {
        line.partition(":")[0]
        for line in lines
        if f"-{kind}-" in line and line.split()[1][:3] in ("REC", "ID0")
    }
    passing = {f for f in misshapen if f.removesuffix(".yml").split("-", 2)[2] in PASS_THE_SCHEMA}
    report = check_jsonschema(kind, [BROKEN / file for file in sorted(misshapen)], tmp_path)
    assert report["parse_errors"] == []
    failing = {Path(error["filename"]).name for error in report["errors"]}
    assert failing == misshapen - passing


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("1810.04805", True),
        (1810.04805, True),
        (2, True),
        (True, False),
        (None, False),
        ([], False),
    ],
)
def test_a_text_may_look_like_a_number(value: object, fits: bool) -> None:
    entry = {"name": value, "family": "a", "summary": {"en": "b"}}
    assert Draft202012Validator(schema(Kind.MODEL)).is_valid(entry) is fits


def test_one_of_two_languages_is_enough_and_none_is_not() -> None:
    validator = Draft202012Validator(schema(Kind.MODEL))
    assert validator.is_valid({"name": "a", "family": "a", "summary": {"zh": "b"}})
    assert not validator.is_valid({"name": "a", "family": "a", "summary": {}})
