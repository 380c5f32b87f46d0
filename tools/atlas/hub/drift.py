"""Where an entry and the Hub disagree, as findings for the report."""

from __future__ import annotations

from collections.abc import Iterator

from atlas import drift as disagreements
from atlas.cards import Card
from atlas.hub.findings import Finding
from atlas.records import HubFacts
from atlas.store import KnowledgeBase


def drift(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Iterator[Finding]:
    """Every disagreement between an entry and the facts kept for it."""
    for each in disagreements.drift(kb, card, facts):
        here, there = each.here or "none", each.there or "none"
        yield Finding(each.code, card.entry.id, card.model.hub or "", each.words, here, there)
