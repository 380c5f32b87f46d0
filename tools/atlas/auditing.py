"""Every claim of a knowledge base that names a source, one by one, so that some can be drawn.

An audit looks claims up again in their sources, by somebody who did not write
them. Which claims those are is left to chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from atlas.records import Source
from atlas.store import Entry, Key, KnowledgeBase


@dataclass(frozen=True)
class Claim:
    """One thing that an entry says, and where its source is said to say it."""

    entry: Key
    path: str
    """The place in the entry: ``claims.3``, ``config.hidden_size``, ``definition``."""
    said: Any
    """What stands there, as JSON gives it."""
    source: Source
    where: str


def draw(kb: KnowledgeBase, count: int, *, seed: int) -> list[Claim]:
    """This many different claims, or all there are; the same for the same seed and entries.

    An entry is drawn first and then one of its claims, so that a long table of
    results does not crowd out the sentences.
    """
    chance = random.Random(seed)
    left = [list(claims(entry)) for entry in kb.entries.values()]
    drawn: list[Claim] = []
    while len(drawn) < count and (left := [some for some in left if some]):
        some = chance.choice(left)
        drawn.append(some.pop(chance.randrange(len(some))))
    return drawn


def claims(entry: Entry) -> Iterator[Claim]:
    """What an entry says with a source, in the order of its fields."""
    sources = getattr(entry.record, "sources", {})
    written = entry.record.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for path, said, cited in _cited(written, ""):
        if (source := sources.get(cited["source"])) is not None:
            yield Claim(entry.key, path, said, source, cited.get("where") or "")


def _cited(value: Any, path: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each part that names a source: its path, what it says, and the part that names the source."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _cited(item, f"{path}.{index}")
    elif isinstance(value, dict):
        if path and isinstance(value.get("source"), str):
            said = {k: v for k, v in value.items() if k not in ("source", "where")}
            if said:
                yield path.lstrip("."), said, value
            return
        for key, item in value.items():
            beside = value.get(f"{key}_source")
            if not isinstance(beside, dict) or "source" not in beside:
                yield from _cited(item, f"{path}.{key}")
            elif key == "config":
                # Each number of a configuration can be right or wrong by itself.
                for name, number in item.items():
                    yield f"{path}.config.{name}".lstrip("."), number, beside
            else:
                yield f"{path}.{key}".lstrip("."), item, beside
        # A table of results is cited once, for all its rows.
        if not path and isinstance(value.get("source"), str):
            for index, row in enumerate(value.get("rows", [])):
                yield f"rows.{index}", row, value
