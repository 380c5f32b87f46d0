"""Whether a sound record says what a reference needs, once, and in words that LaTeX can set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from atlas.bibtex.arxiv import arxiv_year
from atlas.bibtex.faults import Fault, Hint, shortened
from atlas.bibtex.latex import bare_signs, outside_braces, unknown_commands
from atlas.bibtex.names import name_faults
from atlas.bibtex.record import BibRecord, names_arxiv
from atlas.bibtex.syntax import Field
from atlas.bibtex.vocabulary import (
    FOREIGN_FIELDS,
    KNOWN_FIELDS,
    MONTHS,
    PRINTED,
    REQUIRED,
    SPELLING,
)

_HIDDEN = re.compile(
    "[\u00a0\u00ad\u061c\u115f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]"
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ADDRESS = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:/\S*)?")
_PAGES = re.compile(
    r"[0-9A-Za-z.:/]+(?:--[0-9A-Za-z.:/]+|\+)?(?:, ?[0-9A-Za-z.:/]+(?:--[0-9A-Za-z.:/]+|\+)?)*"
)
_NUMERIC_RANGE = re.compile(r"(\d+)--(\d+)")
_MONTH_WORD = re.compile("|".join(MONTHS.values()))
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_WORD = re.compile(r"[^\s:;,()\[\]/\u2013\u2014-]+")
_SAME_WORK = (
    (re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(.+)", re.IGNORECASE), "doi"),
    (re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/(.+?)(?:\.pdf)?/?"), "eprint"),
    (
        re.compile(
            r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/(.+?)(?:\.pdf|\.bib)?/?"
        ),
        "doi",
    ),
)


def check(record: BibRecord) -> Iterator[Fault]:
    """Every fault of ``record``, in no order to rely on; places are those of its fields.

    A field that is missing is reported at the record's own place.
    """
    yield from _what_the_type_needs(record)
    for field in record.fields:
        if not field.value:
            yield _at(
                field,
                Hint.EMPTY_FIELD,
                f"`{_spelt(field)}` is empty",
                "write its value, or delete the field",
            )
            continue
        yield from _field_name(field)
        yield from _characters(field)
        if one_field := _ONE_FIELD.get(field.name):
            yield from one_field(field)
    yield from _venues(record)
    yield from _archive(record)
    yield from _url_said_twice(record)


def _at(field: Field, hint: Hint, message: str, fix: str) -> Fault:
    return Fault(field.line, field.column, hint, message, fix)


def _spelt(field: Field) -> str:
    return SPELLING.get(field.name, field.name)


def _field_of(record: BibRecord, name: str) -> Field | None:
    return next((field for field in record.fields if field.name == name and field.value), None)


# ---- the record as a whole


def _what_the_type_needs(record: BibRecord) -> Iterator[Fault]:
    """Required fields: BibTeXing, section 3.1."""
    given = {field.name for field in record.fields}  # empty ones too: they are told of as such
    for group in REQUIRED.get(record.type, ()):
        if given.isdisjoint(group):
            names = " or ".join(f"`{name}`" for name in group)
            yield Fault(
                record.line,
                record.column,
                Hint.MISSING_FIELD,
                f"`@{record.type}` needs {names}",
                f"add `{group[0]} = {{…}}`",
            )


def _venues(record: BibRecord) -> Iterator[Fault]:
    """A work appeared in one place, and arXiv is not one beside a venue."""
    journal, book = _field_of(record, "journal"), _field_of(record, "booktitle")
    if journal is None or book is None:
        return
    if names_arxiv(journal.value):
        fault_at, fix = journal, "delete `journal`: the record cites the published paper"
    elif names_arxiv(book.value):
        fault_at, fix = book, "delete `booktitle`: the record cites the published paper"
    else:
        fault_at, fix = journal, "keep the one where the paper appeared"
    yield _at(fault_at, Hint.TWO_VENUES, "the record has both `journal` and `booktitle`", fix)


def _archive(record: BibRecord) -> Iterator[Fault]:
    """``eprint`` and ``archivePrefix`` go together, and the id is well-formed."""
    eprint, prefix = _field_of(record, "eprint"), _field_of(record, "archiveprefix")
    if prefix is not None and eprint is None:
        yield _at(
            prefix,
            Hint.BAD_EPRINT,
            "`archivePrefix` stands without `eprint`",
            "add `eprint = {…}`, or delete `archivePrefix`",
        )
    if eprint is None:
        return
    archive = record.archive_prefix
    if archive is None:
        yield _at(
            eprint,
            Hint.BAD_EPRINT,
            "`eprint` does not say of which archive it is an id",
            "add `archivePrefix = {arXiv}`",
        )
    elif archive.lower() == "arxiv" and arxiv_year(eprint.value) is None:
        yield _at(
            eprint,
            Hint.BAD_EPRINT,
            f"`{shortened(eprint.value)}` is not an arXiv id",
            "write the id alone, such as `2004.05150` or `cs/0112017`",
        )


def _url_said_twice(record: BibRecord) -> Iterator[Fault]:
    """An address that a DOI or an arXiv id in the same record already stands for."""
    url, field = record.url, _field_of(record, "url")
    if url is None or field is None:
        return
    for pattern, name in _SAME_WORK:
        found = pattern.fullmatch(url)
        said = record.doi if name == "doi" else record.eprint
        if found is None or said is None:
            continue
        mine, other = found[1].lower(), said.lower()
        if mine == other or (name == "doi" and other.endswith("/" + mine)):
            yield _at(
                field, Hint.REDUNDANT_URL, f"`url` says again what `{name}` says", "delete `url`"
            )
            return


# ---- one field at a time


def _field_name(field: Field) -> Iterator[Fault]:
    if known := FOREIGN_FIELDS.get(field.name):
        yield _at(
            field,
            Hint.FOREIGN_FIELD,
            f"`{field.name}` is biblatex's name, which BibTeX's styles ignore",
            f"write `{known}`",
        )
    elif field.name not in KNOWN_FIELDS:
        near = get_close_matches(field.name[:40], KNOWN_FIELDS, n=1, cutoff=0.8)
        if near:
            yield _at(
                field,
                Hint.MISSPELT_FIELD,
                f"BibTeX ignores a field called `{shortened(field.name)}`",
                f"write `{SPELLING.get(near[0], near[0])}`",
            )


def _characters(field: Field) -> Iterator[Fault]:
    """What LaTeX trips over, what a reader would not be shown, and what nobody can see."""
    name, value = _spelt(field), field.value
    if not value.isascii() and (hidden := _HIDDEN.search(value)):
        yield _at(
            field,
            Hint.HIDDEN_CHARACTER,
            f"`{name}` has a character in it that cannot be seen (U+{ord(hidden[0]):04X})",
            "type the value again around that place",
        )
    if field.name not in PRINTED:
        return
    for sign in bare_signs(value):
        if sign == "&" and field.name in ("author", "editor"):
            continue  # there it stands between names, which is a fault of another kind
        yield _at(
            field,
            Hint.BREAKS_LATEX,
            f"`{sign}` in `{name}` means something else to LaTeX",
            f"write `\\{sign}`" if sign not in "$^" else "write mathematics as `$…$`",
        )
    for command in unknown_commands(value):
        yield _at(
            field,
            Hint.UNKNOWN_COMMAND,
            f"`{name}` uses `\\{shortened(command)}`, which not every LaTeX document defines",
            "write the text itself, or the Unicode character",
        )


def _title(field: Field) -> Iterator[Fault]:
    # A hyphen in braces, as DBLP writes it, parts words like one without.
    bare = outside_braces(_COMMAND.sub(" ", field.value.replace("{", " {")))
    words = _WORD.findall(bare)
    loud = [word for word in words if any(c.isupper() for c in word[1:])]
    if loud:
        shown = shortened(", ".join(dict.fromkeys(loud)))
        yield _at(
            field,
            Hint.UNPROTECTED_CAPITALS,
            f"styles will write the capitals of `{shown}` small",
            f"put them in braces, as in `{{{shortened(loud[0])}}}`",
        )


def _names(field: Field) -> Iterator[Fault]:
    for message, fix in name_faults(field.value):
        yield _at(field, Hint.BAD_NAME, f"`{field.name}`: {message}", fix)


def _year(field: Field) -> Iterator[Fault]:
    if not re.fullmatch(r"[0-9]{4}", field.value):
        yield _at(
            field,
            Hint.BAD_YEAR,
            f"the year `{shortened(field.value)}` is not four digits",
            "write the year of publication, such as `2019`",
        )


def _month(field: Field) -> Iterator[Fault]:
    if not _MONTH_WORD.search(field.value):
        yield _at(
            field,
            Hint.BAD_MONTH,
            f"the month `{shortened(field.value)}` is not an abbreviation that styles define",
            "write `jan`, `feb`, `mar` …, without braces",
        )


def _pages(field: Field) -> Iterator[Fault]:
    value = field.value
    backwards = any(
        len(first) == len(last) and int(first) > int(last)
        for first, last in _NUMERIC_RANGE.findall(value[:200])
    )
    if backwards:
        yield _at(
            field,
            Hint.BAD_PAGES,
            f"the pages `{shortened(value)}` run backwards",
            "write the first page first",
        )
    elif len(value) > 200 or not _PAGES.fullmatch(value):
        yield _at(
            field,
            Hint.BAD_PAGES,
            f"the pages `{shortened(value)}` are not numbers or ranges",
            "write `7`, `7--33` or `7,41,73--97`",
        )


def _doi(field: Field) -> Iterator[Fault]:
    value = field.value.replace("\\_", "_")
    if not _DOI.fullmatch(value):
        found = _DOI.search(value)
        fix = f"write `{shortened(found[0], 80)}`" if found else "write it as `10.…/…`"
        yield _at(field, Hint.BAD_DOI, f"`{shortened(field.value)}` is not a DOI", fix)


def _url(field: Field) -> Iterator[Fault]:
    value = field.value.removeprefix("\\url{").removesuffix("}")
    if not _ADDRESS.fullmatch(value):
        yield _at(
            field,
            Hint.BAD_URL,
            f"`{shortened(field.value)}` is not a web address",
            "write one address that begins with `https://`",
        )


def _crossref(field: Field) -> Iterator[Fault]:
    yield _at(
        field,
        Hint.FOREIGN_FIELD,
        "`crossref` takes fields from another record, and here there is one",
        "write those fields out, and delete `crossref`",
    )


_ONE_FIELD = {
    "author": _names,
    "crossref": _crossref,
    "doi": _doi,
    "editor": _names,
    "month": _month,
    "pages": _pages,
    "title": _title,
    "url": _url,
    "year": _year,
}
