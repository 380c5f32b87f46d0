"""The mark of a review, set in the text of an entry."""

from __future__ import annotations

from atlas.mending.edits import edited, replacing
from atlas.records import review_digest
from atlas.store import Entry

_FIELD = "reviewed"


def marked(entry: Entry) -> str:
    """The entry's text with the mark that its English and Chinese texts have now."""
    document, mark = entry.document, review_digest(entry.record)
    if node := document.node((_FIELD,)):
        # In quotes where YAML would take eight digits for a number; here all is text.
        return edited(document.text, [replacing(node, mark)])
    end = "" if document.text.endswith("\n") else "\n"
    return f"{document.text}{end}{_FIELD}: {mark}\n"
