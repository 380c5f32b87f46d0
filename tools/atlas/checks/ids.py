"""Ids: each thing has one, and no two entries have the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.bibtex import arxiv_year
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Kind, Model
from atlas.store import Entry
from atlas.yamltext import Path, quoted

_PAPER_IDS = ("arxiv", "acl", "doi", "openreview")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_ACL_DOI = re.compile(r"10\.18653/v1/(.+)", re.IGNORECASE)


@rule("ID010")
def can_be_found(inspection: Inspection) -> Iterator[Finding]:
    """A paper has an id; an address only where it has none."""
    for entry, paper in inspection.papers():
        ids = [field for field in _PAPER_IDS if getattr(paper, field)]
        if not ids and paper.url is None:
            fix = "add arxiv:, acl:, doi: or openreview:; where none exists, url:"
            yield Finding(entry, (), "the paper has neither an id nor an address", fix)
        elif ids and paper.url is not None:
            message = f"the paper has an address beside its id ({ids[0]})"
            fix = "take the address out, or make it a reading"
            yield Finding(entry, ("url",), message, fix, of_key=True)


@rule("ID011")
def has_a_possible_arxiv_id(inspection: Inspection) -> Iterator[Finding]:
    """An arXiv id begins with a year and a month, and has five digits since 2015."""
    for entry, paper in inspection.papers():
        if paper.arxiv is not None and arxiv_year(paper.arxiv) is None:
            message = f"arXiv has given no id {quoted(paper.arxiv)}"
            fix = "write year and month, and five digits after the dot (four until 2014)"
            yield Finding(entry, ("arxiv",), message, fix)


@rule("ID012")
def is_one_work(inspection: Inspection) -> Iterator[Finding]:
    """No two papers have the same id, and what one paper's ids say of each other agrees."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry, paper in inspection.papers():
        for field in _PAPER_IDS:
            written = getattr(paper, field)
            if written is None:
                continue
            other = seen.setdefault((field, written.lower()), entry)
            if other is not entry:
                message = f"{quoted(other.id)} has the same id, {written}"
                yield Finding(entry, (field,), message, "keep one of the two entries")
        if paper.doi is None:
            continue
        for pattern, field in ((_ARXIV_DOI, "arxiv"), (_ACL_DOI, "acl")):
            said = pattern.fullmatch(paper.doi)
            given = getattr(paper, field)
            if said is None:
                continue
            if field == "arxiv":
                message = f"{quoted(paper.doi)} is the DOI that arXiv gives to {said.group(1)}"
                fix = f"take it out and write arxiv: {said.group(1)}"
                yield Finding(entry, ("doi",), message, "take it out" if given else fix)
            elif given is not None and given.lower() != said.group(1).lower():
                message = f"the DOI says {said.group(1)}, the entry acl: {given}"
                yield Finding(entry, ("doi",), message, _COMPARE)


@rule("ID013")
def is_one_repository(inspection: Inspection) -> Iterator[Finding]:
    """No two models have the same Hub id, present or former."""
    seen: dict[str, tuple[Entry, Path]] = {}
    models = [(entry, entry.as_(Model)) for entry in inspection.kb.of(Kind.MODEL)]
    present: list[tuple[Entry, Path, str]] = [
        (entry, ("hub",), model.hub) for entry, model in models if model.hub
    ]
    former: list[tuple[Entry, Path, str]] = [
        (entry, ("former_hub", index), hub)
        for entry, model in models
        for index, hub in enumerate(model.former_hub)
    ]
    for entry, path, hub in (*present, *former):
        # Each id becomes a page, and not every file system tells upper from lower case.
        other, where = seen.setdefault(hub.lower(), (entry, path))
        if (other, where) != (entry, path):
            owner = "the entry itself" if other is entry else quoted(other.id)
            has = "has" if where == ("hub",) else "once had"
            message = f"{owner} {has} the Hub id {quoted(hub)}"
            fix = "take it out here, or make the two entries one"
            yield Finding(entry, path, message, fix)


_COMPARE = "compare it with the paper's page"
