"""List the classes of the installed transformers, for the checks to hold entries against.

Run it in the environment of `make test-models`, when a new release of
transformers is taken up there. The date in the list moves only when something
else does.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from atlas.transformers_classes import LIST, as_text, load, survey


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=LIST, help="the file to write (%(default)s)")
    out: Path = parser.parse_args().out
    # By name: a type checker need not follow this into torch.
    transformers = import_module("transformers")
    transformers.logging.set_verbosity_error()
    new = survey(transformers, made=datetime.now(UTC).date())
    if out.exists():
        old = load(out)
        new = old if replace(new, made=old.made) == old else new
    out.write_text(as_text(new), encoding="utf-8")
    sys.stdout.write(f"{out}: transformers {new.transformers}, {len(new.models)} models\n")


if __name__ == "__main__":
    main()
