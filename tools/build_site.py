#!/usr/bin/env python3
"""Build the site in both languages: pages, data files, citations, redirects."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from atlas.checks.listing import listing
from atlas.site.building import build_site

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 0 when everything was built without a warning, 1 otherwise, 2 on wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    parser.add_argument("--out", type=Path, default=HERE / "site", help="where the site goes")
    parser.add_argument("--lenient", action="store_true", help="build in spite of warnings")
    arguments = parser.parse_args()
    if not arguments.kb.is_dir():
        parser.error(f"{arguments.kb} is not a folder")
    report = build_site(
        HERE, arguments.kb, arguments.out, rules=listing(), strict=not arguments.lenient
    )
    print(report)
    return 0 if report.sound or arguments.lenient else 1


if __name__ == "__main__":
    sys.exit(main())
