"""What an outcome makes of an entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.hub.judging import Verdict, is_new_miss, judge, most_new_misses
from atlas.hub.outcomes import Absent, Closed, Found, Outcome, Unreachable
from atlas.records import HubCounters, HubFacts, HubMiss

HUB, DAY = "owner/name", "2031-07-01"
LATER = "2031-08-01"


def known(**changes: Any) -> HubFacts:
    said = {"id": HUB, "_id": "a" * 24, "state": "ok", "observed": DAY, "sha": "0" * 40}
    return HubFacts(**{**said, **changes})


def found(**changes: Any) -> Found:
    return Found(known(observed=LATER, **changes), HubCounters(checked=LATER))


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        (found(), known()),
        (found(license="mit"), known(license="mit", observed=LATER)),
        (found(id="owner/new"), known(id="owner/new", state="moved", observed=LATER)),
        (found(_id="b" * 24), known(state="replaced", since=LATER)),
        (found(_id="b" * 24, id="o/n"), known(state="replaced", since=LATER)),
        (found(gated="auto"), known(gated="auto", state="gated", observed=LATER)),
        (found(disabled=True), known(disabled=True, state="disabled", observed=LATER)),
        (Closed("gated"), known(state="gated", since=LATER)),
        (Closed("disabled"), known(state="disabled", since=LATER)),
        (Absent(401), known()),
        (Unreachable("no"), known()),
    ],
)
def test_what_is_kept(outcome: Outcome, kept: HubFacts) -> None:
    assert judge(HUB, known(), None, outcome, LATER).facts == kept


def test_what_comes_back_has_the_day_it_had() -> None:
    missing = known(state="missing", since="2031-07-20")
    assert judge(HUB, missing, None, found(), LATER).facts == known()


def test_a_recorded_answer_counts_for_its_own_day() -> None:
    verdict = judge(HUB, None, None, Absent(401, day="2024-04-09"), LATER)
    assert verdict == Verdict(None, HubMiss(first="2024-04-09", status=401), "missing")


@given(
    st.lists(st.sampled_from(["found", "absent", "unreachable"]), min_size=1, max_size=12),
    st.lists(st.integers(0, 5), min_size=12, max_size=12),
)
def test_missing_is_never_said_before_its_time(looks: list[str], gaps: list[int]) -> None:
    """Against a plain account of all looks, failures left out."""
    day, facts, miss = date(2031, 8, 1), known(), None
    missed_since: date | None = None
    missing = False
    for look, gap in zip(looks, gaps, strict=False):
        day += timedelta(gap)
        outcome: Outcome = {
            "found": Found(known(observed=f"{day}"), HubCounters(checked=f"{day}")),
            "absent": Absent(401),
            "unreachable": Unreachable("no"),
        }[look]
        if look == "found":
            missed_since, missing = None, False
        elif look == "absent":
            missed_since = missed_since or day
            missing = missing or (day - missed_since).days >= 3
        verdict = judge(HUB, facts, miss, outcome, f"{day}")
        assert verdict.facts is not None
        facts, miss = verdict.facts, verdict.miss
        assert (facts.state == "missing") == missing
        assert facts.sha == "0" * 40
        assert facts.observed == DAY


def test_new_misses() -> None:
    miss = HubMiss(first=DAY, status=401)
    assert is_new_miss(known(), None, Absent(401))
    assert is_new_miss(None, None, Absent(404))
    assert not is_new_miss(known(), miss, Absent(401))
    assert not is_new_miss(known(state="missing"), None, Absent(401))
    assert not is_new_miss(known(), None, Unreachable("no"))
    assert [most_new_misses(entries) for entries in (1, 20, 39, 40, 300)] == [1, 1, 1, 2, 15]
