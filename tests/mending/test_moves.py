"""A new id on the Hub in the text of an entry; everything else stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.mending import moved
from atlas.records import Kind
from atlas.store import load

REST = "\nname: One\nfamily: one\nsummary: {en: One., zh: 一。}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hub: a/b", "hub: c/d\nformer_hub: [a/b]"),
        ('hub: "a/b" # here', "hub: c/d # here\nformer_hub: [a/b]"),
        ("hub: a/b\nformer_hub: []", "hub: c/d\nformer_hub: [a/b]"),
        ("hub: a/b\nformer_hub: [x]", "hub: c/d\nformer_hub: [x, a/b]"),
        ("hub: a/b\nformer_hub:\n- x", "hub: c/d\nformer_hub:\n- x\n- a/b"),
        ("hub: a/b\nformer_hub:\n  - x # old", "hub: c/d\nformer_hub:\n  - x # old\n  - a/b"),
        # The new id was a former one: it is back.
        ("hub: a/b\nformer_hub: [c/d]", "hub: c/d\nformer_hub: [a/b]"),
        ("hub: C/D", "hub: c/d"),
        ("hub: c/d", None),
        ("aliases: [b]", None),
    ],
)
def test_moved(before: str, after: str | None, tmp_path: Path) -> None:
    text = moved_text(tmp_path, f"{before}{REST}")
    assert text == (None if after is None else f"{after}{REST}")


def test_an_entry_on_one_line(tmp_path: Path) -> None:
    line = "{name: One, family: one, hub: a/b, summary: {en: One., zh: 一。}}\n"
    assert moved_text(tmp_path, line) == line.replace("hub: a/b", "hub: c/d, former_hub: [a/b]")


def moved_text(root: Path, text: str) -> str | None:
    (root / "models").mkdir()
    (root / "models" / "one.yml").write_text(text, "utf-8")
    kb = load(root)
    entry = kb.get(Kind.MODEL, "one")
    assert entry is not None, kb.problems
    return moved(entry, "c/d")
