"""References between entries: what is named exists, and is named once."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import FOLDERS, Kind
from atlas.store import Key, Link
from atlas.yamltext import Path, quoted

REPEATABLE = ("derived_from", "rows", "sources")
"""Fields that may name one entry twice: each time with a statement of its own beside it."""


@rule("REF001")
def refers_to_known_entries(inspection: Inspection) -> Iterator[Finding]:
    """A reference names an entry that exists."""
    kb = inspection.kb
    for link in kb.links:
        if link.target not in kb.ids:
            message = f"{quoted(link.target.id)} is not the id of a {link.target.kind} entry"
            fix = proposal(inspection, link.target, with_kind=_names_its_kind(link))
            yield Finding(kb.entries[link.origin], link.path, message, fix)


@rule("REF002")
def refers_to_others(inspection: Inspection) -> Iterator[Finding]:
    """An entry does not refer to itself, but for its sources."""
    kb = inspection.kb
    for link in kb.links:
        # A paper may be a source of its own entry.
        if link.target == link.origin and link.field != "sources":
            message = f"{quoted(link.field)} names the entry itself"
            yield Finding(
                kb.entries[link.origin], link.path, message, "name another entry, or take it out"
            )


@rule("REF003")
def names_each_entry_once(inspection: Inspection) -> Iterator[Finding]:
    """A list names an entry once."""
    kb = inspection.kb
    for origin, links in kb.links_from.items():
        seen: set[tuple[Path, Key]] = set()
        for link in links:
            if link.field in REPEATABLE:
                continue
            place = (_list_of(link), link.target)
            if place in seen:
                message = f"{quoted(link.target.id)} stands in {quoted(str(place[0][-1]))} twice"
                yield Finding(kb.entries[origin], link.path, message, "keep one of the two")
            seen.add(place)


def _list_of(link: Link) -> Path:
    """The list that holds a reference or the item it stands in: the innermost one."""
    steps = [index for index, step in enumerate(link.path) if isinstance(step, int)]
    return link.path[: steps[-1]] if steps else link.path


def proposal(inspection: Inspection, missing: Key, *, with_kind: bool) -> str:
    """What to write instead of a reference to an entry that is not there."""
    ids = inspection.kb.ids
    elsewhere = [kind for kind in Kind if Key(kind, missing.id) in ids]
    if elsewhere:
        if with_kind:
            return f"did you mean {elsewhere[0]}:{missing.id}?"
        return f"{quoted(missing.id)} is a {elsewhere[0]}; write the id of a {missing.kind}"
    if near := inspection.near(missing):
        return f"did you mean {f'{missing.kind}:{near}' if with_kind else near}?"
    return f"write an id from {FOLDERS[missing.kind]}/, or add {missing.id}.yml there"


def _names_its_kind(link: Link) -> bool:
    """Whether the reference is written ``kind:id``: where any kind may stand."""
    return link.field in ("about", "steps")
