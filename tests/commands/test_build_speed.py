"""``bench/build_speed.py`` measures what it says; how fast it is, a busy machine cannot tell."""

import re
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench" / "build_speed.py"


def test_a_small_run() -> None:
    arguments = ["--pages", "10", "--rounds", "1", "--at-most", "0.001"]
    answer = subprocess.run(
        [sys.executable, str(BENCH), *arguments], capture_output=True, text=True, check=False
    )
    lines = answer.stdout.splitlines()
    # Both languages have the same pages; nothing is as fast as the limit asks here.
    assert re.fullmatch(r"(\d+) pages \(en\) \+ \1 pages \(zh\)", lines[0]), answer.stderr
    assert answer.returncode == 1
    assert [line.split()[0] for line in lines[1:]] == [
        "cold", "mkdocs", "ratio", "edit", "mkdocs", "ratio",
    ]  # fmt: skip
    seconds = [float(found) for found in re.findall(r"([\d.]+) s ", answer.stdout)]
    assert len(seconds) == 4
    assert all(seconds)
