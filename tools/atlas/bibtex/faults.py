"""What can be wrong with a BibTeX record, as a value with a place and a fix.

A fault knows its place within the record's own text. Whoever knows the file adds where
that text begins there, and chooses a rule and a severity by the fault's :class:`Hint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Hint(StrEnum):
    """What kind of fault it is: a closed list, one word a kind, for the caller to map to rules.

    The first group comes from :func:`~atlas.bibtex.parsing.parse` and means that there is no
    record to look at; the second comes from :func:`~atlas.bibtex.checking.check`.
    """

    TOO_LARGE = "too-large"
    CONTROL_CHARACTER = "control-character"
    NO_RECORD = "no-record"
    OUTSIDE_TEXT = "outside-text"
    SECOND_RECORD = "second-record"
    NOT_A_RECORD = "not-a-record"
    UNKNOWN_TYPE = "unknown-type"
    MISSING_KEY = "missing-key"
    BAD_KEY = "bad-key"
    FULL_WIDTH = "full-width"
    MISSING_COMMA = "missing-comma"
    EXTRA_COMMA = "extra-comma"
    MISSING_EQUALS = "missing-equals"
    BAD_FIELD_NAME = "bad-field-name"
    DUPLICATE_FIELD = "duplicate-field"
    MISSING_VALUE = "missing-value"
    BARE_TEXT = "bare-text"
    STRAY_TEXT = "stray-text"
    UNBALANCED = "unbalanced"
    NESTING = "nesting"
    AMBIGUOUS = "ambiguous"

    MISSING_FIELD = "missing-field"
    EMPTY_FIELD = "empty-field"
    MISSPELT_FIELD = "misspelt-field"
    FOREIGN_FIELD = "foreign-field"
    TWO_VENUES = "two-venues"
    BAD_YEAR = "bad-year"
    BAD_MONTH = "bad-month"
    BAD_PAGES = "bad-pages"
    BAD_NAME = "bad-name"
    BAD_DOI = "bad-doi"
    BAD_EPRINT = "bad-eprint"
    BAD_URL = "bad-url"
    REDUNDANT_URL = "redundant-url"
    BREAKS_LATEX = "breaks-latex"
    UNKNOWN_COMMAND = "unknown-command"
    HIDDEN_CHARACTER = "hidden-character"
    UNPROTECTED_CAPITALS = "unprotected-capitals"


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One fault. ``line`` and ``column`` count from 1, in characters, within the record's text.

    ``message`` says what is wrong, ``fix`` what to write, in the imperative; neither is empty.
    """

    line: int
    column: int
    code_hint: Hint
    message: str
    fix: str


def shortened(text: str, limit: int = 40) -> str:
    """``text`` for a message: what people wrote can be long."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
