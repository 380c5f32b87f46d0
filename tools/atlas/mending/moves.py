"""A new id on the Hub, set in the text of an entry, with the old one kept as a former id."""

from __future__ import annotations

import yaml

from atlas.mending.edits import Edit, edited, in_quotes, replacing
from atlas.records import Kind, Model, parse
from atlas.store import Entry
from atlas.yamltext import read

_HUB, _FORMER = "hub", "former_hub"


def moved(entry: Entry, hub: str) -> str | None:
    """The text of a model's entry with this Hub id, and its present one among the former ids.

    An id that differs from the new one in case only is not kept: its address
    leads to the same page. None where the text cannot be edited so that
    nothing else changes.
    """
    model, document = entry.as_(Model), entry.document
    if model.hub is None or model.hub == hub:
        return None
    former = [old for old in (*model.former_hub, model.hub) if old.casefold() != hub.casefold()]
    value = document.node((_HUB,))
    if value is None:
        return None
    expected = {**model.model_dump(), _HUB: hub, _FORMER: tuple(dict.fromkeys(former))}
    for written in (hub, in_quotes(hub)):
        edits = [replacing(value, written), *_former(entry, former)]
        text = edited(document.text, edits)
        after, faults = read(document.file, text.encode())
        if after is None or faults:
            continue
        record, problems = parse(Kind.MODEL, after)
        if record is not None and not problems and record.model_dump() == expected:
            return text
    return None


def _former(entry: Entry, former: list[str]) -> list[Edit]:
    """The edits that make the former ids these; none where they are."""
    model, document = entry.as_(Model), entry.document
    if list(model.former_hub) == former:
        return []
    items = ", ".join(former)
    node, value = document.node((_FORMER,)), document.node((_HUB,))
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        return [replacing(node, f"[{items}]")]
    if isinstance(node, yaml.SequenceNode) and list(model.former_hub) == former[:-1]:
        last = node.value[-1]
        end = _line_end(document.text, last.end_mark.index)
        gap = "\n" + " " * (last.start_mark.column - 2) + "- "
        return [Edit(end, end, gap + former[-1])]
    if node is None and value is not None and value.end_mark is not None:
        root = document.node(())
        if isinstance(root, yaml.MappingNode) and root.flow_style:
            end = value.end_mark.index
            return [Edit(end, end, f", {_FORMER}: [{items}]")]
        end = _line_end(document.text, value.end_mark.index)
        return [Edit(end, end, f"\n{_FORMER}: [{items}]")]
    return []


def _line_end(text: str, start: int) -> int:
    """The end of the line, behind a comment."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
