#!/usr/bin/env python3
"""How long checking takes, beside what libyaml alone needs to compose the same files.

Both are measured in turn, each in a process of its own, so that a busy machine
slows both and neither inherits the other's memory. Seconds are processor time,
and the best of the rounds counts: noise only ever adds. Exits 1 when the ratio
is above ``--at-most``.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import synthetic


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000, help="how many to make up")
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure each")
    parser.add_argument("--at-most", type=float, default=4.0, help="the ratio that is allowed")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "KB"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        what, root = arguments.measure
        print(json.dumps({"compose": compose, "check": check}[what](Path(root))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        synthetic.write(root, arguments.entries)
        rounds = [
            (_measured("compose", root), _measured("check", root)) for _ in range(arguments.rounds)
        ]
    composed = min(one["seconds"] for one, _ in rounds)
    checked = min(other["seconds"] for _, other in rounds)
    of_compose, of_check = rounds[0]
    ratio = checked / composed
    print(f"{of_compose['files']:,} sound files of {of_compose['lines']:.0f} lines")
    print(f"compose  {composed:6.2f} s   {of_compose['megabytes']:5.0f} MB at most")
    print(
        f"check    {checked:6.2f} s   {of_check['megabytes']:5.0f} MB at most"
        f"   (reading {of_check['reading']:.0%}, rules the rest)"
    )
    print(f"ratio    {ratio:6.2f}     (at most {arguments.at_most:g})")
    return 0 if ratio <= arguments.at_most else 1


def compose(root: Path) -> dict[str, float]:
    """What libyaml needs for the texts, which are read beforehand."""
    import yaml

    texts = [file.read_text(encoding="utf-8") for file in sorted(root.glob("*/*.yml"))]
    start = time.process_time()
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    seconds = time.process_time() - start
    lines = sum(text.count("\n") for text in texts) / len(texts)
    return {"seconds": seconds, "files": len(texts), "lines": lines, "megabytes": _peak()}


def check(root: Path) -> dict[str, float]:
    """What everything that check_kb does needs, from the files to the sorted problems."""
    from atlas.checks import check as check_all
    from atlas.store import load

    gc.disable()  # as the command does
    start = time.process_time()
    kb = load(root)
    reading = time.process_time() - start
    problems = check_all(kb)
    seconds = time.process_time() - start
    if problems:
        raise SystemExit(f"what was made up is not sound: {problems[0]}")
    return {"seconds": seconds, "reading": reading / seconds, "megabytes": _peak()}


def _measured(what: str, root: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", what, str(root)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    measured: dict[str, float] = json.loads(answer.stdout)
    return measured


def _peak() -> float:
    """The most memory this process had, in MB. Linux counts in KB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    sys.exit(main())
