"""Printed dates, which may leave the day or the month open."""

import pytest

from atlas.bibtex import parse
from atlas.dates import arxiv_month, first_appearance, printed_date


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2031-06-20", "on 2031-06-20"),
        ("2031/6/20", "on 2031-06-20"),
        ("2031.6.20", "on 2031-06-20"),
        ("2031年6月20日", "on 2031-06-20"),
        ("2031年 6 月", "in 2031-06"),
        ("2031年", "in 2031"),
        ("2031-06", "in 2031-06"),
        ("June 20, 2031", "on 2031-06-20"),
        ("Jun. 20th 2031", "on 2031-06-20"),
        ("20 June 2031", "on 2031-06-20"),
        ("released in june 2031", "in 2031-06"),
        ("Sept 2031", "in 2031-09"),
        ("spring 2031", "in 2031"),
        ("2031", "in 2031"),
        ("about 2031, then 2032-01-01", "on 2032-01-01"),
        ("2031-13-01", None),
        ("2031-02-30", None),
        ("20310620", None),
        ("9999", None),
        ("soon", None),
        ("", None),
    ],
)
def test_reads_what_is_printed(text: str, means: str | None) -> None:
    span = printed_date(text)
    assert (str(span) if span else None) == means


@pytest.mark.parametrize(
    ("arxiv", "means"),
    [
        ("3106.00001", "in 2031-06"),
        ("9106.00001", "in 2091-06"),
        ("hop/9106001", "in 1991-06"),
        ("math.GT/0309999", "in 2003-09"),
        ("3113.00001", None),
        ("hops", None),
    ],
)
def test_an_arxiv_id_begins_with_its_month(arxiv: str, means: str | None) -> None:
    span = arxiv_month(arxiv)
    assert (str(span) if span else None) == means


@pytest.mark.parametrize(
    ("arxiv", "year", "means"),
    [
        ("3011.00001", "2031", "in 2030-11"),
        ("3111.00001", "2030", "in 2030"),
        (None, "2031", "in 2031"),
        ("3011.00001", "soon", "in 2030-11"),
        (None, "soon", None),
    ],
)
def test_a_work_appeared_when_it_was_first_there(
    arxiv: str | None, year: str, means: str | None
) -> None:
    record = parse(f"@misc{{key, title = {{Hops}}, year = {{{year}}}}}").record
    assert record is not None
    span = first_appearance(arxiv, record)
    assert (str(span) if span else None) == means


def test_a_work_without_a_readable_record_appeared_as_its_preprint_did() -> None:
    assert str(first_appearance("3011.00001", None)) == "in 2030-11"
