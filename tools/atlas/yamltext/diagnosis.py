"""From a parser's complaint to the mistake that a person made.

A parser reports where it stumbled; the mistake is often before it. Each
function of :data:`_RECOGNISERS` looks for one kind of mistake and says where
it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import yaml

from atlas.yamltext.faults import offset_of_place, place_of_offset, quoted

FULL_WIDTH = str.maketrans("：，｛｝［］", ":,{}[]")
"""The full-width signs that people write for YAML's own, with their ASCII twins."""
ODD_SPACES = "\u00a0\u2007\u202f\u3000"
"""Spaces that YAML takes for letters: no-break and ideographic ones."""
FULL_WIDTH_KEY = re.compile(r"^\s*(?:- +)*[\w.-]+\s*(：)")
GLUED_COLON = re.compile(r"^\s*(?:- +)*[A-Za-z_][\w-]*(:)[^\s:/]")

_KEY_LINE = re.compile(r"^\s*(?:- +)*[A-Za-z_][\w-]*:(?:\s|$)")
_ODD_SPACE = re.compile(rf"^\s*?([{ODD_SPACES}])|^\s*(?:- +)*[A-Za-z_][\w-]*:([{ODD_SPACES}])")
# A quoted text, or one whose quote is not closed, which then runs to the end.
_QUOTED = re.compile(
    r"""(?:^|(?<=[\s\[{,]))(?:"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|'(?:[^']|'')*+(?:'|\Z))""", re.DOTALL
)


class Slip(NamedTuple):
    """A mistake at a line and column, both from 1, with its code, what is wrong and the fix."""

    line: int
    column: int
    code: str
    message: str
    fix: str


@dataclass(frozen=True)
class Stumble:
    """Where a parser stopped and what it was doing there. Lines and columns count from 0."""

    text: str
    line: int
    column: int
    problem: str
    context: str
    began: tuple[int, int] | None
    """Where the thing begins that the parser was reading."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines, with an empty last one where the text ends with a line end."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]

    @property
    def here(self) -> str:
        """The line on which the parser stopped."""
        return self.lines[self.line]

    @property
    def sign(self) -> str:
        """The sign at which the parser stopped; empty at the end of a line."""
        return self.here[self.column : self.column + 1]

    def near(self) -> tuple[int, ...]:
        """Where to look for the mistake: this line, and the one where its text began or before."""
        first = self.began[0] if self.began and self.context.endswith("simple key") else -1
        before = self.line - 1
        while before > 0 and not self.lines[before].strip():
            before -= 1
        return tuple(dict.fromkeys(n for n in (first, self.line, before) if n >= 0))


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """The mistake behind a complaint of PyYAML's own parser."""
    mark = error.problem_mark or error.context_mark
    began = error.context_mark
    last = text.count("\n")
    stumble = Stumble(
        text,
        min(mark.line, last) if mark else 0,
        mark.column if mark else 0,
        error.problem or "",
        error.context or "",
        (min(began.line, last), began.column) if began else None,
    )
    for recognise in _RECOGNISERS:
        if slip := recognise(stumble):
            return slip
    return Slip(
        stumble.line + 1,
        min(stumble.column, len(stumble.here)) + 1,
        "YML008",
        "this does not follow from what stands before it",
        "align the line with its neighbours, and quote values that have signs such as : # [ {",
    )


def tab(line: int, column: int) -> Slip:
    """A tab at this place."""
    return Slip(line, column, "YML005", "a tab stands here", "write spaces")


def full_width(line: int, column: int, sign: str, *, or_text: bool = False) -> Slip:
    """A full-width sign that stands where its ASCII twin was meant.

    ``or_text``: where it may as well belong to the text.
    """
    if sign in ODD_SPACES:
        what = f"the space U+{ord(sign):04X} is text, not syntax"
        return Slip(line, column, "YML006", what, "write an ordinary space")
    twin = sign.translate(FULL_WIDTH)
    fix = f"write {quoted(twin + ' ' if twin in ':,' else twin)}"
    if or_text:
        fix += f", or put the text in quotes if {quoted(sign)} belongs to it"
    return Slip(line, column, "YML006", f"the full-width {quoted(sign)} is text, not syntax", fix)


def glued_colon(line: int, column: int) -> Slip:
    """A colon with no space after it."""
    return Slip(
        line,
        column,
        "YML008",
        "no value follows this colon, or the space between is missing",
        "write the colon, a space and the value",
    )


def anchored(line: int, column: int, sign: str) -> Slip:
    """A value that begins with the sign of an alias or an anchor."""
    return Slip(
        line,
        column,
        "YML011",
        f"a value that begins with {quoted(sign)} is read as a YAML alias or anchor",
        "put quotes around the value, or write out what it stands for",
    )


def tagged(line: int, column: int) -> Slip:
    """A value that begins with the sign of a tag."""
    return Slip(
        line,
        column,
        "YML010",
        "a value that begins with '!' is read as a YAML tag",
        "put quotes around the value if the ! belongs to it, else take the tag out",
    )


def _second_document(at: Stumble) -> Slip | None:
    if "document" not in at.problem or not at.here.startswith("---"):
        return None
    return Slip(
        at.line + 1,
        1,
        "YML012",
        "a second document begins here",
        "keep one entry a file; take the --- out",
    )


def _tab(at: Stumble) -> Slip | None:
    for number in at.near():
        if found := re.match(r"^ *(\t)", at.lines[number]):
            return tab(number + 1, found.start(1) + 1)
    return tab(at.line + 1, at.column + 1) if at.sign == "\t" else None


def _odd_space(at: Stumble) -> Slip | None:
    for number in at.near():
        if found := _ODD_SPACE.match(at.lines[number]):
            start = found.start(found.lastindex or 0)
            return full_width(number + 1, start + 1, at.lines[number][start])
    return None


def _unclosed_quote(at: Stumble) -> Slip | None:
    """The quote that runs to the end of the file, or into the lines of other keys."""
    if "quoted scalar" not in at.context or at.began is None:
        return None
    runs_on = any(_KEY_LINE.match(line) for line in at.lines[at.began[0] + 1 : at.line + 1])
    if at.context.endswith("double-quoted scalar") and not runs_on:
        return None
    return _unclosed(*at.began)


def _unknown_escape(at: Stumble) -> Slip | None:
    if "double-quoted scalar" not in at.context:
        return None
    # The parser stops behind the backslash, or further on for \x and \u.
    column = at.here.rfind("\\", 0, at.column + 1)
    return Slip(
        at.line + 1,
        max(column, 0) + 1,
        "YML008",
        "this backslash escape is not known between double quotes",
        "use single quotes, where a backslash is a backslash",
    )


def _closed_too_early(at: Stumble) -> Slip | None:
    """A quote that ends right before the place: by an inner quote, or by the next text's."""
    stop = offset_of_place(at.text, at.line, at.column)
    before = at.text[:stop].rstrip()
    if "\n" in at.text[len(before) : stop] or ("flow" in at.context and len(before) < stop):
        return None
    quotes = list(_QUOTED.finditer(before))
    if not quotes or quotes[-1].end() < len(before) or before[-1] != quotes[-1].group()[0]:
        return None
    line, column = place_of_offset(at.text, quotes[-1].start())
    if line != at.line + 1:
        return _unclosed(line - 1, column - 1)
    return Slip(
        line,
        at.column + 1,
        "YML008",
        "text follows a closing quote",
        "put the whole value in quotes of the other kind, or double the inner quotes",
    )


def _unclosed(line: int, column: int) -> Slip:
    return Slip(
        line + 1,
        column + 1,
        "YML007",
        "the quote opened here is not closed",
        "close it at the end of the text",
    )


def _full_width_key(at: Stumble) -> Slip | None:
    for number in at.near():
        if found := FULL_WIDTH_KEY.match(at.lines[number]):
            return full_width(number + 1, found.start(1) + 1, found.group(1))
    return None


def _bracket(at: Stumble) -> Slip | None:
    """A bracket without its other half, a missing comma, or a full-width sign in their place."""
    if "flow" not in at.context:
        return None
    if at.context.endswith("flow node") and at.sign == ",":
        return Slip(
            at.line + 1,
            at.column + 1,
            "YML008",
            "an item is missing before this comma",
            "write the item, or take the comma out",
        )
    opened = _innermost_open(at) if at.context.endswith("node") else at.began
    if opened is None:
        return None
    line, column = opened
    if at.line == line and (found := re.search(r"[\s\[{,](!)", at.here[column : at.column])):
        return tagged(line + 1, column + found.start(1) + 1)
    if found := re.search("[，：｛｝［］]", at.lines[line][column:]):
        return full_width(line + 1, column + found.start() + 1, found.group())
    sign = at.lines[line][column : column + 1]
    return Slip(
        line + 1,
        column + 1,
        "YML008",
        f"the {quoted(sign)} opened here is not closed, or a comma is missing after an item",
        f"close it with {quoted({'[': ']', '{': '}'}.get(sign, sign))}, "
        "separate the items with commas",
    )


def _innermost_open(at: Stumble) -> tuple[int, int] | None:
    """The last bracket before the place that is still open there, from its top-level key on."""
    top = next((n for n in range(at.line, -1, -1) if re.match(r"[^\s#]", at.lines[n])), 0)
    start = offset_of_place(at.text, top, 0)
    before = at.text[: offset_of_place(at.text, at.line, at.column)]
    still_open: list[int] = []
    for found in re.compile(rf"{_QUOTED.pattern}|\s#[^\n]*|[\[\]{{}}]", re.DOTALL).finditer(
        before, start
    ):
        if found.group() in "[{":
            still_open.append(found.start())
        elif found.group() in "]}" and still_open:
            still_open.pop()
    if not still_open:
        return None
    line, column = place_of_offset(at.text, still_open[-1])
    return line - 1, column - 1


def _glued_colon(at: Stumble) -> Slip | None:
    if at.problem == "found unexpected ':'":
        return glued_colon(at.line + 1, at.column + 1)
    if at.problem not in ("mapping values are not allowed here", "could not find expected ':'"):
        return None
    for number in at.near():
        if found := GLUED_COLON.match(at.lines[number]):
            return glued_colon(number + 1, found.start(1) + 1)
    return None


def _second_colon(at: Stumble) -> Slip | None:
    if at.problem != "mapping values are not allowed here":
        return None
    before = at.here[: at.column]
    if wide := re.search("[｛［]", before):
        return full_width(at.line + 1, wide.start() + 1, wide.group())
    if at.line and re.match(r"^\s*(?:- +)*[\w-]+\s*$", before):
        return Slip(
            at.line + 1,
            len(before) - len(before.lstrip()) + 1,
            "YML008",
            "this line is indented under a value that already ended",
            "align the key with its neighbours, or take the value above out",
        )
    return Slip(
        at.line + 1,
        at.column + 1,
        "YML008",
        "a colon followed by a space ends a key, and here the value goes on",
        "put quotes around the value",
    )


def _no_key(at: Stumble) -> Slip | None:
    if at.problem != "could not find expected ':'" or at.began is None:
        return None
    line, column = at.began
    return Slip(
        line + 1,
        column + 1,
        "YML008",
        "this line is no key with a value, and not part of the value above",
        "write key: value, or indent the line under the key it belongs to",
    )


def _sign_of_yaml(at: Stumble) -> Slip | None:
    """A plain text that begins with a sign that means something to YAML."""
    if "cannot start any token" in at.problem:
        what = f"a value cannot begin with {quoted(at.sign)}"
        return Slip(at.line + 1, at.column + 1, "YML008", what, "put quotes around the value")
    line, column = at.began or (at.line, at.column)
    sign = at.lines[line][column : column + 1]
    if "alias" in at.context + at.problem or "anchor" in at.context + at.problem:
        return anchored(line + 1, column + 1, sign or "*")
    if "tag" in at.context:
        return tagged(line + 1, column + 1)
    if "block scalar" in at.context:
        return Slip(
            line + 1,
            column + 1,
            "YML008",
            f"a value that begins with {quoted(sign)} is read as the mark of a block of text",
            "put quotes around the value, or begin the text on the next line",
        )
    return None


def _list_item(at: Stumble) -> Slip | None:
    if "sequence entries are not allowed" in at.problem:
        return Slip(
            at.line + 1,
            at.column + 1,
            "YML008",
            "a list item begins on a line of its own",
            "put the dash on the next line, or write the list as [a, b]",
        )
    if at.context == "while parsing a block mapping" and at.sign == "-":
        return Slip(
            at.line + 1,
            at.column + 1,
            "YML008",
            "a list item stands among keys",
            "give the list a key of its own, or indent the item under its key",
        )
    return None


def _indentation(at: Stumble) -> Slip | None:
    if "expected <block end>" not in at.problem or at.here[: at.column].strip() or at.sign == ":":
        return None
    return Slip(
        at.line + 1,
        at.column + 1,
        "YML008",
        "the indentation of this line fits nothing above it",
        "align the line with its neighbours",
    )


# In this order: what is surest, first.
_RECOGNISERS: tuple[Callable[[Stumble], Slip | None], ...] = (
    _second_document,
    _tab,
    _odd_space,
    _unclosed_quote,
    _unknown_escape,
    _closed_too_early,
    _full_width_key,
    _bracket,
    _glued_colon,
    _second_colon,
    _no_key,
    _sign_of_yaml,
    _list_item,
    _indentation,
)
