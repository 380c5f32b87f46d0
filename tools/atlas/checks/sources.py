"""Sources: each is named once, cited, and written so that it can be found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from atlas.checks.addresses import Identity, identity, is_cloud_drive
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.problems import Severity
from atlas.records import IsSourceName, Source, found
from atlas.records.parts import Sources
from atlas.store import Entry
from atlas.yamltext import Path, quoted

# A name with an ending, or one of the names in capitals that stand at a repository's top.
_FILE = re.compile(r"\w\.\w|\b[A-Z]{4,}\b")


@rule("SRC001")
def cites_known_sources(inspection: Inspection) -> Iterator[Finding]:
    """A source that is cited stands among the entry's sources."""
    for entry, path, name in inspection.cited:
        if name not in _sources(entry):
            near = _meant(entry, name)
            fix = f"did you mean {near}?" if near else f"add it: sources: {{{name}: …}}"
            yield Finding(entry, path, f"{quoted(name)} is not one of the sources", fix)


@rule("SRC002", Severity.WARNING)
def cites_every_source(inspection: Inspection) -> Iterator[Finding]:
    """Every source of an entry is cited in it."""
    cited = {(entry.key, name) for entry, _, name in inspection.cited}
    # One that is misspelt where it is cited is reported there.
    cited |= {
        (entry.key, near)
        for entry, _, name in inspection.cited
        if name not in _sources(entry) and (near := _meant(entry, name))
    }
    for entry, path, _ in _all_sources(inspection):
        if (entry.key, path[-1]) not in cited:
            message = f"nothing cites the source {quoted(str(path[-1]))}"
            fix = "cite it where it says something, or take it out"
            yield Finding(entry, path, message, fix, of_key=True)


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


def _meant(entry: Entry, name: str) -> str | None:
    """The source that somebody who wrote ``name`` may have meant."""
    near = get_close_matches(name, list(_sources(entry)), n=1, cutoff=0.6)
    return near[0] if near else None


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
