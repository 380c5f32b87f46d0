"""The preprint of a paper, as a record of its own."""

from __future__ import annotations

import re

from atlas.bibtex.record import BibRecord
from atlas.bibtex.syntax import Field

_NEW_ID = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.([0-9]{4,5})(?:v[1-9][0-9]*)?")
_OLD_ID = re.compile(
    r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/([0-9]{2})(?:0[1-9]|1[0-2])[0-9]{3}(?:v[1-9][0-9]*)?"
)


def arxiv_year(arxiv_id: str) -> int | None:
    """The year in which arXiv received a paper, from its id; ``None`` when it is no arXiv id.

    Source: info.arxiv.org/help/arxiv_identifier.html. ``YYMM.number`` since April 2007, the
    number of four digits up to 1412 and of five from 1501; ``archive/YYMMnumber`` or
    ``archive.CLASS/YYMMnumber`` from 1991 until then.
    """
    if new := _NEW_ID.fullmatch(arxiv_id):
        month = int(new[1] + new[2])
        return 2000 + int(new[1]) if month >= 704 and len(new[3]) == 4 + (month > 1412) else None
    if old := _OLD_ID.fullmatch(arxiv_id):
        return int(old[1]) + (1900 if int(old[1]) > 90 else 2000)
    return None


def preprint(
    title: str,
    authors: str,
    arxiv_id: str,
    year: int | None = None,
    *,
    key: str,
    primary_class: str | None = None,
) -> BibRecord:
    """The record of an arXiv preprint, in the form arXiv itself exports: ``@misc``, ``eprint``.

    ``title`` and ``authors`` are LaTeX as they stand in a record, such as the published one's
    ``get("title")`` and ``get("author")``. ``year`` is taken from the id when it is not given.

    Raises ValueError when ``arxiv_id`` is not one, or when braces in a value do not balance:
    both are to be checked where people wrote them, not here.
    """
    submitted = arxiv_year(arxiv_id)
    if submitted is None:
        raise ValueError(f"not an arXiv id: {arxiv_id!r}")
    values = {
        "author": authors,
        "title": title,
        "year": str(submitted if year is None else year),
        "eprint": arxiv_id,
        "archiveprefix": "arXiv",
        "primaryclass": primary_class or "",
    }
    for name, value in values.items():
        if not _balanced(value):
            raise ValueError(f"braces do not balance in {name}: {value!r}")
    fields = tuple(Field(name, " ".join(value.split())) for name, value in values.items() if value)
    return BibRecord("misc", key, fields)


def _balanced(value: str) -> bool:
    level = 0
    for char in value:
        level += {"{": 1, "}": -1}.get(char, 0)
        if level < 0:
            return False
    return level == 0
