"""Where an entry and the Hub disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.hub_sync.conftest import ROOT

from atlas.cards import card
from atlas.hub.drift import drift
from atlas.records import HubFacts, Kind
from atlas.store import KnowledgeBase, load

IN_STEP: dict[str, Any] = {
    "id": "marsupial/quokka-base",
    "_id": "000000000000000000000001",
    "state": "ok",
    "observed": "2031-07-01",
    "sha": "0" * 40,
    "license": "licenseref-quokka",
    "config": {"model_type": "bert", "hidden_size": 64, "tokenizer_class": "BertTokenizerFast"},
    "tokenizer_files": ("vocab.txt",),
    "arxiv": ("1910.09700",),
}


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(ROOT / "tests" / "data" / "kb")


def told(kb: KnowledgeBase, entry_id: str, **changes: Any) -> list[tuple[str, str, Any, Any]]:
    entry = kb.get(Kind.MODEL, entry_id)
    assert entry is not None
    facts = HubFacts(**{**IN_STEP, **changes})
    return [(f.code, f.words, f.here, f.there) for f in drift(kb, card(kb, entry), facts)]


def test_in_step(kb: KnowledgeBase) -> None:
    assert told(kb, "quokka-base") == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        (
            {"license": "mit"},
            (
                "licence-differs",
                "the card states another licence than the entry has for the weights",
                "LicenseRef-Quokka",
                "mit",
            ),
        ),
        (
            {"tokenizer_files": ("spiece.model", "tokenizer.json")},
            (
                "tokenizer-files-differ",
                "BertTokenizer needs files that are not there",
                "vocab.txt",
                "spiece.model, tokenizer.json",
            ),
        ),
        (
            {"tokenizer_files": ()},
            (
                "tokenizer-files-differ",
                "BertTokenizer needs files that are not there",
                "vocab.txt",
                "none",
            ),
        ),
        (
            {"config": {"tokenizer_class": "AlbertTokenizer"}},
            (
                "config-differs",
                "its configuration names another tokenizer",
                "BertTokenizer",
                "AlbertTokenizer",
            ),
        ),
        (
            {"config": {"model_type": "albert"}},
            ("config-differs", "model_type is another in its config.json", "bert", "albert"),
        ),
        (
            {"config": {"hidden_size": 128}},
            ("config-differs", "hidden_size is another in its config.json", "64", "128"),
        ),
        (
            {"base_models": ({"id": "someone/else", "relation": "finetune"},)},
            (
                "base-model-differs",
                "the card names an origin that the entry does not",
                "none",
                "someone/else (finetune)",
            ),
        ),
        (
            {"arxiv": ("2012.00001",)},
            (
                "paper-differs",
                "the card links none of the family's papers",
                "{paper}",
                "2012.00001",
            ),
        ),
    ],
)
def test_out_of_step(
    changes: dict[str, Any], finding: tuple[str, str, str, str], kb: KnowledgeBase
) -> None:
    paper = kb.get(Kind.PAPER, "burrow-2031-quokka")
    assert paper is not None
    arxiv = getattr(paper.record, "arxiv", None)
    code, words, here, there = finding
    assert told(kb, "quokka-base", **changes) == [(code, words, here.format(paper=arxiv), there)]


@pytest.mark.parametrize(
    ("percent", "is_told"), [(94, True), (96, False), (104, False), (106, True)]
)
def test_sizes_more_than_five_percent_apart(percent: int, is_told: bool, kb: KnowledgeBase) -> None:
    entry = kb.get(Kind.MODEL, "quokka-base")
    assert entry is not None
    sizes = card(kb, entry).sizes
    assert sizes is not None
    assert sizes.parameters is not None
    stored = sizes.parameters * percent // 100
    findings = told(kb, "quokka-base", safetensors={"F32": stored, "I64": 10**9})
    words = "the safetensors hold over 5 % more or less than the config computes to"
    expected = ("size-differs", words, f"{sizes.parameters:,}", f"{stored:,}")
    assert findings == ([expected] if is_told else [])


def test_an_origin_that_the_entry_names_too(kb: KnowledgeBase) -> None:
    known = ({"id": "Marsupial/Quokka-Base"},)
    small = kb.get(Kind.MODEL, "quokka-small")
    assert small is not None
    findings = told(kb, "quokka-small", base_models=known)
    assert [f for f in findings if f[0] == "base-model-differs"] == []


def test_facts_of_a_state_alone_tell_nothing(kb: KnowledgeBase) -> None:
    assert told(kb, "quokka-base", sha=None, license="mit") == []


def test_the_test_data_is_there(kb: KnowledgeBase) -> None:
    assert isinstance(kb.root, Path)
    assert kb.get(Kind.MODEL, "quokka-base") is not None
