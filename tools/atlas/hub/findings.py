"""What a maintainer should know of an entry: one finding, and the closed list of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding weighs; members stand in the order of a report."""

    SERIOUS = "serious"
    MINOR = "minor"
    NOTE = "note"


_SERIOUS, _MINOR, _NOTE = Severity

CODES: Final[Mapping[str, tuple[Severity, str]]] = {
    # The state of the repository: told for as long as it lasts.
    "replaced": (_SERIOUS, "Another repository stands under the id."),
    "missing": (_SERIOUS, "The Hub does not know the id, in looks days apart."),
    "disabled": (_SERIOUS, "The Hub has switched the repository off."),
    "moved": (_SERIOUS, "The repository has another id now."),
    # What has changed since the last look.
    "licence-changed": (_SERIOUS, "The card states another licence than before."),
    "weights-changed": (_SERIOUS, "The counts of the safetensors are others, or a format is gone."),
    "gated": (_MINOR, "Readers must ask for access now."),
    "fact-changed": (_MINOR, "Another fact is not as it was."),
    "first-miss": (_MINOR, "The Hub did not know the id; a second look will tell."),
    "back": (_NOTE, "The repository can be seen again."),
    "commit-changed": (_NOTE, "There is a new commit, and no fact has changed by it."),
    "first-facts": (_NOTE, "The facts were read for the first time."),
    # What the entry says and the Hub does not.
    "tokenizer-files-differ": (_SERIOUS, "A file that the entry's tokenizer needs is not there."),
    "config-differs": (_SERIOUS, "The configuration is not that of the entry."),
    "size-differs": (_SERIOUS, "The safetensors hold over 5 % more or less than is computed."),
    "licence-differs": (_SERIOUS, "The card states another licence than the entry."),
    "base-model-differs": (_MINOR, "The card names an origin that the entry does not."),
    "paper-differs": (_NOTE, "The card links none of the family's papers."),
    # The files of the sync.
    "unreadable": (_MINOR, "A file of facts is not as the sync wrote it."),
    "no-entry": (_NOTE, "Facts of an id that no entry has any more are removed."),
}
"""Each code with its severity and a sentence."""

_SEVERITIES: Final = list(Severity)
_CODES: Final = list(CODES)


@dataclass(frozen=True)
class Finding:
    """One thing about one entry. ``words`` is a sentence without its end; values stand apart.

    Every text but ``words`` may come from the Hub.
    """

    code: str
    entry: str
    """The entry's id; nothing where none has the Hub id."""
    hub: str
    """The Hub id that the entry gives."""
    words: str
    here: str | None = None
    """What the entry says, or what was so before."""
    there: str | None = None
    """What the Hub says, or what is so now."""

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return CODES[self.code][0]

    @property
    def place(self) -> tuple[int, int, str, str, str, str]:
        """Its place in a report: by severity, then by code, then by id."""
        severity = _SEVERITIES.index(self.severity)
        there = self.there or ""
        return severity, _CODES.index(self.code), self.hub, self.entry, self.words, there
