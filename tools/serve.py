#!/usr/bin/env python3
"""Serve both languages and rebuild what an edit changes, while you write."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from atlas.checks.listing import listing
from atlas.site.building import NoAddressError, serve_site

HERE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    if not arguments.kb.is_dir():
        parser.error(f"{arguments.kb} is not a folder")
    try:
        serve_site(
            HERE,
            arguments.kb,
            rules=listing(),
            host=arguments.host,
            port=arguments.port,
            tell=lambda words: print(words, flush=True),
        )
    except NoAddressError as fault:
        parser.exit(1, f"{fault} Is it served already? Another port: make serve PORT=8001\n")
    except KeyboardInterrupt:
        pass  # pressed before the first build was done
    return 0


if __name__ == "__main__":
    sys.exit(main())
