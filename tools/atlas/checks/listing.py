"""The list of everything that is checked: one line a code, for the site and for ``--list``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atlas import records, store, yamltext
from atlas.checks import RULES
from atlas.problems import Severity

SHAPES: tuple[Mapping[str, str], ...] = (yamltext.CODES, records.CODES, store.CODES)
"""The codes of what reading itself finds, with the sentence that each holds; all errors."""


@dataclass(frozen=True, order=True)
class Listed:
    """One code, how much it weighs, and the sentence that holds."""

    code: str
    severity: Severity
    sentence: str


def listing() -> tuple[Listed, ...]:
    """Every code there is, those of reading first, in the order a file is looked at."""
    shapes = [
        Listed(code, Severity.ERROR, sentence)
        for codes in SHAPES
        for code, sentence in codes.items()
    ]
    return (*shapes, *(Listed(found.code, found.severity, found.sentence) for found in RULES))
