"""The codes of this layer, and the collector that one reading writes its faults to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from atlas.problems import Problem

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_FAULTS = 100
"""In one file and one layer; a file with more is broken throughout, and nobody reads on."""

CODES = {
    "YML001": "A file is UTF-8.",
    "YML002": "A file has no byte order mark.",
    "YML003": "A file holds at most 256 KB.",
    "YML004": "A file has no control characters and no invisible ones.",
    "YML005": "Lines are indented with spaces, not tabs.",
    "YML006": "Syntax is written with ASCII punctuation, not with its full-width twins.",
    "YML007": "A quoted text is closed.",
    "YML008": "A file is well-formed YAML.",
    "YML009": "A key stands once in its mapping.",
    "YML010": "Values carry no YAML tags.",
    "YML011": "Nothing is anchored or aliased: each value is written where it belongs.",
    "YML012": "A file is one document.",
    "YML013": f"Values nest at most {MAX_DEPTH} levels deep.",
    "YML014": "A key that is written has a value.",
    "YML015": "A file is a mapping of keys to values.",
}


@dataclass
class FaultCollector:
    """One reading of one file: collects the faults while it turns nodes into data."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def fault(self, line: int, column: int, code: str, message: str, fix: str) -> None:
        """Report a fault at a line and column, both from 1, unless there are enough."""
        if len(self.problems) < MAX_FAULTS:
            self.problems.append(Problem(self.file, line, column, code, message, fix))

    def fault_at(self, node: yaml.Node, code: str, message: str, fix: str) -> None:
        """Report a fault where a node begins."""
        self.fault(*place_of_mark(node.start_mark), code, message, fix)


def quoted(text: str) -> str:
    """Text as it is shown inside a message: in quotes, cut at 60 characters."""
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"


def place_of_mark(mark: yaml.error.Mark | CMark | None) -> tuple[int, int]:
    """Line and column, from 1, of one of PyYAML's marks; the top of the file without one."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def place_of_offset(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of the text."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def offset_of_place(text: str, line: int, column: int) -> int:
    """The inverse of :func:`place_of_offset`, but for a line and column from 0 (a mark's)."""
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
        if not start:
            return len(text)
    return min(start + column, len(text))
