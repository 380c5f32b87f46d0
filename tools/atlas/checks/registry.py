"""What a rule is, and how all rules are run over a knowledge base.

A rule is a code, a severity, the sentence that holds, and a generator of
findings. It knows an inspection of the knowledge base and nothing of files,
printing or exit statuses. Rules see sound entries only, so one slip is not
reported twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from atlas.checks.inspection import Inspection
from atlas.problems import Problem, Severity
from atlas.store import Entry, KnowledgeBase
from atlas.yamltext import Path


@dataclass(frozen=True)
class Place:
    """A line and a column, from 1, of what stands inside a value or beside the entry."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Finding:
    """A place in an entry where a rule does not hold, what is wrong and what to write."""

    entry: Entry
    path: Path
    """The value that is meant; empty for the entry as a whole, reported at the top of its file."""
    message: str
    fix: str
    of_key: bool = False
    """Whether the key at ``path`` is meant, not its value."""
    place: Place | None = None
    """The place itself, where ``path`` does not lead to it."""


Find = Callable[[Inspection], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule: what must hold, and a generator of the places where it does not."""

    code: str
    severity: Severity
    sentence: str
    find: Find

    def problems(self, inspection: Inspection) -> Iterator[Problem]:
        """The rule's findings as problems, with its code and severity."""
        for finding in self.find(inspection):
            yield self._problem(finding)

    def _problem(self, finding: Finding) -> Problem:
        document, place = finding.entry.document, finding.place
        if place is None and not finding.path:
            place = Place(document.file, 1, 1)
        elif place is None:
            place = Place(document.file, *document.place(finding.path, of_key=finding.of_key))
        return Problem(
            place.file,
            place.line,
            place.column,
            self.code,
            finding.message,
            finding.fix,
            self.severity,
        )


def rule(code: str, severity: Severity = Severity.ERROR) -> Callable[[Find], Rule]:
    """Make a generator of findings a rule; its docstring is the sentence that holds.

    ValueError where the docstring is not a sentence.
    """

    def make(find: Find) -> Rule:
        sentence = " ".join((inspect.getdoc(find) or "").split())
        if not sentence.endswith("."):
            raise ValueError(f"the rule {code} has no sentence for a docstring")
        return Rule(code, severity, sentence, find)

    return make


def rules_of(modules: Iterable[ModuleType]) -> tuple[Rule, ...]:
    """The rules that these modules define, by code; ValueError where a code stands twice."""
    rules = [
        value for module in modules for value in vars(module).values() if isinstance(value, Rule)
    ]
    codes = [found.code for found in rules]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"more than one rule has the code {', '.join(sorted(twice))}")
    return tuple(sorted(rules, key=lambda found: found.code))


def run(rules: Iterable[Rule], kb: KnowledgeBase) -> list[Problem]:
    """Everything that is wrong: the faults of the files and what the rules find, sorted."""
    inspection = Inspection(kb)
    found = [problem for each in rules for problem in each.problems(inspection)]
    return sorted({*kb.problems, *found})
