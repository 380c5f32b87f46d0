#!/usr/bin/env python3
"""Ask the Hugging Face Hub about every entry that gives an id there, and keep what it says.

Exit status: 0 in step; 1 drift or changes (only with --check); 2 wrong usage; 3 the network
failed: partial, nothing lost; 4 stopped by a guard: nothing written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from atlas.hub.quiet import keep_quiet
from atlas.mending import moved, replace
from atlas.reporting import say
from atlas.store import Entry, load

HERE = Path(__file__).resolve().parent.parent


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    form = argparse.RawDescriptionHelpFormatter
    found = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    add = found.add_argument
    add("ids", nargs="*", metavar="ID", help="a model entry or a Hub id; all where none is given")
    add("--dry-run", action="store_true", help="ask and report, and write nothing")
    add("--check", action="store_true", help="exit 1 when something is out of step")
    add("--offline", action="store_true", help="ask nothing: report on what is kept")
    add("--metrics", action="store_true", help="fetch the counters only, into metrics.json")
    add("--apply-moves", action="store_true", help="write new ids into the entries")
    add("--kb", type=Path, default=HERE / "kb", help="the knowledge base")
    add("--endpoint", default="https://huggingface.co", metavar="URL", help="where the Hub is")
    add("--jobs", type=int, default=8, metavar="N", help="questions at the same time, 1 to 32")
    add("--report", type=Path, metavar="FILE", help="write the report: .md, .json or .txt")
    add("--record", type=Path, metavar="DIR", help="keep every answer in a file there")
    add("--replay", type=Path, metavar="DIR", help="take the answers from recordings there")
    add("-q", "--quiet", action="store_true", help="say nothing")
    return found


def main(given: Sequence[str] | None = None, **settings: Any) -> int:
    """Run the command; ``settings`` go into the order as they are (limits, today)."""
    usage = parser()
    arguments = usage.parse_args(given)
    with tempfile.TemporaryDirectory(prefix="atlas-hub-") as home:
        keep_quiet(os.environ, Path(home))
        return run(usage, arguments, settings)


def run(usage: argparse.ArgumentParser, arguments: argparse.Namespace, settings: Any) -> int:
    """Do what was asked for; the library that asks is imported only here, once it is quiet."""
    from atlas.hub.report import FORMS
    from atlas.hub.synchronising import Order, chosen_hubs, fault_in_endpoint, synchronise
    from atlas.hub.watching import watching

    if not arguments.kb.is_dir():
        usage.error(f"there is no knowledge base in {arguments.kb}")
    if fault := fault_in_endpoint(arguments.endpoint):
        usage.error(fault)
    if not 1 <= arguments.jobs <= 32:
        usage.error("--jobs is a number from 1 to 32")
    if arguments.report and arguments.report.suffix not in FORMS:
        usage.error(f"--report ends in {', '.join(FORMS)}")
    if arguments.replay and not arguments.replay.is_dir():
        usage.error(f"there are no recordings in {arguments.replay}")
    kb = load(arguments.kb)
    hubs, strangers = chosen_hubs(kb, arguments.ids)
    if strangers:
        usage.error(f"no entry gives {', '.join(strangers)}")
    order = Order(
        hubs=hubs,
        endpoint=arguments.endpoint.rstrip("/"),
        jobs=arguments.jobs,
        dry_run=arguments.dry_run,
        offline=arguments.offline,
        only_metrics=arguments.metrics,
        record=arguments.record,
        replay=arguments.replay,
        token=os.environ.get("HF_TOKEN") or None,
        apply_move=apply_move(arguments.kb) if arguments.apply_moves else None,
        **{"today": f"{datetime.now(UTC):%Y-%m-%d}", **settings},
    )
    report = synchronise(kb, order, watching(sys.stderr, quiet=arguments.quiet))
    if arguments.report:
        arguments.report.write_text(FORMS[arguments.report.suffix](report), encoding="utf-8")
    if not arguments.quiet:
        say(report.text(), sys.stdout)
    return report.status(check=arguments.check)


def apply_move(root: Path) -> Any:
    """What writes a new Hub id into an entry of this knowledge base."""

    def apply(entry: Entry, hub: str) -> bool:
        text = moved(entry, hub)
        if text is not None:
            replace(root / "models" / f"{entry.id}.yml", text.encode())
        return text is not None

    return apply


if __name__ == "__main__":
    sys.exit(main())
