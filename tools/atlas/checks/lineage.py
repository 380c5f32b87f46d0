"""Lineage: what was made from what, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.cycles import cycles, told
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.dates import Span, first_appearance, printed_date
from atlas.records import Kind, Model
from atlas.store import Key
from atlas.yamltext import Path, quoted

_FIELDS = {
    Kind.PAPER: ("builds_on", "builds on"),
    Kind.FAMILY: ("derived_from", "is derived from"),
    Kind.MODEL: ("derived_from", "is derived from"),
}


@rule("LIN001")
def descends_without_circles(inspection: Inspection) -> Iterator[Finding]:
    """No paper builds on itself and nothing is derived from itself, however long the way."""
    kb = inspection.kb
    for kind, (field, verb) in _FIELDS.items():
        relation: dict[str, list[str]] = {}
        for link in kb.links:
            if link.origin.kind is kind and link.field == field and link.target != link.origin:
                relation.setdefault(link.origin.id, []).append(link.target.id)
        for circle in cycles(relation):
            path: Path = next(
                link.path
                for link in kb.links_from[Key(kind, circle[0])]
                if link.field == field and link.target.id == circle[1]
            )
            message = f"{quoted(circle[0])} {verb} itself: {told(circle)}"
            fix = "take out the step that is the wrong way round"
            yield Finding(kb.entries[Key(kind, circle[0])], path, message, fix)


@rule("LIN002")
def builds_on_older_work(inspection: Inspection) -> Iterator[Finding]:
    """A paper builds on papers that appeared before it, or in the same year."""
    appeared = {
        entry.id: span
        for entry, paper in inspection.papers()
        if (span := first_appearance(paper.arxiv, inspection.citations[entry.id].record))
    }
    yield from _older(inspection, Kind.PAPER, appeared, "appeared", "check both dates and ids")


@rule("LIN003")
def is_derived_from_older_models(inspection: Inspection) -> Iterator[Finding]:
    """A checkpoint is not released before one that it was made from."""
    released: dict[str, Span] = {}
    for entry in inspection.kb.of(Kind.MODEL):
        claims = entry.as_(Model).claims
        spans = [printed_date(claim.value) for claim in claims if claim.what == "release"]
        if known := [span for span in spans if span]:
            released[entry.id] = min(known)
    yield from _older(
        inspection, Kind.MODEL, released, "was released", "check both claims of a release"
    )


def _older(
    inspection: Inspection, kind: Kind, known: dict[str, Span], verb: str, fix: str
) -> Iterator[Finding]:
    """Steps to what is younger for certain: its span begins after the other one has ended."""
    kb = inspection.kb
    field, _ = _FIELDS[kind]
    for link in kb.links:
        if link.origin.kind is not kind or link.field != field or link.target == link.origin:
            continue
        child, parent = known.get(link.origin.id), known.get(link.target.id)
        if child and parent and child.last < parent.first:
            message = (
                f"{quoted(link.target.id)} {verb} {parent}, "
                f"after {quoted(link.origin.id)}, which {verb} {child}"
            )
            yield Finding(kb.entries[link.origin], link.path, message, fix)
