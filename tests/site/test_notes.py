"""Everything that the notes say which the atlas grew from can be found in the API, with its source.

``tests/data/notes/notes.rst`` are the notes as their author wrote them, and
``found.yml`` says for each statement, link and number where it went.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from atlas.site.api import API_NAMES, described
from atlas.site.catalogue import Catalogue
from atlas.site.guides import guides

NOTES = Path(__file__).parent.parent / "data" / "notes"
FOUND = yaml.safe_load((NOTES / "found.yml").read_text(encoding="utf-8"))
PLACES = [
    pytest.param(item["note"], place, id=f"{place['entry']}:{place['in']}-{number}")
    for number, item in enumerate(FOUND)
    for place in item["found"]
]

API = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def api(real: Catalogue, docs: Path) -> API:
    """Every entry and guide as the API gives it, by ``models/bert-base-uncased``."""
    entries = {
        f"{API_NAMES[key.kind]}/{key.id}": described(real, entry)
        for key, entry in real.kb.entries.items()
    }
    # What is read here is what is published: through JSON, as a reader gets it.
    told = {f"guides/{guide.id}": guide.described() for guide in guides(docs)}
    return json.loads(json.dumps({**entries, **told}))  # type: ignore[no-any-return]


def test_no_part_of_the_notes_is_left_out() -> None:
    left = (NOTES / "notes.rst").read_text(encoding="utf-8")
    for item in FOUND:
        before, found, after = left.partition(item["note"])
        assert found, f"not in the notes, or not in this order or twice: {item['note']!r}"
        left = before + "\0" + after
    # What remains are the marks of headings, lists and sentences, and no word or figure.
    assert re.findall(r"[^\W_]+", left) == []


@pytest.mark.parametrize(("note", "place"), PLACES)
def test_a_part_of_the_notes_is_in_the_api(note: str, place: dict[str, Any], api: API) -> None:
    assert place["entry"] in api, f"no such entry: {place['entry']}"
    entry = api[place["entry"]]
    said = [
        (value, source)
        for value, source in _said(entry, place["in"])
        if _says(value, place) and source == place.get("source")
    ]
    assert said, f"{note!r} is not said in {place['entry']}, {place['in']}"
    if source := place.get("source"):
        read = entry["sources"][source]
        assert {"paper", "repo", "hub", "url"} & read.keys()
        assert read["seen"]


def _said(entry: Mapping[str, Any], field: str) -> Iterator[tuple[Any, str | None]]:
    """What a field says, one item at a time, each with the name of its source if it has one."""
    value = entry.get(field)
    beside = entry.get(f"{field}_source")
    of_field = beside.get("source") if isinstance(beside, dict) else None
    for item in value if isinstance(value, list) else [value]:
        own = item.get("source") if isinstance(item, dict) else None
        yield item, own or of_field


def _says(value: Any, place: Mapping[str, Any]) -> bool:
    """Whether a value holds all that is looked for: words by language, pairs, or a text."""
    if value is None:
        return False
    words = {language: place[language] for language in ("en", "zh") if language in place}
    for language, parts in words.items():
        text = value.get(language) or "" if isinstance(value, dict) else ""
        if not all(part in text for part in parts):
            return False
    pairs = place.get("pairs", {})
    if pairs and not (isinstance(value, dict) and pairs.items() <= value.items()):
        return False
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    texts = place.get("text", [])
    # A place that asks for nothing would be found everywhere.
    assert words or pairs or texts, place
    return all(text in written for text in texts)
