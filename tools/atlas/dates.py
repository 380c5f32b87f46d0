"""Dates as they are printed, which may leave the day or the month open."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from atlas.bibtex import BibRecord

_YEAR = r"(?<!\d)((?:19|20)\d{2})"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"([A-Za-z]{3,9})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NUMBERS = re.compile(rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})(?:\s*[-/.月]\s*(\d{{1,2}}))?(?!\d)")
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)")
_DAY_FIRST = re.compile(rf"(?:(?<!\d){_DAY}\s+)?{_MONTH},?\s+{_YEAR}(?!\d)")
_YEAR_ALONE = re.compile(rf"{_YEAR}(?!\d)")


@dataclass(frozen=True, order=True)
class Span:
    """The days that a date may mean: one day, a month or a year."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"on {self.iso}" if self.first == self.last else f"in {self.iso}"

    @property
    def iso(self) -> str:
        """``2019-06-20``, or as much of it as is known: ``2019-06``, ``2019``."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"


def span(year: int, month: int | None = None, day: int | None = None) -> Span | None:
    """The days of this year, month or day; None where the calendar has no such thing."""
    try:
        if month is None:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def printed_date(text: str) -> Span | None:
    """The first date in a printed text: ``2019/6/20``, ``2019年6月``, ``June 2019``, ``2019``.

    None where there is none, or where the numbers do not say which is the month.
    """
    if found := _NUMBERS.search(text):
        year, month, day = found.groups()
    elif (found := _MONTH_FIRST.search(text)) and _is_month(found.group(1)):
        month, day, year = found.groups()
    elif (found := _DAY_FIRST.search(text)) and _is_month(found.group(2)):
        day, month, year = found.groups()
    elif found := _YEAR_ALONE.search(text):
        year, month, day = found.group(1), None, None
    else:
        return None
    return span(int(year), _month(month) if month else None, int(day) if day else None)


def first_appearance(arxiv: str | None, record: BibRecord | None) -> Span | None:
    """When a work was first there for others to build on: the preprint, or the year it names.

    A paper is often printed a year after its preprint, so the month in the
    arXiv id counts where it is the earlier one. None where nothing is known.
    """
    known = [
        found
        for found in (
            arxiv_month(arxiv) if arxiv else None,
            span(record.year) if record is not None and record.year else None,
        )
        if found
    ]
    return min(known, key=lambda found: found.last) if known else None


def arxiv_month(arxiv: str) -> Span | None:
    """The month that an arXiv id begins with: October 2018 for ``1810.04805``.

    Two digits of the year and two of the month, after the archive in the scheme
    of 1991 to 2007 (info.arxiv.org/help/arxiv_identifier.html). None where there
    is no such month.
    """
    _, slash, number = arxiv.rpartition("/")
    if not re.match(r"\d{4}", number):
        return None
    year, month = int(number[:2]), int(number[2:4])
    return span((1900 if slash and year >= 91 else 2000) + year, month)


def _is_month(word: str) -> bool:
    return any(name.startswith(word.lower()) for name in _MONTHS)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(written.lower()))
