"""Records written in one form."""

from pathlib import Path

import pytest

from atlas.bibtex import parse, write

SOUND = sorted((Path(__file__).parent / "sound").glob("*.bib"))


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_what_is_written_is_read_back(path: Path) -> None:
    record = parse(path.read_text(encoding="utf-8")).record
    assert record is not None
    written = write(record)
    assert parse(written).record == record
    again = parse(written).record
    assert again is not None
    assert write(again) == written


def test_the_canonical_form() -> None:
    record = parse(
        "@Article(k, zzz={1}, Year=2033, month = Sep, DOI={10.9999/x}, archiveprefix={arXiv},\n"
        'EPRINT={3401.99999}, keywords = {b}, number=3, TITLE = "A\n  {T}oy", journal={J},\n'
        "note = {Ma{\\ss}}, author={Doe, Jane})"
    ).record
    assert record is not None
    assert write(record) == (
        "@article{k,\n"
        "  author = {Doe, Jane},\n"
        "  title = {A {T}oy},\n"
        "  journal = {J},\n"
        "  number = {3},\n"
        "  month = sep,\n"
        "  year = {2033},\n"
        "  eprint = {3401.99999},\n"
        "  archivePrefix = {arXiv},\n"
        "  doi = {10.9999/x},\n"
        "  note = {Ma{\\ss}},\n"
        "  keywords = {b},\n"
        "  zzz = {1},\n"
        "}\n"
    )


def test_a_month_with_a_day_is_kept() -> None:
    record = parse('@misc{k, month = jul # "~4"}').record
    assert record is not None
    assert write(record) == "@misc{k,\n  month = {July~4},\n}\n"


def test_only_the_month_is_abbreviated() -> None:
    record = parse("@misc{k, title = {June}, month = {June}}").record
    assert record is not None
    assert write(record) == "@misc{k,\n  title = {June},\n  month = jun,\n}\n"
