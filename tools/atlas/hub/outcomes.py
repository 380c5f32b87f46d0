"""What asking the Hub about one id can come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from atlas.records import HubCounters, HubFacts


@dataclass(frozen=True)
class Found:
    """The Hub gave its facts; None where only the counters were wanted."""

    facts: HubFacts | None
    counters: HubCounters


@dataclass(frozen=True)
class Closed:
    """The repository is there, and the Hub says nothing of what is in it."""

    state: Literal["gated", "disabled"]
    day: str | None = None
    """The day of a recorded answer."""


@dataclass(frozen=True)
class Absent:
    """The Hub knows no such id, or does not show it to this reader."""

    status: int
    day: str | None = None
    """The day of a recorded answer."""


@dataclass(frozen=True)
class Unreachable:
    """No answer that says anything of the repository."""

    reason: str
    asked: bool = True
    """Whether the question was put at all."""


Outcome = Found | Closed | Absent | Unreachable
