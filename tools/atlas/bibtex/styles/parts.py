"""A citation as pieces of text, some in italics, and what the styles have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from atlas.bibtex.names import Person, in_han
from atlas.bibtex.record import BibRecord


class Part(NamedTuple):
    """A run of plain text, not yet escaped for any medium, and whether it is in italics."""

    text: str
    italic: bool = False


Citation = tuple[Part, ...]


def citation(parts: Iterable[Part]) -> Citation:
    """The parts with empty ones left out and neighbours of the same kind made one."""
    runs = groupby((part for part in parts if part.text), key=lambda part: part.italic)
    return tuple(Part("".join(part.text for part in run), italic) for italic, run in runs)


def plain(parts: Iterable[Part]) -> str:
    """The citation as text, without its italics."""
    return "".join(part.text for part in parts)


def joined(pieces: Iterable[Iterable[Part]], separator: str) -> Iterator[Part]:
    """The pieces that say something, with ``separator`` between them."""
    first = True
    for piece in pieces:
        runs = [part for part in piece if part.text]
        if runs and not first:
            yield Part(separator)
        if runs:
            first = False
        yield from runs


def stopped(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with a full stop after them, unless they end in ``.``, ``?`` or ``!``."""
    runs = [part for part in parts if part.text]
    yield from runs
    if runs and not runs[-1].text.endswith((".", "?", "!")):
        yield Part(".")


def initials(given: str, stop: str, hyphen: str) -> str:
    """The first letters of given names: ``M.-W. A.`` with ``"."`` and ``"-"``.

    Names in Han script are not shortened, since one character may be the whole name.
    """
    if in_han(given):
        return given
    words = []
    for word in given.split():
        heads = [piece[0] + stop for piece in re.split(r"[-‐‑]", word) if piece]
        words.append(hyphen.join(heads))
    return " ".join(word for word in words if word)


_ORDINALS = {
    word: rank
    for rank, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"), 1
    )
}


def edition_number(record: BibRecord) -> int | None:
    """The edition as a number, from "Second", "2nd" or "2"; ``None`` when it is none of these."""
    edition = (record.shown("edition") or "").lower().removesuffix(".")
    edition = edition.removesuffix("edition").removesuffix("ed").strip()
    number = re.fullmatch(r"([0-9]{1,3})(?:st|nd|rd|th)?", edition)
    return int(number[1]) if number else _ORDINALS.get(edition)


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``4th`` … ``11th`` …"""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def arxiv_id(record: BibRecord) -> str | None:
    """The arXiv id that a record of a preprint gives, wherever it stands."""
    if record.eprint and (record.archive_prefix or "arxiv").lower() == "arxiv":
        return record.eprint
    for name in ("doi", "journal", "volume", "howpublished", "note", "url"):
        found = _ARXIV_ID.search(record.get(name) or "")
        if found:
            return found[1]
    return None


_ARXIV_ID = re.compile(r"(?:arxiv[.:]\s*|abs/|pdf/)([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)


def family(person: Person) -> str:
    """The family name with its particle: ``van den Berg``."""
    return f"{person.particle} {person.family}".strip()
