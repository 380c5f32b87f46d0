#!/usr/bin/env python3
"""Mark entries as reviewed: somebody has compared the English and the Chinese of each."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from atlas.checks import check
from atlas.mending import marked, replace
from atlas.problems import Severity, as_text
from atlas.reporting import say
from atlas.selection import Selection, SelectionError
from atlas.store import load

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 0 when each entry is marked, 1 when one is refused, 2 on wrong usage."""
    today = date.today()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an entry, by name")
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=today, help="the day of the review, else today"
    )
    arguments = parser.parse_args()
    if arguments.date > today:
        parser.error(f"{arguments.date} has not come yet")
    try:
        selected = Selection.of(arguments.kb, arguments.files, here=Path.cwd())
    except SelectionError as fault:
        parser.error(str(fault))
    # A review is of one entry: what was not named was not read.
    if folders := [str(file) for file in arguments.files if file.is_dir()]:
        parser.error(f"name the entries one by one, not {', '.join(folders)}")
    files = list(selected.files())
    if len(files) < len({file.resolve() for file in arguments.files}):
        parser.error("not every file that is named is an entry")
    kb = load(selected.root, shown=selected.shown)
    problems = selected.among(check(kb))
    refused = 0
    for key, file in files:
        name = selected.name(file)
        faults = [
            problem
            for problem in problems
            if problem.file == name
            and (problem.severity is Severity.ERROR or problem.code == "LNG001")
        ]
        if faults:
            refused += 1
            say("".join(f"{as_text(fault)}\n" for fault in faults), sys.stderr)
            continue
        entry = kb.entries[key]
        text = marked(entry, arguments.date)
        if text != entry.document.text:
            replace(file, text.encode())
        say(f"{name}: marked\n", sys.stdout)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
