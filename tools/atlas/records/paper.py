"""Paper: one work, with its published record and its preprint."""

from __future__ import annotations

from pydantic import Field

from atlas.records.parts import Bilingual, Cited, Record, Sources
from atlas.records.values import (
    AclId,
    ArxivId,
    Day,
    Digest,
    Doi,
    Language,
    OpenReviewId,
    PaperId,
    Text,
    Url,
)


class Reading(Record):
    """Something that explains the paper."""

    url: Url
    """The address."""
    language: Language
    """The language it is written in."""
    title: Text
    """What it is called."""


class Paper(Record):
    """One work. Title, authors, year and venue come from ``bibtex``, nowhere else."""

    bibtex: Text
    """The published record, in BibTeX; the preprint's only where nothing was published."""
    bibtex_source: Cited | None = None
    """Where the record was taken from."""
    aliases: tuple[Text, ...] = ()
    """What people call the work: a short name, a Chinese title."""
    arxiv: ArxivId | None = None
    """The preprint."""
    acl: AclId | None = None
    """The id in the ACL Anthology."""
    doi: Doi | None = None
    """The DOI."""
    openreview: OpenReviewId | None = None
    """The forum at OpenReview."""
    url: Url | None = None
    """An address, where none of the ids exists."""
    builds_on: tuple[PaperId, ...] = ()
    """The works it extends."""
    contributions: tuple[Bilingual, ...] = ()
    """What is new in it, a sentence each."""
    readings: tuple[Reading, ...] = ()
    """Explanations by others."""
    summary: Bilingual
    """What it is about, in a paragraph."""
    sources: Sources = Field(default_factory=dict)
    """What was read besides the paper itself."""
    reviewed: Digest | None = None
    """The mark of the last review of both languages."""
    reviewed_on: Day | None = None
    """The day of that review."""
