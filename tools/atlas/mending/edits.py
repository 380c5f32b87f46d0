"""Edits of a text, by the offsets of what they replace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, order=True)
class Edit:
    """What stands from ``start`` to ``end`` becomes ``text``; offsets in characters."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def replacing(node: yaml.Node, text: str) -> Edit:
    """The edit that puts a text where a node of one line stands."""
    if node.start_mark is None or node.end_mark is None:
        raise ValueError("the node has no place")
    return Edit(node.start_mark.index, node.end_mark.index, text)


def in_quotes(value: str) -> str:
    """A text of one line in YAML's quotes, single ones where they need no doubling."""
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
