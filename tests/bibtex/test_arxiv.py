"""The record of a preprint."""

import pytest

from atlas.bibtex import arxiv_year, check, is_arxiv, parse, preprint, write


@pytest.mark.parametrize(
    ("arxiv_id", "year"),
    [
        ("0704.0001", 2007),
        ("3401.99999", 2034),
        ("3412.99999v12", 2034),
        ("cs/0112999", 2001),
        ("cmp-lg/9404999", 1994),
        ("math.GT/0309999", 2003),
        ("1412.9999", 2014),
        ("1501.99999", 2015),
        ("1412.99999", None),
        ("1501.9999", None),
        ("0703.9999", None),
        ("3413.99999", None),
        ("3400.99999", None),
        ("arXiv:3401.99999", None),
        ("3401.999", None),
        ("3401.99999 ", None),
        ("٣٤٠١.99999", None),
        ("", None),
    ],
)
def test_arxiv_year(arxiv_id: str, year: int | None) -> None:
    assert arxiv_year(arxiv_id) == year


def test_a_preprint_is_written_as_arxiv_writes_it() -> None:
    record = preprint(
        "{TOY}: A Fabricated\n Model",
        'Doe, Jane and Bl{\\"o}ggs, Joe',
        "3401.99999",
        key="doe-2034-toy-arxiv",
        primary_class="cs.CL",
    )
    assert write(record) == (
        "@misc{doe-2034-toy-arxiv,\n"
        '  author = {Doe, Jane and Bl{\\"o}ggs, Joe},\n'
        "  title = {{TOY}: A Fabricated Model},\n"
        "  year = {2034},\n"
        "  eprint = {3401.99999},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "}\n"
    )
    assert is_arxiv(record)
    assert list(check(record)) == []
    assert parse(write(record)).record == record


def test_the_year_and_class_may_be_given_or_left_out() -> None:
    record = preprint("T", "Doe, Jane", "3401.99999", 2035, key="k")
    assert record.year == 2035
    assert record.get("primaryclass") is None


def test_what_is_no_id_or_does_not_balance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^not an arXiv id: 'https://arxiv\.org/abs/3401\.1'$"):
        preprint("T", "Doe, Jane", "https://arxiv.org/abs/3401.1", key="k")
    for broken in ("{T", "T}", "}T{"):
        with pytest.raises(ValueError, match=r"^braces do not balance in title: "):
            preprint(broken, "Doe, Jane", "3401.99999", key="k")
