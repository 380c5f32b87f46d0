"""Blocks of code for pages, in fences that their text cannot close."""

from __future__ import annotations

import re
from itertools import chain, zip_longest

from markupsafe import Markup

from atlas.site.sheet import Sheet
from atlas.store import Entry

_BLOCK = re.compile(r'<fence lang="(\w+)">\n(.*?)\n</fence>', re.DOTALL)
_LOOKS_LIKE_FENCE = re.compile(r"^([\s>]*)([`~])(?=\2\2)", re.MULTILINE)


def fenced(text: str, language: str) -> Markup:
    """A block of code, shown as it is; :func:`with_fences` makes Markdown of it."""
    return Markup('<fence lang="{}">\n{}\n</fence>').format(language, text.rstrip())


def with_fences(page: str) -> str:
    """The page with its blocks of code in Markdown's fences, and nothing else read as a fence.

    Markdown looks for fences before it looks for HTML, so a text of an entry
    with a line break and three backticks would open one, attributes and all.
    A ``<`` on a page is never an entry's own: no text can pretend to be a block.
    Outside of code, templates leave empty lines where parts are absent; the page
    keeps one of each run.
    """
    parts = _BLOCK.split(page.replace("\r\n", "\n").replace("\r", "\n"))
    texts = (_without_fences(text) for text in parts[::3])
    blocks = (
        _fence(Markup(block).unescape(), language)
        for language, block in zip(parts[1::3], parts[2::3], strict=True)
    )
    return "".join(chain.from_iterable(zip_longest(texts, blocks, fillvalue="")))


def _without_fences(text: str) -> str:
    return _LOOKS_LIKE_FENCE.sub(
        lambda fence: f"{fence[1]}&#{ord(fence[2])};", re.sub(r"\n{3,}", "\n\n", text)
    )


def _fence(text: str, language: str) -> str:
    """A fence that the text cannot close."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def program(sheet: Sheet, entry: Entry) -> Markup:
    """The program of a snippet."""
    return fenced(sheet.catalogue.kb.programs.get(entry.id, ""), "python")
