"""Texts of entries as HTML: inline Markdown, no HTML of their own, links that are known.

What stands in an entry comes from a pull request. It is rendered here, by a
parser that escapes all HTML and knows no attributes, and reaches the page as
finished HTML; the site generator's own Markdown (which would let HTML and
attributes through) never sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from atlas.mathml import convert
from atlas.records import SLUG, Kind
from atlas.store import Key

_REFERENCE = re.compile(rf"(?:{'|'.join(Kind)}):{SLUG}")


class _Parser(MarkdownIt):
    """CommonMark without HTML, pictures and bare addresses, with links to entries."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        # A picture would be fetched from elsewhere; an <address> hides where it leads.
        self.disable(["image", "autolink", "html_inline"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Whether a link is made at all: to an entry, or to a web page by its full address."""
        if _REFERENCE.fullmatch(url):
            return True
        return url.startswith(("https://", "http://")) and super().validateLink(url)


@cache
def _parser() -> _Parser:
    return _Parser()


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_MARKS = "\u2014\u2018\u2019\u201c\u201d\u2026"  # dashes, quotation marks: of either script
# Where a line of Chinese was folded in YAML, a space is left that nobody wrote;
# and between Han and Latin the page leaves a thin space itself, so that a typed
# one (or none) comes out the same. Inside a code span a space is meant: tokens
# are written apart.
_CODE_OR_SPACE_BESIDE_HAN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    f"|(?<=[{_WIDE}]) (?=[{_WIDE}{_MARKS}A-Za-z0-9`\\[])"
    f"|(?<=[{_MARKS}A-Za-z0-9`)\\]%]) (?=[{_WIDE}])"
)


def one_line(text: str, language: str = "zh") -> str:
    """A text on one line; a Chinese one without the spaces that Chinese does not have."""
    if language != "zh":
        return " ".join(text.split())
    return _CODE_OR_SPACE_BESIDE_HAN.sub(lambda it: it["code"] or "", " ".join(text.split()))


def inline(text: str, address: Callable[[Key], str | None], language: str = "zh") -> Markup:
    """One text of this language as HTML.

    ``address`` gives the way to an entry's page, or None where it has none: a link to such an
    entry is shown as its words alone.
    """
    parser = _parser()
    tokens = parser.parseInline(one_line(text, language))
    for block in tokens:
        if block.children:
            _resolve(block.children, address)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _resolve(tokens: list[Token], address: Callable[[Key], str | None]) -> None:
    dead = 0
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            if not _REFERENCE.fullmatch(href):
                token.attrSet("rel", "noopener")
                continue
            way = address(Key.parse(href))
            if way is None:
                token.type, token.tag, token.nesting = "text", "", 0
                dead += 1
            else:
                token.attrSet("href", way)
        elif token.type == "link_close" and dead:
            token.type, token.tag, token.nesting = "text", "", 0
            dead -= 1


def plain(text: str, language: str = "zh") -> str:
    """One text of this language without its Markdown: for descriptions and data files."""
    tokens = _parser().parseInline(one_line(text, language))
    return "".join(
        child.content if child.type in ("text", "code_inline") else " "
        for token in tokens
        for child in token.children or ()
        if child.type in ("text", "code_inline", "softbreak")
    )


def formula(latex: str, *, display: bool = True) -> Markup:
    """LaTeX as MathML, made now, so that no page needs a program to show it.

    What cannot be converted is shown as it was written; a rule reports it.
    """
    made = convert(latex, display=display).mathml
    if made is None:
        return Markup("<code>{}</code>").format(escape(latex))
    for written, better in _BETTER:
        made = written.sub(better, made)
    return Markup(made)


_BETTER = (
    # The converter's sign for setminus is in few fonts; this one is in all that have mathematics.
    (re.compile("\u29f5"), "\u2216"),
    # A function's name and its argument are set apart, as LaTeX does.
    (re.compile("<mi>(log|exp|max|min)</mi>"), r'<mi>\1</mi><mspace width="0.167em"></mspace>'),
    # A minus after an equals sign belongs to what follows: no space between the two.
    (
        re.compile("<mo>=</mo><mo>\u2212</mo>"),
        '<mo>=</mo><mo form="prefix">\u2212</mo>',
    ),
)
