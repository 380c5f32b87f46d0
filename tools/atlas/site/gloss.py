"""Glosses: the first sentence of a text, where a list has room for one."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from atlas.records import Bilingual
from atlas.site.prose import one_line, plain
from atlas.site.sheet import Sheet

# What may stand between a sentence and the next: after a Chinese full stop
# nothing, after a Latin one a space and then no small letter.
_ENDS = {
    "zh": re.compile(r"[。！？][”’」』）]*"),
    "en": re.compile(r"[.!?][\"')\]”’]*(?= [^a-z ])"),
}
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:al|cf|e\.g|ed|eds|eq|etc|fig|i\.e|no|p|pp|resp|sec|st|vs))\.$", re.IGNORECASE
)


def first_sentence(text: str, language: str) -> str:
    """The first sentence of a text in this language, as it was written; all, where it has one.

    A sentence does not end inside a span of code, a bracket or the words of a
    link, nor after a common abbreviation.
    """
    line = one_line(text, language)
    for end in _ENDS["zh" if language == "zh" else "en"].finditer(line):
        sentence = line[: end.end()]
        is_whole = sentence.count("`") % 2 == 0 and all(
            sentence.count(opening) <= sentence.count(closing)
            for opening, closing in ("[]", "()", "（）", "“”")
        )
        if is_whole and not _ABBREVIATED.search(sentence):
            return sentence
    return line


def gloss(sheet: Sheet, text: Bilingual | None) -> Markup:
    """The first sentence for readers of the page, with its links."""
    if text is None:
        return Markup("")
    told, told_in = text.told(sheet.language)
    return sheet.marked(sheet.prose(first_sentence(told, told_in), told_in), told_in)


def plain_gloss(sheet: Sheet, text: Bilingual) -> Markup:
    """The same without links, for lists in which every name is one."""
    told, told_in = text.told(sheet.language)
    return sheet.marked(escape(plain(first_sentence(told, told_in), told_in)), told_in)
