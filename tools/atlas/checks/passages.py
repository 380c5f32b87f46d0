"""Passages: the texts of entries, taken apart as far as the rules need.

What stands in backticks is code, shown as it is and never judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from atlas.store import Entry
from atlas.yamltext import Path

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(
    r"!?\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
)


@dataclass(frozen=True)
class Passage:
    """One text for readers in one language: where it stands and what it says."""

    entry: Entry
    path: Path
    text: str

    @cached_property
    def without_code(self) -> str:
        """The text without what stands in backticks."""
        return _CODE.sub("", self.text) if "`" in self.text else self.text

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Where its links lead, in order: ``kind:id``, an address, or what else was written."""
        if "](" not in self.text:
            return ()
        return tuple(found.group(1) for found in _LINK.finditer(self.without_code))

    @cached_property
    def without_links(self) -> str:
        """The text without code and without links, words included."""
        return _LINK.sub("", self.without_code) if self.targets else self.without_code
