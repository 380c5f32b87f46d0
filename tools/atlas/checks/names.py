"""Names: no two entries of a kind are called the same.

What counts as the same is decided by :func:`atlas.folding.fold`. An entry is
*called* by its id, by its name or title in both languages and, for a paper, by
the title in its BibTeX; aliases are what readers type. Two entries called the
same, or one called by what is an alias of another, are one entry twice or a
name that misleads: an error. One alias on two entries makes a search answer
twice, which may be meant: a warning, and none at all where one concept stands
above the other in the taxonomy or where models are of one family, since people
do say ``WWM`` for the idea and its variant, and ``RoBERTa-wwm`` for both sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.folding import fold
from atlas.problems import Severity
from atlas.records import Kind, Model, Paper, Term
from atlas.store import Entry
from atlas.yamltext import Path, quoted


@dataclass(frozen=True)
class _Called:
    """One way in which an entry is called; an empty path is the id."""

    entry: Entry
    path: Path
    text: str

    @property
    def is_alias(self) -> bool:
        return self.path[:1] == ("aliases",)


@rule("NAM001")
def has_names_of_its_own(inspection: Inspection) -> Iterator[Finding]:
    """No two entries of a kind have the same name, and none has another one's as an alias."""
    for group in inspection.once(_groups):
        names = [called for called in group if not called.is_alias]
        if not names:
            continue
        # The name that readers see, where the id is called the same.
        owner = next((c for c in names if c.entry is names[0].entry and c.path), names[0])
        told = {owner.entry.id}
        for called in (*names, *group):
            if called.entry.id not in told:
                told.add(called.entry.id)
                message = (
                    f"{quoted(called.text)} reads the same as {quoted(owner.text)}, "
                    f"{'a name' if owner.path else 'the id'} of {quoted(owner.entry.id)}"
                )
                fix = f"{_way_out(called)}, or make the two entries one"
                yield Finding(called.entry, called.path, message, fix)


@rule("NAM002", Severity.WARNING)
def shares_aliases_with_relatives_only(inspection: Inspection) -> Iterator[Finding]:
    """Two entries have the same alias only as models of one family or concepts of one branch."""
    for group in inspection.once(_groups):
        if any(not called.is_alias for called in group):
            continue
        first, *others = group
        told = {first.entry.id}
        for called in others:
            if called.entry.id in told or _are_relatives(inspection, first.entry, called.entry):
                continue
            told.add(called.entry.id)
            message = f"{quoted(called.text)} is an alias of {quoted(first.entry.id)} too"
            fix = "keep it where readers expect it"
            yield Finding(called.entry, called.path, message, fix)


@rule("NAM003", Severity.WARNING)
def has_aliases_that_add_something(inspection: Inspection) -> Iterator[Finding]:
    """An alias differs from the entry's names by more than case, spaces, hyphens or width."""
    for kind in Kind:
        for entry in inspection.kb.of(kind):
            aliases = getattr(entry.record, "aliases", ())
            if not aliases:
                continue
            seen: dict[str, str] = {}
            for called in _names(inspection, entry):
                # An id repeats a name in another spelling by design; readers see the name.
                if not called.path:
                    continue
                folded = fold(called.text)
                if called.is_alias and folded in seen:
                    message = f"{quoted(called.text)} is found as {quoted(seen[folded])} already"
                    yield Finding(entry, called.path, message, "take the alias out")
                seen.setdefault(folded, called.text)


def _groups(inspection: Inspection) -> list[list[_Called]]:
    """What is called the same within a kind, wherever more than one entry is."""
    groups: list[list[_Called]] = []
    for kind in Kind:
        by_key: dict[str, list[_Called]] = {}
        for entry in inspection.kb.of(kind):
            for called in _names(inspection, entry):
                # A name of hyphens only folds to nothing, and is nobody else's.
                if key := fold(called.text):
                    by_key.setdefault(key, []).append(called)
        for group in by_key.values():
            if len(group) > 1 and any(called.entry is not group[0].entry for called in group):
                groups.append(group)
    return groups


def _names(inspection: Inspection, entry: Entry) -> Iterator[_Called]:
    """Every way in which an entry is called: id, names, then aliases."""
    yield _Called(entry, (), entry.id)
    record = entry.record
    if isinstance(record, Model):
        yield _Called(entry, ("name",), record.name)
    elif isinstance(record, Paper):
        parsed = inspection.citations[entry.id].record
        if parsed is not None and parsed.title:
            yield _Called(entry, ("bibtex",), parsed.title)
    else:
        field = "name" if hasattr(record, "name") else "title"
        name = getattr(record, field)
        for language in ("en", "zh"):
            if text := name.get(language):
                yield _Called(entry, (field, language), text)
    for index, alias in enumerate(getattr(record, "aliases", ())):
        yield _Called(entry, ("aliases", index), alias)


def _way_out(called: _Called) -> str:
    if called.is_alias:
        return "take the alias out"
    return "say in the name what is different" if called.path else "rename the file"


def _are_relatives(inspection: Inspection, one: Entry, other: Entry) -> bool:
    if isinstance(one.record, Model) and isinstance(other.record, Model):
        return one.record.family == other.record.family
    if isinstance(one.record, Term) and isinstance(other.record, Term):
        return one.id in _above(inspection, other) or other.id in _above(inspection, one)
    return False


def _above(inspection: Inspection, entry: Entry) -> set[str]:
    """The ids of the broader concepts, up to the root or around a circle once."""
    above: set[str] = set()
    parent = entry.as_(Term).parent
    while parent is not None and parent not in above:
        above.add(parent)
        broader = inspection.kb.get(Kind.TERM, parent)
        parent = broader.as_(Term).parent if broader else None
    return above
