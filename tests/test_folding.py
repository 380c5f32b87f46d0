"""What counts as the same word written in another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.folding import fold, fold_letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Whole-Word Masking", "whole_word  masking"),
        ("ＢＥＲＴ－ｗｗｍ", "bert-wwm"),
        ("預訓練模型", "预训练模型"),
        ("全詞掩碼", "全词掩码"),
        ("反覆", "反复"),
        ("瞭解", "了解"),
        ("薴", "苎"),
        ("Straße", "STRASSE"),
        ("e\u0301", "É"),
        ("pre–training", "pre−training"),
        ("RoBERTa\u3000wwm", "roberta wwm"),
    ],
)
def test_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("BERT", "BART"), ("C++", "C"), ("掩码", "掩盖"), ("T5.1", "T51"), ("é", "e")],
)
def test_are_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_words_stay_apart_where_they_are_wanted() -> None:
    assert fold_letters("Ｗhole-Word 預訓練 Masking") == "whole-word 预训练 masking"
    assert fold("Ｗhole-Word 預訓練 Masking") == "wholeword预训练masking"


def test_names_of_joiners_alone_fold_to_nothing() -> None:
    assert fold(" -_– ") == ""


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_letters(fold_letters(text)) == fold_letters(text)


@given(st.text(), st.text())
def test_case_and_joints_never_count(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == fold(f"{one}-{other}") == fold(f"{one}_{other}")
