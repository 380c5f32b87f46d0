"""What stands before and after an entry in a lineage, with the words under each name."""

from __future__ import annotations

from atlas.records import Family, Model
from atlas.site import vocabulary
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key

Neighbour = tuple[Entry | Key, str]


def with_years(sheet: Sheet, entries: list[Entry]) -> list[Neighbour]:
    """Papers with their years."""
    return [(entry, sheet.catalogue.year(entry) or "") for entry in entries]


def origins(sheet: Sheet, entry: Entry) -> list[Neighbour]:
    """What a model or a family was made from, with what was done."""
    return _made_from(sheet, entry)


def heirs(sheet: Sheet, entries: list[Entry]) -> list[Neighbour]:
    """The models or families among these that were made from this page's, with what was done."""
    assert sheet.entry is not None
    here = sheet.entry.key
    return [
        (entry, words)
        for entry in entries
        for origin, words in _made_from(sheet, entry)
        if origin == here
    ]


def _made_from(sheet: Sheet, entry: Entry) -> list[Neighbour]:
    record = entry.record
    if not isinstance(record, Model | Family):
        raise TypeError(f"{entry.key} has no lineage of this kind")
    # The other end is named by the field that bears the kind's name: ``model``, ``family``.
    return [
        (Key(entry.kind, getattr(each, entry.kind)), vocabulary.origin(sheet, each.how))
        for each in record.derived_from
    ]
