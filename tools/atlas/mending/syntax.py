"""What keeps an entry from being read, where it is plain what was meant.

Every fault that reading reports is tried in turn: a mend is proposed for its
place, and kept where the file then reads better than before. Where nothing
reads better, the fault is a person's to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from atlas.mending.edits import in_quotes
from atlas.problems import Problem
from atlas.yamltext import FULL_WIDTH, ODD_SPACES, PURE_LOADER, Data, read

# A line that gives one value: what stands before it, the value, and a comment after it.
_VALUE_LINE = re.compile(
    r"(?P<before>\s*(?:- +)*(?:[\w-]+:[ ]+)?)(?P<value>\S.*?)(?P<after>\s*(?:\s#.*)?)"
)
# The mark of a block of text, a list item, a key.
_NOT_A_TEXT = re.compile(r"[|>][-+0-9]{0,2}$|[-?](?: |$)")
# Characters that nobody sees and that change nothing by going: zero-width space and no-break space.
_NOTHING = "\u200b\ufeff\u2060"


@dataclass(frozen=True)
class Proposal:
    """A text that may be what was meant, and in a few words what was done to get there."""

    text: str
    what: str


@dataclass(frozen=True)
class _Reading:
    """How a text reads."""

    data: Data | None
    faults: tuple[Problem, ...]

    @classmethod
    def of(cls, text: str) -> _Reading:
        document, faults = read("", text.encode())
        return cls(document.data if document else None, tuple(sorted(faults)))

    def improves_on(self, other: _Reading, mended: Problem) -> bool:
        """Whether more can be read than in the other one, where this fault was to be mended."""
        if (self.data is None) > (other.data is None) or mended in self.faults:
            return False
        for fault in self.faults:
            # Of its own kind there may be more in the line: behind it, and next in turn.
            is_next = fault.code == mended.code and fault.column > mended.column
            if fault.line == mended.line and fault not in other.faults and not is_next:
                return False
        if (self.data is None) < (other.data is None):
            return True
        if len(self.faults) < len(other.faults) or self.faults > other.faults:
            return True
        # One wide sign can hide another one above it.
        return self.faults[0].code == mended.code == "YML006"


def improved(text: str) -> Proposal | None:
    """The text with one fault of its syntax less; None where none can be mended surely."""
    before = _Reading.of(text)
    for fault in before.faults:
        better: list[tuple[Proposal, _Reading]] = []
        for proposal in _proposals(text, fault):
            after = _Reading.of(proposal.text)
            if after.improves_on(before, fault):
                better.append((proposal, after))
        better = [one for one in better if one[1].data is not None] or better
        # Several ways to read it may be meant: then no one of them is.
        if better and all(after == better[0][1] for _, after in better):
            return better[0][0]
    return None


def _proposals(text: str, fault: Problem) -> Iterator[Proposal]:
    lines = text.split("\n")
    number, column = fault.line - 1, fault.column - 1
    line = lines[number]

    def with_line(new: str, what: str) -> Proposal:
        return Proposal("\n".join([*lines[:number], new, *lines[number + 1 :]]), what)

    match fault.code:
        case "YML004":
            if line[column : column + 1] in tuple(_NOTHING):
                yield with_line(line[:column] + line[column + 1 :], "an invisible character")
        case "YML005":
            yield from _without_tabs(lines, number, column)
        case "YML006":
            for new in _in_ascii(lines, number, column):
                yield with_line(new, "full-width punctuation")
        case "YML007":
            if closed := _closed(line, column):
                yield with_line(closed, "a quote that was not closed")
        case "YML008" | "YML011":
            if line[column : column + 1] == ":" and line[column + 1 : column + 2].strip():
                glued = f"{line[: column + 1]} {line[column + 1 :]}"
                yield with_line(glued, "a space after a colon")
            if fault.code == "YML008" or not _is_yaml(text):
                for new in _quoted(line, column):
                    yield with_line(new, "quotes around a value")


def _without_tabs(lines: list[str], number: int, column: int) -> Iterator[Proposal]:
    line = lines[number]
    if not line[:column].strip():
        # How wide a tab was on the writer's screen, nobody knows: all of these must read the same.
        for width in (2, 4, 8):
            wide = ["".join(_indent_and_rest(each, width)) for each in lines]
            yield Proposal("\n".join(wide), "tabs")
        return
    run = re.compile(r"[ \t]*\t[ \t]*").search(line, max(0, len(line[:column].rstrip())))
    if run is None:
        return
    before, after = line[: run.start()], line[run.end() :]
    if not after:
        yield Proposal("\n".join([*lines[:number], before, *lines[number + 1 :]]), "tabs")
    elif before.endswith((":", ",", "-", "?", "[", "{")) or after.startswith(("#", "]", "}", ",")):
        new = f"{before} {after}"
        yield Proposal("\n".join([*lines[:number], new, *lines[number + 1 :]]), "tabs")


def _indent_and_rest(line: str, width: int) -> tuple[str, str]:
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].replace("\t", " " * width), rest


def _in_ascii(lines: list[str], number: int, column: int) -> Iterator[str]:
    line = lines[number]
    sign = line[column : column + 1]
    if sign in ODD_SPACES:
        run = re.compile(f"[{ODD_SPACES}]+").match(line, column)
        width = len(run.group()) if run else 1
        for spaces in (width, 2 * width):
            yield line[:column] + " " * spaces + line[column + width :]
    elif sign in "｛［":
        yield line[:column] + line[column:].translate(FULL_WIDTH_BRACKETS)
    elif sign in "：，" and _top_key(lines, number) != "messages":
        # What people paste may hold any sign; in every other list the comma parts two items.
        gap = "" if line[column + 1 : column + 2] in ("", " ") else " "
        yield line[:column] + sign.translate(FULL_WIDTH) + gap + line[column + 1 :]


FULL_WIDTH_BRACKETS = {sign: twin for sign, twin in FULL_WIDTH.items() if chr(sign) in "｛｝［］"}


def _top_key(lines: list[str], number: int) -> str:
    """The field at the top of the entry that a line belongs to."""
    for line in reversed(lines[: number + 1]):
        if found := re.match(r"[\w-]+", line):
            return found.group()
    return ""


def _closed(line: str, column: int) -> str | None:
    """The line with the quote closed at its end, where that can be its end."""
    value = line[column:].rstrip()
    quote = value[:1]
    if " #" in value or quote in value[1:] or (quote == '"' and "\\" in value):
        return None
    return line[:column] + value + quote


def _quoted(line: str, column: int) -> Iterator[str]:
    """The line with quotes around the value that stands at this place, or around all of it."""
    found = _VALUE_LINE.fullmatch(line)
    if found is None:
        return
    before, value, after = found.group("before", "value", "after")
    if re.search(r"(?:^|\s)\{", value) or value.count("{") != value.count("}"):
        # Keys and values in braces, with a slip before or in them: no text.
        return
    if value[0] in "\"'":
        yield from (f"{before}{new}{after}" for new in _quoted_anew(value))
    elif value[0] not in "[{" and not _NOT_A_TEXT.match(value):
        yield f"{before}{in_quotes(value)}{after}"
    elif item := re.compile(r"[^\s,\[\]{}][^,\[\]{}]*?(?=\s*[,\]}])").match(line, column):
        yield line[: item.start()] + in_quotes(item.group()) + line[item.end() :]


def _quoted_anew(value: str) -> Iterator[str]:
    """A value that begins with a quote, in quotes that hold it."""
    quote = value[0]
    if not value.endswith(quote) or len(value) == 1:
        # The quotes are a part of the text, which goes on behind them.
        yield in_quotes(value)
    elif quote == '"' and "\\" in value and not re.search(r'\\["\\/]', value[1:-1]):
        # An escape that YAML does not know stands in it: it is LaTeX, or a path.
        yield in_quotes(value[1:-1])


def _is_yaml(text: str) -> bool:
    try:
        yaml.compose(text, Loader=PURE_LOADER)
    except yaml.YAMLError:
        return False
    return True
