"""Every fault is found, and stands where it is."""

import logging
from pathlib import Path

import pytest

from atlas.bibtex import MAX_LENGTH, Fault, Field, Hint, parse
from atlas.bibtex.syntax import MAX_FAULTS

SOUND = sorted((Path(__file__).parent / "sound").glob("*.bib"))

BALANCE = "write the missing `}`, or balance the braces within"

# text; line and column, hint, message and fix of its one fault
ONE_FAULT = [
    (
        "@misc{k, title = {a\x00b}}",
        (1, 20, Hint.CONTROL_CHARACTER),
        "a control character (U+0000) stands here",
        "delete it",
    ),
    (
        "",
        (1, 1, Hint.NO_RECORD),
        "there is no BibTeX record here",
        "write one record, such as `@article{key, title = {…}, …}`",
    ),
    (
        "\n  Doe, 2031",
        (2, 3, Hint.NO_RECORD),
        "there is no BibTeX record here",
        "write one record, such as `@article{key, title = {…}, …}`",
    ),
    (
        "% from the web\n@misc{k, title = {a}}",
        (1, 1, Hint.OUTSIDE_TEXT),
        "text stands before the record",
        "delete it, or write it as a note",
    ),
    (
        "@misc{k, title = {a}}\n\n  see above",
        (3, 3, Hint.OUTSIDE_TEXT),
        "text stands after the record",
        "delete it, or write it as a note",
    ),
    (
        "@misc{k, title = {a}}\n@misc{l, title = {b}}",
        (2, 1, Hint.SECOND_RECORD),
        "a second record begins here",
        "keep one record, and make another entry for the other",
    ),
    (
        '@string{acl = "ACL"}\n@misc{k, title = {a}}',
        (1, 1, Hint.NOT_A_RECORD),
        "`@string` is no record",
        "delete it, and write out what it abbreviates",
    ),
    (
        "@misc{k, title = {a}} @Comment{x}",
        (1, 23, Hint.NOT_A_RECORD),
        "`@comment` is no record",
        "delete it, and write out what it abbreviates",
    ),
    (
        "@inproceeding{k, title = {a}}",
        (1, 2, Hint.UNKNOWN_TYPE),
        "BibTeX has no entry type `inproceeding`",
        "write `@inproceedings`",
    ),
    (
        "@online{k, title = {a}}",
        (1, 2, Hint.UNKNOWN_TYPE),
        "BibTeX has no entry type `online`",
        "write `@misc`",
    ),
    (
        "@zzz{k, title = {a}}",
        (1, 2, Hint.UNKNOWN_TYPE),
        "BibTeX has no entry type `zzz`",
        "write one of article, book, booklet, conference, inbook, incollection, inproceedings, "
        "manual, mastersthesis, misc, phdthesis, proceedings, techreport, unpublished",
    ),
    (
        "@misc{title = {a}}",
        (1, 7, Hint.MISSING_KEY),
        "the record has no key",
        "write a key first: `@misc{doe-2031-toy, …`",
    ),
    (
        "@misc{, title = {a}}",
        (1, 7, Hint.MISSING_KEY),
        "the record has no key",
        "write a key first: `@misc{doe-2031-toy, …`",
    ),
    (
        "@misc{张三2031, title = {a}}",
        (1, 7, Hint.BAD_KEY),
        "the key `张三2031` has a character that may trip LaTeX",
        "use ASCII letters, digits and - _ : . / + * ' only",
    ),
    (
        "@misc{doe 2031, title = {a}}",
        (1, 7, Hint.BAD_KEY),
        "the key is not one word with a comma after it",
        "write a key such as `doe-2031-toy,`",
    ),
    (
        "@misc{k， title = {a}}",
        (1, 8, Hint.FULL_WIDTH),
        "`，` is a full-width sign, which BibTeX does not know",
        "write `,`",
    ),
    (
        "@misc{k,\n  title = {a}，\n  year = 2031}",
        (2, 14, Hint.FULL_WIDTH),
        "`，` is a full-width sign, which BibTeX does not know",
        "write `,`",
    ),
    (
        "@misc{k, title＝{a}}",
        (1, 15, Hint.FULL_WIDTH),
        "`＝` is a full-width sign, which BibTeX does not know",
        "write `=`",
    ),
    (
        "@misc{k, title = “a”}",
        (1, 18, Hint.FULL_WIDTH),
        "`“` is a full-width sign, which BibTeX does not know",
        'write `"`',
    ),
    (
        "@misc{k,\u3000title = {a}}",
        (1, 9, Hint.FULL_WIDTH),
        "a space stands here that is not the ASCII one (U+3000)",
        "write an ordinary space",
    ),
    (
        "@misc{k\n  title = {a}}",
        (1, 8, Hint.MISSING_COMMA),
        "there is no comma after the key",
        "write `k,`",
    ),
    (
        "@misc{k,\n  title = {a}\n  year = 2031\n}",
        (2, 14, Hint.MISSING_COMMA),
        "there is no comma after the value of `title`",
        "write a comma here",
    ),
    (
        "@misc{k, title = {a},, year = 2031}",
        (1, 22, Hint.EXTRA_COMMA),
        "a comma stands here alone",
        "delete it",
    ),
    (
        "@misc{k, title {a}}",
        (1, 15, Hint.MISSING_EQUALS),
        "there is no `=` after `title`",
        "write `title = {…}`",
    ),
    (
        "@misc{k,\n  % title = {b},\n  title = {a}}",
        (2, 3, Hint.BAD_FIELD_NAME),
        "`% title =` is not the name of a field",
        "write `name = {value},`",
    ),
    (
        "@misc{k,\n  title = {a},\n  year = 2031,\n  Title = {b}}",
        (4, 3, Hint.DUPLICATE_FIELD),
        "`title` is given twice (first on line 2 of the record)",
        "keep one of them",
    ),
    (
        "@misc{k, title = , year = 2031}",
        (1, 18, Hint.MISSING_VALUE),
        "`title` has no value",
        "write `title = {…}`, or delete the field",
    ),
    (
        "@misc{k,\n  title =\n  year = {2031}}",
        (3, 3, Hint.MISSING_VALUE),
        "`title` has no value",
        "write `title = {…}`, or delete the field",
    ),
    (
        "@misc{k, title = {a} # }",
        (1, 24, Hint.MISSING_VALUE),
        "`title` has no value",
        "write `title = {…}`, or delete the field",
    ),
    (
        "@article{k, title = {a}, journal = Imaginary Results, year = 2031}",
        (1, 36, Hint.BARE_TEXT),
        "the value of `journal` stands without braces",
        "write `{Imaginary Results}`",
    ),
    (
        "@misc{k, month = juin}",
        (1, 18, Hint.BARE_TEXT),
        "the value of `month` stands without braces",
        "write `{juin}`",
    ),
    (
        "@misc{k, year = 2031a}",
        (1, 17, Hint.BARE_TEXT),
        "the value of `year` stands without braces",
        "write `{2031a}`",
    ),
    (
        '@misc{k, title = "a "b" c", year = 2031}',
        (1, 22, Hint.STRAY_TEXT),
        "text stands after the value of `title`",
        "put the whole value in one pair of braces",
    ),
    (
        "@misc{k,\n  title = {A {Toy},\n  year = {2031}\n}",
        (2, 11, Hint.UNBALANCED),
        "the brace that opens the value of `title` is not closed before `year`",
        BALANCE,
    ),
    (
        '@misc{k,\n  title = "A Toy,\n  year = "2031"\n}',
        (2, 11, Hint.UNBALANCED),
        "the quotation mark that opens the value of `title` is not closed before `year`",
        BALANCE.replace("}", '"'),
    ),
    (
        "@misc{k, title = {A {Toy}, year = {2031}}",
        (1, 10, Hint.UNBALANCED),
        "the value of `title` is not closed before `year`",
        BALANCE,
    ),
    (
        "@misc{k, title = {A Toy",
        (1, 18, Hint.UNBALANCED),
        "the brace that opens the value of `title` is not closed",
        BALANCE,
    ),
    (
        "@misc{k, title = {A Toy}",
        (1, 6, Hint.UNBALANCED),
        "the `{` that opens the record is not closed",
        "write `}` after the last field",
    ),
    (
        "@misc(k, title = {A Toy}}",
        (1, 25, Hint.UNBALANCED),
        "the record is not closed by what it was opened for, `)`",
        "write `)`",
    ),
    (
        "@misc{k,\n  title = {A Toy}},\n  year = {2031},\n}",
        (2, 18, Hint.UNBALANCED),
        "the record ends here, before `year`",
        "delete this brace if it is one too many",
    ),
    (
        "@misc{k, title = {A Toy}}\n}",
        (2, 1, Hint.UNBALANCED),
        "a brace closes here that was not opened",
        "delete it",
    ),
    (
        "@misc{k, title = " + "{" * 17 + "a" + "}" * 17 + "}",
        (1, 18, Hint.NESTING),
        "braces nest 17 deep here, and 16 are allowed",
        "delete the braces that do nothing",
    ),
    (
        '@misc{k,\n  title = "a {"b, c"} d"}',
        (2, 3, Hint.AMBIGUOUS),
        "programs that read BibTeX do not agree on what stands here",
        "write `@type{key,` without spaces and each value in braces, with no backslash at its end",
    ),
    (
        "@misc{k,\n  note = {x},\n  title = {a\\\\}}",
        (3, 3, Hint.AMBIGUOUS),
        "programs that read BibTeX do not agree on what stands here",
        "write `@type{key,` without spaces and each value in braces, with no backslash at its end",
    ),
    (
        # Sound as it stands, but it would be written back in braces.
        '@misc{k,\n  title = "\\{{TOY}:TOY}"}',
        (2, 3, Hint.AMBIGUOUS),
        "programs that read BibTeX do not agree on what stands here",
        "write `@type{key,` without spaces and each value in braces, with no backslash at its end",
    ),
    (
        "\n@ misc {k, title = {a}}",
        (2, 1, Hint.AMBIGUOUS),
        "programs that read BibTeX do not agree on what stands here",
        "write `@type{key,` without spaces and each value in braces, with no backslash at its end",
    ),
    (
        "x" * (MAX_LENGTH + 1),
        (1, 1, Hint.TOO_LARGE),
        "the text has 32,769 characters, and 32,768 are allowed",
        "keep one record, without its abstract",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "fix"), ONE_FAULT)
def test_each_slip_is_one_fault(
    text: str, place: tuple[int, int, Hint], message: str, fix: str
) -> None:
    parsed = parse(text)
    assert parsed.record is None
    assert parsed.faults == (Fault(*place, message, fix),)


def test_every_kind_of_syntax_fault_is_shown_above() -> None:
    kinds = list(Hint)
    of_syntax = kinds[: kinds.index(Hint.MISSING_FIELD)]
    assert {place[2] for _, place, _, _ in ONE_FAULT} == set(of_syntax)


def test_one_run_shows_all_faults() -> None:
    text = (
        "@inproceeding{k,\n"
        "  title = {A Toy}\n"
        "  author = {Doe, Jane,\n"
        "  year = ,\n"
        "  pages = 1--9,\n"
        "  title = {Another},\n"
        "  note {x},\n"
        "}\n"
        "}\n"
    )
    found = [(fault.line, fault.column, fault.code_hint) for fault in parse(text).faults]
    assert found == [
        (1, 2, Hint.UNKNOWN_TYPE),
        (2, 18, Hint.MISSING_COMMA),
        (3, 12, Hint.UNBALANCED),
        (4, 10, Hint.MISSING_VALUE),
        (5, 11, Hint.BARE_TEXT),
        (6, 3, Hint.DUPLICATE_FIELD),
        (7, 7, Hint.MISSING_EQUALS),
        (9, 1, Hint.UNBALANCED),
    ]


def test_a_heap_of_faults_is_cut_short() -> None:
    assert len(parse("@misc{k, " + "a={" * 5000).faults) <= MAX_FAULTS
    assert len(parse("@misc{k" + "," * 5000 + "}").faults) == MAX_FAULTS


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_records_have_no_faults(path: Path) -> None:
    parsed = parse(path.read_text(encoding="utf-8"))
    assert parsed.faults == ()
    assert parsed.record is not None


def test_fields_are_as_bibtex_reads_them() -> None:
    parsed = parse(
        '@Misc( k ,\n  Title = "a {b}\n\t c" # { d} # 12,\n'
        "\tmonth = Jun # {~} # 4,\n  note = { \\{ x \\} }, )\n"
    )
    assert parsed.record is not None
    assert (parsed.record.type, parsed.record.key) == ("misc", "k")
    assert parsed.record.fields == (
        Field("title", "a {b} c d12"),
        Field("month", "June~4"),
        Field("note", "\\{ x \\}"),
    )
    places = [(field.line, field.column) for field in parsed.record.fields]
    assert places == [(2, 3), (4, 2), (5, 3)]


def test_the_record_knows_its_place() -> None:
    record = parse("\n\n  @misc{k, title = {a}}").record
    assert record is not None
    assert (record.line, record.column) == (3, 3)


def test_carriage_returns_are_white_space() -> None:
    record = parse("@misc{k,\r\n  title = {a\r\n  b},\r\n  year = 2031,\r\n}\r\n").record
    assert record is not None
    assert record.fields == (Field("title", "a b"), Field("year", "2031"))


def test_bibtexparser_stays_silent(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a program that set up no logging: pytest's own handlers are taken away.
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert parse("@misc{k, title = {a\\\\}}").faults[0].code_hint is Hint.AMBIGUOUS
    assert capfd.readouterr() == ("", "")
