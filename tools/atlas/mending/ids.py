"""Addresses that are written where the id stands in them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import BaseModel

from atlas.checks.addresses import Identity, identity
from atlas.mending.edits import Edit, edited, in_quotes, replacing
from atlas.records import Matching, spots
from atlas.records.outline import EACH
from atlas.yamltext import Data, Document, Path, read

_IN_PAPERS = ("arxiv", "acl", "doi", "openreview")
_IN_SOURCES = ("hub", "repo")


def ids_for_addresses(record_type: type[BaseModel], document: Document) -> str:
    """The text with an id for each address of something that has one in its field."""
    for edits, expected in _changes(record_type, document):
        text = edited(document.text, edits)
        after, faults = read(document.file, text.encode())
        if after is not None and not faults and after.data == expected:
            return text
    return document.text


def _changes(record_type: type[BaseModel], document: Document) -> Iterator[tuple[list[Edit], Data]]:
    """One change at a time: its edits, and the data that the entry then has."""
    data = document.data
    for spot in spots(record_type):
        if not isinstance(spot.marker, Matching):
            continue
        for path, written in _texts(data, spot.pattern):
            node = document.node(path)
            proposal = spot.marker.proposal(written)
            # An id that stands in what was written, a commit apart; all else would be a guess.
            if node is not None and proposal and all(p in written for p in proposal.split("@")):
                expected = _with(data, path, proposal)
                yield [replacing(node, proposal)], expected
                yield [replacing(node, in_quotes(proposal))], expected
    if isinstance(address := data.get("url"), str) and (known := identity(address)):
        yield from _renamed(document, (), known, _IN_PAPERS)
    sources = data.get("sources")
    for name, source in sources.items() if isinstance(sources, dict) else ():
        address = source.get("url") if isinstance(source, dict) else None
        if isinstance(address, str) and (known := identity(address)):
            yield from _renamed(document, ("sources", name), known, _IN_SOURCES)


def _renamed(
    document: Document, path: Path, known: Identity, fields: tuple[str, ...]
) -> Iterator[tuple[list[Edit], Data]]:
    """The field ``url`` of the mapping at this path under the name and with the id it has."""
    mapping = document.node(path)
    assert isinstance(mapping, yaml.MappingNode)
    data: Data = document.data
    for step in path:
        assert isinstance(data, dict)
        data = data[str(step)]
    assert isinstance(data, dict)
    # An id with a gap in it is for a person to fill.
    if known.field not in fields or known.field in data or "<" in known.id:
        return
    key, value = next(pair for pair in mapping.value if pair[0].value == "url")
    expected = {**data, known.field: known.id}
    del expected["url"]
    written = known.id
    if known.path and "path" not in data:
        expected["path"] = known.path
        gap = ", " if mapping.flow_style else "\n" + " " * key.start_mark.column
        written += f"{gap}path: {in_quotes(known.path)}"
    edits = [replacing(key, known.field), replacing(value, written)]
    yield edits, _with(document.data, path, expected) if path else expected


def _texts(data: Data, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts of an entry's data that stand where the pattern leads."""
    if not pattern:
        if isinstance(data, str):
            yield path, data
        return
    step, rest = pattern[0], pattern[1:]
    if step != EACH:
        if isinstance(data, dict) and step in data:
            yield from _texts(data[step], rest, (*path, step))
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _texts(item, rest, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _texts(item, rest, (*path, index))


def _with(data: Data, path: Path, value: Data) -> Data:
    """The data with another value at this path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict):
        return {
            key: _with(item, rest, value) if key == step else item for key, item in data.items()
        }
    if isinstance(data, list):
        return [_with(item, rest, value) if n == step else item for n, item in enumerate(data)]
    return data
