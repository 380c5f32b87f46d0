"""How much of what entries may say is said: for each kind and field, in how many entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from atlas.records import FOLDERS, RECORDS, Kind, Model
from atlas.site.catalogue import Catalogue
from atlas.store import Entry


@dataclass(frozen=True)
class Share:
    """One thing that an entry of a kind can say, and in how many it is said."""

    name: str
    """The field as entries write it, with a dot before a part; or a key of :data:`WORKED_OUT`."""
    said: int
    """Entries that say it; ``unknown`` does not count."""
    entries: int
    """Entries of the kind."""

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means every one."""
        return self.said * 100 // self.entries


# Fields that say several things at once: one of them known is not all of them known.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "contents": ("mlm", "nsp", "sop", "pooler"),
    "license": ("code", "weights", "data"),
}

# What does not count as said: what nobody knows, and where a search found nothing.
_NOTHING = ("unknown", "not-stated")

Answer = Callable[[Catalogue, Entry, Mapping[str, Any]], bool]

WORKED_OUT: Mapping[Kind, Mapping[str, Answer]] = {
    Kind.MODEL: {
        "parameters": lambda catalogue, entry, _: catalogue.parameters(entry) is not None,
        "hub_facts": lambda catalogue, entry, _: entry.as_(Model).hub in catalogue.kb.hub,
    },
    Kind.PAPER: {"year": lambda catalogue, entry, _: catalogue.year(entry) is not None},
}
"""What is asked beyond the fields: sizes from the config, facts from the Hub, a paper's year."""


def coverage(catalogue: Catalogue) -> Iterator[tuple[Kind, tuple[Share, ...]]]:
    """Each kind that has entries, with the share of every field that an entry may leave out.

    The fullest first, and among equals in the order of the record.
    """
    for kind in FOLDERS:
        entries = catalogue.kb.of(kind)
        if not entries:
            continue
        # As it was written: what a record adds by itself says nothing.
        written = [
            (entry, entry.record.model_dump(mode="json", by_alias=True, exclude_unset=True))
            for entry in entries
        ]
        shares = (
            Share(name, sum(asked(catalogue, *one) for one in written), len(entries))
            for name, asked in (*_fields(kind), *WORKED_OUT.get(kind, {}).items())
        )
        yield kind, tuple(sorted(shares, key=lambda share: -share.said))


def _fields(kind: Kind) -> Iterator[tuple[str, Answer]]:
    for name, field in RECORDS[kind].model_fields.items():
        written = field.alias or name
        if written in _PARTS:
            for part in _PARTS[written]:
                yield f"{written}.{part}", _asks(written, part)
        elif not field.is_required():
            yield written, _asks(written)


def _asks(*path: str) -> Answer:
    def answer(_catalogue: Catalogue, _entry: Entry, written: Mapping[str, Any]) -> bool:
        value: Any = written
        for key in path:
            value = (value or {}).get(key)
        return _says(value)

    return answer


def _says(value: Any) -> bool:
    """Whether a value, as JSON gives it, holds anything that is known."""
    if isinstance(value, dict):
        # A licence is its id; what was searched in vain is only the evidence of that.
        return _says(value["id"]) if "id" in value else any(map(_says, value.values()))
    if isinstance(value, list):
        return any(map(_says, value))
    return value is not None and value not in _NOTHING
