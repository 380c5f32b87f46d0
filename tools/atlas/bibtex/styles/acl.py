"""The style of the Association for Computational Linguistics.

Source: ``acl_natbib.bst`` in the repository acl-org/acl-style-files, whose functions are named
below. The tests hold it to what BibTeX makes of that file for the same records. There the
title is a link to the DOI, the preprint or the address; here it is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from atlas.bibtex.latex import readable, sentence_case
from atlas.bibtex.names import Person
from atlas.bibtex.record import BibRecord
from atlas.bibtex.styles.parts import Citation, Part, citation, joined, stopped

_MAX_NAMES = 20
_TITLE_IN_ITALICS = ("book", "inbook", "manual", "phdthesis", "proceedings")


def acl(record: BibRecord) -> Citation:
    """One entry of a reference list in the style of the ACL."""
    by = [Part(_names(record.authors, record.others) or _editors(record, alone=True))]
    blocks = [
        by,
        [Part(record.shown("year") or "")],
        _title(record),
        *_source(record),
        [Part(_capitalised(record.shown("note") or ""))],
    ]
    return citation(joined([list(stopped(block)) for block in blocks], " "))


def _names(people: Sequence[Person], others: bool) -> str:
    """``format.names``: all up to twenty; of more, nineteen and the number of the rest."""
    names = [_name(person) for person in people]
    if others:
        # "others" counts as a name, and the comma before "et al." as that of a third.
        if len(names) + 1 > _MAX_NAMES:
            return f"{', '.join(names[: _MAX_NAMES - 1])}, et al."
        return f"{', '.join(names)}{',' if len(names) > 1 else ''} et al." if names else ""
    if len(names) > _MAX_NAMES:
        left = len(names) - _MAX_NAMES + 1
        return f"{', '.join(names[: _MAX_NAMES - 1])}, and {left} others"
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _name(person: Person) -> str:
    """``{ff~}{vv~}{ll}{, jj}``: the name in the order in which it is said."""
    if person.literal:
        return person.literal
    parts = (person.given, person.particle, person.family)
    name = " ".join(part for part in parts if part)
    return f"{name}, {person.suffix}" if person.suffix else name


def _editors(record: BibRecord, alone: bool) -> str:
    """``format.editors``: in place of authors for books and proceedings."""
    if alone and record.type not in ("book", "inbook", "proceedings"):
        return ""
    role = "editor" if len(record.editors) == 1 else "editors"
    return f"{_names(record.editors, False)}, {role}" if record.editors else ""


# ---- title and source


def _title(record: BibRecord) -> list[Part]:
    """``format.title`` and ``format.btitle``, with what follows in the same sentence."""
    written = record.get("title") or ""
    if record.type not in _TITLE_IN_ITALICS:
        return [Part(readable(sentence_case(written)))]
    title = [Part(readable(written), italic=True)]
    edition = _edition(record)
    if record.type in ("book", "inbook"):
        pieces = [title, edition, _volume(record)]
        if record.type == "inbook":
            pieces.append(_chapter(record) or _pages(record))
    elif record.type == "proceedings":
        pieces = [title, _volume(record), _series(record)]
    else:
        pieces = [title, edition]
    return list(joined(pieces, ", "))


def _source(record: BibRecord) -> Iterator[list[Part]]:
    """The sentences between title and note, each without its full stop."""
    shown = record.shown
    publisher = _listed(shown("publisher"), shown("address"))
    match record.type:
        case "article":
            yield _journal(record)
        case "inproceedings" | "conference":
            pieces = [_in_book(record), _volume(record), _series(record), _pages(record)]
            pieces.append(_listed(shown("address")))
            yield list(joined(pieces, ", "))
            yield _listed(shown("organization"), shown("publisher"))
        case "incollection":
            pieces = [_in_book(record, edited=True), _edition(record), _volume(record)]
            pieces += [_series(record), _chapter(record), _pages(record)]
            yield list(joined(pieces, ", "))
            yield publisher
        case "book" | "inbook":
            series = _series(record)
            yield [Part(_capitalised(part.text), part.italic) for part in series]
            yield publisher
        case "proceedings":
            if record.get("publisher"):
                yield _listed(shown("organization"))
                yield publisher
            else:
                yield _listed(shown("organization"), shown("address"))
        case "phdthesis" | "mastersthesis":
            degree = "Ph.D. thesis" if record.type == "phdthesis" else "Master’s thesis"
            written = record.get("type")
            kind = readable(sentence_case(written)) if written else degree
            yield _listed(kind, shown("school"), shown("address"))
        case "techreport":
            kind = shown("type") or "Technical Report"
            number = shown("number")
            said = f"{kind} {number}" if number else readable(sentence_case(kind))
            yield _listed(said, shown("institution"), shown("address"))
        case "manual":
            yield _listed(shown("organization"), shown("address"))
        case "booklet":
            yield _listed(shown("howpublished"), shown("address"))
        case "misc":
            yield _listed(shown("howpublished"))
            yield _eprint(record)


def _listed(*pieces: str | None) -> list[Part]:
    return [Part(", ".join(piece for piece in pieces if piece))]


def _journal(record: BibRecord) -> list[Part]:
    """``format.vol.num.pages``: *Journal*, 7(3):1–9; without a volume: *Journal*, pages 1–9."""
    volume, number = record.shown("volume"), record.shown("number")
    issue = (volume or "") + (f"({number})" if number else "")
    where = _listed(f"{issue}:{record.pages}") if issue and record.pages else _pages(record)
    if issue and not record.pages:
        where = _listed(issue)
    return list(joined([[Part(record.shown("journal") or "", italic=True)], where], ", "))


def _in_book(record: BibRecord, edited: bool = False) -> list[Part]:
    """``format.in.booktitle`` and ``format.in.ed.booktitle``."""
    book = record.shown("booktitle")
    if book is None:
        return []
    editors = _editors(record, alone=False) if edited else ""
    return [Part(f"In {editors}, " if editors else "In "), Part(book, italic=True)]


def _volume(record: BibRecord) -> list[Part]:
    """``format.bvolume``: volume 12 of *Series*."""
    volume, series = record.shown("volume"), record.shown("series")
    if volume is None:
        return []
    return [Part(f"volume {volume}"), Part(" of " if series else ""), Part(series or "", True)]


def _series(record: BibRecord) -> list[Part]:
    """``format.number.series``, which speaks only where there is no volume."""
    number, series = record.shown("number"), record.shown("series")
    if record.shown("volume") is not None:
        return []
    if number is None:
        return _listed(series)
    return _listed(f"number {number} in {series}" if series else number)


def _edition(record: BibRecord) -> list[Part]:
    edition = record.shown("edition")
    return _listed(f"{edition.lower()} edition" if edition else None)


def _chapter(record: BibRecord) -> list[Part]:
    chapter = record.shown("chapter")
    kind = (record.shown("type") or "chapter").lower()
    return _listed(f"{kind} {chapter}" if chapter else None)


def _pages(record: BibRecord) -> list[Part]:
    """``format.pages``: page 7, pages 7–33."""
    pages = record.pages
    if pages is None:
        return []
    return _listed(f"{'pages' if re.search('[–,+]', pages) else 'page'} {pages}")


def _eprint(record: BibRecord) -> list[Part]:
    """``output.eprint``: *Preprint*, arXiv:9912.99999."""
    if record.eprint is None:
        known = record.shown("publisher") == "arXiv"
        return [Part("arXiv preprint" if known else "", italic=True)]
    if record.archive_prefix is None:
        return []
    name = Part(record.shown("journal") or "Preprint", italic=True)
    return list(joined([[name], _listed(f"{record.archive_prefix}:{record.eprint}")], ", "))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
