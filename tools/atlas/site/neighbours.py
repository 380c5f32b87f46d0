"""What stands before and after an entry in a lineage, with the words under each name."""

from __future__ import annotations

from atlas.records import Family, Kind, Model
from atlas.site import vocabulary
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key

Neighbour = tuple[Entry | Key, str]

# In a lineage a word stands under a name ("extends"); in a sentence it says what was done.
_DONE = {
    "extends": ("extended", "扩展"),
    "retrains": ("trained anew", "重新训练"),
    "converts": ("converted", "转换格式"),
    "compresses": ("compressed", "压缩"),
    "translates": ("in another language", "换一种语言"),
}


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


def made_of(sheet: Sheet, family: Entry) -> list[Neighbour]:
    """The families that one was made from, each way of making once, in words for a sentence."""
    origins = family.as_(Family).derived_from
    ways = dict.fromkeys((Key(Kind.FAMILY, each.family), each.how) for each in origins)
    return [(key, sheet.t(*_DONE[how])) for key, how in ways]


def _made_from(sheet: Sheet, entry: Entry) -> list[Neighbour]:
    record = entry.record
    if not isinstance(record, Model | Family):
        raise TypeError(f"{entry.key} has no lineage of this kind")
    # The other end is named by the field that bears the kind's name: ``model``, ``family``. It
    # is shown once, also where two sources or two stages of its making name it.
    ways: dict[Key, dict[str, None]] = {}
    for each in record.derived_from:
        ways.setdefault(Key(entry.kind, getattr(each, entry.kind)), {})[each.how] = None
    many = sheet.t(", ", "、").join
    return [
        (key, many(vocabulary.origin(sheet, how) for how in hows)) for key, hows in ways.items()
    ]
