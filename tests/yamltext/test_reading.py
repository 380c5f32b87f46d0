"""What a file says, as text with places; both parsers alike."""

import pytest
import yaml

from atlas.problems import as_text
from atlas.yamltext import (
    CODES,
    FAST_LOADER,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_FAULTS,
    PURE_LOADER,
    Document,
    comments,
    quoted,
    read,
    reading,
)

LOADERS = [PURE_LOADER] if FAST_LOADER is None else [FAST_LOADER, PURE_LOADER]
both_parsers = pytest.mark.parametrize("loader", LOADERS)


def document(text: str, loader: type | None = None) -> Document:
    found, problems = read("f.yml", text.encode(), loader=loader)
    assert found is not None
    assert problems == []
    return found


def lines(text: str | bytes, loader: type | None = None) -> list[str]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [as_text(problem) for problem in read("f.yml", raw, loader=loader)[1]]


def test_libyaml_is_here() -> None:
    # Where it is not, all of this is tested with one parser, and checking is slow.
    assert FAST_LOADER is not None


def test_without_libyaml_the_pure_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FAST_LOADER", None)
    found = document("a: [1, {b: 2}]\n")
    assert found.data == {"a": ["1", {"b": "2"}]}
    assert found.place(("a", 1, "b")) == (1, 12)
    assert lines("a: @\n") == [
        "f.yml:1:4: YML008 a value cannot begin with '@' (fix: put quotes around the value)"
    ]


@both_parsers
@pytest.mark.parametrize(
    "written",
    ["2004.05150", "no", "1.10", "0x1F", "1_000", "1e3", "2026-11-22", "12:30", "null", "~", "<<"],
)
def test_a_scalar_stays_what_was_written(written: str, loader: type) -> None:
    assert document(f"a: {written}\nb: [{written}]\n", loader).data == {
        "a": written,
        "b": [written],
    }


@both_parsers
def test_texts_in_quotes_and_blocks_are_yamls(loader: type) -> None:
    text = "a: 'it''s'\nb: \"\\u4e2d\\n\"\nc: |\n  x\n   y\nd: >-\n  x\n  y\n"
    assert document(text, loader).data == {"a": "it's", "b": "中\n", "c": "x\n y\n", "d": "x y"}


@both_parsers
def test_chinese_signs_in_texts_are_text(loader: type) -> None:
    text = "a: 你好，世界：是的\nb: {zh: 一步，两步}\nc: ['他说，好']\nd: “好”\n"
    assert document(text, loader).data == {
        "a": "你好，世界：是的",
        "b": {"zh": "一步，两步"},
        "c": ["他说，好"],
        "d": "“好”",
    }


@both_parsers
def test_a_question_in_braces_is_one_text(loader: type) -> None:
    assert document("a: {en: How large is it?, zh: 多大}\n", loader).data == {
        "a": {"en": "How large is it?", "zh": "多大"}
    }


@both_parsers
def test_places_of_values_and_keys(loader: type) -> None:
    found = document("名: 中文 x\nb:\n  - {c: 1, d: [2, 3]}\n", loader)
    assert found.place(()) == (1, 1)
    assert found.place(("名",)) == (1, 4)
    assert found.place(("名",), of_key=True) == (1, 1)
    assert found.place(("b", 0, "c")) == (3, 9)
    assert found.place(("b", 0, "c"), of_key=True) == (3, 6)
    assert found.place(("b", 0, "d", 1)) == (3, 19)


@both_parsers
def test_what_is_not_there_is_placed_where_it_is_missing(loader: type) -> None:
    found = document("a:\n  b: 1\n", loader)
    assert found.place(("a", "c")) == (2, 3)
    assert found.place(("a", "c"), of_key=True) == (2, 3)
    assert found.place(("z",)) == (1, 1)
    assert found.place(("a", 0, "b")) == (2, 3)
    assert found.node(("a", "c")) is None
    node = found.node(("a", "b"))
    assert isinstance(node, yaml.ScalarNode)
    assert node.value == "1"


@both_parsers
def test_comments_are_found_outside_of_texts_only(loader: type) -> None:
    text = "# one\na: x # two  \nb: 'x # no'\nc: |\n  # no\nd: [x, # three\n  y]\n#four\n"
    assert comments(document(text, loader)) == ["# one", "# two", "# three", "#four"]


@both_parsers
def test_windows_line_ends_are_read(loader: type) -> None:
    assert document("a: 1\r\nb: |\r\n  x\r\n", loader).data == {"a": "1", "b": "x\n"}


@both_parsers
def test_tabs_in_texts_and_comments_are_no_harm(loader: type) -> None:
    assert document("a: 'x\ty' #\tz\n", loader).data == {"a": "x\ty"}


# One mistake each: what is written, where it is reported, with which code and fix.
SLIPS = {
    "a lone carriage return": ("a: 1\rb: 2\n", "1:5: YML004 the invisible character U+000D"),
    "a byte order mark inside": ("a: x\ufeff\n", "1:5: YML004 the invisible character U+FEFF"),
    "a direction override": ("a: \u202ex\n", "1:4: YML004 the invisible character U+202E"),
    "a control character": ("a: \x07\n", "1:4: YML004 the invisible character U+0007"),
    "a tab in a plain text": ("a: x\ty\n", "1:5: YML005 a tab stands here"),
    "a wide space after a comma": ("a: [x,　y]\n", "1:7: YML006 the space U+3000 is text"),
    "a no-break space as indent": ("a:\n\u00a0\u00a0b: 1\n", "2:1: YML006 the space U+00A0"),
    "a wide colon in a list": ("a: [x：1]\n", "1:6: YML006 the full-width '：' is text"),
    "a quote closed on another's line": ('a: "x\nb: "y"\n', "1:4: YML007 the quote opened here"),
    "a list item after a text": ("a: x\n- y\n", "2:1: YML008 a list item stands among keys"),
    "a line without a key": ("a: 1\nb\nc: 2\n", "2:1: YML008 this line is no key with a value"),
    "a bracket closed by the other": ("a: [x}\n", "1:4: YML008 the '[' opened here is not closed"),
    "a colon glued in braces": ("a: {b:[x]}\n", "1:6: YML008 no value follows this colon"),
    "a key twice in braces": ("a: {b: 1, b: 2}\n", "1:11: YML009 the key 'b' stands here again"),
    "a standard tag": ("a: !!int 1\n", "1:4: YML010 a value that begins with '!'"),
    "a tag in a list": ("a: [!x y]\n", "1:5: YML010 a value that begins with '!'"),
    "an alias of nothing": ("a: *b\n", "1:4: YML011 a value that begins with '*'"),
    "a document after the first": ("a: 1\n---\nb: 2\n", "2:1: YML012 a second document"),
    "a key without a value at the end": ("a:\n", "1:1: YML014 the key 'a' has no value"),
    "an anchor without a value": ("a: &b\n", "1:4: YML011 a value that begins with '&'"),
    "a list as a key": ("? [a]\n: 1\n", "1:3: YML015 a key is not a plain word"),
    "nothing": ("", "1:1: YML015 the file is empty"),
}


@both_parsers
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_gives_one_message_where_it_was_made(slip: str, loader: type) -> None:
    text, expected = SLIPS[slip]
    (line,) = lines(text, loader)
    assert line.startswith(f"f.yml:{expected}")
    assert "(fix: " in line


@both_parsers
def test_faults_that_hide_nothing_come_with_the_data(loader: type) -> None:
    found, problems = read("f.yml", b"a: 1\na: 2\nb:\nc: [x, [y]]\n", loader=loader)
    assert found is not None
    assert found.data == {"a": "1", "c": ["x", ["y"]]}
    assert [problem.code for problem in problems] == ["YML009", "YML014"]


def test_a_size_that_is_allowed_and_one_that_is_not() -> None:
    room = MAX_BYTES - len("a: \n")
    assert lines(f"a: {'x' * room}\n") == []
    assert lines(f"a: {'x' * (room + 1)}\n") == [
        "f.yml:1:1: YML003 the file has 262,145 bytes, more than the 262,144 allowed "
        "(fix: split the entry, or shorten its texts)"
    ]


@both_parsers
def test_a_depth_that_is_allowed_and_one_that_is_not(loader: type) -> None:
    # The file itself is the first level.
    fits = MAX_DEPTH - 1
    assert lines(f"a: {'[' * fits}x{']' * fits}\n", loader) == []
    assert lines(f"a: {'[' * (fits + 1)}x{']' * (fits + 1)}\n", loader) == [
        "f.yml:1:19: YML013 values nest deeper than 16 levels here "
        "(fix: write the entry flatter; no field is that deep)"
    ]


# Each has crashed, or would crash, a parser that recurses or an editor that expands.
BOMBS = {
    "brackets": "[" * 200_000,
    "braces": "{a: " * 50_000,
    "brackets that seem to close": '["]",' * 50_000,
    "dashes": "- " * 100_000 + "x",
    "question marks": "? " * 100_000 + "x",
    "steps": "\n".join(f"{' ' * n}a:" for n in range(600)),
    "aliases": "a: &a [x]\nb: [" + "*a, " * 1000 + "*a]\n",
    "quotes": ' "\\' * 60_000,
    "keys": "\n".join(f"k{n}: v" for n in range(25_000)) + "\n- x",
}


@both_parsers
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused(bomb: str, loader: type) -> None:
    found, problems = read("f.yml", BOMBS[bomb].encode(), loader=loader)
    assert found is None
    assert 1 <= len(problems) <= MAX_FAULTS


def test_nobody_reads_ten_thousand_messages() -> None:
    found, problems = read("f.yml", b"k: v\n" * 10_000)
    assert found is not None
    assert len(problems) == MAX_FAULTS


def test_bytes_that_are_no_text() -> None:
    assert lines("a: 中\nb: ".encode() + b"\xff\n") == [
        "f.yml:2:4: YML001 byte 0xFF is not UTF-8 "
        "(fix: save the file as UTF-8 (in most editors: Save with Encoding))"
    ]


def test_what_is_quoted_is_cut() -> None:
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 57}…'"


def test_each_code_has_a_sentence() -> None:
    assert all(code.startswith("YML") and said.endswith(".") for code, said in CODES.items())
