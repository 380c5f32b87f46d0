"""The mark of a review, set in the text of an entry, with the day of the review."""

from __future__ import annotations

from datetime import date

import yaml

from atlas.mending.edits import Edit, edited, replacing
from atlas.records import review_digest
from atlas.store import Entry
from atlas.yamltext import Document

_MARK, _DAY = "reviewed", "reviewed_on"


def marked(entry: Entry, day: date) -> str:
    """The entry's text with the mark that its English and Chinese texts have now, and the day."""
    document = entry.document
    # No quotes, though YAML would take eight digits for a number: here all is text.
    line = f"{_MARK}: {review_digest(entry.record)}"
    dated = f"{_DAY}: {day.isoformat()}"
    edits, lacking = [], []
    for field, text in ((_MARK, line), (_DAY, dated)):
        if node := document.node((field,)):
            edits.append(replacing(node, text.partition(": ")[2]))
        else:
            lacking.append(text)
    if lacking:
        edits.append(_added(document, lacking))
    return edited(document.text, edits)


def _added(document: Document, lines: list[str]) -> Edit:
    """The edit that adds fields: behind the mark where only the day is new, else at the end."""
    root, text = document.node(()), document.text
    assert isinstance(root, yaml.MappingNode)
    if root.flow_style:
        end = root.value[-1][1].end_mark.index
        return Edit(end, end, "".join(f", {line}" for line in lines))
    end = len(text)
    mark = document.node((_MARK,))
    if mark is not None and mark.end_mark is not None:
        line_end = text.find("\n", mark.end_mark.index)
        end = end if line_end < 0 else line_end + 1
    start = "" if text[:end].endswith("\n") else "\n"
    return Edit(end, end, start + "".join(f"{line}\n" for line in lines))
