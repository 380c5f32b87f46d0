"""Citations: the BibTeX of a paper can be read, is whole, and is the published record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from atlas.bibtex import BibRecord, Fault, Field, Hint, is_arxiv
from atlas.checks.addresses import identity
from atlas.checks.blocks import place_in_block
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.folding import fold
from atlas.problems import Severity
from atlas.records import Paper
from atlas.store import Entry
from atlas.yamltext import quoted

INCOMPLETE = frozenset({Hint.MISSING_FIELD, Hint.EMPTY_FIELD})
UNSOUND = frozenset(
    {
        Hint.MISSPELT_FIELD,
        Hint.FOREIGN_FIELD,
        Hint.BAD_YEAR,
        Hint.BAD_MONTH,
        Hint.BAD_PAGES,
        Hint.BAD_NAME,
        Hint.BAD_DOI,
        Hint.BAD_EPRINT,
        Hint.BAD_URL,
        Hint.HIDDEN_CHARACTER,
    }
)
UNPRINTABLE = frozenset({Hint.BREAKS_LATEX, Hint.UNKNOWN_COMMAND})
UNTIDY = frozenset({Hint.UNPROTECTED_CAPITALS, Hint.REDUNDANT_URL})

_ARXIV_DOI = "10.48550/"
_ARXIV_NUMBER = re.compile(r"arxiv\s*:\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.I)
_ID = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)-((?:19|20)\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*")


@rule("BIB001")
def is_bibtex(inspection: Inspection) -> Iterator[Finding]:
    """A paper's BibTeX is one record that every program reads alike."""
    for entry, _ in inspection.papers():
        for fault in inspection.citations[entry.id].faults:
            yield _finding(entry, fault)


@rule("BIB002")
def has_what_its_type_needs(inspection: Inspection) -> Iterator[Finding]:
    """A record has the fields that its type needs, none of them empty."""
    return _hinted(inspection, INCOMPLETE)


@rule("BIB003")
def names_one_venue(inspection: Inspection) -> Iterator[Finding]:
    """A record names one place of publication: not a venue and arXiv beside it."""
    return _hinted(inspection, frozenset({Hint.TWO_VENUES}))


@rule("BIB004")
def has_sound_fields(inspection: Inspection) -> Iterator[Finding]:
    """A record's names, year, month, pages and ids are written as BibTeX has them."""
    return _hinted(inspection, UNSOUND)


@rule("BIB005")
def can_be_typeset(inspection: Inspection) -> Iterator[Finding]:
    """What a record prints is LaTeX that every document can set."""
    return _hinted(inspection, UNPRINTABLE)


@rule("BIB006", Severity.WARNING)
def is_tidy(inspection: Inspection) -> Iterator[Finding]:
    """A record protects the capitals of its title and says nothing twice."""
    return _hinted(inspection, UNTIDY)


@rule("BIB007")
def cites_what_was_published(inspection: Inspection) -> Iterator[Finding]:
    """A paper with an ACL id or a publisher's DOI is not cited as an arXiv preprint."""
    for entry, paper, record in inspection.published():
        if is_arxiv(record) and (published := _published_as(paper)):
            message = f"the record cites the preprint of a paper published as {published}"
            yield _at(entry, record, message, "take the BibTeX from where it was published")


@rule("BIB008", Severity.WARNING)
def cites_a_reviewed_paper(inspection: Inspection) -> Iterator[Finding]:
    """A paper with a forum at OpenReview is cited by its conference, if it was accepted there."""
    for entry, paper, record in inspection.published():
        if is_arxiv(record) and paper.openreview and not _published_as(paper):
            message = f"the record cites the preprint of a paper on OpenReview, {paper.openreview}"
            fix = "take the BibTeX from OpenReview, or take the id out if the paper was rejected"
            yield _at(entry, record, message, fix)


@rule("BIB009")
def has_a_key_of_its_own(inspection: Inspection) -> Iterator[Finding]:
    """No two records have the same key."""
    seen: dict[str, tuple[Entry, str]] = {}
    for entry, _, record in inspection.published():
        folded = fold(record.key)
        if folded in seen:
            other, key = seen[folded]
            shown = "the same key" if key == record.key else f"nearly the same key, {quoted(key)}"
            message = f"the key {quoted(record.key)} is taken: {quoted(other.id)} has {shown}"
            yield _at(entry, record, message, "write another key, for instance the entry's id")
        seen.setdefault(folded, (entry, record.key))


@rule("BIB010")
def agrees_with_the_ids(inspection: Inspection) -> Iterator[Finding]:
    """The DOI, eprint and address in a record are those of the entry's own ids."""
    for entry, paper, record in inspection.published():
        for field in record.fields:
            for kind, written in _ids_in(record, field):
                given = getattr(paper, kind)
                if given is not None and given.lower() != written.lower():
                    message = f"the record says {quoted(written)}, the entry {kind}: {given}"
                    yield _at(entry, field, message, "compare both with the paper")


@rule("BIB011")
def is_named_for_the_paper(inspection: Inspection) -> Iterator[Finding]:
    """A paper's id is its first author's family name, its year, and a word."""
    for entry, _, record in inspection.published():
        found = _ID.fullmatch(entry.id)
        author = _first_author(record)
        if found is None:
            expected = f"{author or 'author'}-{record.year or 'year'}-word"
            message = f"{quoted(entry.id)} is not an author, a year and a word"
            yield _at(entry, record, message, f"rename the file as in {expected}.yml")
        elif record.year and found.group(2) != str(record.year):
            message = f"{quoted(entry.id)} says {found.group(2)}, its record {record.year}"
            yield _at(entry, record, message, "rename the file, or mend the year")
        elif author and found.group(1).replace("-", "") != author:
            message = f"{quoted(entry.id)} does not begin with its first author, {quoted(author)}"
            yield _at(entry, record, message, "rename the file, or mend the authors")


def _hinted(inspection: Inspection, hints: frozenset[Hint]) -> Iterator[Finding]:
    for entry, _ in inspection.papers():
        for fault in inspection.citation_faults[entry.id]:
            if fault.code_hint in hints:
                yield _finding(entry, fault)


def _finding(entry: Entry, fault: Fault) -> Finding:
    place = place_in_block(entry, ("bibtex",), fault.line, fault.column)
    return Finding(entry, ("bibtex",), fault.message, fault.fix, place=place)


def _at(entry: Entry, part: BibRecord | Field, message: str, fix: str) -> Finding:
    place = place_in_block(entry, ("bibtex",), part.line, part.column)
    return Finding(entry, ("bibtex",), message, fix, place=place)


def _published_as(paper: Paper) -> str | None:
    if paper.acl:
        return paper.acl
    return paper.doi if paper.doi and not paper.doi.startswith(_ARXIV_DOI) else None


def _ids_in(record: BibRecord, field: Field) -> Iterator[tuple[str, str]]:
    """The ids that one field of a record holds, each with the entry's field it belongs to."""
    match field.name:
        case "doi" if record.doi and not record.doi.startswith(_ARXIV_DOI):
            yield "doi", record.doi
        case "eprint" if record.eprint and (record.archive_prefix or "").lower() == "arxiv":
            yield "arxiv", record.eprint
        case "url" if record.url and (found := identity(record.url)):
            if found.field in ("arxiv", "acl", "doi", "openreview"):
                yield found.field, found.id
        case "journal" | "note" | "howpublished":
            if number := _ARXIV_NUMBER.search(field.value):
                yield "arxiv", number.group(1)


def _first_author(record: BibRecord) -> str | None:
    """The first author's family name in ASCII letters; None where it cannot be written so."""
    if not record.authors:
        return None
    first = record.authors[0]
    name = first.literal or f"{first.particle}{first.family}"
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", plain) if plain.isascii() else None
