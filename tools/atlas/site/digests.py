"""What a list says of an entry in a line: who wrote it, who printed it, what was said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup, escape

from atlas.cards import quantity
from atlas.records import Dispute, Kind, Paper, Results, Source
from atlas.site import addresses
from atlas.site.glossary import script
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key

_SHORT = 24
"""Characters of an alias that is a name and not another title."""
_FEW = 4
_FIGURE = 14
"""Characters of a printed number with its unit."""
_PAPER = re.compile(r"\s*(?:paper|论文)$", re.IGNORECASE)


def known_as(sheet: Sheet, entry: Entry) -> tuple[str, str] | None:
    """What people call a paper, without the word paper, and the language of that name.

    The first short alias in the page's script, else the first short one; None where it has none.
    """
    aliases = [alias for alias in entry.as_(Paper).aliases if len(alias) <= _SHORT]
    ours = (alias for alias in aliases if script(alias) == sheet.language)
    alias = next(ours, aliases[0] if aliases else None)
    name = _PAPER.sub("", alias) if alias else ""
    # "BERT论文" leaves a name that is the same in both languages.
    return (name, script(name)) if name else None


def authors(sheet: Sheet, entry: Entry) -> str:
    """The authors of a paper where one line has to do: one, two, or the first of many."""
    record = sheet.catalogue.papers.get(entry.id)
    if record is None or not record.authors:
        return ""
    names = [person.name for person in record.authors]
    if len(names) == 2 and not record.others:
        return sheet.t(" and ", "、").join(names)
    many = len(names) > 1 or record.others
    return names[0] + (sheet.t(" et al.", " 等") if many else "")


def values(dispute: Dispute) -> list[tuple[str, int]]:
    """What sources say in a dispute, each value once with how often it is said."""
    return list(Counter(statement.value for statement in dispute.statements).items())


def are_figures(values: Iterable[tuple[str, int]]) -> bool:
    """Whether what is said are single numbers, not sentences."""
    return all(len(value) <= _FIGURE and quantity(value) is not None for value, _ in values)


def about(sheet: Sheet, references: Iterable[str]) -> Markup:
    """Links to the entries written as ``kind:id``, the first few of many."""
    links = [briefly(sheet, reference) for reference in references]
    if more := len(links[_FEW:]):
        links[_FEW:] = [Markup(sheet.t("{} more", "另外 {} 个")).format(more)]
    return _joined(sheet, links)


def linked(sheet: Sheet, entries: Iterable[Entry | Key]) -> Markup:
    """Links to entries, one after the other."""
    return _joined(sheet, [sheet.link(entry) for entry in entries])


def _joined(sheet: Sheet, names: list[Markup]) -> Markup:
    """Names in a row, with a semicolon between them where one has a comma of its own."""
    if any("," in name for name in names):
        return Markup(sheet.t("; ", "；")).join(names)
    return Markup(sheet.t(", ", "、")).join(names)


def briefly(sheet: Sheet, reference: str) -> Markup:
    """A link to the entry written as ``kind:id``, a paper under the name that people use."""
    key = Key.parse(reference)
    entry = sheet.catalogue.kb.entries.get(key)
    known = known_as(sheet, entry) if entry and entry.kind is Kind.PAPER else None
    return sheet.link(key, known[0] if known else None)


def printer(sheet: Sheet, results: Results) -> Markup:
    """Who printed a table: a paper, or a repository, or a page."""
    if results.paper:
        return _paper(sheet, results.paper)
    source = results.sources.get(results.source)
    if source is None:
        return escape(results.source)
    if source.paper:
        return _paper(sheet, source.paper)
    return sheet.outside(addresses.source(source) or "", _name(source))


def _paper(sheet: Sheet, paper: str) -> Markup:
    entry = sheet.catalogue.kb.get(Kind.PAPER, paper)
    if entry is None:
        return escape(paper)
    year = sheet.catalogue.year(entry)
    label = f"{authors(sheet, entry)} {year or ''}".strip()
    return sheet.link(entry, label or None)


def _name(source: Source) -> str:
    if source.repo:
        return source.repo.partition("@")[0]
    return source.hub or source.title or addresses.brief(source.url or "")


def tested(sheet: Sheet, results: Results) -> Markup:
    """The checkpoints of a table, each once; those without an entry as they are printed."""
    names: dict[str, Markup] = {}
    for row in results.rows:
        entry = sheet.catalogue.kb.get(Kind.MODEL, row.model) if row.model else None
        key = entry.id if entry else row.printed
        names.setdefault(key, sheet.link(entry, row.printed) if entry else escape(row.printed))
    return _joined(sheet, list(names.values()))


def measures(sheet: Sheet, results: Results) -> str:
    """The measures of a table's columns, each once."""
    return sheet.t(", ", "、").join(dict.fromkeys(metric.name for metric in results.metrics))
