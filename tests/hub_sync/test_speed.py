"""``bench/sync_speed.py`` measures what it says; how fast it is, a busy machine cannot tell."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.hub_sync.conftest import ROOT


@pytest.mark.parametrize(("at_most", "status"), [("1000", 0), ("0.001", 1)])
def test_a_small_run(at_most: str, status: int) -> None:
    few = ("--entries", "30", "--delay", "0.02", "--rounds", "1", "--at-most", at_most)
    answer = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "sync_speed.py"), *few],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (status, "")
    lines = answer.stdout.splitlines()
    assert lines[0] == "30 entries of 15 owners, 20 ms an answer"
    calls = [line.split(" calls ")[0].split()[-1] for line in lines[1:5]]
    assert calls == ["30", "30", "15", "30"]
