"""Folding: the same word written in another way becomes the same text.

``Whole-Word Masking`` and ``whole word masking``, ``ＢＥＲＴ`` and ``bert``,
``預訓練`` and ``预训练`` are one to a reader; rules that look for duplicates and
the search need them to be one to a program. The folded text is a key to
compare with, never something to show.

Traditional characters become simplified ones by OpenCC's table of single
characters (``TSCharacters.txt``), without its phrases: a key must not depend on
a character's neighbours. Where the table leaves a choice between the character
itself and another, the other is taken, so that 反覆 meets 反复.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_JOINERS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212_"))
"""Hyphens, dashes, the minus sign and the underscore, for :meth:`str.translate` to delete."""


def fold(text: str) -> str:
    """The key of a name: :func:`fold_letters`, without white space, hyphens and underscores."""
    joined = "".join(fold_letters(text).split()).translate(_JOINERS)
    # What stood on both sides of a hyphen may be one character now that it is gone.
    return joined if joined.isascii() else unicodedata.normalize("NFKC", joined)


def fold_letters(text: str) -> str:
    """The text with case, width, and simplified or traditional writing folded.

    Words stay apart, so that what is folded can still be cut into words.
    """
    if text.isascii():
        return text.lower()
    # Folding case may leave what NFKC writes otherwise, hence the second pass.
    wide = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", wide).translate(_simplified())


def traditional() -> Iterable[str]:
    """The characters that become another one because they are traditional."""
    return map(chr, _simplified())


@cache
def _simplified() -> Mapping[int, str]:
    table = files("opencc") / "dictionary" / "TSCharacters.txt"
    choices = (line.split() for line in table.read_text(encoding="utf-8").splitlines())
    direct = {
        character: next((other for other in others if other != character), character)
        for character, *others in choices
    }
    # One entry of the table leads to another one (薴 to 苧 to 苎): follow it to its end.
    return {ord(before): direct.get(after, after) for before, after in direct.items()}
