"""The knowledge base: every entry by kind and id, and the links between them.

:func:`load` reads a folder and never fails on what a contributor wrote. An
entry with a fault in its shape stays out of ``entries``, so that no rule
stumbles over it, while its id stays in ``ids``: what refers to it is right.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import FileIO
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from atlas.problems import Problem
from atlas.records import (
    FOLDERS,
    SLUG,
    HubFacts,
    IsProse,
    Kind,
    Model,
    RefersTo,
    found,
    parse,
)
from atlas.yamltext import MAX_BYTES, Document, Path, quoted, read

CODES = {
    "KB001": "The folders of a knowledge base hold entries and nothing else.",
    "HUB001": "The Hub's facts are as the sync wrote them.",
}

R = TypeVar("R", bound=BaseModel)

_ID = re.compile(SLUG)
_PROSE_LINK = re.compile(rf"\]\(((?:{'|'.join(Kind)}):{SLUG})\)")


@dataclass(frozen=True, order=True)
class Key:
    """An entry's name in the whole knowledge base: its kind and its id, printed ``kind:id``."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key written as ``kind:id``; ValueError where the kind is none."""
        kind, _, entry_id = text.partition(":")
        return cls(Kind(kind), entry_id)


@dataclass(frozen=True)
class Entry:
    """One file that was read into a sound record."""

    key: Key
    record: BaseModel
    document: Document

    @property
    def kind(self) -> Kind:
        """The kind of the entry."""
        return self.key.kind

    @property
    def id(self) -> str:
        """The id: the file's name without its ending."""
        return self.key.id

    def as_(self, record_type: type[R]) -> R:
        """The record, typed; TypeError where the entry is of another kind."""
        if not isinstance(self.record, record_type):
            raise TypeError(f"{self.key} is not a {record_type.__name__}")
        return self.record

    def problem(
        self, path: Path, code: str, message: str, fix: str, *, of_key: bool = False
    ) -> Problem:
        """A problem at a place in this entry."""
        line, column = self.document.place(path, of_key=of_key)
        return Problem(self.document.file, line, column, code, message, fix)


@dataclass(frozen=True, order=True)
class Link:
    """One edge, as it stands in one entry; ``field`` names what it says (``builds_on``)."""

    origin: Key
    target: Key
    path: Path = field(compare=False)

    @property
    def field(self) -> str:
        """The field at the top of the entry that holds the link."""
        return str(self.path[0])


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that was read, and what was wrong with it."""

    root: FilePath
    entries: Mapping[Key, Entry]
    """The sound entries, sorted by kind and id."""
    ids: frozenset[Key]
    """Every entry there is, sound or not."""
    hub: Mapping[str, HubFacts]
    """What the Hub said, by the id that the entry gives."""
    programs: Mapping[str, str]
    """The snippets' programs, by id."""
    problems: tuple[Problem, ...]
    """Faults of the files and of their shape."""

    def of(self, kind: Kind) -> list[Entry]:
        """The sound entries of a kind, by id."""
        return list(self._of_kind[kind])

    @cached_property
    def _of_kind(self) -> Mapping[Kind, list[Entry]]:
        of_kind: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
        for key, entry in self.entries.items():
            of_kind[key.kind].append(entry)
        return of_kind

    def get(self, kind: Kind, entry_id: str) -> Entry | None:
        """One sound entry, or None."""
        return self.entries.get(Key(kind, entry_id))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every reference in a field (not in prose) of a sound entry, in the order of the files."""
        return tuple(link for entry in self.entries.values() for link in _links_in_fields(entry))

    @cached_property
    def links_from(self) -> Mapping[Key, tuple[Link, ...]]:
        """The links by the entry that holds them."""
        return _grouped((link.origin, link) for link in self.links)

    @cached_property
    def links_to(self) -> Mapping[Key, tuple[Link, ...]]:
        """The links by the entry that they lead to: what is shown from the other end."""
        return _grouped((link.target, link) for link in self.links)

    def referring(self, key: Key, kind: Kind, *fields: str) -> list[Entry]:
        """The entries of a kind that name this one (in one of these fields), each once."""
        origins = {
            link.origin: None
            for link in self.links_to.get(key, ())
            if link.origin.kind == kind and (not fields or link.field in fields)
        }
        return [self.entries[origin] for origin in origins]


def links_in_prose(entry: Entry) -> Iterator[Link]:
    """The links that the texts of an entry make: ``[whole words](term:whole-word-masking)``."""
    for path, _, text in found(entry.record, IsProse):
        for match in _PROSE_LINK.finditer(text):
            yield Link(entry.key, Key.parse(match.group(1)), path)


def _links_in_fields(entry: Entry) -> Iterator[Link]:
    for path, marker, text in found(entry.record, RefersTo):
        assert isinstance(marker, RefersTo)
        target = Key(marker.kind, text) if marker.kind else Key.parse(text)
        yield Link(entry.key, target, path)


def _grouped(pairs: Iterable[tuple[Key, Link]]) -> dict[Key, tuple[Link, ...]]:
    groups: dict[Key, list[Link]] = {}
    for key, link in pairs:
        groups.setdefault(key, []).append(link)
    return {key: tuple(links) for key, links in groups.items()}


def load(root: FilePath, *, shown: FilePath | None = None) -> KnowledgeBase:
    """Read the knowledge base in this folder.

    ``shown`` is the folder's name in problems, where it differs from ``root``
    (a path relative to where the reader stands). Raises NotADirectoryError
    where there is no such folder; nothing else a file can hold raises.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    shown = root if shown is None else shown
    entries: dict[Key, Entry] = {}
    ids: set[Key] = set()
    programs: dict[str, str] = {}
    problems: list[Problem] = list(_strangers(root, shown))
    for kind, folder in FOLDERS.items():
        shown_folder = (shown / folder).as_posix()
        for file in _files(root / folder):
            name = f"{shown_folder}/{file.name}"
            entry_id, _, ending = file.name.rpartition(".")
            if kind is Kind.SNIPPET and ending == "py" and _is_sound_name(file, "py"):
                programs[entry_id] = _content(file).decode(errors="replace")
                continue
            if not _is_sound_name(file, "yml"):
                problems.append(_stray(file.name, name))
                continue
            key = Key(kind, entry_id)
            ids.add(key)
            document, faults = read(name, _content(file))
            problems.extend(faults)
            if document is None:
                continue
            record, misshapen = parse(kind, document, yaml_is_sound=not faults)
            problems.extend(misshapen)
            if record is not None and not faults:
                entries[key] = Entry(key, record, document)
    problems.extend(_unpaired_programs(entries, ids, programs, root, shown))
    hub, hub_problems = _hub_facts(root, shown, entries)
    problems.extend(hub_problems)
    return KnowledgeBase(root, entries, frozenset(ids), hub, programs, tuple(sorted(problems)))


def entry_files(root: FilePath) -> Iterator[tuple[Key, FilePath]]:
    """The file of every entry of the knowledge base in this folder, by kind and id."""
    for kind, folder in FOLDERS.items():
        for file in _files(root / folder):
            if _is_sound_name(file, "yml"):
                yield Key(kind, file.name.removesuffix(".yml")), FilePath(file.path)


def _files(folder: FilePath) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where there is no folder.

    Hidden files are an editor's or the system's, and Python leaves its cache
    behind wherever a program is imported from.
    """
    if not folder.is_dir() or folder.is_symlink():
        return []
    with os.scandir(folder) as files:
        ours = (file for file in files if not file.name.startswith((".", "__pycache__")))
        return sorted(ours, key=lambda file: file.name)


def _is_sound_name(file: os.DirEntry[str], ending: str) -> bool:
    stem, _, its_ending = file.name.rpartition(".")
    # A link could lead anywhere on the machine that builds the site.
    return (
        its_ending == ending
        and _ID.fullmatch(stem) is not None
        and file.is_file(follow_symlinks=False)
    )


def _content(file: os.DirEntry[str]) -> bytes:
    """What the file holds, as far as anything may hold: one byte more says that it is too much."""
    with FileIO(file.path) as stream:
        return stream.read(MAX_BYTES + 1)


def _stray(file_name: str, name: str) -> Problem:
    stem = file_name.rpartition(".")[0] or file_name
    proposal = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "an-id"
    return Problem(
        name,
        1,
        1,
        "REC007",
        f"{quoted(file_name)} is not the name of an entry's file",
        f"rename it to {proposal}.yml, or move it out of the knowledge base",
    )


def _strangers(root: FilePath, shown: FilePath) -> Iterator[Problem]:
    known = {*FOLDERS.values(), "hub"}
    for path in sorted(root.iterdir()):
        if path.name.startswith("."):
            continue
        name = (shown / path.name).as_posix()
        if path.name not in known:
            message = f"{quoted(path.name)} is not one of the folders of entries"
            fix = f"move it into {', '.join(FOLDERS.values())}, or out of the knowledge base"
            yield Problem(name, 1, 1, "KB001", message, fix)
        elif path.is_symlink() or not path.is_dir():
            message = f"{quoted(path.name)} is not a folder itself"
            yield Problem(name, 1, 1, "KB001", message, "make it a folder with the entries in it")


def _unpaired_programs(
    entries: Mapping[Key, Entry],
    ids: set[Key],
    programs: Mapping[str, str],
    root: FilePath,
    shown: FilePath,
) -> Iterator[Problem]:
    folder = shown / FOLDERS[Kind.SNIPPET]
    for entry in entries.values():
        if entry.kind is Kind.SNIPPET and entry.id not in programs:
            yield entry.problem(
                (),
                "REC009",
                f"the program {entry.id}.py is not there",
                f"add {(folder / entry.id).as_posix()}.py",
            )
    for program in programs:
        if Key(Kind.SNIPPET, program) not in ids:
            yield Problem(
                (folder / f"{program}.py").as_posix(),
                1,
                1,
                "REC009",
                f"the program has no entry {program}.yml",
                f"add {(folder / program).as_posix()}.yml",
            )


def _hub_facts(
    root: FilePath, shown: FilePath, entries: Mapping[Key, Entry]
) -> tuple[dict[str, HubFacts], list[Problem]]:
    """The facts of the models that have an id on the Hub, where a sync has written them."""
    facts: dict[str, HubFacts] = {}
    problems: list[Problem] = []
    for entry in entries.values():
        if entry.kind is not Kind.MODEL or (hub := entry.as_(Model).hub) is None:
            continue
        file = root / "hub" / f"{hub}.json"
        if not file.is_file():
            continue
        try:
            facts[hub] = HubFacts.model_validate_json(file.read_bytes())
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "the file"
            problems.append(
                Problem(
                    (shown / "hub" / f"{hub}.json").as_posix(),
                    1,
                    1,
                    "HUB001",
                    f"{place}: {first['msg']}",
                    "run python tools/sync_hub.py again; the file is not edited by hand",
                )
            )
    return facts, problems
