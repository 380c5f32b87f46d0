"""Sound entries, damaged at random: never a traceback, always a place in the file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.mending import mend
from atlas.problems import Problem
from atlas.records import FOLDERS, Kind, parse
from atlas.yamltext import FAST_LOADER, PURE_LOADER, Data, read

SOUND = Path(__file__).parents[1] / "data" / "kb"
BASES = [
    (kind, file.read_text("utf-8"))
    for kind, folder in FOLDERS.items()
    for file in sorted((SOUND / folder).glob("*.yml"))
]
# What fingers, input methods and editors leave in a file.
SIGNS = [
    *"：，｛｝［］＃　“”‘’、。（）",
    *"'\"[]{}:,#&*!|>%@`?-~\\",
    *("\t", "\n", "\r", " ", "  ", "\n\n", "\r\n", "\x00", "\x07", "\x1b", "\x85", "é", "中"),
    *("\u200b", "\u2028", "\ufeff", "\u00a0", "\ud800", "\U0001f600"),
    *("---\n", "...\n", "- ", "? ", ": ", "<<: ", "!!int ", "&a ", "*a ", "%YAML 1.1\n"),
]

Mutation = Callable[[random.Random, str], str]


def delete(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.choice((1, 1, 2, 5, 20)) :]


def duplicate(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text))
    end = start + chance.choice((1, 1, 2, 5, 20))
    return text[:end] + text[start:end] + text[end:]


def insert(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(SIGNS) + text[place:]


def replace(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(SIGNS) + text[place + 1 :]


def truncate(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def swap_lines(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def repeat_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "\n".join(lines)


def indent(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    added = chance.choice((" ", "  ", "\t", "　", "- ", None))
    lines[place] = lines[place].lstrip() if added is None else added + lines[place]
    return "\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    *(delete, duplicate, insert, insert, replace, truncate, swap_lines, repeat_line, indent),
)


def mutants(number: int, seed: int) -> list[tuple[Kind, bytes]]:
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        kind, text = chance.choice(BASES)
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            text = chance.choice(MUTATIONS)(chance, text) or "x"
        raw = text.encode("utf-8", "surrogatepass")
        if chance.random() < 0.05:
            place = chance.randrange(len(raw) + 1)
            raw = raw[:place] + bytes([chance.randrange(256)]) + raw[place:]
        made.append((kind, raw))
    return made


def look(kind: Kind, raw: bytes, loader: type | None = None) -> tuple[Data | None, list[Problem]]:
    """The data, where there is a sound record of it, and what is wrong."""
    document, faults = read("f.yml", raw, loader=loader)
    if document is None:
        return None, faults
    record, misshapen = parse(kind, document, yaml_is_sound=not faults)
    problems = sorted((*faults, *misshapen))
    return (document.data if record is not None else None), problems


def of_syntax(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.code.startswith("YML")]


def test_two_thousand_damaged_entries() -> None:
    sound = 0
    codes: Counter[str] = Counter()
    for kind, raw in mutants(2000, seed=1):
        data, problems = look(kind, raw)
        if data is not None and not problems:
            sound += 1
            continue
        assert problems, raw
        lines = raw.decode("utf-8", "replace").split("\n")
        for problem in problems:
            codes[problem.code] += 1
            assert 1 <= problem.line <= len(lines), (problem, raw)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, (problem, raw)
            assert problem.message, raw
            assert problem.fix, raw
    # The damage is neither harmless nor always of one kind.
    assert 100 < sound < 1000
    assert len(codes) > 20


def test_both_parsers_agree_on_damage() -> None:
    assert FAST_LOADER is not None
    for kind, raw in mutants(500, seed=2):
        assert look(kind, raw, FAST_LOADER) == look(kind, raw, PURE_LOADER), raw


@pytest.mark.parametrize("seed", [3])
def test_damage_is_mended_once_and_never_made_worse(seed: int) -> None:
    mended_number = 0
    for kind, raw in mutants(500, seed):
        before, problems = look(kind, raw)
        mended = mend(kind, raw)
        after, left = look(kind, mended.raw)
        assert mend(kind, mended.raw).raw == mended.raw, raw
        # Once more of a file can be read, other faults may show, but none of its syntax.
        if read("f.yml", raw)[0] is not None:
            assert len(of_syntax(left)) <= len(of_syntax(problems)), raw
        if not mended.what:
            assert mended.raw == raw
            continue
        mended_number += 1
        if before is not None and not problems:
            assert after == before, raw
    assert mended_number > 30
