"""What an outcome makes of an entry: its state, and the facts that stand from now on.

A failure changes nothing. One miss is remembered and changes nothing either: only a second one,
days later, makes ``missing``. The last good facts always stay, with their date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, assert_never

from atlas.hub.outcomes import Absent, Closed, Found, Outcome, Unreachable
from atlas.records import HubFacts, HubMiss
from atlas.records.hub import State

DAYS_BETWEEN_MISSES: Final = 3
"""Two misses make ``missing`` when they are at least so many days apart."""

_NOT_OF_THE_REPOSITORY: Final = frozenset({"state", "observed", "since"})


@dataclass(frozen=True)
class Verdict:
    """What stands after a look."""

    facts: HubFacts | None
    """What is to be kept for the entry; None where nothing is known."""
    miss: HubMiss | None = None
    """A first miss to remember."""
    found: State = "unreachable"
    """What this look found, whatever is kept."""
    other: HubFacts | None = None
    """The repository that stands under the id in place of the one that was known."""


def judge(
    hub: str, before: HubFacts | None, miss: HubMiss | None, outcome: Outcome, today: str
) -> Verdict:
    """The verdict on an entry with this id, given what was known of it."""
    match outcome:
        case Found(facts=None):
            return Verdict(before, miss, before.state if before else "ok")
        case Found(facts=facts):
            assert facts is not None
            return _of_facts(hub, before, facts, today)
        case Closed(state=state, day=day):
            return Verdict(_in_state(hub, before, state, day or today), None, state)
        case Absent(status=status, day=day):
            return _of_absence(hub, before, miss, status, day or today)
        case Unreachable():
            return Verdict(before, miss)
        case _:
            assert_never(outcome)


def is_new_miss(before: HubFacts | None, miss: HubMiss | None, outcome: Outcome) -> bool:
    """Whether the Hub misses an id now that nobody had missed before."""
    known = miss is not None or (before is not None and before.state == "missing")
    return isinstance(outcome, Absent) and not known


def most_new_misses(entries: int) -> int:
    """How many ids may be missed for the first time in one run: 5 %, and always one."""
    return max(1, entries // 20)


def _of_facts(hub: str, before: HubFacts | None, facts: HubFacts, today: str) -> Verdict:
    if before is not None and facts.observed < min(before.observed, today):
        # An old recording tells nothing new of a repository that was looked at since.
        return Verdict(before, None, before.state)
    known = before.internal_id if before else None
    if before is not None and known is not None and known != facts.internal_id:
        kept = _in_state(hub, before, "replaced", today)
        return Verdict(kept, None, "replaced", other=facts)
    state: Literal["ok", "moved", "gated", "disabled"] = "ok"
    if facts.disabled:
        state = "disabled"
    elif facts.id != hub:
        state = "moved"
    elif facts.gated:
        state = "gated"
    if before is not None and repository(before) == repository(facts):
        return Verdict(_in_state(hub, before, state, today), None, state)
    return Verdict(facts.model_copy(update={"state": state}), None, state)


def _of_absence(
    hub: str, before: HubFacts | None, miss: HubMiss | None, status: int, today: str
) -> Verdict:
    if before is not None and before.state == "missing":
        return Verdict(before, None, "missing")
    if miss is None:
        return Verdict(before, HubMiss(first=today, status=status), "missing")
    apart = (date.fromisoformat(today) - date.fromisoformat(miss.first)).days
    if apart < DAYS_BETWEEN_MISSES:
        return Verdict(before, miss, "missing")
    return Verdict(_in_state(hub, before, "missing", today), None, "missing")


def _in_state(hub: str, before: HubFacts | None, state: State, today: str) -> HubFacts:
    """The known facts in this state, since today where it is a new one."""
    if before is None:
        return HubFacts(id=hub, _id=None, state=state, observed=today)
    if before.state == state:
        return before
    since = None if state == "ok" or today <= before.observed else today
    return before.model_copy(update={"state": state, "since": since})


def repository(facts: HubFacts) -> dict[str, Any]:
    """What the facts say of the repository, whenever and in whatever state it was seen."""
    return facts.model_dump(exclude=set(_NOT_OF_THE_REPOSITORY))
