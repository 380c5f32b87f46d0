"""One BibTeX record, and what a page or a check wants to know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from atlas.bibtex.latex import readable
from atlas.bibtex.names import Person, people
from atlas.bibtex.syntax import Field

_ARXIV_NAME = re.compile(r"\s*(?:arxiv\b|corr\b|computing research repository\b)", re.IGNORECASE)
_ARXIV_ADDRESS = re.compile(
    r"(?:^|[/.\s{])arxiv\.org/|\barxiv:\s*\d|10\.48550/arxiv\.", re.IGNORECASE
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_DOI_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_OTHER_VENUES = ("school", "institution", "publisher", "organization")


@dataclass(frozen=True, eq=False)
class BibRecord:
    """A BibTeX record: its type in lower case, its key, and its fields in the order written.

    Two records are equal when type, key and fields are; the order of fields means nothing in
    BibTeX. What is derived (people, title, venue …) is readable Unicode and computed when it
    is first asked for. A field that is absent or empty is ``None``, and so is a year that is
    not four digits.
    """

    type: str
    key: str
    fields: tuple[Field, ...]
    line: int = 1
    column: int = 1

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BibRecord):
            return NotImplemented
        mine = (self.type, self.key, self._values)
        return mine == (other.type, other.key, other._values)

    def __hash__(self) -> int:
        return hash((self.type, self.key))

    @cached_property
    def _values(self) -> dict[str, str]:
        return {field.name: field.value for field in self.fields}

    def get(self, name: str) -> str | None:
        """The field's value in LaTeX, or ``None`` when it is absent or empty."""
        return self._values.get(name) or None

    def shown(self, name: str) -> str | None:
        """The field's value as a reader should see it, or ``None``."""
        value = self.get(name)
        return None if value is None else readable(value) or None

    @cached_property
    def title(self) -> str | None:
        """The title without LaTeX and without the braces that protect its capitals."""
        return self.shown("title")

    @cached_property
    def _authors(self) -> tuple[tuple[Person, ...], bool]:
        return people(self.get("author") or "")

    @property
    def authors(self) -> tuple[Person, ...]:
        """The authors in order, without the "and others" that :attr:`others` tells of."""
        return self._authors[0]

    @property
    def others(self) -> bool:
        """Whether the record leaves authors out: its list ends in "and others"."""
        return self._authors[1]

    @cached_property
    def editors(self) -> tuple[Person, ...]:
        """The editors in order."""
        return people(self.get("editor") or "")[0]

    @property
    def year(self) -> int | None:
        """The year, when the field is four digits."""
        value = self.get("year") or ""
        return int(value) if re.fullmatch(r"[0-9]{4}", value) else None

    @cached_property
    def venue(self) -> str | None:
        """Where the work appeared: proceedings or book, journal, school, institution, publisher.

        "arXiv" for a record that cites the preprint; ``howpublished`` when there is nothing
        else.
        """
        if is_arxiv(self):
            return "arXiv"
        names = ("booktitle", "journal", *_OTHER_VENUES, "howpublished")
        return next((shown for name in names if (shown := self.shown(name))), None)

    @property
    def pages(self) -> str | None:
        """The pages, a range with an en dash: "1–12"."""
        value = self.get("pages")
        return None if value is None else re.sub(r"\s*(?:-+|–)\s*", "–", readable(value))

    @property
    def doi(self) -> str | None:
        """The DOI itself, without a resolver's address before it."""
        value = self.get("doi")
        return None if value is None else _DOI_RESOLVER.sub("", _verbatim(value), count=1) or None

    @property
    def url(self) -> str | None:
        """The address as written; nothing says that it is safe to link to."""
        value = self.get("url")
        return None if value is None else _verbatim(value) or None

    @property
    def eprint(self) -> str | None:
        """The id in a preprint archive, such as "9912.99999"."""
        value = self.get("eprint")
        return None if value is None else _verbatim(value) or None

    @property
    def archive_prefix(self) -> str | None:
        """The archive that :attr:`eprint` belongs to, such as "arXiv"."""
        return self.shown("archiveprefix") or self.shown("eprinttype")


def is_arxiv(record: BibRecord) -> bool:
    """Whether a record cites the arXiv preprint rather than a venue.

    It does when its journal or book title is arXiv or CoRR, when it has neither and its
    publisher or institution is, and when it names no venue at all but an arXiv id, address or
    DOI.
    """
    for names in (("booktitle", "journal"), _OTHER_VENUES):
        venues = [value for name in names if (value := record.get(name))]
        if venues:
            return all(names_arxiv(value) for value in venues)
    if (record.archive_prefix or "").lower() == "arxiv" or _ARXIV_DOI.match(record.doi or ""):
        return True
    places = (record.get("url"), record.get("howpublished"), record.get("note"))
    return any(_ARXIV_ADDRESS.search(place) for place in places if place)


def names_arxiv(venue: str) -> bool:
    """Whether what stands as a venue is arXiv: ``arXiv preprint arXiv:…``, ``CoRR`` …"""
    return _ARXIV_NAME.match(venue.lstrip("{")) is not None


def _verbatim(value: str) -> str:
    """An id or address without the LaTeX that some write around it: ``\\url{a\\_b}``."""
    value = value.strip("{} ")
    for command in ("\\url", "\\path", "\\doi"):
        value = value.removeprefix(command)
    value = re.sub(r"\\([%&#_$~])", r"\1", value)
    return " ".join(value.strip("{} ").split())
