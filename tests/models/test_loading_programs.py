"""The programs of the pages, run: against small checkpoints with random weights, made on the spot.

A folder with the name of the checkpoint stands where the program looks for it, so nothing is asked
of the Hub.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from types import ModuleType

import pytest

from atlas.cards import Card, cards
from atlas.site import loading
from atlas.store import load

pytestmark = pytest.mark.models

KB = Path(__file__).parents[2] / "kb"
CHARACTERS = "今 天 气 很 好 。 . the weather is fine today"
SMALL = {
    **{"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32, "embedding_size": 8},
    **{"num_hidden_layers": 2, "max_position_embeddings": 512, "type_vocab_size": 2},
}

WORDPIECE = ["chinese-bert-wwm", "voidful-albert-chinese-tiny", "bert-base-uncased"]
"""Checkpoints of different families that read a vocab.txt."""


@pytest.fixture(scope="module")
def by_id() -> dict[str, Card]:
    return {card.entry.id: card for card in cards(load(KB))}


@pytest.fixture(params=WORDPIECE)
def card(
    request: pytest.FixtureRequest,
    by_id: dict[str, Card],
    transformers: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Card:
    """A checkpoint, with a small one in its place; the program runs beside it, offline."""
    found = by_id[request.param]
    assert found.load is not None
    assert found.model.hub is not None
    folder = tmp_path / found.model.hub
    folder.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS.split())]
    words += [*dict.fromkeys("".join(CHARACTERS.split()))]
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(words)) + "\n", "utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True}), "utf-8")
    config = transformers.AutoConfig.for_model(
        found.load.model_type, **SMALL, vocab_size=len(dict.fromkeys(words))
    )
    head = getattr(transformers, found.load.masked_lm or found.load.model)
    head(config).save_pretrained(folder)
    (tmp_path / folder.name).symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_ENDPOINT", "unset")  # given back what it was after the test
    return found


def run(program: str) -> str:
    """What a program prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "program.py", "exec"), {})
    return printed.getvalue()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_loads_and_says_its_shape(card: Card, language: str) -> None:
    for make in (loading.program_text, loading.mirrored_text, loading.local_text):
        program = make(card, language)
        assert program is not None
        assert run(program).startswith("torch.Size([1, ")
    assert os.environ["HF_ENDPOINT"] == loading.MIRROR


def test_it_fills_a_mask_in_five_ways(card: Card) -> None:
    program = loading.masked_text(card, "en")
    if card.model.contents.mlm != "trained":
        assert program is None
        return
    assert program is not None
    lines = run(program).splitlines()
    assert len(lines) == 5
    scores = [float(line.split()[-1]) for line in lines]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("other", ["AlbertTokenizer", "RobertaTokenizer", "XLNetTokenizer"])
def test_a_tokenizer_of_another_class_is_noticed(card: Card, other: str) -> None:
    program = loading.program_text(card, "en")
    assert program is not None
    assert "BertTokenizer" in program
    with pytest.raises(AssertionError):
        run(program.replace("BertTokenizer", other))
