"""Mending an entry: what changes, what does not, and that once is enough."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from atlas.mending import mend
from atlas.records import FOLDERS, RECORDS, Kind, keys_at
from atlas.yamltext import MAX_BYTES, comments, read

ROOT = Path(__file__).parents[2]
ENTRIES = [
    (kind, file)
    for base in (ROOT / "kb", ROOT / "tests" / "data" / "kb")
    for kind, folder in FOLDERS.items()
    for file in sorted((base / folder).glob("*.yml"))
]

MODEL = """\
name: Made-up
family: made-up
language: [zh]
summary:
  en: Nothing.
  zh: 无。
"""


def mended(text: str, kind: Kind = Kind.MODEL) -> str:
    done = mend(kind, text.encode())
    assert mend(kind, done.raw).raw == done.raw
    assert (done.raw == text.encode()) is (not done.what)
    return done.raw.decode()


def model(old: str, new: str) -> str:
    assert old in MODEL
    return MODEL.replace(old, new)


def test_a_sound_entry_stays_as_it_is() -> None:
    assert mended(MODEL) == MODEL


def test_what_was_mended_is_told_once_each_in_the_order_it_was_done() -> None:
    text = "\ufeff" + model("language: [zh]", "language：[zh，en]  ").replace("\n", "\r\n")
    done = mend(Kind.MODEL, text.encode())
    assert done.raw.decode() == model("[zh]", "[zh, en]")
    assert done.what == (
        "the byte order mark",
        "the line ends",
        "full-width punctuation",
        "white space",
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("name：Made-up", "name: Made-up"),
        ("name： Made-up", "name: Made-up"),
        ("name:　Made-up", "name: Made-up"),
        ("name:\tMade-up", "name: Made-up"),
        ("name:Made-up", "name: Made-up"),
        ("name: A: B", "name: 'A: B'"),
        ("name: A: it's B  # c", "name: \"A: it's B\"  # c"),
        ("name: A: it's \"B\"", "name: 'A: it''s \"B\"'"),
        ("name: @A", "name: '@A'"),
        ("name: `A` and `B`", "name: '`A` and `B`'"),
        ("name: %A", "name: '%A'"),
        ("name: *A*", "name: '*A*'"),
        ("name: **A** B", "name: '**A** B'"),
        ("name: & A", "name: '& A'"),
        ("name: >=4", "name: '>=4'"),
        ("name: ]A", "name: ']A'"),
        ('name: "A" B', "name: '\"A\" B'"),
        ("name: 'A' B", "name: \"'A' B\""),
        ('name: "\\mathcal{A}"', "name: '\\mathcal{A}'"),
        ("name: \\mathcal{A}: [b](term:c)", "name: '\\mathcal{A}: [b](term:c)'"),
        ('name: "A', 'name: "A"'),
        ("name: 'A", "name: 'A'"),
        ("name: Ma\u200bde-up", "name: Made-up"),
        ("aliases: [A，B，C]\nname: A", "name: A\naliases: [A, B, C]"),
        ("name: A\naliases: ［A，B］", "name: A\naliases: [A, B]"),
        ("name: A\naliases: [@A, `B`, C]", "name: A\naliases: ['@A', '`B`', C]"),
        ("name: A\ntokenizer: {class：T, kind: word, cased: true}",
         "name: A\ntokenizer: {class: T, kind: word, cased: true}"),
        ("name: A\nuses：\n　　- fill-mask", "name: A\nuses:\n  - fill-mask"),
        ("name: A\nconfig:\n\tdim: 1\n\tn_heads: 2", "name: A\nconfig:\n  dim: 1\n  n_heads: 2"),
    ],
)  # fmt: skip
def test_syntax_with_one_answer(written: str, meant: str) -> None:
    before, after = model("name: Made-up", written), model("name: Made-up", meant)
    result = mended(before)
    # Fields may have come into order as well.
    assert sorted(result.splitlines()) == sorted(after.splitlines())
    assert read("f.yml", result.encode())[1] == []


@pytest.mark.parametrize(
    "written",
    [
        # A tag or a text, an anchor or a text: YAML reads both.
        "name: !A B",
        "name: &A B",
        # Which of the quotes were meant as such?
        'name: "A" and "B"',
        # A comment, or a part of the text?
        'name: "A # B',
        # An escape that YAML knows beside one that it does not.
        'name: "\\q \\" B"',
        # A list, or a text that begins with a dash?
        "name: - A",
        # Keys and values, or a text?
        "name: A: {b: c}",
        "name: : {b: c}",
        "name: *A {b: c}",
        "name:\n  }",
        # Pasted as it was printed.
        "name: A\nmessages: [错误，失败]",
        # One of the two.
        "name: A\nname: B",
        "name:",
        "name: [A",
        "name: {A",
        "  name: A",
        "name: A\n---",
        "name: \x07A",
    ],
)
def test_syntax_with_more_than_one_answer(written: str) -> None:
    text = model("name: Made-up", written)
    kind = Kind.TRAP if "messages" in written else Kind.MODEL
    assert mended(text, kind) == text


def test_a_tab_is_as_wide_as_its_neighbours_say() -> None:
    text = model("  en: Nothing.\n  zh: 无。", "\ten: Nothing.\n    zh: 无。")
    assert mended(text) == model("  en: Nothing.\n  zh: 无。", "    en: Nothing.\n    zh: 无。")


def test_a_tab_that_only_one_width_fits_is_that_wide() -> None:
    text = model("summary:", "config:\n  dim: 1\n\tn_heads: 2\nsummary:")
    assert mended(text) == text.replace("\t", "  ")
    text = model("summary:", "claims:\n  - what: size\n\tvalue: 1\nsummary:")
    assert mended(text) == text.replace("\t", "    ")


def test_a_tab_that_could_be_of_several_widths_stays() -> None:
    # Beside the key above, or under it?
    text = model("summary:", "tokenizer:\n  files:\n\tkind: word\nsummary:")
    assert mended(text) == text


def test_one_fault_that_stays_does_not_keep_the_others() -> None:
    text = model("family: made-up", "family: made-up\nfamily: another").replace("[zh]", "[zh，en]")
    assert mended(text) == text.replace("，", ", ")


def test_what_cannot_be_read_afterwards_stays_as_it_was() -> None:
    text = "\ufeff" + model("[zh]", "[zh，en] ").replace("summary:", "summary: {").replace(
        "\n", "\r\n"
    )
    assert mended(text) == text


def test_what_is_no_text_stays_as_it_was() -> None:
    raw = "name：中".encode("gb18030")
    assert mend(Kind.MODEL, raw).raw == raw
    large = b"name: x \r\n" + b"#" * MAX_BYTES
    assert mend(Kind.MODEL, large).raw == large


# ---- White space


def test_white_space_at_the_ends() -> None:
    assert mended(model("made-up\n", "made-up  \t\n") + "\n\n  \n") == MODEL
    assert mended(MODEL.rstrip("\n")) == MODEL


def test_white_space_in_texts_of_several_lines_belongs_to_them() -> None:
    text = "title: {en: x}\nexplanation: {en: x}\noutput: |\n  one  \n    two \n  \n  three\n"
    assert mended(text, Kind.SNIPPET) == text
    kept = "title: {en: x}\nexplanation: {en: x}\noutput: |+\n  one\n\n\n"
    assert mended(kept, Kind.SNIPPET) == kept


def test_white_space_after_a_comment_is_not_the_comments() -> None:
    assert mended(model("[zh]", "[zh]  # so it says \t")) == model("[zh]", "[zh]  # so it says")


# ---- The order of the fields


def test_fields_come_into_the_order_of_the_record_with_what_stands_above_them() -> None:
    text = """\
# The whole file.

summary: {en: Nothing.}
  # Below the summary.

# Above the languages,
# in two lines.
language: [zh]   # beside them
name: Made-up

family: made-up
reviewed: 01234567
hub: a/b
# At the end.
"""
    assert (
        mended(text)
        == """\
# The whole file.

name: Made-up

family: made-up
hub: a/b

# Above the languages,
# in two lines.
language: [zh]   # beside them
summary: {en: Nothing.}
  # Below the summary.
reviewed: 01234567
# At the end.
"""
    )


def test_a_comment_above_the_first_field_goes_with_it() -> None:
    text = "# Of the family.\nfamily: made-up\n# Of the name.\nname: A\nsummary: {en: x}\n"
    assert mended(text) == (
        "# Of the name.\nname: A\n# Of the family.\nfamily: made-up\nsummary: {en: x}\n"
    )


def test_what_programs_look_for_at_the_top_stays_there() -> None:
    mode = "# yaml-language-server: $schema=https://example.org/schema/v1/model.json\n"
    text = f"{mode}family: made-up\nname: A\nsummary: {{en: x}}\n"
    assert mended(text) == f"{mode}name: A\nfamily: made-up\nsummary: {{en: x}}\n"
    assert mended(f"---\n{text}".replace(mode, "")).startswith("---\nname: A\nfamily: made-up\n")


def test_blocks_of_text_travel_whole() -> None:
    text = """\
summary: {en: x}
arxiv: 2001.00001
bibtex: |
  @misc{a,
    # no comment

    title = {A}
  }

# Of the aliases.
aliases: [A]
"""
    assert (
        mended(text, Kind.PAPER)
        == """\
bibtex: |
  @misc{a,
    # no comment

    title = {A}
  }

# Of the aliases.
aliases: [A]
arxiv: 2001.00001
summary: {en: x}
"""
    )


def test_an_entry_with_an_unknown_field_keeps_its_order() -> None:
    text = "summary: {en: x}\nnaem: A\nfamily: made-up\n"
    assert mended(text) == text


def test_an_entry_in_braces_keeps_its_order() -> None:
    text = "{summary: {en: x}, name: A, family: made-up}\n"
    assert mended(text) == text


# ---- Ids


PAPER = "bibtex: x\n{}summary: {{en: x}}\n"
SOURCES = "name: {{en: x}}\ndefinition: {{en: x}}\nsources:\n  s: {}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("arxiv: https://arxiv.org/abs/2001.00001", "arxiv: 2001.00001"),
        ("arxiv: 'arXiv:2001.00001v3' # seen", "arxiv: 2001.00001 # seen"),
        ("doi: https://doi.org/10.1000/a#b", "doi: 10.1000/a#b"),
        ("url: https://aclanthology.org/N19-1423/", "acl: N19-1423"),
        ('url: "https://openreview.net/forum?id=H1eA7AEtvS"', "openreview: H1eA7AEtvS"),
        ("url: https://doi.org/10.1000/ab", "doi: 10.1000/ab"),
    ],
)
def test_addresses_of_papers(written: str, meant: str) -> None:
    before, after = PAPER.format(f"{written}\n"), PAPER.format(f"{meant}\n")
    assert mended(before, Kind.PAPER) == after


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "{url: 'https://huggingface.co/a/b', seen: 2026-11-22}",
            "{hub: a/b, seen: 2026-11-22}",
        ),
        (
            "{repo: 'https://github.com/a/b/tree/0123abc', path: README.md}",
            "{repo: a/b@0123abc, path: README.md}",
        ),
        (
            "{url: 'https://github.com/a/b/blob/0123abc/docs/x.md', seen: 2026-11-22}",
            "{repo: a/b@0123abc, path: 'docs/x.md', seen: 2026-11-22}",
        ),
        (
            "\n    url: https://github.com/a/b/blob/0123abc/x.md\n    seen: 2026-11-22",
            "\n    repo: a/b@0123abc\n    path: 'x.md'\n    seen: 2026-11-22",
        ),
    ],
)
def test_addresses_of_sources(written: str, meant: str) -> None:
    before, after = (SOURCES.format(each).replace(": \n", ":\n") for each in (written, meant))
    assert mended(before, Kind.TERM) == after


@pytest.mark.parametrize(
    "source",
    [
        # Which commit was read, nobody can tell from here.
        "{url: 'https://github.com/a/b'}",
        "{url: 'https://github.com/a/b/blob/main/x.md'}",
        # A paper is named by its entry.
        "{url: 'https://arxiv.org/abs/2001.00001'}",
        # One of the two is wrong, and a person knows which.
        "{hub: a/b, url: 'https://huggingface.co/a/c'}",
        "{url: 'https://huggingface.co/datasets/a/b'}",
        "{url: 'https://github.com/a/b/issues/1'}",
    ],
)
def test_addresses_that_stay(source: str) -> None:
    text = SOURCES.format(source)
    assert mended(text, Kind.TERM) == text


def test_an_address_beside_another_id_stays() -> None:
    text = PAPER.format("arxiv: 2001.00002\nurl: https://arxiv.org/abs/2001.00001\n")
    assert mended(text, Kind.PAPER) == text


def test_an_id_that_yaml_would_read_otherwise_is_quoted() -> None:
    before = PAPER.format("doi: 'https://doi.org/10.1000/a:'\n")
    assert mended(before, Kind.PAPER) == PAPER.format("doi: '10.1000/a:'\n")


# ---- The proof


@pytest.mark.parametrize(("kind", "file"), ENTRIES, ids=[str(file.name) for _, file in ENTRIES])
def test_real_entries_are_as_they_would_be_mended(kind: Kind, file: Path) -> None:
    raw = file.read_bytes()
    assert mend(kind, raw).what in ((), ("the order of the fields",))
    if file.is_relative_to(ROOT / "kb"):
        assert mend(kind, raw).raw == raw


def without_last_end(data: Any) -> Any:
    """The data without the line end behind the last line of a text, which records do not keep."""
    if isinstance(data, str):
        return data.removesuffix("\n")
    if isinstance(data, list):
        return [without_last_end(item) for item in data]
    if isinstance(data, dict):
        return {key: without_last_end(value) for key, value in data.items()}
    return data


def disordered(kind: Kind, text: str, chance: random.Random) -> str:
    """The text with its fields shuffled, comments added, and white space that went wrong."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if line[:1].isalpha()]
    blocks = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    blocks = [[line for line in block if line] for block in blocks]
    for number, block in enumerate(blocks):
        if chance.random() < 0.4:
            block.insert(0, f'# Comment {number}: it\'s "one", [of] {{many}}')
        if chance.random() < 0.3:
            block.insert(0, "")
        if chance.random() < 0.3:
            block.append(f"  # Below {number}")
    chance.shuffle(blocks)
    end = chance.choice(("\n", "\r\n"))
    made = end.join(
        line + ("" if block[0].endswith("|") else chance.choice(("", "", " ", "  ")))
        for block in blocks
        for line in block
    )
    return chance.choice(("", "\ufeff")) + made + chance.choice(("", end, end * 3))


@pytest.mark.parametrize(("kind", "file"), ENTRIES, ids=[str(file.name) for _, file in ENTRIES])
def test_disorder_is_mended_and_nothing_is_lost(kind: Kind, file: Path) -> None:
    chance = random.Random(file.name)
    for _ in range(3):
        text = disordered(kind, file.read_text("utf-8"), chance)
        before, _ = read("f.yml", text.removeprefix("\ufeff").encode())
        done = mend(kind, text.encode())
        after, faults = read("f.yml", done.raw)
        assert before is not None
        assert after is not None
        assert faults == []
        assert without_last_end(after.data) == without_last_end(before.data)
        assert Counter(comments(after)) == Counter(comments(before))
        known = keys_at(RECORDS[kind], ())
        assert list(after.data) == sorted(after.data, key=known.index)
        assert b"\r" not in done.raw
        assert done.raw.endswith(b"\n")
        assert not done.raw.endswith(b"\n\n")
        assert mend(kind, done.raw).raw == done.raw
