"""The program that loads a checkpoint is one, and says what the entry says."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from tests.site.entries import write_kb
from tests.site.html_pages import read_page

from atlas.cards import Card
from atlas.site.addresses import LANGUAGES
from atlas.site.catalogue import Catalogue
from atlas.site.loading import program_text
from atlas.site.pages import pages
from atlas.store import Entry, load


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_program_of_the_real_models_is_one(real: Catalogue, language: str) -> None:
    programs = {
        card.entry.id: text
        for card in real.cards.values()
        if (text := program_text(card, language))
    }

    on_the_hub = {card.entry.id for card in real.cards.values() if card.model.hub}
    assert programs.keys() == on_the_hub
    for model, program in programs.items():
        card = real.cards[model]
        tree = ast.parse(program)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert card.load is not None
        assert card.tokenizer is not None
        assert {card.load.model, card.tokenizer.class_} <= names
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert card.model.hub in texts
        config = card.model.config.given() if card.model.config else {}
        assert config.get("vocab_size") in texts


def test_the_two_languages_differ_in_comments_only(real: Catalogue) -> None:
    for card in real.cards.values():
        english, chinese = (program_text(card, language) for language in LANGUAGES)
        if english and chinese:
            assert ast.dump(ast.parse(english)) == ast.dump(ast.parse(chinese))
            assert not re.search(r"#.*[\u4e00-\u9fff]", english)


@pytest.fixture
def card(filled: Catalogue) -> Card:
    return filled.cards["one"]


def changed(card: Card, **update: object) -> Card:
    entry = Entry(card.entry.key, card.model.model_copy(update=update), card.entry.document)
    return Card(entry, card.family_entry)


HOSTILE = [
    "BertModel; import os",
    "BertModel\nimport os",
    'x"); import os; ("',
    "os.system",
    "1Model",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_class_that_is_no_name_makes_no_program(card: Card, name: str) -> None:
    assert card.load is not None
    assert card.tokenizer is not None
    classes = card.load.model_copy(update={"model": name})
    tokenizer = card.tokenizer.model_copy(update={"class_": name})

    assert program_text(changed(card, load=classes), "en") is None
    assert program_text(changed(card, tokenizer=tokenizer), "en") is None
    assert program_text(card, "en") is not None


def test_there_is_no_program_without_what_it_needs(card: Card, sparse: Catalogue) -> None:
    assert program_text(changed(card, hub=None), "en") is None
    assert sparse.cards["one"].load is None
    assert program_text(sparse.cards["one"], "en") is None
    assert program_text(changed(sparse.cards["one"], hub="owner/one"), "en") is None


def test_a_page_says_why_there_is_no_program(tmp_path: Path, docs: Path) -> None:
    folder = write_kb(tmp_path / "kb", sparse=True)
    file = folder / "models" / "one.yml"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "hub": "owner/one"}))

    made = pages(Catalogue(load(folder, shown=Path("kb"))), "en", docs, ())

    said = {name: read_page(made[f"models/{name}.md"])[1].words() for name in ("one", "two")}
    assert "No source that we read says which classes load it." in said["one"]
    assert "There is no repository for this checkpoint" not in said["one"]
    assert "There is no repository for this checkpoint" in said["two"]
