#!/usr/bin/env python3
"""Draw claims at random, to look them up again in their sources (see the audit page)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from atlas.auditing import draw
from atlas.reporting import say
from atlas.store import load

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print one claim a line as JSON; exit 2 on wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    parser.add_argument("--count", type=int, default=20, help="how many")
    parser.add_argument("--seed", type=int, required=True, help="a number, such as today's date")
    arguments = parser.parse_args()
    if not arguments.kb.is_dir():
        parser.error(f"{arguments.kb} is not a folder")
    for claim in draw(load(arguments.kb), arguments.count, seed=arguments.seed):
        line = {
            "entry": str(claim.entry),
            "path": claim.path,
            "said": claim.said,
            "source": claim.source.model_dump(mode="json", exclude_none=True),
            "where": claim.where,
        }
        say(json.dumps(line, ensure_ascii=False) + "\n", sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
