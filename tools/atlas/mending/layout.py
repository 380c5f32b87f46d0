"""White space and the order of fields: nothing that a value or a comment would show."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from atlas.yamltext import Document

# Comments that programs look for at the top of a file, and marks that begin a document.
_STAYS_ON_TOP = re.compile(r"---|%|# *(?:yaml-language-server|vim?|ex):|# *-\*-")


def surface(text: str) -> tuple[str, list[str]]:
    """The text without a byte order mark and with lines that end alike; what was mended."""
    mended = []
    if text.startswith("\ufeff"):
        text = text[1:]
        mended.append("the byte order mark")
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
        mended.append("the line ends")
    return text, mended


def trimmed(document: Document) -> str:
    """The text without white space at the ends of lines and of the file, values untouched."""
    root = document.node(())
    assert root is not None
    inside = list(_texts_of_several_lines(root))
    offset = 0
    lines = []
    for line in document.text.split("\n"):
        end = offset + len(line)
        # A comment may stand behind a value; in a text that goes on, the end of a line counts.
        kept = any(start <= end < stop for start, stop in inside)
        lines.append(line if kept else line.rstrip(" \t"))
        offset = end + 1
    return "\n".join(lines).rstrip("\n") + "\n"


def _texts_of_several_lines(node: yaml.Node) -> list[tuple[int, int]]:
    spans = []
    if isinstance(node, yaml.ScalarNode) and node.start_mark and node.end_mark:
        if node.start_mark.line != node.end_mark.line:
            spans.append((node.start_mark.index, node.end_mark.index))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            spans += _texts_of_several_lines(item)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                spans += _texts_of_several_lines(part)
    return spans


def in_order(document: Document, keys: Sequence[str]) -> str:
    """The text with its fields in this order, each with the comments and empty lines above it.

    As it was where a field is unknown, or where two share a line.
    """
    root = document.node(())
    assert isinstance(root, yaml.MappingNode)
    given = [key.value for key, _ in root.value]
    if root.flow_style or not set(given) <= set(keys) or len(set(given)) < len(given):
        return document.text
    lines = document.text.split("\n")
    starts = [_with_what_stands_above(lines, key.start_mark.line) for key, _ in root.value]
    end = _end_of_values(lines)
    head = _head(lines, starts[0], root.value[0][0].start_mark.line)
    starts[0] = len(head)
    if len(set(starts)) < len(starts) or starts != sorted(starts) or end < starts[-1]:
        return document.text
    blocks = {
        key: lines[start:stop]
        for key, start, stop in zip(given, starts, [*starts[1:], end], strict=True)
    }
    body = [line for key in keys for line in blocks.get(key, [])]
    if not head:
        body = body[next((n for n, line in enumerate(body) if line.strip()), 0) :]
    return "\n".join([*head, *body, *lines[end:]])


def _with_what_stands_above(lines: list[str], number: int) -> int:
    """The first of the empty lines and comments that lead up to a line."""
    while number > 0 and (not lines[number - 1].strip() or lines[number - 1].startswith("#")):
        number -= 1
    return number


def _end_of_values(lines: list[str]) -> int:
    """The line behind the last value; what is there belongs to the file."""
    return _with_what_stands_above(lines, len(lines))


def _head(lines: list[str], start: int, first_key: int) -> list[str]:
    """What stays at the top of the file: up to the last empty line above the first field."""
    above = lines[start:first_key]
    stays = 0
    for number, line in enumerate(above, start=1):
        if not line.strip() or _STAYS_ON_TOP.match(line):
            stays = number
    return lines[: start + stays]
