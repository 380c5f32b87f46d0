"""A gloss is the first sentence of a text, whole, and marked where it is in the other language."""

from __future__ import annotations

import pytest

from atlas.records import Bilingual
from atlas.site.catalogue import Catalogue
from atlas.site.gloss import first_sentence, gloss, plain_gloss
from atlas.site.sheet import Sheet


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One sentence. Another one.", "One sentence."),
        ("Only one", "Only one"),
        ("Is it? Yes.", "Is it?"),
        ("It has 1.5 million. It grew.", "It has 1.5 million."),
        ("By Qiu et al. 2020 and others. More.", "By Qiu et al. 2020 and others."),
        ("Small, e.g. ALBERT. More.", "Small, e.g. ALBERT."),
        ("As J. Devlin says. More.", "As J. Devlin says."),
        ("A call of `x. Y` ends. More.", "A call of `x. Y` ends."),
        (
            "A [link. With two](term:mlm) sentences. More.",
            "A [link. With two](term:mlm) sentences.",
        ),
        ("It (so it is. Truly) is. More.", "It (so it is. Truly) is."),
        ("He says “so.” Then no more.", "He says “so.”"),
        ("It ends\n  on two lines. More.", "It ends on two lines."),
        ("No stop, vs. a small letter. More.", "No stop, vs. a small letter."),
    ],
)
def test_the_first_sentence_of_english(text: str, sentence: str) -> None:
    assert first_sentence(text, "en") == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("一句话。又一句。", "一句话。"),
        ("只有一句", "只有一句"),
        ("他说“好。”然后走了。", "他说“好。”"),
        ("参数为1.5亿。又涨了。", "参数为1.5亿。"),
        ("掩码（先遮住。再预测）任务。完。", "掩码（先遮住。再预测）任务。"),
        ("用`a。b`表示。完。", "用`a。b`表示。"),
    ],
)
def test_the_first_sentence_of_chinese(text: str, sentence: str) -> None:
    assert first_sentence(text, "zh") == sentence


def test_a_gloss_keeps_links_and_says_its_language(filled: Catalogue) -> None:
    text = Bilingual(en="Of [one](term:one), a concept. More.")

    assert gloss(Sheet(filled, "en", "glossary/"), text) == (
        'Of <a href="../taxonomy/one/">one</a>, a concept.'
    )
    sheet = Sheet(filled, "zh", "glossary/")
    assert plain_gloss(sheet, text) == '<span lang="en">Of one, a concept.</span>'
    assert gloss(sheet, None) == ""


def test_a_gloss_is_escaped(filled: Catalogue) -> None:
    sheet = Sheet(filled, "en", "glossary/")
    text = Bilingual(en="A <b>bold</b> one. More.")

    assert plain_gloss(sheet, text) == "A &lt;b&gt;bold&lt;/b&gt; one."
    assert gloss(sheet, text) == "A &lt;b&gt;bold&lt;/b&gt; one."
