"""Dispute: sources that disagree, and what explains it."""

from __future__ import annotations

from atlas.records.parts import Bilingual, Cited, Name, Record, Sources
from atlas.records.values import AnyId, Day, Digest, Text


class Said(Cited):
    """What one source says."""

    value: Text
    """As printed."""
    note: Bilingual | None = None
    """What the source means by it."""


class Dispute(Record):
    """A question on which sources disagree: all are shown."""

    title: Name
    """The question."""
    about: tuple[AnyId, ...]
    """The entries it concerns."""
    statements: tuple[Said, ...]
    """What each source says."""
    resolution: Bilingual | None = None
    """What explains the difference; left out while nobody knows."""
    sources: Sources
    """What was read, each under a name of its own."""
    reviewed: Digest | None = None
    """The mark of the last review of both languages."""
    reviewed_on: Day | None = None
    """The day of that review."""
