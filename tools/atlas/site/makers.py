"""Who made the families: each maker once, under every name that a family gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from atlas.folding import fold
from atlas.records import Family, Kind, Model
from atlas.site import pinyin
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key


@dataclass(frozen=True)
class Maker:
    """A person, a group or a house, with the families that name it."""

    anchor: str
    """The id of its section: the English name in ASCII."""
    en: str
    zh: str
    aliases: tuple[str, ...]
    """Every other name, in the order in which the families give them."""
    families: tuple[Entry, ...]

    def name(self, language: str) -> str:
        """The name in this language."""
        return self.en if language == "en" else self.zh

    def published(self, models: Iterable[Entry]) -> list[Entry]:
        """Those among some checkpoints whose owner on the Hub bears a name of this maker."""
        names = {fold(name) for name in (self.en, self.zh, *self.aliases)}
        hubs = ((entry, entry.as_(Model).hub) for entry in models)
        return [entry for entry, hub in hubs if hub and fold(hub.partition("/")[0]) in names]

    def papers(self, catalogue: Catalogue) -> list[Entry]:
        """What its families ask to cite, each once."""
        ids = dict.fromkeys(p for family in self.families for p in family.as_(Family).papers)
        return [entry for each in ids if (entry := catalogue.kb.get(Kind.PAPER, each))]


def by_name(sheet: Sheet) -> list[Maker]:
    """The makers in the order of their names."""
    name = sheet.language
    return sorted(
        makers(sheet.catalogue), key=lambda each: (pinyin.order(each.name(name)), each.en)
    )


def of_family(all_makers: list[Maker], family: Entry) -> list[Maker]:
    """Those among the makers who made a family."""
    return [maker for maker in all_makers if family in maker.families]


@dataclass
class _Group:
    """What is known of one maker while families are read."""

    en: str
    zh: str
    aliases: dict[str, None]
    families: dict[Key, Entry]

    def take(self, other: _Group) -> None:
        self.aliases |= {other.en: None, other.zh: None} | other.aliases
        self.families |= other.families

    @property
    def names(self) -> set[str]:
        return {fold(self.en), fold(self.zh)}

    @property
    def all_names(self) -> set[str]:
        return self.names | {fold(alias) for alias in self.aliases}


def makers(catalogue: Catalogue) -> list[Maker]:
    """The makers of all families, in the order in which the families first name them.

    Two are one where the name of one, in either language, is a name or an alias
    of the other; to share an alias is not enough (a university and its
    laboratory may both be called by the university's short name).
    """
    groups: list[_Group] = []
    for family in catalogue.kb.of(Kind.FAMILY):
        for maker in family.as_(Family).makers:
            found = _Group(maker.en, maker.zh, dict.fromkeys(maker.aliases), {family.key: family})
            same = [group for group in groups if _are_one(group, found)]
            for group in same[1:]:
                same[0].take(group)
                groups.remove(group)
            if same:
                same[0].take(found)
            else:
                groups.append(found)
    anchors = _anchors(group.en for group in groups)
    return [_maker(group, anchor) for group, anchor in zip(groups, anchors, strict=True)]


def _are_one(one: _Group, other: _Group) -> bool:
    return bool(one.names & other.all_names or one.all_names & other.names)


def _maker(group: _Group, anchor: str) -> Maker:
    aliases = {fold(alias): alias for alias in reversed(group.aliases)}
    others = tuple(a for key, a in reversed(aliases.items()) if key not in group.names)
    return Maker(anchor, group.en, group.zh, others, tuple(group.families.values()))


def _anchors(names: Iterable[str]) -> list[str]:
    anchors: list[str] = []
    for name in names:
        anchor = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "maker"
        # Letters keep an anchor apart from the page's own ids, a number from one before it.
        taken = sum(each.rpartition("--")[0] == anchor or each == anchor for each in anchors)
        anchors.append(f"{anchor}--{taken + 1}" if taken else anchor)
    return anchors
