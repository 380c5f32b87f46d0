"""Traps: where they strike, and what shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Kind, Trap
from atlas.yamltext import Path, quoted

_ONE_RANGE = r"\s*(?:==|!=|<=|>=|<|>|~=)\s*\d+(?:\.\d+)*(?:\.\*)?(?:(?:a|b|rc|\.post|\.dev)\d+)?\s*"
_RANGE = re.compile(rf"{_ONE_RANGE}(?:,{_ONE_RANGE})*")


@rule("TRP001")
def has_ranges_as_pip_writes_them(inspection: Inspection) -> Iterator[Finding]:
    """A range of versions is written as pip writes it: >=4.0,<5."""
    for entry in inspection.kb.of(Kind.TRAP):
        for index, version in enumerate(entry.as_(Trap).versions):
            if not _RANGE.fullmatch(version.range):
                message = f"{quoted(version.range)} is not a range of versions"
                path: Path = ("versions", index, "range")
                yield Finding(entry, path, message, "write it as in >=4.0,<5")
