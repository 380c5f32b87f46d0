"""What a test asks of a page: its elements in order, each with its attributes and its own text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import yaml
from markdown import markdown as to_html

# As in mkdocs.yml, as far as the renderer's pages use it.
EXTENSIONS = ["attr_list", "md_in_html", "toc", "pymdownx.highlight", "pymdownx.superfences"]

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


@dataclass
class Element:
    """An element with what it holds: elements and texts, in order."""

    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        """The elements inside with one of these tags (any, where none is named) and attributes."""
        return [
            element
            for element in self.inside()
            if (not tags or element.tag in tags)
            and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    def marked(self, mark: str) -> list[Element]:
        """The elements inside that carry this ``data-atlas`` mark."""
        return [e for e in self.inside() if e.attributes.get("data-atlas") == mark]

    def inside(self) -> Iterator[Element]:
        """Every element inside, in the order of the page."""
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part.inside()

    def text(self) -> str:
        """All text inside, as it stands."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def words(self) -> str:
        """All text inside on one line."""
        return " ".join(self.text().split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Element("", {})
        self.open = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        depths = [depth for depth, element in enumerate(self.open) if element.tag == tag]
        if depths:
            del self.open[depths[-1] :]

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read_html(html: str) -> Element:
    """A page, as an element without a tag that holds all others."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def read_page(markdown: bytes) -> tuple[dict[str, str], Element]:
    """A page of the renderer: its front matter and its body as the site generator sees it."""
    _, matter, body = markdown.decode().split("---\n", 2)
    return yaml.safe_load(matter), read_html(to_html(body, extensions=EXTENSIONS))
