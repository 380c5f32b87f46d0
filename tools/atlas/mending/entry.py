"""Mending one entry: every step in turn, until nothing is left that has one answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from atlas.mending.ids import ids_for_addresses
from atlas.mending.layout import in_order, surface, trimmed
from atlas.mending.syntax import improved
from atlas.records import RECORDS, Kind, keys_at
from atlas.yamltext import MAX_BYTES, Document, comments, read

# Each step removes a fault, and reading reports no more than a hundred at once.
_STEPS = 1000


@dataclass(frozen=True)
class Mended:
    """A file as it is after mending, and what was mended, in the order it was done."""

    raw: bytes
    what: tuple[str, ...] = ()


def mend(kind: Kind, raw: bytes) -> Mended:
    """Mend the file of an entry of this kind; as it was where it cannot be read even then.

    Mending what was mended changes nothing.
    """
    if len(raw) > MAX_BYTES:
        return Mended(raw)
    try:
        original = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Mended(raw)
    text, what = surface(original)
    for _ in range(_STEPS):
        step = _step(kind, text)
        if step is None:
            break
        text, done = step
        if done not in what:
            what.append(done)
    document, _ = read("", text.encode())
    if document is None or text == original:
        return Mended(raw)
    return Mended(text.encode(), tuple(what))


def _step(kind: Kind, text: str) -> tuple[str, str] | None:
    """The text after the first step that changes it, and what the step did."""
    if proposal := improved(text):
        return proposal.text, proposal.what
    document, faults = read("", text.encode())
    if document is None:
        return None
    if (new := trimmed(document)) != text and _is_the_same(document, new):
        return new, "white space"
    if faults:
        return None
    record_type = RECORDS[kind]
    if (new := ids_for_addresses(record_type, document)) != text:
        return new, "an address that has an id"
    new = in_order(document, keys_at(record_type, ()))
    if new != text and _is_the_same(document, new):
        return new, "the order of the fields"
    return None


def _is_the_same(document: Document, text: str) -> bool:
    """Whether a text has the data and the comments of a document.

    The line end behind the last line of a text does not count, as records do not keep it: a
    block gets or loses it with its place in the file.
    """
    other, _ = read("", text.encode())
    return (
        other is not None
        and _without_last_end(other.data) == _without_last_end(document.data)
        and Counter(comments(other)) == Counter(comments(document))
    )


def _without_last_end(data: Any) -> Any:
    if isinstance(data, str):
        return data.removesuffix("\n")
    if isinstance(data, list):
        return [_without_last_end(item) for item in data]
    if isinstance(data, dict):
        return {key: _without_last_end(value) for key, value in data.items()}
    return data
