"""A clone with the commands and a knowledge base beside them, to run as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Clone:
    """A folder with ``tools/`` and a sound ``kb/``."""

    root: Path

    @property
    def kb(self) -> Path:
        return self.root / "kb"

    def run(
        self, command: str, *arguments: str | Path, cwd: Path | None = None, **environment: str
    ) -> Answer:
        """Run a command of this clone, standing in its root unless told otherwise."""
        answer = subprocess.run(
            [sys.executable, str(self.root / "tools" / command), *map(str, arguments)],
            cwd=cwd or self.root,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
        return Answer(answer.returncode, answer.stdout.decode(), answer.stderr.decode())

    def write(self, name: str, text: str) -> Path:
        """Write a file of the knowledge base."""
        file = self.kb / name
        file.write_text(text, "utf-8")
        return file

    def change(self, name: str, old: str, new: str) -> Path:
        """Replace a text that stands once in a file of the knowledge base."""
        text = (self.kb / name).read_text("utf-8")
        assert text.count(old) == 1
        return self.write(name, text.replace(old, new))


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Made anew for each test, which may break it."""
    root = tmp_path / "clone"
    root.mkdir()
    (root / "tools").mkdir()
    for command in ("check_kb.py", "mark_reviewed.py", "new_entry.py", "write_schemas.py"):
        shutil.copy(ROOT / "tools" / command, root / "tools")
    (root / "tools" / "atlas").symlink_to(ROOT / "tools" / "atlas")
    shutil.copytree(ROOT / "tests" / "data" / "kb", root / "kb")
    return Clone(root)


@pytest.fixture
def check(clone: Clone) -> Callable[..., Answer]:
    """Run ``check_kb.py`` in the clone."""

    def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Answer:
        return clone.run("check_kb.py", *arguments, cwd=cwd, **environment)

    return run
