"""The taxonomy as nested lists: all of it, or what surrounds one concept."""

from __future__ import annotations

from markupsafe import Markup

from atlas.records import Kind, Term
from atlas.site.sheet import Sheet
from atlas.store import Entry


def whole(sheet: Sheet) -> Markup:
    """The tree from its root (or roots, where a rule has found more than one)."""
    roots = [e for e in sheet.catalogue.kb.of(Kind.TERM) if e.as_(Term).parent is None]
    return _list(sheet, roots, here=None, depth=12, top=True)


def around(sheet: Sheet, entry: Entry) -> Markup:
    """A concept between its parent, its siblings and its children."""
    parent = entry.as_(Term).parent
    above = sheet.catalogue.kb.get(Kind.TERM, parent) if parent else None
    if above is None:
        return _list(sheet, [entry], here=entry, depth=1, top=True)
    siblings = sheet.catalogue.children(above.key)
    inside = _list(sheet, siblings, here=entry, depth=1, top=False)
    return Markup('<ul class="tree" role="list">\n<li>{}{}\n{}</li>\n</ul>').format(
        sheet.link(above), _other(sheet, above), inside
    )


def _list(
    sheet: Sheet, entries: list[Entry], *, here: Entry | None, depth: int, top: bool
) -> Markup:
    items = [_item(sheet, entry, here=here, depth=depth) for entry in entries]
    opening = Markup('<ul class="tree" role="list">') if top else Markup("<ul>")
    return Markup("{}\n{}\n</ul>").format(opening, Markup("\n").join(items))


def _item(sheet: Sheet, entry: Entry, *, here: Entry | None, depth: int) -> Markup:
    is_here = here is not None and entry.key == here.key
    if is_here:
        name = Markup('<span aria-current="true">{}</span>').format(sheet.title(entry))
    else:
        name = sheet.link(entry)
    # Around one concept only its own children are shown, not its siblings'.
    below = sheet.catalogue.children(entry.key) if depth and (here is None or is_here) else []
    inside = Markup("")
    if below:
        inside = Markup("\n") + _list(sheet, below, here=here, depth=depth - 1, top=False)
    return Markup("<li>{}{}{}</li>").format(name, _other(sheet, entry), inside)


def _other(sheet: Sheet, entry: Entry) -> Markup:
    other = sheet.catalogue.other_title(entry, sheet.language)
    if not other:
        return Markup("")
    return Markup('<span class="other" lang="{}">{}</span>').format(sheet.other, other)
