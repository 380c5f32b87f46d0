"""The committed list of transformers classes, and the questions it answers."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from atlas.arithmetic import ARCHITECTURES
from atlas.records.family import Load, TokenizerKind
from atlas.transformers_classes import ANY_KIND, LIST, Listing, as_text, load

SMALL = Listing(
    transformers="9.9.9",
    made=date(2026, 11, 22),
    models=frozenset({"BertModel", "BertForMaskedLM", "AutoModel"}),
    tokenizers={"BertTokenizer": "wordpiece", "AutoTokenizer": "any", "OddTokenizer": "unknown"},
    model_types={"bert": {"config": "BertConfig", "model": "BertModel"}},
)


@pytest.fixture(scope="module")
def committed() -> Listing:
    return load(LIST)


def test_a_list_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(as_text(SMALL), encoding="utf-8")
    assert load(path) == SMALL


def test_a_name_stands_on_a_line_of_its_own() -> None:
    assert as_text(SMALL).splitlines()[3:8] == [
        ' "models": [',
        '  "AutoModel",',
        '  "BertForMaskedLM",',
        '  "BertModel"',
        " ],",
    ]


def test_the_committed_list_is_as_it_would_be_written(committed: Listing) -> None:
    assert LIST.read_text(encoding="utf-8") == as_text(committed)
    assert LIST.stat().st_size < 300_000


@pytest.mark.parametrize(
    ("tokenizer", "kind", "answer"),
    [
        ("BertTokenizer", "wordpiece", True),
        ("BertTokenizer", "unigram", False),
        ("BertTokenizer", "unknown", None),
        ("AutoTokenizer", "byte-level bpe", True),
        ("OddTokenizer", "wordpiece", None),
        ("NoTokenizer", "wordpiece", None),
    ],
)
def test_which_vocabulary_a_class_reads(tokenizer: str, kind: str, answer: bool | None) -> None:
    assert SMALL.reads(tokenizer, kind) is answer


def test_the_class_of_a_role() -> None:
    assert SMALL.class_of("bert", "model") == "BertModel"
    assert SMALL.class_of("bert", "seq2seq_lm") is None
    assert SMALL.class_of("nezha", "model") is None


def test_names_like_a_misspelt_one(committed: Listing) -> None:
    assert committed.models_like("BERTModel")[0] == "BertModel"
    assert committed.models_like("AlbertForMaskedLm")[0] == "AlbertForMaskedLM"
    assert committed.tokenizers_like("BertTokeniser")[0] == "BertTokenizer"
    assert committed.model_types_like("xlm_roberta")[0] == "xlm-roberta"
    assert committed.models_like("zzz") == ()
    assert len(committed.models_like("BertFor")) <= 3


def test_the_chinese_albert_trap_shows_in_the_list(committed: Listing) -> None:
    assert committed.class_of("albert", "tokenizer") == "AlbertTokenizer"
    assert committed.reads("AlbertTokenizer", "wordpiece") is False
    assert committed.reads("BertTokenizer", "wordpiece") is True
    assert committed.reads("BertTokenizerFast", "wordpiece") is True


@pytest.mark.parametrize(
    ("tokenizer", "kind"),
    [
        ("BertTokenizer", "wordpiece"),
        ("DistilBertTokenizer", "wordpiece"),
        ("ElectraTokenizer", "wordpiece"),
        ("AlbertTokenizer", "unigram"),
        ("XLMRobertaTokenizer", "unigram"),
        ("XLNetTokenizer", "unigram"),
        ("T5Tokenizer", "unigram"),
        ("OpenAIGPTTokenizer", "bpe"),
        ("GPT2Tokenizer", "byte-level bpe"),
        ("RobertaTokenizer", "byte-level bpe"),
        ("BartTokenizer", "byte-level bpe"),
    ],
)
def test_kinds_of_the_tokenizers_we_write_about(
    committed: Listing, tokenizer: str, kind: str
) -> None:
    assert committed.tokenizers[tokenizer] == kind
    assert committed.tokenizers[f"{tokenizer}Fast"] == kind


def test_kinds_are_those_an_entry_may_state(committed: Listing) -> None:
    assert {*committed.tokenizers.values()} - {ANY_KIND} <= {*get_args(TokenizerKind)}


def test_roles_are_those_an_entry_may_state(committed: Listing) -> None:
    roles = {role for classes in committed.model_types.values() for role in classes}
    assert roles - {"config", "tokenizer"} <= {*Load.model_fields}


@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_every_architecture_is_listed_with_classes_that_exist(
    committed: Listing, model_type: str
) -> None:
    classes = dict(committed.model_types[model_type])
    assert classes.pop("config").endswith("Config")
    assert committed.tokenizers[classes.pop("tokenizer")]
    assert "model" in classes
    assert {*classes.values()} <= committed.models


def test_what_is_gone_is_not_listed(committed: Listing) -> None:
    for gone in ("TFBertModel", "FlaxBertModel", "AutoModelWithLMHead", "NezhaModel"):
        assert gone not in committed.models
    assert "nezha" not in committed.model_types


def test_nothing_abstract_is_listed(committed: Listing) -> None:
    names = committed.models | {*committed.tokenizers}
    assert {name for name in names if name.endswith("PreTrainedModel")} == set()
    assert "PreTrainedTokenizer" not in names


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"transformers": "5"}), encoding="utf-8")
    with pytest.raises(KeyError, match="made"):
        load(path)


def test_a_listing_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SMALL.transformers = "1"  # type: ignore[misc]  # that it cannot is what is tested
