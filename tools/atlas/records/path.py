"""Path: an ordered reading list."""

from __future__ import annotations

from atlas.records.parts import Bilingual, Name, Record
from atlas.records.values import AnyId, Day, Digest


class Step(Record):
    """One step of a path."""

    entry: AnyId
    """The entry to read, as kind:id."""
    why: Bilingual
    """Why it comes here."""


class ReadingPath(Record):
    """A reading list in order, with a reason for each step."""

    title: Name
    """Where the path leads."""
    summary: Bilingual
    """Whom it is for."""
    steps: tuple[Step, ...]
    """The steps, in order."""
    reviewed: Digest | None = None
    """The mark of the last review of both languages."""
    reviewed_on: Day | None = None
    """The day of that review."""
