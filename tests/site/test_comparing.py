"""A comparison is drawn from its table: the same numbers, on one scale."""

from __future__ import annotations

import re

import pytest
from tests.site.html_pages import Element, read_html

from atlas.records import Bilingual, Comparison, Kind
from atlas.site import comparing
from atlas.site.addresses import LANGUAGES, page_of
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet

BERT, ALBERT = "bert-base-uncased", "albert-base-v2"
READS = Bilingual(en="The same work.", zh="计算量相同。")


def drawn(catalogue: Catalogue, models: tuple[str, ...], language: str = "en") -> Element:
    entry = catalogue.kb.get(Kind.FAMILY, "albert") or catalogue.kb.of(Kind.FAMILY)[0]
    sheet = Sheet(catalogue, language, page_of(entry.key), entry)
    return read_html(comparing.figure(sheet, Comparison(models=models, reads=READS)))


def rows(figure: Element) -> dict[str, list[str]]:
    return {
        row.all("th")[0].words(): [cell.words() for cell in row.all("td")]
        for row in figure.all("tr")
        if row.all("th", scope="row")
    }


def test_the_table_says_what_the_configs_compute_to(real: Catalogue) -> None:
    table = rows(drawn(real, (BERT, ALBERT)))

    sizes = [real.cards[model].sizes for model in (BERT, ALBERT)]
    assert table["All parameters"] == [f"{s.parameters:,}" for s in sizes if s]
    assert table["Multiply-adds per token in the layers"] == [
        f"{s.macs_per_token:,}" for s in sizes if s
    ]
    # The same work, and the parts of each add up.
    assert len(set(table["Multiply-adds per token in the layers"])) == 1
    *parts, whole, _ = table.values()
    for column in (0, 1):
        counts = [int(part[column].replace(",", "")) for part in parts]
        assert sum(counts) == int(whole[column].replace(",", ""))


def test_bars_are_on_one_scale(real: Catalogue) -> None:
    bars = [e for e in drawn(real, (BERT, ALBERT)).all("div") if e.attributes["class"] == "bar"]
    lengths = [float(bar.attributes["style"].removeprefix("--part:")) for bar in bars]

    counts = [real.cards[model].sizes for model in (BERT, ALBERT)]
    bert, albert = (s.parameters for s in counts if s and s.parameters)
    assert lengths == [1, 1, pytest.approx(albert / bert, abs=1e-4), 1]
    # A bar of parameters is of parts as long as their numbers.
    for bar, count in ((bars[0], bert), (bars[2], albert)):
        grow = [int(i.attributes["style"].removeprefix("flex-grow:")) for i in bar.all("i")]
        assert sum(grow) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_is_for_the_eye_and_the_table_for_all(real: Catalogue, language: str) -> None:
    figure = drawn(real, (BERT, ALBERT), language)

    (drawing,) = [e for e in figure.all("div") if e.attributes["class"] == "beside__drawing"]
    assert drawing.attributes["aria-hidden"] == "true"
    assert len(figure.all("table")) == 1
    (said,) = figure.all("figcaption")
    assert said.words() == READS.best(language)


def test_each_checkpoint_is_named_with_a_link(real: Catalogue) -> None:
    heads = drawn(real, (BERT, ALBERT)).all("th", scope="col")

    assert [a.attributes["href"] for head in heads for a in head.all("a")] == [
        f"../../models/{BERT}/",
        f"../../models/{ALBERT}/",
    ]


def test_what_is_not_known_is_said_to_be(sparse: Catalogue) -> None:
    figure = drawn(sparse, ("one", "two"))

    assert rows(figure) == {
        "All parameters": ["unknown"] * 2,
        "Multiply-adds per token in the layers": ["unknown"] * 2,
    }
    assert not re.search(r"\d", figure.words())


def test_a_checkpoint_that_is_not_there_is_left_out(real: Catalogue) -> None:
    assert len(drawn(real, (BERT, "no-such-model")).all("th", scope="col")) == 1
    assert drawn(real, ("no-such-model",)).parts == []


def test_a_model_shows_the_comparisons_it_stands_in(real: Catalogue) -> None:
    entry = real.kb.get(Kind.MODEL, ALBERT)
    assert entry is not None
    sheet = Sheet(real, "en", page_of(entry.key), entry)

    found = comparing.of_model(sheet, entry)

    assert [family.id for family, _ in found] == ["albert"]
    assert all(ALBERT in comparison.models for _, comparison in found)
