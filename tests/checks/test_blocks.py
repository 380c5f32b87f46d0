"""From a place in a text to the place in the file."""

import pytest

from atlas.checks.blocks import place_in_block
from atlas.checks.registry import Place
from atlas.records import Kind, Paper
from atlas.store import Entry, Key
from atlas.yamltext import read

FILE = "kb/papers/hops.yml"


def entry(text: str) -> Entry:
    document, problems = read(FILE, text.encode())
    assert document is not None
    assert problems == []
    return Entry(Key(Kind.PAPER, "hops"), Paper.model_construct(), document)


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("bibtex: |\n  ab\n  cd\n", (1, 1), (2, 3)),
        ("bibtex: |\n  ab\n  cd\n", (2, 2), (3, 4)),
        ("# first\nbibtex: |-  # why\n      ab\n        cd\n", (2, 3), (4, 9)),
        ("bibtex: |\n\n\n  ab\n  cd\n", (2, 1), (5, 3)),
        ("bibtex: |2\n    ab\n  cd\n", (1, 1), (2, 5)),
        ("bibtex: |2\n    ab\n  cd\n", (2, 1), (3, 3)),
        ("bibtex: >\n  ab\n  cd\n", (2, 1), (1, 9)),
        ("bibtex: 'ab cd'\n", (1, 4), (1, 9)),
        ("a: b\n", (1, 1), (1, 1)),
    ],
)
def test_a_literal_block_keeps_its_lines(
    text: str, place: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert place_in_block(entry(text), ("bibtex",), *place) == Place(FILE, *shown)


def test_the_place_is_where_the_character_stands() -> None:
    text = "name: x\nbibtex: |\n\n    @misc{key,\n      title = {Hops},\n    }\n"
    document = entry(text).document
    written = str(document.data["bibtex"]).strip()
    for number, line in enumerate(written.splitlines(), start=1):
        for column, character in enumerate(line, start=1):
            place = place_in_block(entry(text), ("bibtex",), number, column)
            assert text.splitlines()[place.line - 1][place.column - 1] == character
