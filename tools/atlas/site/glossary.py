"""The glossary: all terms under the letter that a reader of the page looks for."""

from __future__ import annotations

from itertools import groupby

from atlas.records import Kind, Term
from atlas.site import pinyin
from atlas.site.sheet import Sheet
from atlas.store import Entry


def by_letter(sheet: Sheet) -> list[tuple[str, list[Entry]]]:
    """The terms by the initial of their name in the page's language, in order."""
    terms = sorted(sheet.catalogue.kb.of(Kind.TERM), key=sheet.order)
    groups = groupby(terms, key=lambda entry: pinyin.initial(sheet.title(entry)))
    return [(letter, list(group)) for letter, group in groups]


def aliases(sheet: Sheet, entry: Entry) -> list[tuple[str, str]]:
    """What else people type for a term, each with the language it is written in."""
    return [(alias, script(alias)) for alias in entry.as_(Term).aliases]


def script(name: str) -> str:
    """``zh`` for a name with a Chinese character in it, else ``en``."""
    return "zh" if any("\u4e00" <= character <= "\u9fff" for character in name) else "en"
