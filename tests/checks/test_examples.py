"""Each code has an example: a tiny broken knowledge base that it alone is reported of.

``tests/data/<CODE>/kb`` is the knowledge base and ``expected.txt`` every line of the report. An
example is the proof that its rule can fail; ``tests/data/kb`` is the proof that all can hold.
"""

from pathlib import Path

import pytest

from atlas.checks import check
from atlas.checks.listing import listing
from atlas.problems import Severity, as_text
from atlas.records import Kind
from atlas.store import KnowledgeBase, load

DATA = Path(__file__).parents[1] / "data"
SEVERITIES = {listed.code: listed.severity for listed in listing()}
# An example bears its code; what else lies there has a name in small letters.
EXAMPLES = sorted(folder.name for folder in DATA.iterdir() if folder.name.isupper())


def example(code: str) -> KnowledgeBase:
    return load(DATA / code / "kb", shown=Path("kb"))


def test_each_code_has_an_example_and_each_example_a_code() -> None:
    assert sorted(SEVERITIES) == EXAMPLES


@pytest.mark.parametrize("code", EXAMPLES)
def test_reports_as_expected(code: str) -> None:
    reported = [as_text(problem) for problem in check(example(code))]
    assert reported == (DATA / code / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("code", EXAMPLES)
def test_reports_nothing_else(code: str) -> None:
    problems = check(example(code))
    assert {(problem.code, problem.severity) for problem in problems} == {(code, SEVERITIES[code])}


@pytest.mark.parametrize("code", EXAMPLES)
def test_points_into_the_files(code: str) -> None:
    for problem in check(example(code)):
        file = DATA / code / problem.file
        assert file.exists()
        if file.is_file():
            lines = file.read_text("utf-8", errors="replace").splitlines()
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def test_what_is_sound_has_no_problem() -> None:
    kb = load(DATA / "kb", shown=Path("kb"))
    assert [as_text(problem) for problem in check(kb)] == []
    assert {key.kind for key in kb.entries} == set(Kind)
    assert kb.hub.keys() == {"marsupial/quokka-base"}


def test_a_misshapen_entry_is_reported_once() -> None:
    # Others refer to it, its source is cited and a text links to it: one typo, one message.
    kb = load(DATA / "REC002" / "kb", shown=Path("kb"))
    assert len(check(kb)) == 1


def test_severities_are_those_of_the_issue() -> None:
    warnings = {code for code, severity in SEVERITIES.items() if severity is Severity.WARNING}
    assert warnings == {
        *("BIB006", "BIB008", "CFG001", "CFG005", "CMP002", "FRM002", "LNG001", "LNG002", "LNG003"),
        "LNG005",
        *("NAM002", "NAM003", "SRC002", "SRC009"),
    }
