"""The taxonomy: the concepts are one tree."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.cycles import cycles, told
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Kind, Term
from atlas.store import Entry
from atlas.yamltext import quoted


@rule("TAX001")
def has_one_root(inspection: Inspection) -> Iterator[Finding]:
    """One concept alone has no parent: the root."""
    roots = [entry for entry in _terms(inspection) if entry.as_(Term).parent is None]
    if len(roots) < 2:
        return
    # The root is the one that most of the tree hangs from; the others lack a line.
    weights = _descendants(inspection, roots)
    root = max(roots, key=lambda entry: weights[entry.id])
    for entry in roots:
        if entry is not root:
            message = f"{quoted(entry.id)} has no parent, but {quoted(root.id)} is the root"
            yield Finding(entry, (), message, "add a line parent: … with the broader concept")


@rule("TAX002")
def has_no_circle(inspection: Inspection) -> Iterator[Finding]:
    """No concept is broader than itself."""
    parents = {
        entry.id: [parent]
        for entry in _terms(inspection)
        if (parent := entry.as_(Term).parent) and parent != entry.id
    }
    for circle in cycles(parents):
        entry = inspection.kb.get(Kind.TERM, circle[0])
        assert entry is not None
        message = f"the parents lead in a circle: {told(circle)}"
        yield Finding(entry, ("parent",), message, "name a concept outside the circle")


@rule("TAX003")
def holds_a_survey_node_once(inspection: Inspection) -> Iterator[Finding]:
    """A node of the survey is one concept."""
    seen: dict[str, Entry] = {}
    for entry in _terms(inspection):
        node = entry.as_(Term).survey_node
        if node is None:
            continue
        if node in seen:
            message = f"the node {quoted(node)} is {quoted(seen[node].id)} already"
            yield Finding(
                entry, ("survey_node",), message, "give the node to the concept that it is"
            )
        seen.setdefault(node, entry)


def _terms(inspection: Inspection) -> list[Entry]:
    return inspection.kb.of(Kind.TERM)


def _descendants(inspection: Inspection, roots: list[Entry]) -> dict[str, int]:
    """How many concepts hang from each of these roots."""
    children: dict[str, list[str]] = {}
    for entry in _terms(inspection):
        if parent := entry.as_(Term).parent:
            children.setdefault(parent, []).append(entry.id)
    weights: dict[str, int] = {}
    for root in roots:
        waiting, weight = [root.id], 0
        while waiting:
            below = children.get(waiting.pop(), [])
            weight += len(below)
            waiting += below
        weights[root.id] = weight
    return weights
