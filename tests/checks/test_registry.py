"""What makes a rule, and what is refused to be one."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, Place, Rule, rule, rules_of, run
from atlas.problems import Problem, Severity
from atlas.records import Kind
from atlas.store import KnowledgeBase, load

SOUND = Path(__file__).parents[1] / "data" / "kb"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(SOUND, shown=Path("kb"))


def module(*rules: Rule) -> ModuleType:
    made = ModuleType("made")
    for number, each in enumerate(rules):
        setattr(made, f"rule_{number}", each)
    return made


@rule("XYZ002", Severity.WARNING)
def has_a_short_name(inspection: Inspection) -> Iterator[Finding]:
    """A model has a
    short name.
    """
    for entry in inspection.kb.of(Kind.MODEL):
        yield Finding(
            entry, ("name",), "it is long", "shorten it", of_key=entry.id == "wombat-tiny"
        )


@rule("XYZ001")
def is_somewhere(inspection: Inspection) -> Iterator[Finding]:
    """A snippet is somewhere."""
    for entry in inspection.kb.of(Kind.SNIPPET):
        yield Finding(entry, (), "it is here", "look")
        yield Finding(entry, (), "it is there", "look", place=Place("kb/there.py", 3, 4))


def test_the_docstring_is_the_sentence() -> None:
    assert has_a_short_name.sentence == "A model has a short name."
    assert has_a_short_name.severity is Severity.WARNING
    assert is_somewhere.severity is Severity.ERROR


def test_a_rule_without_a_sentence_is_refused() -> None:
    def says_nothing(inspection: Inspection) -> Iterator[Finding]:
        yield from ()

    with pytest.raises(ValueError, match=r"^the rule XYZ003 has no sentence for a docstring$"):
        rule("XYZ003")(says_nothing)


def test_rules_are_found_in_modules_and_sorted_by_code() -> None:
    rules = rules_of([module(has_a_short_name), module(is_somewhere)])
    assert [found.code for found in rules] == ["XYZ001", "XYZ002"]


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^more than one rule has the code XYZ001$"):
        rules_of([module(is_somewhere, has_a_short_name), module(is_somewhere)])


def test_findings_become_problems_at_their_places(kb: KnowledgeBase) -> None:
    assert run([has_a_short_name, is_somewhere], kb) == [
        Problem("kb/models/quokka-base.yml", 1, 7, "XYZ002", *LONG),
        Problem("kb/models/quokka-small.yml", 1, 7, "XYZ002", *LONG),
        Problem("kb/models/wombat-base.yml", 1, 7, "XYZ002", *LONG),
        Problem("kb/models/wombat-tiny.yml", 1, 1, "XYZ002", *LONG),
        Problem("kb/snippets/count-hops.yml", 1, 1, "XYZ001", "it is here", "look"),
        Problem("kb/there.py", 3, 4, "XYZ001", "it is there", "look"),
    ]


LONG = ("it is long", "shorten it", Severity.WARNING)


def test_what_is_worked_out_once_is_kept(kb: KnowledgeBase) -> None:
    asked = []

    def count_models(inspection: Inspection) -> int:
        asked.append(inspection)
        return len(inspection.kb.of(Kind.MODEL))

    inspection = Inspection(kb)
    assert [inspection.once(count_models), inspection.once(count_models)] == [4, 4]
    assert asked == [inspection]
