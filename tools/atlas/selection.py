"""Which part of a knowledge base a command is about, and what its files are called there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from atlas.problems import Problem
from atlas.records import FOLDERS
from atlas.store import Key, KnowledgeBase, entry_files


class SelectionError(Exception):
    """A folder or a path that a command was given is not there, or not where it should be."""


@dataclass(frozen=True)
class Selection:
    """The files beneath some paths in a knowledge base; all of them where no path is given."""

    root: Path
    """The folder of the knowledge base."""
    shown: Path
    """Its name in what is printed: relative to where the reader stands, if it is beneath."""
    beneath: tuple[PurePath, ...] = ()
    """Relative to ``root``."""

    @classmethod
    def of(cls, root: Path, paths: Sequence[Path], *, here: Path) -> Selection:
        """What these paths select, for a reader who stands in ``here``.

        Raises SelectionError where there is no such folder or path, or where a
        path has nothing to do with the knowledge base.
        """
        if not root.is_dir():
            raise SelectionError(f"there is no knowledge base in {root}")
        real = root.resolve()
        shown = real.relative_to(here) if real.is_relative_to(here) else root
        beneath = []
        for path in paths:
            if not (path.exists() or path.is_symlink()):
                raise SelectionError(f"there is no {path}")
            # Not where a link leads, but where it lies.
            lies = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
            if real.is_relative_to(lies):
                return cls(root, shown)
            if not lies.is_relative_to(real):
                raise SelectionError(f"{path} is not in the knowledge base {root}")
            beneath.append(lies.relative_to(real))
        return cls(root, shown, tuple(beneath))

    def files(self) -> Iterator[tuple[Key, Path]]:
        """The files of the selected entries."""
        for key, file in entry_files(self.root):
            if self._holds(file.relative_to(self.root)):
                yield key, file

    def name(self, file: Path) -> str:
        """What a file of the knowledge base is called in what is printed."""
        return (self.shown / file.relative_to(self.root)).as_posix()

    def among(self, problems: Iterable[Problem]) -> list[Problem]:
        """Those of the problems that are in selected files."""
        return [
            problem
            for problem in problems
            if self._holds(PurePath(problem.file).relative_to(self.shown))
        ]

    def count(self, kb: KnowledgeBase) -> int:
        """How many of the entries are selected."""
        return sum(self._holds(PurePath(FOLDERS[key.kind], f"{key.id}.yml")) for key in kb.ids)

    def _holds(self, file: PurePath) -> bool:
        return not self.beneath or any(file.is_relative_to(path) for path in self.beneath)
