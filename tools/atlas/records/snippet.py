"""Snippet: a small program that shows a concept; the program itself stands beside, in .py."""

from __future__ import annotations

from atlas.records.parts import Bilingual, Name, Record
from atlas.records.values import Day, Digest, FamilyId, TermId, Text


class Snippet(Record):
    """A program of the standard library only, and what it prints."""

    title: Name
    """What it shows."""
    terms: tuple[TermId, ...] = ()
    """The concepts it shows."""
    families: tuple[FamilyId, ...] = ()
    """The families it is about."""
    explanation: Bilingual
    """What to look at in it."""
    output: Text
    """What it prints, exactly."""
    reviewed: Digest | None = None
    """The mark of the last review of both languages."""
    reviewed_on: Day | None = None
    """The day of that review."""
