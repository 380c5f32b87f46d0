"""Asking about many ids at once, with as few calls as it takes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from atlas.hub.governor import Governor
from atlas.hub.outcomes import Outcome, Unreachable
from atlas.hub.transport import Limits


class Asker(Protocol):
    """Whatever answers; :class:`atlas.hub.client.Client` asks the Hub."""

    def ask(self, hub: str) -> Outcome:
        """What is known of one id."""

    def ask_list(self, owner: str, wanted: Collection[str]) -> tuple[dict[str, Outcome], str]:
        """What a list says of some of an owner's ids; and why it failed, if it did."""


@dataclass(frozen=True)
class Plan:
    """The questions of a run: owners whose lists are read, and ids that are asked alone."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        """All ids that are asked about, in order."""
        return sorted([*self.alone, *(hub for hubs in self.lists.values() for hub in hubs)])

    @property
    def most_calls(self) -> int:
        """The calls that it can take at most, if none has to be repeated."""
        return len(self.ids) + len(self.lists)


def plan(hubs: Iterable[str], lists_of: Callable[[str], bool] = lambda owner: True) -> Plan:
    """One list for an owner of several ids, where ``lists_of`` the owner is worth it."""
    by_owner: dict[str, list[str]] = {}
    for hub in sorted(set(hubs)):
        by_owner.setdefault(hub.partition("/")[0], []).append(hub)
    lists = {
        owner: tuple(ids) for owner, ids in by_owner.items() if len(ids) > 1 and lists_of(owner)
    }
    return Plan(
        lists, tuple(hub for owner, ids in by_owner.items() if owner not in lists for hub in ids)
    )


def ask_all(
    asker: Asker,
    questions: Plan,
    governor: Governor,
    limits: Limits,
    *,
    jobs: int,
    heard: Callable[[str], None] = lambda hub: None,
) -> dict[str, Outcome]:
    """An outcome for every id of the plan; ``heard`` is told of each as it comes in.

    Several failures in a row end the run: what is left is then not asked. Answers may come in
    any order; the outcomes stand in that of the ids.
    """
    waiting: queue.Queue[tuple[str, tuple[str, ...]] | str | None] = queue.Queue()
    answers: queue.Queue[tuple[dict[str, Outcome], tuple[str, ...], bool]] = queue.Queue()

    def work() -> None:
        while (question := waiting.get()) is not None:
            if isinstance(question, str):
                outcome = asker.ask(question)
                failed = isinstance(outcome, Unreachable) and outcome.asked
                answers.put(({question: outcome}, (), failed))
            else:
                owner, ids = question
                found, reason = asker.ask_list(owner, ids)
                left = tuple(hub for hub in ids if hub not in found)
                answers.put((found, left, bool(reason) and not governor.has_ended))

    for each in questions.lists.items():
        waiting.put(each)
    for hub in questions.alone:
        waiting.put(hub)
    # Daemons: a server that gives a byte now and then must not keep the process alive.
    for _ in range(max(1, jobs)):
        threading.Thread(target=work, daemon=True).start()
    outcomes: dict[str, Outcome] = {}
    ids, in_a_row = questions.ids, 0
    try:
        while len(outcomes) < len(ids):
            try:
                found, left, failed = answers.get(timeout=_longest_silence(limits))
            except queue.Empty:
                governor.end("no question was answered for too long")
                break
            outcomes |= found
            for hub in found:
                heard(hub)
            for hub in left:
                waiting.put(hub)
            in_a_row = in_a_row + 1 if failed else 0
            if in_a_row >= limits.failures:
                governor.end(f"{in_a_row} questions in a row got no answer")
    except KeyboardInterrupt:
        governor.end("it was interrupted")
    finally:
        for _ in range(max(1, jobs)):
            waiting.put(None)
    not_asked = Unreachable("the run ended before", asked=False)
    return {hub: outcomes.get(hub, not_asked) for hub in ids}


def _longest_silence(limits: Limits) -> float:
    """Seconds in which some question must come to an end."""
    tries = limits.retries + 1
    pauses: float = limits.first_pause * 2**tries * 1.5
    return tries * (limits.total + limits.patience) + pauses
