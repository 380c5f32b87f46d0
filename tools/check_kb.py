#!/usr/bin/env python3
"""Check the knowledge base: everything that is wrong, in one run, with what to write instead."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from atlas.checks import check
from atlas.checks.listing import listing
from atlas.mending import mend_selected
from atlas.reporting import FORMATS, Report, say
from atlas.selection import Selection, SelectionError
from atlas.store import load

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 0 when sound (warnings are allowed unless --strict), 1 if not, 2 on wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="show these only")
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print problems")
    parser.add_argument("--fix", action="store_true", help="first mend what has one answer")
    parser.add_argument("--strict", action="store_true", help="a warning counts as an error")
    parser.add_argument("--list", action="store_true", help="print every rule, and check nothing")
    arguments = parser.parse_args()
    if arguments.list:
        rules = (f"{rule.code} {rule.severity:7} {rule.sentence}\n" for rule in listing())
        say("".join(rules), sys.stdout)
        return 0
    try:
        selected = Selection.of(arguments.kb, arguments.paths, here=Path.cwd())
    except SelectionError as fault:
        parser.error(str(fault))
    if arguments.fix:
        for line in mend_selected(selected):
            say(f"{line}\n", sys.stderr)
    # Nearly all that is made from here on stays to the end: nothing to collect.
    gc.disable()
    kb = load(selected.root, shown=selected.shown)
    report = Report(selected.among(check(kb)), selected.count(kb))
    say(FORMATS[arguments.format](report.problems), sys.stdout)
    say(f"{report}\n", sys.stderr)
    return report.status(strict=arguments.strict)


if __name__ == "__main__":
    sys.exit(main())
