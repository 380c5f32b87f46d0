"""What a record tells of itself."""

import pickle
from pathlib import Path

import pytest

from atlas.bibtex import BibRecord, Field, Person, is_arxiv, parse

SOUND = Path(__file__).parent / "sound"


def made(kind: str, **values: str) -> BibRecord:
    return BibRecord(kind, "k", tuple(Field(name, value) for name, value in values.items()))


def test_a_conference_paper() -> None:
    record = parse((SOUND / "conference.bib").read_text(encoding="utf-8")).record
    assert record is not None
    assert record.title == "TOY: Pre-training of Deep Fabricated Models for 10% of Nothing"
    assert record.authors == (
        Person("Doe", "Jane"),
        Person("Roe", "Ming-Wei"),
        Person("Poe", "Edgar A."),
        Person("Blöggs", "Jóe"),
        Person("Berg", "Anna", "van den"),
    )
    assert not record.others
    assert record.editors == (Person("Smith", "Ann"), Person("Jones", "Bob"))
    assert record.year == 2031
    assert record.venue == "Proceedings of the 2031 Conference of the Imaginary Chapter"
    assert record.pages == "4171–4186"
    assert record.doi == "10.9999/v1/N31-1423"
    assert (record.url, record.eprint, record.archive_prefix) == (None, None, None)
    assert record.get("month") == "June"


def test_a_preprint() -> None:
    record = parse((SOUND / "preprint.bib").read_text(encoding="utf-8")).record
    assert record is not None
    assert record.authors == (Person(literal="Imaginary Institute"), Person("Roe", "Richard"))
    assert record.others
    assert (record.eprint, record.archive_prefix) == ("3401.99999", "arXiv")
    assert record.venue == "arXiv"


def test_what_is_absent_or_empty_is_none() -> None:
    record = made("misc", title="", year="in press", doi="{}")
    shown = (record.title, record.year, record.doi, record.venue, record.pages, record.url)
    assert shown == (None, None, None, None, None, None)
    assert record.authors == ()


def test_ids_and_addresses_lose_what_is_written_around_them() -> None:
    record = made(
        "misc",
        doi="https://doi.org/10.9999/a\\_b",
        url="\\url{https://example.org/a\\_b}",
        eprint="{3401.99999}",
    )
    assert record.doi == "10.9999/a_b"
    assert record.url == "https://example.org/a_b"
    assert record.eprint == "3401.99999"


@pytest.mark.parametrize(
    ("values", "venue"),
    [
        ({"booktitle": "{P}roceedings \\& More", "publisher": "Press"}, "Proceedings & More"),
        ({"journal": "Journal of {X}"}, "Journal of X"),
        ({"school": "University of Nowhere"}, "University of Nowhere"),
        ({"institution": "Institute"}, "Institute"),
        ({"publisher": "Imaginary Press"}, "Imaginary Press"),
        ({"howpublished": "Blog"}, "Blog"),
    ],
)
def test_venue(values: dict[str, str], venue: str) -> None:
    assert made("misc", **values).venue == venue


@pytest.mark.parametrize(
    "values",
    [
        {"journal": "arXiv preprint arXiv:3401.99999"},
        {"journal": "ArXiv", "volume": "abs/3401.99999"},
        {"journal": "{CoRR}", "volume": "abs/3401.99999"},
        {"journal": "Computing Research Repository"},
        {"booktitle": "arXiv"},
        {"journal": "arXiv e-prints", "publisher": "Imaginary Library"},
        {"eprint": "3401.99999", "archiveprefix": "arXiv"},
        {"eprint": "3401.99999", "eprinttype": "arxiv"},
        {"publisher": "arXiv", "doi": "10.48550/ARXIV.3401.99999"},
        {"doi": "10.48550/arXiv.3401.99999"},
        {"url": "https://arxiv.org/abs/3401.99999"},
        {"howpublished": "arXiv:3401.99999"},
    ],
)
def test_a_preprint_is_known_by_what_it_names(values: dict[str, str]) -> None:
    assert is_arxiv(made("article", title="T", **values))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"journal": "Journal of X", "eprint": "3401.99999", "archiveprefix": "arXiv"},
        {"booktitle": "Proceedings", "journal": "arXiv"},
        {"booktitle": "Proceedings", "url": "https://arxiv.org/abs/3401.99999"},
        {"school": "University of Nowhere", "note": "arXiv:3401.99999"},
        {"journal": "Corrosion Letters"},
        {"journal": "Arxivology"},
        {"eprint": "99999", "archiveprefix": "PubToy"},
        {"url": "https://example.org/notarxiv.org/x"},
    ],
)
def test_a_published_work_is_not(values: dict[str, str]) -> None:
    assert not is_arxiv(made("article", title="T", **values))


def test_records_are_equal_by_what_they_say() -> None:
    one = parse("@misc{k, title = {a}, year = 2031}").record
    two = parse('\n@MISC{k,\n year = {2031}, Title = "a",}').record
    assert one == two
    assert hash(one) == hash(two)
    assert one != parse("@misc{k, title = {b}, year = 2031}").record
    assert one != parse("@misc{l, title = {a}, year = 2031}").record
    assert one != parse("@misc{k, title = {a}}").record
    assert one != "a record"


def test_records_travel_between_processes() -> None:
    record = parse((SOUND / "conference.bib").read_text(encoding="utf-8")).record
    assert record is not None
    assert record.title
    assert pickle.loads(pickle.dumps(record)) == record
