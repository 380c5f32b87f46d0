"""Every snippet prints, under this Python, exactly what its entry says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atlas.records import Kind, Snippet
from atlas.store import Entry, load

KB = Path(__file__).parent.parent / "kb"
SNIPPETS = load(KB).of(Kind.SNIPPET)


@pytest.mark.parametrize("entry", SNIPPETS, ids=[entry.id for entry in SNIPPETS])
def test_prints_what_is_pinned(entry: Entry) -> None:
    assert isinstance(entry.record, Snippet)
    program = KB / "snippets" / f"{entry.id}.py"
    # -I: nothing from the environment or the current directory; -W error: no deprecated ways.
    command = [sys.executable, "-I", "-W", "error", "-X", "utf8", str(program)]
    run = subprocess.run(command, capture_output=True, check=True, timeout=10)
    assert run.stderr == b""
    # A text of an entry has no last line break.
    assert run.stdout.decode() == f"{entry.record.output}\n"


@pytest.mark.parametrize("entry", SNIPPETS, ids=[entry.id for entry in SNIPPETS])
def test_is_short_enough_to_read(entry: Entry) -> None:
    lines = (KB / "snippets" / f"{entry.id}.py").read_text("utf-8").splitlines()

    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
