"""What has changed since the last look, and what stays wrong with a repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from atlas.hub.findings import Finding
from atlas.hub.judging import Verdict
from atlas.records import HubFacts, HubMiss

_TOLD_APART: Final = frozenset(
    {"state", "observed", "since", "origin", "sha", "last_modified", "license", "gated"}
    | {"disabled", "id", "internal_id"}
)
"""Facts that have a code of their own, and those that are dates of others."""


def changes(
    entry: str, hub: str, before: HubFacts | None, miss: HubMiss | None, verdict: Verdict
) -> Iterator[Finding]:
    """The findings on one entry."""
    after = verdict.facts
    if verdict.miss is not None:
        yield Finding(
            "first-miss",
            entry,
            hub,
            f"the Hub does not know the id since {verdict.miss.first}; a second look will tell",
        )
    elif miss is not None and verdict.found not in ("missing", "unreachable"):
        yield Finding("back", entry, hub, f"the Hub knows the id again; missed on {miss.first}")
    if after is None:
        return
    yield from _state(entry, hub, before, verdict, after)
    if before is None:
        if after.sha is not None:
            yield Finding("first-facts", entry, hub, "the facts were read for the first time")
    else:
        yield from _facts(entry, hub, before, after)


def _state(
    entry: str, hub: str, before: HubFacts | None, verdict: Verdict, after: HubFacts
) -> Iterator[Finding]:
    match after.state:
        case "moved":
            known = before is not None and before.internal_id is not None
            doubt = "" if known else ", if it is the same: nobody had seen the old id before"
            words = f"the repository moved: write the new id, and the old one in former_hub{doubt}"
            yield Finding("moved", entry, hub, words, hub, after.id)
        case "replaced":
            words = "another repository stands under the id; the facts are those of the old one"
            there = verdict.other.internal_id if verdict.other else None
            yield Finding("replaced", entry, hub, words, after.internal_id, there)
        case "missing":
            since = after.since or after.observed
            yield Finding("missing", entry, hub, f"the Hub does not know the id any more ({since})")
        case "disabled":
            yield Finding("disabled", entry, hub, "the Hub has switched the repository off")
        case "gated" if before is not None and before.state != "gated":
            yield Finding("gated", entry, hub, "readers must ask for access now")
        case "ok" if before is not None and before.state != "ok":
            words = "the repository can be seen as it is again"
            yield Finding("back", entry, hub, words, before.state, "ok")


def _facts(entry: str, hub: str, before: HubFacts, after: HubFacts) -> Iterator[Finding]:
    if before.license != after.license:
        yield Finding(
            "licence-changed",
            entry,
            hub,
            "the card states another licence",
            before.license or "none",
            after.license or "none",
        )
    changed = [
        name
        for name in HubFacts.model_fields
        if name not in _TOLD_APART and getattr(before, name) != getattr(after, name)
    ]
    lost = sorted(set(before.formats) - set(after.formats))
    if "safetensors" in changed and before.safetensors:
        changed.remove("safetensors")
        words = "the values in the safetensors are counted otherwise"
        counts = (_shown(dict(facts.safetensors)) for facts in (before, after))
        yield Finding("weights-changed", entry, hub, words, *counts)
    elif lost:
        yield Finding("weights-changed", entry, hub, "formats are gone", ", ".join(lost), "none")
    for name in changed:
        words = f"{name} is not as it was"
        here, there = _shown(getattr(before, name)), _shown(getattr(after, name))
        yield Finding("fact-changed", entry, hub, words, here, there)
    if before.sha != after.sha and not changed and before.license == after.license:
        words = "there is a new commit"
        yield Finding("commit-changed", entry, hub, words, before.sha, after.sha)


def _shown(value: Any) -> str:
    """A fact as a text of one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "none"
    if isinstance(value, bool) or not isinstance(value, int):
        return "none" if value is None else str(getattr(value, "id", value))
    return f"{value:,}"
