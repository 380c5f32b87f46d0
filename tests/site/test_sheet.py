"""Sources are numbered in the order they are used, and listed with everything that is known."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from tests.site.html_pages import read_html

from atlas.records import Cited, Kind, Model
from atlas.site.addresses import page_of
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet, grouped, unit_small


@pytest.fixture
def sheet(filled: Catalogue) -> Sheet:
    entry = filled.kb.get(Kind.MODEL, "one")
    assert entry is not None
    return Sheet(filled, "en", page_of(entry.key), entry)


def test_a_source_has_one_number_for_each_place_in_it(sheet: Sheet) -> None:
    cited = [("s-url", "page 2"), ("s-repo", "line 1"), ("s-url", "page 2"), ("s-url", "page 3")]

    markers = [sheet.ref(Cited(source=source, where=where)) for source, where in cited]

    assert [read_html(marker).text() for marker in markers] == ["1", "2", "1", "3"]
    assert markers[0] == ('<sup class="ref"><a href="#source-1" aria-label="source 1">1</a></sup>')
    listed = [[place for place, _ in note.places] for note in sheet.notes()]
    # A source is listed once, where its first place is, with the numbers of all of them.
    assert listed == [[1, 3], [2]]


def test_what_has_no_source_has_no_marker(sheet: Sheet) -> None:
    assert sheet.ref(None) == ""
    model = sheet.catalogue.kb.entries[sheet.entry.key].as_(Model)  # type: ignore[union-attr]  # this sheet has an entry
    assert sheet.ref(model.contents.model_copy(update={"source": None})) == ""
    assert sheet.notes() == []


@pytest.mark.parametrize(
    ("source", "words", "way"),
    [
        (
            "s-paper",
            "text at paper one bibtex title, text at model one sources s-paper version"
            " seen 2026-11-22",
            "../../papers/one/",
        ),
        (
            "s-repo",
            "owner/name@01234567:text at model one sources s-repo path"
            " text at model one sources s-repo version, text at model one sources s-repo title"
            " seen 2026-11-22",
            "https://github.com/owner/name/blob/0123456789abcdef/"
            "text%20at%20model%20one%20sources%20s-repo%20path",
        ),
        (
            "s-hub",
            "huggingface.co/owner/one: text at model one sources s-hub path"
            " text at model one sources s-hub version, text at model one sources s-hub title"
            " seen 2026-11-22",
            None,
        ),
        (
            "s-url",
            "text at model one sources s-url title text at model one sources s-url version"
            " seen 2026-11-22",
            "https://example.org/page",
        ),
        ("no such source", "no such source", None),
    ],
)
def test_a_source_is_listed_with_all_that_is_known(
    sheet: Sheet, source: str, words: str, way: str | None
) -> None:
    sheet.ref(Cited(source=source, where="here"))

    (note,) = sheet.notes()

    assert read_html(note.source).words() == words
    assert note.places == ((1, Markup("here")),)
    hrefs = [a.attributes["href"] for a in read_html(note.source).all("a")]
    assert way is None or hrefs == [way]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("110M", '110<span class="u">M</span>'),
        ("1.1亿", '1.1<span class="u">亿</span>'),
        ("~3.5 GB", '~3.5<span class="u">GB</span>'),
        ("85.2", "85.2"),
        ("one million", "one million"),
        ("<b>", "&lt;b&gt;"),
        ("1M<b>", "1M&lt;b&gt;"),
    ],
)
def test_a_unit_is_set_small(printed: str, shown: str) -> None:
    assert unit_small(printed) == Markup(shown)


@pytest.mark.parametrize(
    ("language", "printed", "shown"),
    [
        ("en", "数周", '<span lang="zh">数周</span>'),
        ("en", "1.1亿", '<span lang="zh">1.1<span class="u">亿</span></span>'),
        ("en", "TPU v3", "TPU v3"),
        ("zh", "数周", "数周"),
        ("zh", "110M", '110<span class="u">M</span>'),
    ],
)
def test_what_is_printed_in_chinese_is_marked(
    filled: Catalogue, language: str, printed: str, shown: str
) -> None:
    assert Sheet(filled, language, "status/").printed(printed) == shown


def test_items_of_one_value_stand_together_where_the_first_is(sheet: Sheet) -> None:
    said = [("Table 1", "b"), ("Table 2", "a"), ("Table 3", "b")]
    cited = [Cited(source=source, where=where) for where, source in said]

    together = sheet.together(cited, "source")

    assert [(name, [each.where for each in group]) for name, group in together] == [
        ("b", ["Table 1", "Table 3"]),
        ("a", ["Table 2"]),
    ]


def test_a_number_is_grouped() -> None:
    assert grouped(109482240) == "109,482,240"
