"""A clone with the commands and a knowledge base beside them, to run as a person would."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import runpy
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

    def run(self, command: str, *arguments: str | Path, cwd: Path | None = None) -> Answer:
        """Run a command of this clone in this process, standing in its root unless told otherwise.

        As good as a process of its own, which takes a second to begin.
        """
        script = str(self.root / "tools" / command)
        # As in the poorest of terminals.
        out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        err = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
        status = None
        with (
            contextlib.chdir(cwd or self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", [script, *map(str, arguments)])
            try:
                runpy.run_path(script, run_name="__main__")
            except SystemExit as exited:
                status = exited.code
            finally:
                gc.enable()  # a command that is about to end has no use for it
        assert isinstance(status, int)
        return Answer(status, _written(out), _written(err))

    def process(self, command: str, *arguments: str | Path, **environment: str) -> Answer:
        """Run a command in a process of its own, standing in the clone's root."""
        answer = subprocess.run(
            [sys.executable, str(self.root / "tools" / command), *map(str, arguments)],
            cwd=self.root,
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


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


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

    def run(*arguments: str | Path, cwd: Path | None = None) -> Answer:
        return clone.run("check_kb.py", *arguments, cwd=cwd)

    return run
