"""The mark of a review and its day come into the text, and nothing else changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from atlas.mending import marked
from atlas.records import Kind, review_digest
from atlas.store import Entry, load

DAY = date(2026, 11, 22)
TEXT = "name: {en: A, zh: 甲}\nsummary: {en: B., zh: 乙。}\n"


def entry(folder: Path, text: str) -> Entry:
    (folder / "families").mkdir(parents=True)
    (folder / "families" / "a.yml").write_text(text, "utf-8")
    found = load(folder).get(Kind.FAMILY, "a")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TEXT, TEXT + "reviewed: {mark}\nreviewed_on: 2026-11-22\n"),
        (TEXT.rstrip("\n"), TEXT + "reviewed: {mark}\nreviewed_on: 2026-11-22\n"),
        (
            TEXT + "reviewed: 00000000\nreviewed_on: 2020-01-01\n",
            TEXT + "reviewed: {mark}\nreviewed_on: 2026-11-22\n",
        ),
        # The day comes under the mark, wherever that stands, and behind its comment.
        (
            f"reviewed: '00000000'  # by two readers\n{TEXT}",
            f"reviewed: {{mark}}  # by two readers\nreviewed_on: 2026-11-22\n{TEXT}",
        ),
        (
            f"{TEXT}reviewed: 00000000",
            f"{TEXT}reviewed: {{mark}}\nreviewed_on: 2026-11-22\n",
        ),
        (
            "{name: {en: A, zh: 甲}, summary: {en: B., zh: 乙。}}\n",
            "{name: {en: A, zh: 甲}, summary: {en: B., zh: 乙。}, reviewed: {mark},"
            " reviewed_on: 2026-11-22}\n",
        ),
    ],
)
def test_the_mark_and_the_day_are_set(tmp_path: Path, before: str, after: str) -> None:
    found = entry(tmp_path / "before", before)
    mark = review_digest(found.record)

    text = marked(found, DAY)

    assert text == after.replace("{mark}", mark)
    again = entry(tmp_path / "after", text)
    assert (again.record.reviewed, again.record.reviewed_on) == (mark, DAY)  # type: ignore[attr-defined]  # each kind has both
    assert marked(again, DAY) == text
