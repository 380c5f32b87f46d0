"""Broken and hostile texts: always a record or faults with a place, never an exception."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.bibtex import MAX_LENGTH, STYLES, BibRecord, Parsed, check, parse, plain, syntax, write

SOUND = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent / "sound").glob("*.bib"))
]
FRAGMENTS = (
    *'{}",=#\\@()%&$~\n\t ',
    *("\\", "\\{", '\\"', "{a}", '"b"', '{"}', "jan", "12", "and", " and ", "--", "others"),
    *("@misc{", '@string{a = "b"}', "@comment{x}", "\n  author = {x},\n", "title = {", "year ="),
    *(
        "，",
        "＝",
        "“",
        "\u3000",
        "\u00a0",
        "\u200b",
        "\x00",
        "\ud800",
        "\r\n",
        "张",
        "é",
        "e\u0301",
    ),
    *("\\input{x}", "\\begin{a}", "$", "$a", "%5", "\\v", "\\url{", "{{{{{{{{{{{{{{{{{{"),
)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A sound record with one to six places cut, doubled, moved or written into."""
    text = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        to = at + draw(st.sampled_from((1, 1, 2, 5, 20)))
        kind = draw(st.sampled_from(("cut", "write", "write", "double", "move")))
        if kind == "cut":
            text = text[:at] + text[to:]
        elif kind == "write":
            text = text[:at] + draw(st.sampled_from(FRAGMENTS)) + text[at:]
        elif kind == "double":
            text = text[:to] + text[at:]
        else:
            piece, text = text[at:to], text[:at] + text[to:]
            target = draw(st.integers(0, len(text)))
            text = text[:target] + piece + text[target:]
    return text


def assert_whole(text: str, parsed: Parsed) -> None:
    """What holds for whatever was parsed from whatever text."""
    assert (parsed.record is None) == bool(parsed.faults)
    lines = text.split("\n")
    for fault in parsed.faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
        assert fault.message
        assert fault.fix
    if parsed.record is not None:
        assert_usable(text, parsed.record)


def assert_usable(text: str, record: BibRecord) -> None:
    faults = list(check(record))
    assert all(fault.message and fault.fix for fault in faults)
    places = {(record.line, record.column)}
    places |= {(field.line, field.column) for field in record.fields}
    assert {(fault.line, fault.column) for fault in faults} <= places
    lines = text.split("\n")
    for field in record.fields:
        written = lines[field.line - 1][field.column - 1 :]
        assert written.lower().startswith(field.name)
    for style in STYLES.values():
        assert plain(style(record)) == plain(style(record)).strip()
    written = write(record)
    assert parse(written).record == record
    assert write(record) == written


@settings(max_examples=600, deadline=None)
@given(mutations())
def test_mutated_records(text: str) -> None:
    assert_whole(text, parse(text))


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(st.sampled_from('@misc{k, =}"#\\\n1a')))
def test_any_text(text: str) -> None:
    assert_whole(text, parse(text))


@settings(max_examples=500, deadline=None)
@given(mutations())
def test_the_quick_way_reads_as_the_careful_way_does(text: str) -> None:
    quick = syntax.scan(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(syntax, "_COMMON_FIELD", re.compile(r"(?!)"))
        careful = syntax.scan(text)
    assert (quick.fields, quick.written) == (careful.fields, careful.written)
    assert quick.faults == careful.faults


@pytest.mark.parametrize("text", SOUND)
def test_no_sign_of_syntax_can_go_unnoticed(text: str) -> None:
    """Cutting any one brace, quotation mark, comma or ``=`` is a fault, or another record."""
    sound = parse(text).record
    last_comma = text.rindex(",")
    for at, sign in enumerate(text):
        if sign in '{}",=#@()' and at != last_comma:
            cut = parse(text[:at] + text[at + 1 :])
            assert cut.record != sound


LONG = MAX_LENGTH - 100


@pytest.mark.parametrize(
    "body",
    [
        *("{", "}", '"', "\\", "@", "=", "#", ",", "\n", " ", "$", "%", "~", "-"),
        *("a={", "\na={", "\n@a{", "{a}", '"a" # ', "a, ", "and ", " and ", "\\{", '\\"', "{}"),
        *('\\"{o}', "\\textbf{", "\\begin{a}", "\\v ", "$\\alpha$", "J. ", "AB ", "a.", "1--"),
        *("10.1234/", "http://", "\\url{", "abs/", "\u00a0", "\x00", "{\\"),
    ],
)
def test_long_repetitions_take_no_long_time(body: str) -> None:
    """No reading grows with the square of the text: that would take minutes here, not seconds."""
    body = (body * LONG)[:LONG]
    texts = [body, "@misc{" + body, "@misc{k, " + body, "@misc{k, title = {" + body + "}}"]
    names = ("author", "title", "doi", "url", "pages", "journal")
    records = [f"@misc{{k, {name} = {{{body}}}}}" for name in names]
    began = time.process_time()
    for text in texts:
        assert_whole(text, parse(text))
    for text in records:
        record = parse(text).record
        if record is not None:
            list(check(record))
            shown = (record.title, record.authors, record.venue, record.doi, record.url)
            assert len(shown) == 5
            for style in STYLES.values():
                assert plain(style(record)).strip() == plain(style(record))
    assert time.process_time() - began < 30
