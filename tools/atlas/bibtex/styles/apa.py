"""APA Style, seventh edition.

Source: *Publication Manual of the American Psychological Association*, 7th edition (2020),
chapter 9 (names, dates, titles in sentence case, sources, addresses) and chapter 10 (forms by
kind of work). The tests hold it to what citeproc makes of the style ``apa.csl`` for the same
works.

Where a record has no place for what the manual asks for (the kind of a blog post, the full
date), it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atlas.bibtex.latex import readable, sentence_case
from atlas.bibtex.names import Person, in_han
from atlas.bibtex.record import BibRecord, is_arxiv
from atlas.bibtex.styles.parts import (
    Citation,
    Part,
    arxiv_id,
    citation,
    edition_number,
    family,
    initials,
    joined,
    ordinal,
    stopped,
)

_MAX_NAMES = 20
_IN_A_BOOK = ("inproceedings", "conference", "incollection", "inbook")


def apa(record: BibRecord) -> Citation:
    """One entry of a reference list in APA style."""
    names = _names(record)
    year = str(record.year) if record.year else "n.d."
    date = [Part(f"({year}).")]
    title = list(stopped(_title(record)))
    # Without an author the title moves to the author's place.
    head = [[Part(names)], date, title] if names else [title, date]
    return citation(joined([*head, list(stopped(_source(record))), _address(record)], " "))


# ---- names


def _names(record: BibRecord) -> str:
    if record.authors:
        names = _listed([_inverted(person) for person in record.authors], record.others)
        return names if names.endswith(".") else f"{names}."
    if record.editors and record.type in ("book", "proceedings"):
        role = "(Ed.)" if len(record.editors) == 1 else "(Eds.)"
        return f"{_listed([_inverted(person) for person in record.editors], False)} {role}."
    return ""


def _listed(names: Sequence[str], others: bool) -> str:
    """``A, B, & C``; more than twenty become nineteen, an ellipsis and the last."""
    if others:
        # The manual knows no such list: the record does not say who the others are.
        return f"{', '.join(names[: _MAX_NAMES - 1])}, et al."
    if len(names) > _MAX_NAMES:
        return f"{', '.join(names[: _MAX_NAMES - 1])}, … {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _inverted(person: Person) -> str:
    if person.literal:
        return person.literal
    if in_han(person.family):
        return person.name
    parts = (family(person), initials(person.given, ".", "-"), _suffix(person))
    return ", ".join(part for part in parts if part)


def _in_order(person: Person) -> str:
    if person.literal or in_han(person.family):
        return person.name
    name = f"{initials(person.given, '.', '-')} {family(person)}".strip()
    return f"{name}, {_suffix(person)}" if person.suffix else name


def _suffix(person: Person) -> str:
    return f"{person.suffix}." if person.suffix in ("Jr", "Sr") else person.suffix


# ---- title and source


def _title(record: BibRecord) -> Iterator[Part]:
    """The title in sentence case, in italics when the work stands alone."""
    title = readable(sentence_case(record.get("title") or "", after=":.?!"))
    yield Part(
        title,
        italic=not (record.type == "article" or record.type in _IN_A_BOOK) or is_arxiv(record),
    )
    if is_arxiv(record):
        number = arxiv_id(record)
        yield Part(f" (arXiv:{number})" if number else "")
    elif record.type in ("phdthesis", "mastersthesis"):
        degree = "Doctoral dissertation" if record.type == "phdthesis" else "Master’s thesis"
        school = record.shown("school")
        yield Part(f" [{degree}, {school}]" if school else f" [{degree}]")
    elif record.type == "techreport":
        kind, number = record.shown("type") or "Technical Report", record.shown("number")
        yield Part(f" ({kind} No. {number})" if number else "")
    elif record.type not in _IN_A_BOOK:
        edition = _edition(record)
        yield Part(f" ({edition})" if edition else "")


def _edition(record: BibRecord) -> str:
    number = edition_number(record)
    if number is None:
        return record.shown("edition") or ""
    return f"{ordinal(number)} ed." if number > 1 else ""


def _source(record: BibRecord) -> Iterator[Part]:
    if is_arxiv(record):
        yield Part("arXiv")
    elif record.type == "article":
        yield from _journal(record)
    elif record.type in _IN_A_BOOK:
        yield from _book(record)
    elif record.type in ("phdthesis", "mastersthesis"):
        pass  # the school stands with the title
    else:
        names = ("publisher", "institution", "organization", "howpublished", "school")
        yield Part(next((shown for name in names if (shown := record.shown(name))), ""))


def _journal(record: BibRecord) -> Iterator[Part]:
    """*Journal*, *7*(3), 1–9."""
    volume, number = record.shown("volume"), record.shown("number")
    issue = [Part(volume or "", italic=True), Part(f"({number})" if number else "")]
    journal = [Part(record.shown("journal") or "", italic=True)]
    yield from joined([journal, issue, [Part(record.pages or "")]], ", ")


def _book(record: BibRecord) -> Iterator[Part]:
    """In E. Editor (Ed.), *Book* (pp. 1–9). Publisher."""
    editors = [_in_order(person) for person in record.editors]
    names = (
        " & ".join(editors) if len(editors) < 3 else f"{', '.join(editors[:-1])}, & {editors[-1]}"
    )
    role = "(Ed.)" if len(editors) == 1 else "(Eds.)"
    yield Part(f"In {names} {role}, " if editors else "In ")
    yield Part(record.shown("booktitle") or "", italic=True)
    pages = record.pages
    about = [_edition(record)]
    if volume := record.shown("volume"):
        about.append(f"Vol. {volume}")
    if pages:
        about.append(f"{'pp.' if '–' in pages or ',' in pages else 'p.'} {pages}")
    shown = ", ".join(piece for piece in about if piece)
    yield Part(f" ({shown})." if shown else ".")
    publisher = record.shown("publisher") or record.shown("organization")
    yield Part(f" {publisher}" if publisher else "")


def _address(record: BibRecord) -> Iterator[Part]:
    """The DOI as an address, or else the address, with no full stop after it."""
    if record.doi:
        yield Part(f"https://doi.org/{record.doi}")
    elif is_arxiv(record) and (number := arxiv_id(record)):
        yield Part(f"https://arxiv.org/abs/{number}")
    elif record.url:
        yield Part(record.url)
