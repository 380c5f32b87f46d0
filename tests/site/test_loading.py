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
from atlas.site.loading import local_text, masked_text, mirrored_text, program_text
from atlas.site.pages import pages
from atlas.store import Entry, load

PROGRAMS = {
    "main": program_text,
    "masks": masked_text,
    "mirror": mirrored_text,
    "folder": local_text,
}


def programs(catalogue: Catalogue, name: str, language: str) -> dict[str, str]:
    """A program of each checkpoint that has one."""
    made = ((card.entry.id, PROGRAMS[name](card, language)) for card in catalogue.cards.values())
    return {model: text for model, text in made if text is not None}


def imported(tree: ast.Module) -> set[str]:
    return {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "transformers"
        for alias in node.names
    }


def texts_of(tree: ast.Module) -> set[object]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_of_the_real_models_is_one(real: Catalogue, name: str, language: str) -> None:
    loadable = {card.entry.id for card in real.cards.values() if card.model.hub and card.load}
    made = programs(real, name, language)
    assert made
    for model, program in made.items():
        card = real.cards[model]
        compile(program, f"{model}.py", "exec")
        tree = ast.parse(program)
        assert card.load is not None
        assert card.tokenizer is not None
        head = card.load.masked_lm if name == "masks" else card.load.model
        assert imported(tree) == {head, card.tokenizer.class_}
        # What is imported is used, and nothing is used that is not there.
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert imported(tree) <= names
        place = f"./{str(card.model.hub).rpartition('/')[2]}" if name == "folder" else None
        assert (place or card.model.hub) in texts_of(tree)
        longest = card.sizes.max_input_tokens if card.sizes else None
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        cut = {
            word.arg: ast.literal_eval(word.value)
            for call in calls
            for word in call.keywords
            if word.arg in ("truncation", "max_length")
        }
        # A text that is too long is cut wherever the config says how long it may be.
        assert cut == ({"truncation": True, "max_length": longest} if longest else {}), model
    if name == "masks":
        assert made.keys() == {
            card.entry.id
            for card in real.cards.values()
            if card.model.hub and card.load and card.load.masked_lm
            if card.model.contents.mlm == "trained"
        }
    else:
        assert made.keys() == loadable


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mirror_is_set_before_anything_else_is_imported(real: Catalogue, language: str) -> None:
    for program in programs(real, "mirror", language).values():
        first, second, *rest = ast.parse(program).body
        assert ast.unparse(first) == "import os"
        assert ast.unparse(second) == "os.environ['HF_ENDPOINT'] = 'https://hf-mirror.com'"
        assert isinstance(rest[0], ast.ImportFrom)
        # Why it stands there is said right above it.
        lines = program.splitlines()
        assert lines[2].startswith("# ")
        assert lines.index('os.environ["HF_ENDPOINT"] = "https://hf-mirror.com"') == 4


def test_a_folder_is_read_without_asking_the_hub(real: Catalogue) -> None:
    for program in programs(real, "folder", "en").values():
        loads = [
            node
            for node in ast.walk(ast.parse(program))
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".from_pretrained")
        ]
        assert [ast.unparse(call).partition("(")[2] for call in loads] == [
            "folder, local_files_only=True)"
        ] * 2


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_two_languages_differ_in_comments_only(real: Catalogue, name: str) -> None:
    english, chinese = (programs(real, name, language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    for model, program in english.items():
        assert ast.dump(ast.parse(program)) == ast.dump(ast.parse(chinese[model]))
        assert not re.search(r"#.*[\u4e00-\u9fff]", program)
        assert re.search(r"#.*[\u4e00-\u9fff]", chinese[model])


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

    for make in (program_text, mirrored_text, local_text):
        assert make(changed(card, load=classes), "en") is None
        assert make(changed(card, tokenizer=tokenizer), "en") is None
        assert make(card, "en") is not None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_head_that_is_no_name_fills_no_mask(card: Card, name: str) -> None:
    assert card.load is not None
    trained = card.model.contents.model_copy(update={"mlm": "trained"})
    sound = card.load.model_copy(update={"masked_lm": "BertForMaskedLM"})
    hostile = card.load.model_copy(update={"masked_lm": name})

    assert masked_text(changed(card, load=hostile, contents=trained), "en") is None
    assert masked_text(changed(card, load=sound, contents=trained), "en") is not None


@pytest.mark.parametrize("state", ["absent", "untrained", "unknown"])
def test_a_head_that_is_not_known_to_be_trained_is_not_shown_at_work(
    card: Card, state: str
) -> None:
    assert card.load is not None
    contents = card.model.contents.model_copy(update={"mlm": state})
    load = card.load.model_copy(update={"masked_lm": "BertForMaskedLM"})

    assert masked_text(changed(card, load=load, contents=contents), "en") is None


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
