"""One look at a knowledge base: what several rules ask of every entry, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from atlas.bibtex import BibRecord, Fault, Parsed, check, parse
from atlas.cards import Card, cards
from atlas.checks.addresses import Identity
from atlas.checks.passages import Passage
from atlas.records import IsProse, IsSourceName, Kind, Model, Paper, found
from atlas.store import Entry, Key, KnowledgeBase
from atlas.transformers_classes import Listing, load
from atlas.yamltext import Path

T = TypeVar("T")


@dataclass(frozen=True)
class Inspection:
    """A knowledge base as the rules look at it."""

    kb: KnowledgeBase

    def once(self, work_out: Callable[[Inspection], T]) -> T:
        """What the function makes of this inspection; for rules that share it, made once."""
        if work_out not in self._made:
            self._made[work_out] = work_out(self)
        made: T = self._made[work_out]
        return made

    @cached_property
    def _made(self) -> dict[Callable[[Inspection], Any], Any]:
        return {}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text for readers, in the order of the files."""
        return tuple(
            Passage(entry, path, text)
            for entry in self.kb.entries.values()
            for path, _, text in found(entry.record, IsProse)
        )

    @cached_property
    def cited(self) -> tuple[tuple[Entry, Path, str], ...]:
        """Every use of a source: the entry, where it cites it, and the source's name."""
        return tuple(
            (entry, path, name)
            for entry in self.kb.entries.values()
            for path, _, name in found(entry.record, IsSourceName)
        )

    @cached_property
    def citations(self) -> Mapping[str, Parsed]:
        """What the BibTeX of each paper holds, by the paper's id."""
        return {entry.id: parse(entry.as_(Paper).bibtex) for entry in self.kb.of(Kind.PAPER)}

    @cached_property
    def citation_faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What is wrong with each paper's record that can be read, by the paper's id."""
        return {
            paper: tuple(sorted(check(parsed.record))) if parsed.record else ()
            for paper, parsed in self.citations.items()
        }

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The card of each model."""
        return tuple(cards(self.kb))

    @cached_property
    def transformers(self) -> Listing:
        """The classes that transformers has, from the committed list."""
        return load()

    def papers(self) -> Iterator[tuple[Entry, Paper]]:
        """The papers, entry and record."""
        return ((entry, entry.as_(Paper)) for entry in self.kb.of(Kind.PAPER))

    def published(self) -> Iterator[tuple[Entry, Paper, BibRecord]]:
        """The papers whose BibTeX can be read, with what it says."""
        for entry, paper in self.papers():
            if (record := self.citations[entry.id].record) is not None:
                yield entry, paper, record

    @cached_property
    def _ids(self) -> Mapping[Kind, list[str]]:
        ids: dict[Kind, list[str]] = {kind: [] for kind in Kind}
        for key in sorted(self.kb.ids):
            ids[key.kind].append(key.id)
        return ids

    @cached_property
    def _near(self) -> dict[Key, str | None]:
        return {}

    def near(self, key: Key) -> str | None:
        """The id of this kind that is written most like a missing one, if any is."""
        # An entry that was renamed is missed by all that refer to it: look once.
        if key not in self._near:
            close = get_close_matches(key.id, self._ids[key.kind], n=1, cutoff=0.6)
            self._near[key] = close[0] if close else None
        return self._near[key]

    @cached_property
    def _identities(self) -> Mapping[tuple[str, str], Key]:
        known: dict[tuple[str, str], Key] = {}
        for entry, paper in self.papers():
            for field in ("arxiv", "acl", "doi", "openreview"):
                if entry_id := getattr(paper, field):
                    known.setdefault((field, entry_id.lower()), entry.key)
        for entry in self.kb.of(Kind.MODEL):
            if hub := entry.as_(Model).hub:
                known.setdefault(("hub", hub.lower()), entry.key)
        return known

    def identified(self, identity: Identity | None) -> Key | None:
        """The entry that has this id, if there is one."""
        return self._identities.get((identity.field, identity.id.lower())) if identity else None
