"""Sources: what an entry states stands somewhere, and the entry says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from atlas.checks.addresses import Identity, identity, is_cloud_drive
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.problems import Severity
from atlas.records import (
    Dispute,
    Family,
    IsSourceName,
    Kind,
    Model,
    Paper,
    Source,
    Term,
    Trap,
    found,
)
from atlas.records.parts import Sources
from atlas.store import Entry
from atlas.yamltext import Path, quoted

NOT_STATED = "not-stated"
# A name with an ending, or one of the names in capitals that stand at a repository's top.
_FILE = re.compile(r"\w\.\w|\b[A-Z]{4,}\b")


@rule("SRC001")
def cites_known_sources(inspection: Inspection) -> Iterator[Finding]:
    """A source that is cited stands among the entry's sources."""
    for entry, path, name in inspection.cited:
        known = _sources(entry)
        if name not in known:
            near = get_close_matches(name, list(known), n=1, cutoff=0.6)
            fix = f"did you mean {near[0]}?" if near else f"add it: sources: {{{name}: …}}"
            yield Finding(entry, path, f"{quoted(name)} is not one of the sources", fix)


@rule("SRC002", Severity.WARNING)
def cites_every_source(inspection: Inspection) -> Iterator[Finding]:
    """Every source of an entry is cited in it."""
    cited = {(entry.key, name) for entry, _, name in inspection.cited}
    for entry, path, _ in _all_sources(inspection):
        if (entry.key, path[-1]) not in cited:
            message = f"nothing cites the source {quoted(str(path[-1]))}"
            fix = "cite it where it says something, or take it out"
            yield Finding(entry, path, message, fix, of_key=True)


@rule("SRC003")
def has_evidence(inspection: Inspection) -> Iterator[Finding]:
    """What an entry states has a source, with the place in it."""
    for entry in inspection.kb.entries.values():
        for path, what in _statements(entry):
            message = f"{what} has no source"
            yield Finding(entry, path, message, _fix(path))
        for path, given, lacking in _halves(entry):
            message = f"'{given}' stands without '{lacking}'"
            yield Finding(entry, path, message, f"add {lacking}: …")


@rule("SRC004")
def shows_where_a_trap_was_met(inspection: Inspection) -> Iterator[Finding]:
    """A trap has evidence: where it was reported, or what was measured."""
    for entry in inspection.kb.of(Kind.TRAP):
        if not entry.as_(Trap).evidence:
            fix = "add evidence: with a source and the place in it"
            yield Finding(entry, (), "the trap has no evidence", fix)


@rule("SRC005")
def shows_both_sides(inspection: Inspection) -> Iterator[Finding]:
    """A dispute has at least two statements, which do not say the same."""
    for entry in inspection.kb.of(Kind.DISPUTE):
        statements = entry.as_(Dispute).statements
        if len({statement.value for statement in statements}) < 2:
            message = (
                "the statements say the same"
                if len(statements) > 1
                else f"a dispute needs two statements, and there is {len(statements) or 'none'}"
            )
            yield Finding(entry, ("statements",), message, "add what another source says")


@rule("SRC006")
def names_what_was_read(inspection: Inspection) -> Iterator[Finding]:
    """A source in a code repository names the commit, and the file there or at each place."""
    for entry, path, source in _all_sources(inspection):
        if source.repo is None:
            continue
        if "@" not in source.repo:
            message = f"{quoted(source.repo)} does not say which commit was read"
            fix = f"write {source.repo}@<commit>, with the first digits of the commit"
            yield Finding(entry, (*path, "repo"), message, fix)
        if source.path is None:
            for place, where in _places(entry, str(path[-1])):
                if not _FILE.search(where):
                    message = f"neither {quoted(where)} nor the source says in which file"
                    fix = "add path: to the source, or begin the place with the file's name"
                    yield Finding(entry, place, message, fix)


@rule("SRC007")
def writes_ids_for_addresses(inspection: Inspection) -> Iterator[Finding]:
    """Where a thing has an id, the id is written, not an address."""
    for entry, path, source in _all_sources(inspection):
        if source.url and (known := identity(source.url)):
            fix = _source_of(inspection, known)
            yield Finding(entry, (*path, "url"), _has_an_id(source.url, known), fix)
    for entry, paper in inspection.papers():
        if paper.url and (known := identity(paper.url)):
            fix = f"write {known} instead" if known.field in _PAPER_IDS else "take the address out"
            yield Finding(entry, ("url",), _has_an_id(paper.url, known), fix)
        for index, reading in enumerate(paper.readings):
            known = identity(reading.url)
            if known and known.field in _PAPER_IDS:
                where = ("readings", index, "url")
                fix = "link to its entry from the summary, or name it in builds_on"
                yield Finding(entry, where, _has_an_id(reading.url, known), fix)


@rule("SRC008")
def does_not_rest_on_a_cloud_drive(inspection: Inspection) -> Iterator[Finding]:
    """A share on a cloud drive, which can close any day, is not the only source of an entry."""
    for entry in inspection.kb.entries.values():
        sources = _sources(entry)
        shares = [n for n, source in sources.items() if source.url and is_cloud_drive(source.url)]
        if shares and len(shares) == len(sources):
            for name in shares:
                message = f"the source {quoted(name)} is a share on a cloud drive"
                fix = "add a source that stays: the repository, the card, or the paper"
                yield Finding(entry, ("sources", name, "url"), message, fix)


@rule("SRC009", Severity.WARNING)
def says_when_it_was_read(inspection: Inspection) -> Iterator[Finding]:
    """A page that can change under its address says on which day it was read."""
    for entry, path, source in _all_sources(inspection):
        if (source.url or source.hub) and source.seen is None and source.version is None:
            name = quoted(str(path[-1]))
            message = f"the source {name} does not say when it was read"
            yield Finding(entry, path, message, "add seen: with the date, such as 2026-11-22")


_PAPER_IDS = ("arxiv", "acl", "doi", "openreview")


def _sources(entry: Entry) -> Sources:
    sources: Sources = getattr(entry.record, "sources", {})
    return sources


def _all_sources(inspection: Inspection) -> Iterator[tuple[Entry, Path, Source]]:
    for entry in inspection.kb.entries.values():
        for name, source in _sources(entry).items():
            yield entry, ("sources", name), source


def _places(entry: Entry, source: str) -> Iterator[tuple[Path, str]]:
    """The places in one source that an entry gives."""
    for path, _, name in found(entry.record, IsSourceName):
        if name == source:
            block: Any = entry.document.data
            for step in path[:-1]:
                block = block[step]
            yield (*path[:-1], "where"), str(block.get("where", ""))


def _statements(entry: Entry) -> Iterator[tuple[Path, str]]:
    """What an entry states without saying where it stands, for fields that may lack it."""
    record = entry.record
    if isinstance(record, Term):
        if record.definition_source is None:
            yield ("definition",), "the definition"
        if record.loss is not None and record.loss_source is None:
            yield ("loss",), "the objective"
    elif isinstance(record, Paper):
        if record.bibtex_source is None:
            yield ("bibtex",), "the BibTeX"
    elif isinstance(record, Family | Model):
        if isinstance(record, Model):
            if record.config is not None and record.config_source is None:
                yield ("config",), "the config"
            parts = record.contents
            known = {parts.mlm, parts.nsp, parts.sop, parts.pooler} - {"unknown"}
            if known and parts.source is None and parts.where is None:
                yield ("contents",), "what is said of the contents"
        for name in ("tokenizer", "load"):
            block = getattr(record, name)
            if block is not None and block.source is None and block.where is None:
                yield (name,), f"the block {quoted(name)}"
        if record.license is not None:
            for name in ("code", "weights", "data"):
                licence = getattr(record.license, name)
                if licence is None or licence.source or licence.where:
                    continue
                if licence.id != NOT_STATED:
                    yield ("license", name), f"the licence of the {name}"


def _halves(entry: Entry) -> Iterator[tuple[Path, str, str]]:
    """Blocks that name a source without a place in it, or a place without a source."""
    record = entry.record
    if not isinstance(record, Family | Model):
        return
    blocks: list[tuple[Path, BaseModel | None]] = [
        (("tokenizer",), record.tokenizer),
        (("load",), record.load),
    ]
    if isinstance(record, Model):
        blocks.append((("contents",), record.contents))
    if record.license is not None:
        for name in ("code", "weights", "data"):
            blocks.append((("license", name), getattr(record.license, name)))
    for path, block in blocks:
        if block is not None:
            source, where = getattr(block, "source", None), getattr(block, "where", None)
            if (source is None) != (where is None):
                yield (path, "where", "source") if source is None else (path, "source", "where")


def _fix(path: Path) -> str:
    field = str(path[-1])
    if field in ("definition", "loss", "bibtex", "config"):
        return f"add {field}_source: {{source: …, where: …}}"
    if path[0] == "license":
        return f"add source: and where:, or write id: {NOT_STATED}"
    return "add source: and where: to it"


def _has_an_id(address: str, known: Identity) -> str:
    kinds = {"hub": "Hub id", "repo": "repository", "arxiv": "arXiv id", "acl": "ACL Anthology id"}
    kind = {**kinds, "doi": "DOI", "openreview": "OpenReview id"}[known.field]
    return f"{quoted(address)} is the address of the {kind} {known.id}"


def _source_of(inspection: Inspection, known: Identity) -> str:
    """What to write as a source instead of an address."""
    if known.field not in _PAPER_IDS:
        return f"write {known}"
    if key := inspection.identified(known):
        return f"write paper: {key.id}"
    return f"add the paper {known.id} to papers/ and write paper: with its entry's id"
