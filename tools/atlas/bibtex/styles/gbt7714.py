"""GB/T 7714—2015, the Chinese national standard, in its numeric form (顺序编码制).

Source: GB/T 7714—2015 《信息与文献 参考文献著录规则》: forms by kind of work, 4.1–4.6; signs, 7.2;
names, 8.1 (family name first and in capitals, given names as initials without stops, three
names and then "et al" or "等", organisations as they write themselves); titles as the source
has them, 8.2; editions, 8.3; place, publisher and date, 8.4; codes for kinds of work and
carrier, appendix B. The tests hold it to what citeproc makes of the style
``china-national-standard-gb-t-7714-2015-numeric.csl``.

Published works are cited as printed, ``[C]`` and ``[J]``; preprints and web pages as
electronic resources, ``[EB/OL]``, with their address. The standard wants ``[S.l.]`` and
``[s.n.]`` where a work has no place or publisher (8.4.1.3, 8.4.2.3): a record that does not
name them does not say that the work has none, so nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

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
    ordinal,
    plain,
    stopped,
)

_MAX_NAMES = 3
_KINDS = {
    "article": "J",
    "conference": "C",
    "inproceedings": "C",
    "proceedings": "C",
    "phdthesis": "D",
    "mastersthesis": "D",
    "techreport": "R",
    "misc": "Z",
    "unpublished": "Z",
}


def gbt7714(record: BibRecord, accessed: date | None = None) -> Citation:
    """One entry of a reference list after GB/T 7714—2015, without its number.

    ``accessed`` is the day on which an electronic resource was looked at (引用日期); left out
    when it is not known.
    """
    chinese = in_han(record.title or "")
    title = record.title or ""
    if is_arxiv(record):
        number = arxiv_id(record)
        address = record.url if number is None else f"https://arxiv.org/abs/{number}"
        pieces = [f"{title}[EB/OL]", f"{_online_date(record, accessed)}", address or "arXiv"]
    elif record.type == "article":
        pieces = [f"{title}[J]", _journal(record)]
    elif record.type in ("inproceedings", "conference", "incollection", "inbook"):
        kind = _KINDS.get(record.type, "M")
        host = ". ".join(
            piece
            for piece in (
                _names(record.editors, False, chinese),
                _volume(record.shown("booktitle") or "", record, chinese),
                _edition(record, chinese),
            )
            if piece
        )
        pieces = [f"{title}[{kind}]//{host}", _imprint(record)]
    elif record.type == "misc" and record.url and not record.get("publisher"):
        pieces = [f"{title}[EB/OL]", _online_date(record, accessed), record.url]
    else:
        kind = _KINDS.get(record.type, "M")
        number = record.shown("number") if record.type == "techreport" else None
        whole = f"{title}: {number}" if number else _volume(title, record, chinese)
        pieces = [f"{whole}[{kind}]", _edition(record, chinese), _imprint(record)]
    people = record.authors or (record.editors if record.type in ("book", "proceedings") else ())
    names = _names(people, record.others and bool(record.authors), chinese)
    return citation(_sentences([names, *pieces]))


def _sentences(pieces: Sequence[str]) -> Iterator[Part]:
    """Pieces with ". " between them; a piece in brackets is a date and takes no space after."""
    said = [plain(stopped([Part(piece)])) for piece in pieces if piece]
    yield Part(" ".join(said))


# ---- names


def _names(people: Sequence[Person], others: bool, chinese: bool) -> str:
    """``DOE J, ROE M W, POE E A, et al`` (8.1.1, 8.1.2)."""
    names = [_name(person) for person in people[:_MAX_NAMES]]
    if names and (others or len(people) > _MAX_NAMES):
        names.append("等" if chinese else "et al")
    return ", ".join(names)


def _name(person: Person) -> str:
    if person.literal or in_han(person.family):
        return person.name
    shown = f"{family(person).upper()} {initials(person.given, '', ' ')}".strip()
    return f"{shown}, {person.suffix.removesuffix('.')}" if person.suffix else shown


# ---- what follows the title


def _journal(record: BibRecord) -> str:
    """``Journal, 2033, 7(3): 1-9``, without volume ``Journal, 2033(3): 1-9`` (8.8.2)."""
    year, volume = str(record.year or ""), record.shown("volume")
    issue = f"({number})" if (number := record.shown("number")) else ""
    when = [f"{year}{issue}"] if volume is None else [year, f"{volume}{issue}"]
    said = ", ".join(piece for piece in (record.shown("journal") or "", *when) if piece)
    return _with_pages(said, record)


def _imprint(record: BibRecord) -> str:
    """``Place: Publisher, 2033: 1-9`` (8.4)."""
    names = ("publisher", "school", "institution", "organization", "howpublished")
    publisher = next((shown for name in names if (shown := record.shown(name))), None)
    place = record.shown("address")
    by = ": ".join(piece for piece in (place, publisher) if piece)
    return _with_pages(", ".join(piece for piece in (by, str(record.year or "")) if piece), record)


def _with_pages(said: str, record: BibRecord) -> str:
    pages = (record.pages or "").replace("–", "-")
    return f"{said}: {pages}" if pages else said


def _volume(title: str, record: BibRecord, chinese: bool) -> str:
    volume = record.shown("volume")
    if volume is None:
        return title
    return f"{title}: 第{volume}卷" if chinese else f"{title}: Vol. {volume}"


def _edition(record: BibRecord, chinese: bool) -> str:
    """``2nd ed``, ``2版``; the first edition is not mentioned (8.3)."""
    number = edition_number(record)
    if number is None:
        return record.shown("edition") or ""
    if number == 1:
        return ""
    return f"{number}版" if chinese else f"{ordinal(number)} ed"


def _online_date(record: BibRecord, accessed: date | None) -> str:
    """``(2034)[2035-01-31]``: when the resource was made, and when it was looked at."""
    made = f"({record.year})" if record.year else ""
    return f"{made}[{accessed.isoformat()}]" if accessed else made
