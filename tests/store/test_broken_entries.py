"""The mistakes people make, one a file: each gives one message, and many mend themselves.

``tests/data/broken/NN-kind-mistake.yml`` is the file, ``expected.txt`` its line in the report.
"""

from collections import Counter
from pathlib import Path

import pytest

from atlas.checks import check
from atlas.mending import mend
from atlas.problems import Problem, as_text
from atlas.records import FOLDERS, Kind, parse
from atlas.store import load
from atlas.yamltext import FAST_LOADER, PURE_LOADER, comments, read

BROKEN = Path(__file__).parents[1] / "data" / "broken"
FILES = sorted(BROKEN.glob("*.yml"), key=lambda file: int(file.name.partition("-")[0]))
EXPECTED = (BROKEN / "expected.txt").read_text("utf-8").splitlines()

# What --fix makes sound; everything else is a person's to judge.
MENDED = {
    *("full-width-colon", "full-width-colon-nested", "full-width-comma-in-list"),
    *("full-width-comma-in-mapping", "full-width-braces", "full-width-brackets"),
    *("full-width-space", "full-width-indent", "tab-indent", "tab-after-colon"),
    *("unclosed-single-quote", "unclosed-double-quote", "text-after-quote"),
    *("colon-in-value", "colon-in-name", "at-sign", "backtick", "percent", "bold", "ampersand"),
    *("greater-than", "colon-without-space", "colon-without-space-nested"),
    *("backslash-in-double-quotes", "byte-order-mark", "zero-width-space"),
    *("arxiv-address", "arxiv-version", "acl-address", "doi-address", "openreview-address"),
    *("hub-address", "repo-address"),
}


def kind_and_mistake(file: Path) -> tuple[Kind, str]:
    _, kind, mistake = file.stem.split("-", 2)
    return Kind(kind), mistake


def problems(kind: Kind, raw: bytes, loader: type | None = None) -> list[Problem]:
    document, faults = read("f.yml", raw, loader=loader)
    if document is not None:
        faults += parse(kind, document, yaml_is_sound=not faults)[1]
    return faults


def test_there_are_forty_and_more() -> None:
    assert len(FILES) >= 40
    assert len({kind_and_mistake(file)[1] for file in FILES}) == len(FILES)
    assert len(MENDED) >= 15


def test_each_is_one_message(tmp_path: Path) -> None:
    for file in FILES:
        folder = tmp_path / FOLDERS[kind_and_mistake(file)[0]]
        folder.mkdir(exist_ok=True)
        (folder / file.name).write_bytes(file.read_bytes())
    # With every rule: what is misshapen stays out of their sight.
    report = [as_text(problem) for problem in check(load(tmp_path, shown=Path()))]
    by_number = sorted((line.partition("/")[2] for line in report), key=lambda line: line[:2])
    assert by_number == EXPECTED


@pytest.mark.parametrize("line", EXPECTED)
def test_each_message_is_in_our_words(line: str) -> None:
    place, _, said = line.partition(" ")
    name, row, column, _ = place.split(":")
    code, _, message = said.partition(" ")
    raw = (BROKEN / name).read_bytes().decode("utf-8", "replace")
    assert 1 <= int(row) <= raw.count("\n")
    assert 1 <= int(column) <= len(raw.split("\n")[int(row) - 1]) + 1
    assert code[:3] in ("YML", "REC", "ID0")
    assert "(fix: " in message
    for words in ("anyOf", "is not valid under", "expected <block", "Input should be", "scanner"):
        assert words not in message


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_parsers_say_the_same(file: Path) -> None:
    assert FAST_LOADER is not None
    kind, _ = kind_and_mistake(file)
    fast, pure = (problems(kind, file.read_bytes(), each) for each in (FAST_LOADER, PURE_LOADER))
    assert fast == pure


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_has_one_answer_is_mended(file: Path) -> None:
    kind, mistake = kind_and_mistake(file)
    raw = file.read_bytes()
    mended = mend(kind, raw)
    if mistake not in MENDED:
        assert mended.raw == raw
        assert mended.what == ()
        return
    assert problems(kind, mended.raw) == []
    assert mend(kind, mended.raw).raw == mended.raw
    # Every line but the ones that were mended is there as it was.
    before = Counter(raw.decode("utf-8-sig").splitlines())
    after = Counter(mended.raw.decode().splitlines())
    assert (before - after).total() == (after - before).total() <= 1
    document, _ = read("f.yml", mended.raw)
    assert document is not None
    for comment in comments(document):
        assert comment in raw.decode()
