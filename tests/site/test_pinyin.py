"""Chinese names are found where a reader of Chinese looks: by their sound."""

from __future__ import annotations

import pytest

from atlas.site import pinyin

IN_ORDER = [
    *("Adapter", "albert", "ALBERT base", "BERT", "对比学习", "多语言", "Full Transformer"),
    *("翻译语言模型", "句子顺序预测", "LSTM", "模型压缩", "全词掩码", "Transformer 编码器", "微调"),
    *("下一句预测", "掩码语言模型", "预训练模型", "增强的掩码语言模型", "3 层", "檑木"),
]


def test_names_are_sorted_by_sound() -> None:
    names = IN_ORDER[::-1]
    names.sort(key=pinyin.order)

    assert names == IN_ORDER


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("BERT", "B"),
        ("élan", "E"),
        ("“全词”掩码", "Q"),
        ("(MLM)", "M"),
        ("啊", "A"),
        ("座", "Z"),
        ("掩码", "Y"),
        ("词嵌入", "C"),
        ("2018", "#"),
        ("檑木", "#"),
        ("한국어", "#"),
        ("", "#"),
        ("…", "#"),
    ],
)
def test_the_initial(name: str, letter: str) -> None:
    assert pinyin.initial(name) == letter


@pytest.mark.parametrize(
    ("letter", "characters"),
    [
        ("A", "爱安"),
        ("B", "八编"),
        ("C", "参策"),
        ("E", "二"),
        ("G", "共构"),
        ("H", "含徽"),
        ("J", "交剪"),
        ("N", "内逆"),
        ("O", "欧"),
        ("R", "融软"),
        ("S", "上随"),
        ("W", "无文"),
        ("X", "向循"),
        ("Z", "早蒸注"),
    ],
)
def test_every_section_of_the_standard_has_its_letter(letter: str, characters: str) -> None:
    assert {pinyin.initial(character) for character in characters} == {letter}


def test_a_name_comes_before_one_that_goes_on() -> None:
    names = ["语言模型", "语言", "Language model", "Language", "Language-specific"]

    assert sorted(names, key=pinyin.order) == [
        *("Language", "Language model", "Language-specific"),
        *("语言", "语言模型"),
    ]
