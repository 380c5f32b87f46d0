#!/usr/bin/env python3
"""Begin a new entry: a file with the fields that its kind needs, for you to fill."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from atlas.records import FOLDERS, SLUG, Kind
from atlas.reporting import say
from atlas.scaffold import left_out, scaffold
from atlas.selection import Selection, SelectionError

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 0 when the file is made, 2 on wrong usage; a file that is there is never touched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", type=Kind, choices=Kind, metavar="KIND", help=", ".join(Kind))
    parser.add_argument("id", metavar="ID", help="lower-case words joined by hyphens")
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    arguments = parser.parse_args()
    kind: Kind = arguments.kind
    if not re.fullmatch(SLUG, arguments.id):
        parser.error(f"{arguments.id!r} is no id: write lower-case ASCII words joined by hyphens")
    try:
        kb = Selection.of(arguments.kb, (), here=Path.cwd())
    except SelectionError as fault:
        parser.error(str(fault))
    file = kb.root / FOLDERS[kind] / f"{arguments.id}.yml"
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(scaffold(kind))
    except FileExistsError:
        parser.error(f"{kb.name(file)} is there already")
    say(
        f"{kb.name(file)}\n"
        f"Fill the fields; python tools/check_kb.py {kb.name(file)} says what is left to write.\n"
        f"There may also be {', '.join(left_out(kind))}.\n",
        sys.stdout,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
