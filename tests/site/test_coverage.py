"""The shares on /status/ count what entries say, and neither "unknown" nor a search in vain."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.html_pages import read_html

from atlas.records import Kind
from atlas.site.addresses import LANGUAGES
from atlas.site.catalogue import Catalogue
from atlas.site.coverage import Share, coverage
from atlas.site.pages import pages
from atlas.store import load

SOUND = Path(__file__).parent.parent / "data" / "kb"


@pytest.fixture(scope="module")
def counted() -> dict[Kind, dict[str, tuple[int, int]]]:
    catalogue = Catalogue(load(SOUND, shown=Path("kb")))
    return {
        kind: {share.name: (share.said, share.entries) for share in shares}
        for kind, shares in coverage(catalogue)
    }


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        (Kind.MODEL, "config", (3, 4)),
        # Two configurations lack a number or are not there at all.
        (Kind.MODEL, "parameters", (2, 4)),
        (Kind.MODEL, "contents.mlm", (1, 4)),
        (Kind.MODEL, "contents.nsp", (0, 4)),
        (Kind.MODEL, "hub_facts", (1, 4)),
        (Kind.FAMILY, "license.code", (1, 2)),
        # Searched for, and not stated.
        (Kind.FAMILY, "license.data", (0, 2)),
        (Kind.TERM, "parent", (2, 3)),
        (Kind.PAPER, "year", (3, 3)),
    ],
)
def test_what_is_said(
    counted: dict[Kind, dict[str, tuple[int, int]]], kind: Kind, field: str, said: tuple[int, int]
) -> None:
    assert counted[kind][field] == said


def test_a_field_that_every_entry_needs_is_not_counted(
    counted: dict[Kind, dict[str, tuple[int, int]]],
) -> None:
    assert not {"name", "definition"} & counted[Kind.TERM].keys()


def test_every_field_is_said_where_every_field_is_filled(filled: Catalogue) -> None:
    empty = [
        (kind, share.name)
        for kind, shares in coverage(filled)
        for share in shares
        if share.said == 0 and share.name != "hub_facts"
    ]
    assert empty == []


def test_nothing_is_said_where_no_field_is_filled(sparse: Catalogue) -> None:
    assert [
        (kind, share.name, share.said)
        for kind, shares in coverage(sparse)
        for share in shares
        # A paper has its BibTeX, and the year in it.
        if share.said and share.name != "year"
    ] == []


def test_a_hundred_percent_means_all() -> None:
    assert Share("hub", 999, 1000).percent == 99
    assert Share("hub", 1000, 1000).percent == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_page_shows_it(filled: Catalogue, docs: Path, language: str) -> None:
    page = pages(filled, language, docs, ())["status/index.md"].decode()

    shown = [part for part in read_html(page).all("details") if "coverage" in str(part.attributes)]
    assert len(shown) == len(list(coverage(filled)))
    _, shares = next(pair for pair in coverage(filled) if pair[0] is Kind.TERM)
    rows = [row.words() for row in shown[0].all("tr")][1:]
    assert rows == [
        f"{share.name}{share.said} / {share.entries}"
        for share in shares
        if share.name != "reviewed_on"
    ]
