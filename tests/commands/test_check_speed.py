"""``bench/check_speed.py`` measures what it says; how fast it is, a busy machine cannot tell."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "check_speed.py"


@pytest.mark.parametrize(("at_most", "status"), [("1000", 0), ("0.001", 1)])
def test_a_small_run(at_most: str, status: int) -> None:
    arguments = ["--entries", "200", "--rounds", "1", "--at-most", at_most]
    answer = subprocess.run(
        [sys.executable, str(BENCH), *arguments], capture_output=True, text=True, check=False
    )
    # What is made up is sound under every rule, or the run would have ended with the first fault.
    assert answer.stderr == ""
    assert answer.returncode == status
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("200 sound files of ")
    assert [line.split()[0] for line in lines[1:]] == ["compose", "check", "ratio"]
