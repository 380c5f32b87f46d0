"""What appeared when: as far as sources say it, in order, with nothing left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.site.html_pages import read_html

from atlas.records import Kind
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet
from atlas.site.years import day, drawing, undated, years
from atlas.store import load

SUMMARY = {"en": "A text."}


def catalogue(
    folder: Path, papers: dict[str, dict[str, Any]], models: dict[str, tuple[str, str | None]]
) -> Catalogue:
    """Papers with these fields; models with their family and the release that is claimed."""
    for name in ("papers", "families", "models"):
        (folder / name).mkdir(parents=True)

    def write(kind: str, name: str, record: dict[str, Any]) -> None:
        (folder / kind / f"{name}.yml").write_text(json.dumps(record), encoding="utf-8")

    for name, fields in papers.items():
        year = fields.pop("year", None)
        bibtex = f"@misc{{{name}, title={{T}}, author={{A}}{f', year={{{year}}}' if year else ''}}}"
        write("papers", name, {"bibtex": bibtex, "summary": SUMMARY, **fields})
    for family in {family for family, _ in models.values()}:
        write("families", family, {"name": {"en": family}, "summary": SUMMARY})
    for name, (family, released) in models.items():
        claim = {"what": "release", "value": released, "source": "s", "where": "here"}
        record = {"name": name, "family": family, "summary": SUMMARY}
        if released:
            record |= {"claims": [claim], "sources": {"s": {"url": "https://example.org/"}}}
        write("models", name, record)
    kb = load(folder, shown=Path("kb"))
    assert kb.problems == ()
    return Catalogue(kb)


def told(there: Catalogue) -> list[tuple[int, list[tuple[str, list[str]]]]]:
    return [
        (year.number, [(e.date, [entry.id for entry in e.entries]) for e in year.events])
        for year in years(there)
    ]


def test_years_are_told_in_order_without_a_gap(tmp_path: Path) -> None:
    there = catalogue(
        tmp_path,
        {"late": {"year": 2021}, "early": {"year": 2019, "arxiv": "1810.04805"}},
        {
            "b": ("one", "30 December 2018"),
            "a": ("one", "2018-12-30"),
            "other": ("two", "2018-12-30"),
            "month": ("one", "December 2018"),
            "year": ("one", "2018"),
            "never": ("one", None),
        },
    )

    assert told(there) == [
        (
            2018,
            [
                ("2018-10", ["early"]),
                ("2018-12-30", ["a", "b"]),
                ("2018-12-30", ["other"]),
                ("2018-12", ["month"]),
                ("2018", ["year"]),
            ],
        ),
        (2019, []),
        (2020, []),
        (2021, [("2021", ["late"])]),
    ]
    assert [entry.id for entry in undated(there)] == ["never"]
    first = years(there)[0]
    assert (first.count(Kind.PAPER), first.count(Kind.MODEL)) == (1, 5)


def test_nothing_dated_is_no_year(tmp_path: Path) -> None:
    there = catalogue(tmp_path, {"undated": {}}, {})

    assert years(there) == []
    assert [entry.id for entry in undated(there)] == ["undated"]


def test_a_day_is_said_as_far_as_it_is_known(filled: Catalogue) -> None:
    english, chinese = Sheet(filled, "en", "years/"), Sheet(filled, "zh", "years/")

    for date, in_english, in_chinese in (
        ("2018", "", ""),
        ("2018-10", "Oct", "10月"),
        ("2019-06-02", "2 Jun", "6月2日"),
    ):
        assert (day(english, date), day(chinese, date)) == (in_english, in_chinese)


def test_the_drawing_repeats_the_numbers(tmp_path: Path) -> None:
    models = {"a": ("one", "2019"), "b": ("one", "2019"), "c": ("one", "2021")}
    there = catalogue(tmp_path, {"p": {"year": 2019}}, models)

    shown = read_html(drawing(Sheet(there, "en", "years/"), years(there)))

    columns = shown.all("div")
    assert [column.words() for column in columns] == ["122019", "2020", "12021"]
    heights = [each.attributes["style"] for each in columns[0].all("i")]
    assert heights == ["height:50.0%", "height:100.0%"]
    assert [a.attributes["href"] for a in shown.all("a")] == ["#y2019", "#y2021"]


def test_every_paper_and_model_is_told_or_undated(real: Catalogue) -> None:
    dated = [entry for year in years(real) for event in year.events for entry in event.entries]

    every = {*(e.key for e in real.kb.of(Kind.PAPER)), *(e.key for e in real.kb.of(Kind.MODEL))}
    assert len(dated) + len(undated(real)) == len(every)
    assert {entry.key for entry in (*dated, *undated(real))} == every
