"""Comparisons: what is drawn side by side can be, and is few enough to be seen at once."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.cards import Card
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.problems import Severity
from atlas.records import Family, Kind

FEWEST, MOST = 2, 4
"""Checkpoints in one drawing."""


@rule("CMP001")
def compares_a_few(inspection: Inspection) -> Iterator[Finding]:
    """A comparison is of two to four checkpoints."""
    for entry in inspection.kb.of(Kind.FAMILY):
        for index, comparison in enumerate(entry.as_(Family).comparisons):
            count = len(comparison.models)
            if FEWEST <= count <= MOST:
                continue
            message = f"a comparison is of two to four checkpoints, and this is of {count}"
            fix = "add a checkpoint" if count < FEWEST else "make two comparisons of it"
            yield Finding(entry, ("comparisons", index, "models"), message, fix)


@rule("CMP002", Severity.WARNING)
def compares_what_is_computed(inspection: Inspection) -> Iterator[Finding]:
    """The parameters of a checkpoint in a comparison can be computed from its config."""
    # One that is not there, or whose family has a fault, is reported as such.
    unknown = {card.entry.id for card in inspection.cards if _is_without_a_size(card)}
    for entry in inspection.kb.of(Kind.FAMILY):
        for index, comparison in enumerate(entry.as_(Family).comparisons):
            for place, model in enumerate(comparison.models):
                if model in unknown:
                    path = ("comparisons", index, "models", place)
                    message = f"the config of {model} does not say how many parameters it has"
                    fix = "complete the config of the model, or compare another"
                    yield Finding(entry, path, message, fix)


def _is_without_a_size(card: Card) -> bool:
    if card.model.config is None:
        return True
    return card.sizes is not None and card.sizes.parameters is None
