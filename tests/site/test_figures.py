"""Numbers on a model's page are those of its card, and what disagrees is said."""

from __future__ import annotations

import pytest
from tests.site.html_pages import read_html

from atlas.arithmetic import bytes_by_dtype
from atlas.cards import Card
from atlas.records import Bilingual
from atlas.site import figures
from atlas.site.addresses import LANGUAGES, page_of
from atlas.site.catalogue import Catalogue
from atlas.site.figures import megabytes
from atlas.site.sheet import Sheet
from atlas.store import Entry


def sheet_of(catalogue: Catalogue, model: str, language: str = "en") -> tuple[Sheet, Card]:
    card = catalogue.cards[model]
    return Sheet(catalogue, language, page_of(card.entry.key), card.entry), card


def changed(card: Card, **update: object) -> Card:
    entry = Entry(card.entry.key, card.model.model_copy(update=update), card.entry.document)
    return Card(entry, card.family_entry)


def claiming(card: Card, value: str, note: str | None = None) -> Card:
    claim = next(claim for claim in card.model.claims if claim.what == "parameters")
    said = Bilingual(en=note, zh=note) if note else None
    return changed(card, claims=(claim.model_copy(update={"value": value, "note": said}),))


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("110M", ""),
        ("104.1M", ""),  # 4.9 % below
        ("100M", "100M is 9 % below the computed number. A note."),
        ("120M", "120M is 10 % above the computed number. A note."),
        ("1.1亿", ""),
        ("many", ""),
    ],
)
def test_a_claim_far_off_is_said_to_be(real: Catalogue, value: str, remark: str) -> None:
    sheet, card = sheet_of(real, "bert-base-uncased")

    voices = read_html(figures.voices(sheet, claiming(card, value, "A note.")))

    said = [p.words() for p in voices.all("p") if p.attributes["class"] == "differ"]
    assert said == ([remark] if remark else [])
    # A note is shown in any case.
    assert "A note." in voices.words()


def test_three_voices_are_side_by_side(filled: Catalogue) -> None:
    sheet, card = sheet_of(filled, "one")
    assert card.sizes is not None
    assert card.sizes.parameters is not None

    voices = read_html(figures.voices(sheet, card))

    (claimed, computed, reported) = [dd.words() for dd in voices.all("dd")]
    assert claimed.startswith("text at model one claims 0 value")
    assert computed.startswith(f"{card.sizes.parameters:,}")
    assert reported.startswith("12")  # the dtypes of its safetensors file, added up


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_said_is_said_to_be_unknown(sparse: Catalogue, language: str) -> None:
    sheet, card = sheet_of(sparse, "one", language)

    voices = read_html(figures.voices(sheet, card))

    assert [span.attributes["class"] for span in voices.all("span")] == ["unknown"] * 3


@pytest.mark.parametrize(
    ("language", "what", "printed", "said"),
    [
        ("en", "release", "2019年6月20日", "2019-06-20"),
        ("en", "parameters", "1.1亿", "110,000,000"),
        ("en", "training time", "数周", ""),
        ("en", "release", "June 2019", ""),
        ("zh", "release", "2019年6月20日", ""),
    ],
)
def test_a_date_or_a_count_in_chinese_is_said_in_figures(
    filled: Catalogue, language: str, what: str, printed: str, said: str
) -> None:
    assert figures.gloss(Sheet(filled, language, "status/"), what, printed) == said


def test_sources_that_claim_the_same_share_a_figure(real: Catalogue) -> None:
    sheet, card = sheet_of(real, "bert-base-uncased")
    claim = next(claim for claim in card.model.claims if claim.what == "parameters")
    others = [claim.model_copy(update={"where": where}) for where in ("here", "there")]

    voices = read_html(figures.voices(sheet, changed(card, claims=tuple(others))))

    (said,) = voices.all("dd", **{"class": "claims"})
    assert [fig.words() for fig in said.all("span", **{"class": "fig"})] == ["110M"]
    assert [mark.words() for mark in said.all("sup")] == ["1", "2"]


def test_parts_add_up(real: Catalogue) -> None:
    for model, card in real.cards.items():
        if card.sizes is None or card.sizes.parameters is None:
            continue
        sheet, _ = sheet_of(real, model)
        table = read_html(figures.block_bar(sheet, card.sizes))
        counts = [int(row.all("td")[0].words().replace(",", "")) for row in table.all("tr")]
        assert sum(counts[:-1]) == counts[-1] == card.sizes.parameters, model
        bars = [i.attributes["style"] for i in table.all("i") if "style" in i.attributes]
        assert bars == [f"flex-grow:{count}" for count in counts[:-1]]


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (437_928_960, "438"),
        (16_336_128, "16.3"),
        (4_084_032, "4.08"),
        (99_950_000, "100"),
        (1_300_000_000, "1,300"),
        (312_000, "0.312"),
    ],
)
def test_megabytes_have_three_figures(count: int, shown: str) -> None:
    assert megabytes(count) == shown


def test_memory_is_that_of_each_type(real: Catalogue) -> None:
    sheet, _ = sheet_of(real, "bert-base-uncased")

    line = read_html(figures.memory(sheet, 109_482_240)).words()

    for dtype, count in bytes_by_dtype(109_482_240).items():
        (part,) = [part for part in line.split(", ") if dtype in part.split()]
        assert part.startswith(f"{megabytes(count)}MB")
