"""Guides: pages written by hand that state facts, read so that data files can hold them too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from atlas.site.addresses import LANGUAGES
from atlas.yamltext import read

FOLDER = "guides"
"""Where guides stand, below the folder of a language and in addresses."""

_FRONT_MATTER = re.compile(r"---\n(?P<fields>.*?)^---\n", re.DOTALL | re.MULTILINE)
# CommonMark knows no footnotes: it would take some for the definition of a link.
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]+\]:", re.MULTILINE)


@dataclass(frozen=True)
class Guide:
    """One guide in the languages that it is written in."""

    id: str
    """The name of its file, without the ending."""
    titles: Mapping[str, str]
    """Its title by language; the id where a page names none."""
    descriptions: Mapping[str, str]
    """What it is about, by language, where a page says so."""
    texts: Mapping[str, str]
    """Its Markdown as written, by language, without the front matter."""
    links: tuple[str, ...]
    """Where it leads outside this site, in the order of its pages, each address once."""

    def described(self) -> dict[str, Any]:
        """The guide as the API gives it."""
        return {
            "id": self.id,
            "title": dict(self.titles),
            "description": dict(self.descriptions),
            "text": dict(self.texts),
            "page": {language: f"/{language}/{FOLDER}/{self.id}/" for language in self.texts},
            "links": list(self.links),
        }


def guides(docs: Path) -> tuple[Guide, ...]:
    """All guides below ``docs``, which holds a folder for each language, sorted by id.

    The page that lists them is none. A guide may be there in one language only: a page is
    not held back by its translation.
    """
    pages: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for path in (docs / language / FOLDER).glob("*.md"):
            if path.stem != "index":
                pages.setdefault(path.stem, {})[language] = path.read_text(encoding="utf-8")
    return tuple(_guide(name, pages[name]) for name in sorted(pages))


def _guide(name: str, pages: Mapping[str, str]) -> Guide:
    parts = {language: parted(page) for language, page in pages.items()}
    return Guide(
        id=name,
        titles={language: fields.get("title", name) for language, (fields, _) in parts.items()},
        descriptions={
            language: fields["description"]
            for language, (fields, _) in parts.items()
            if "description" in fields
        },
        texts={language: text for language, (_, text) in parts.items()},
        links=tuple(dict.fromkeys(link for _, text in parts.values() for link in _outside(text))),
    )


def parted(page: str) -> tuple[Mapping[str, str], str]:
    """The texts in a page's front matter, and what follows it."""
    matter = _FRONT_MATTER.match(page)
    if matter is None:
        return {}, page.strip()
    # What is wrong with the front matter is left to the generator, which reads it as well.
    document, _ = read("front matter", matter["fields"].encode())
    fields = document.data if document else {}
    return (
        {name: value for name, value in fields.items() if isinstance(value, str)},
        page[matter.end() :].strip(),
    )


def _outside(text: str) -> Iterator[str]:
    """The addresses that a text links to, but for its own site's; code is no link."""
    parser = MarkdownIt("commonmark")
    for token in _leaves(parser.parse(_FOOTNOTE.sub("", text))):
        address = token.attrGet("href") if token.type == "link_open" else None
        if isinstance(address, str) and address.startswith(("https://", "http://")):
            yield address


def _leaves(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or (token,)
