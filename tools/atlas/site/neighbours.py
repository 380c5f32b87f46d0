"""What stands before and after an entry in a lineage, with the words under each name."""

from __future__ import annotations

from atlas.records import Family, Kind, Model
from atlas.site import vocabulary
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key

Neighbour = tuple[Entry | Key, str]


def with_years(sheet: Sheet, entries: list[Entry]) -> list[Neighbour]:
    """Papers with their years."""
    return [(entry, sheet.catalogue.year(entry) or "") for entry in entries]


def origins(sheet: Sheet, model: Model) -> list[Neighbour]:
    """The checkpoints a model was made from, with what was done."""
    return [
        (Key(Kind.MODEL, each.model), vocabulary.origin(sheet, each.how))
        for each in model.derived_from
    ]


def heirs(sheet: Sheet, entries: list[Entry]) -> list[Neighbour]:
    """The checkpoints made from this page's model, with what was done."""
    assert sheet.entry is not None
    here = sheet.entry.id
    return [
        (entry, vocabulary.origin(sheet, each.how))
        for entry in entries
        for each in entry.as_(Model).derived_from
        if each.model == here
    ]


def family_origins(sheet: Sheet, family: Family) -> list[Neighbour]:
    """The families that a family was made from, with what was done."""
    return [
        (Key(Kind.FAMILY, each.family), vocabulary.origin(sheet, each.how))
        for each in family.derived_from
    ]


def family_heirs(sheet: Sheet, entries: list[Entry]) -> list[Neighbour]:
    """The families made from this page's family, with what was done."""
    assert sheet.entry is not None
    here = sheet.entry.id
    return [
        (entry, vocabulary.origin(sheet, each.how))
        for entry in entries
        for each in entry.as_(Family).derived_from
        if each.family == here
    ]
