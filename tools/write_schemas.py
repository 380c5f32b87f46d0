#!/usr/bin/env python3
"""Write the JSON Schema of each kind of entry, for an editor that knows YAML."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from atlas.records import RECORDS, json_schema


def main() -> int:
    """Exit 0 when they are written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="FOLDER", help="where they go")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for kind, record in RECORDS.items():
        file = folder / f"{kind}.json"
        schema = json_schema(record, address=file.resolve().as_uri())
        file.write_text(f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
