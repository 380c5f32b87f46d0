"""Each thing that a record may lack or say wrongly, with its message."""

from pathlib import Path

import pytest

from atlas.bibtex import BibRecord, Fault, Field, Hint, check, parse
from atlas.bibtex.vocabulary import REQUIRED

SOUND = sorted((Path(__file__).parent / "sound").glob("*.bib"))

AND = "write each name as `Family, Given`, with ` and ` between two names"


def faults(text: str) -> list[Fault]:
    parsed = parse(text)
    assert parsed.record is not None, parsed.faults
    return list(check(parsed.record))


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_records_have_no_faults(path: Path) -> None:
    wanted = [] if path.stem != "odd" else [Hint.BREAKS_LATEX]
    assert [fault.code_hint for fault in faults(path.read_text(encoding="utf-8"))] == wanted


# one field of a @misc, on line 2; hint, message and fix of its one fault
ONE_FIELD = [
    ("title = {}", Hint.EMPTY_FIELD, "`title` is empty", "write its value, or delete the field"),
    (
        "archivePrefix = {}",
        Hint.EMPTY_FIELD,
        "`archivePrefix` is empty",
        "write its value, or delete the field",
    ),
    (
        "bookttile = {T}",
        Hint.MISSPELT_FIELD,
        "BibTeX ignores a field called `bookttile`",
        "write `booktitle`",
    ),
    (
        "primaryclas = {cs}",
        Hint.MISSPELT_FIELD,
        "BibTeX ignores a field called `primaryclas`",
        "write `primaryClass`",
    ),
    (
        "journaltitle = {T}",
        Hint.FOREIGN_FIELD,
        "`journaltitle` is biblatex's name, which BibTeX's styles ignore",
        "write `journal`",
    ),
    (
        "crossref = {other}",
        Hint.FOREIGN_FIELD,
        "`crossref` takes fields from another record, and here there is one",
        "write those fields out, and delete `crossref`",
    ),
    (
        "year = {in press}",
        Hint.BAD_YEAR,
        "the year `in press` is not four digits",
        "write the year of publication, such as `2019`",
    ),
    (
        "year = {２０３１}",
        Hint.BAD_YEAR,
        "the year `２０３１` is not four digits",
        "write the year of publication, such as `2019`",
    ),
    (
        "month = {6}",
        Hint.BAD_MONTH,
        "the month `6` is not an abbreviation that styles define",
        "write `jan`, `feb`, `mar` …, without braces",
    ),
    (
        "pages = {99--12}",
        Hint.BAD_PAGES,
        "the pages `99--12` run backwards",
        "write the first page first",
    ),
    (
        "pages = {1-9}",
        Hint.BAD_PAGES,
        "the pages `1-9` are not numbers or ranges",
        "write `7`, `7--33` or `7,41,73--97`",
    ),
    (
        "pages = {1–9}",
        Hint.BAD_PAGES,
        "the pages `1–9` are not numbers or ranges",
        "write `7`, `7--33` or `7,41,73--97`",
    ),
    (
        "author = {J. Doe, R. Roe}",
        Hint.BAD_NAME,
        "`author`: `J. Doe, R. Roe` looks like several names",
        AND,
    ),
    (
        "editor = {Doe, Jane & Roe, R.}",
        Hint.BAD_NAME,
        "`editor`: `Doe, Jane & Roe, R.` looks like several names",
        AND,
    ),
    (
        "doi = {https://doi.org/10.9999/x.1}",
        Hint.BAD_DOI,
        "`https://doi.org/10.9999/x.1` is not a DOI",
        "write `10.9999/x.1`",
    ),
    ("doi = {N31-1423}", Hint.BAD_DOI, "`N31-1423` is not a DOI", "write it as `10.…/…`"),
    (
        "archivePrefix = {arXiv}",
        Hint.BAD_EPRINT,
        "`archivePrefix` stands without `eprint`",
        "add `eprint = {…}`, or delete `archivePrefix`",
    ),
    (
        "eprint = {3401.99999}",
        Hint.BAD_EPRINT,
        "`eprint` does not say of which archive it is an id",
        "add `archivePrefix = {arXiv}`",
    ),
    (
        "eprint = {arXiv:3401.99999}, archivePrefix = {arXiv}",
        Hint.BAD_EPRINT,
        "`arXiv:3401.99999` is not an arXiv id",
        "write the id alone, such as `2004.05150` or `cs/0112017`",
    ),
    (
        "url = {javascript:alert(1)}",
        Hint.BAD_URL,
        "`javascript:alert(1)` is not a web address",
        "write one address that begins with `https://`",
    ),
    (
        "url = {https://example.org/a, https://example.org/b}",
        Hint.BAD_URL,
        "`https://example.org/a, https://example.…` is not a web address",
        "write one address that begins with `https://`",
    ),
    (
        "note = {100% sure}",
        Hint.BREAKS_LATEX,
        "`%` in `note` means something else to LaTeX",
        "write `\\%`",
    ),
    (
        "publisher = {Doe & Roe}",
        Hint.BREAKS_LATEX,
        "`&` in `publisher` means something else to LaTeX",
        "write `\\&`",
    ),
    (
        "title = {On x^2}",
        Hint.BREAKS_LATEX,
        "`^` in `title` means something else to LaTeX",
        "write mathematics as `$…$`",
    ),
    (
        "title = {The \\foo model}",
        Hint.UNKNOWN_COMMAND,
        "`title` uses `\\foo`, which not every LaTeX document defines",
        "write the text itself, or the Unicode character",
    ),
    (
        "note = {A\u200bToy}",
        Hint.HIDDEN_CHARACTER,
        "`note` has a character in it that cannot be seen (U+200B)",
        "type the value again around that place",
    ),
    (
        "title = {A Toy for BERT and RoBERTa-wwm, the BERT}",
        Hint.UNPROTECTED_CAPITALS,
        "styles will write the capitals of `BERT, RoBERTa` small",
        "put them in braces, as in `{BERT}`",
    ),
]


@pytest.mark.parametrize(("field", "hint", "message", "fix"), ONE_FIELD)
def test_each_field_says_one_thing_wrong(field: str, hint: Hint, message: str, fix: str) -> None:
    assert faults(f"@misc{{k,\n  {field}}}") == [Fault(2, 3, hint, message, fix)]


# whole record; place, hint, message and fix of its one fault
ONE_RECORD = [
    (
        "\n @inproceedings{k, author = {Doe, Jane}, booktitle = {P}, year = 2031}",
        (2, 2, Hint.MISSING_FIELD),
        "`@inproceedings` needs `title`",
        "add `title = {…}`",
    ),
    (
        "@book{k, title = {T}, publisher = {P}, year = 2031}",
        (1, 1, Hint.MISSING_FIELD),
        "`@book` needs `author` or `editor`",
        "add `author = {…}`",
    ),
    (
        "@inproceedings{k, author = {Doe, Jane}, title = {T}, booktitle = {P}, year = 2031,\n"
        "  journal = {arXiv preprint arXiv:3401.99999}}",
        (2, 3, Hint.TWO_VENUES),
        "the record has both `journal` and `booktitle`",
        "delete `journal`: the record cites the published paper",
    ),
    (
        "@article{k, author = {Doe, Jane}, title = {T}, year = 2031, journal = {J},\n"
        "  booktitle = {CoRR}}",
        (2, 3, Hint.TWO_VENUES),
        "the record has both `journal` and `booktitle`",
        "delete `booktitle`: the record cites the published paper",
    ),
    (
        "@article{k, author = {Doe, Jane}, title = {T}, year = 2031, booktitle = {B},\n"
        "  journal = {J}}",
        (2, 3, Hint.TWO_VENUES),
        "the record has both `journal` and `booktitle`",
        "keep the one where the paper appeared",
    ),
    (
        "@misc{k, doi = {10.9999/v1/N31-1423},\n url = {https://doi.org/10.9999/v1/n31-1423}}",
        (2, 2, Hint.REDUNDANT_URL),
        "`url` says again what `doi` says",
        "delete `url`",
    ),
    (
        "@misc{k, doi = {10.9999/v1/N31-1423},\n url = {https://aclanthology.org/N31-1423/}}",
        (2, 2, Hint.REDUNDANT_URL),
        "`url` says again what `doi` says",
        "delete `url`",
    ),
    (
        "@misc{k, eprint = {3401.99999}, archivePrefix = {arXiv},\n"
        " url = {http://arxiv.org/pdf/3401.99999.pdf}}",
        (2, 2, Hint.REDUNDANT_URL),
        "`url` says again what `eprint` says",
        "delete `url`",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "fix"), ONE_RECORD)
def test_each_record_says_one_thing_wrong(
    text: str, place: tuple[int, int, Hint], message: str, fix: str
) -> None:
    assert faults(text) == [Fault(*place, message, fix)]


def test_every_kind_of_fault_is_shown_above() -> None:
    kinds = list(Hint)
    of_content = kinds[kinds.index(Hint.MISSING_FIELD) :]
    shown = {row[1] for row in ONE_FIELD} | {row[1][2] for row in ONE_RECORD}
    assert shown == set(of_content)


@pytest.mark.parametrize("kind", REQUIRED)
def test_each_type_asks_for_what_it_needs(kind: str) -> None:
    bare = BibRecord(kind, "k", (Field("note", ""),))
    missing = [fault.message for fault in check(bare) if fault.code_hint is Hint.MISSING_FIELD]
    given = [group for group in REQUIRED[kind] if "note" not in group]
    assert missing == [
        f"`@{kind}` needs {' or '.join(f'`{name}`' for name in group)}" for group in given
    ]
    whole = BibRecord(kind, "k", tuple(Field(group[-1], "x") for group in REQUIRED[kind]))
    assert Hint.MISSING_FIELD not in [fault.code_hint for fault in check(whole)]


@pytest.mark.parametrize(
    "field",
    [
        "title = {{BERT}: {RoBERTa} and {A}-{B} in {\\'E}lan's Toy (for {U.S.} use)}",
        "title = {A Toy: Its Uses and {$N$}}",
        "title = {\\'Elan \\& Toys}",
        "pages = {7,41,73--97}",
        "pages = {43+}",
        "pages = {123--9}",
        "title = {A Whole{-}Word Toy}",
        "doi = {10.9999/v1/N31-1423}, url = {https://aclanthology.org/1423}",
        "pages = {e12:1--e12:9}",
        "pages = {98--101}",
        'month = jun # "~4"',
        "month = {12--17 June}",
        "doi = {10.9999/978-3-99\\_4(2)}",
        "url = {https://example.org}",
        "url = {\\url{https://example.org/~a_b?c=d&e=f%20g#h}}",
        "eprint = {cs/0112999}, archivePrefix = {arXiv}",
        "eprint = {99999}, archivePrefix = {PubToy}",
        "doi = {10.9999/a}, url = {https://example.org/a}",
        "eprint = {3401.99999v2}, archivePrefix = {arXiv}, url = {https://arxiv.org/abs/3401.99999}",
        "mynotes = {100% & more_}",
    ],
)
def test_what_is_fine(field: str) -> None:
    assert faults(f"@misc{{k, {field}}}") == []


def test_an_empty_field_is_not_also_missing() -> None:
    text = "@phdthesis{k, author = {Doe, Jane}, title = {T}, school = {}, year = 2031}"
    assert [fault.code_hint for fault in faults(text)] == [Hint.EMPTY_FIELD]
