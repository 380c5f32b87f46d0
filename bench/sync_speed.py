#!/usr/bin/env python3
"""How long the sync takes, beside the plain loop over HfApi and that loop in a thread pool.

All three ask the same local Hub, which takes the same time for every answer, one after the other
in one run. The plain loop asks for what the sync asks for. The sync runs as the command does,
from reading the entries to the last file written. Exits 1 when it takes longer than the calls
divided by the jobs would take, times ``--at-most``, or more calls than entries and owners, or
more memory than ``--megabytes``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from tests.hub.local import LocalHub  # noqa: E402  (found only through the line above)

OWNERS = {"one": 1, "few": 3, "many": 20}
"""Kinds of owners by the number of their entries; a third of the entries is of each kind."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=300, help="how many to make up")
    parser.add_argument("--delay", type=float, default=0.1, help="seconds that an answer takes")
    parser.add_argument("--jobs", type=int, default=8, help="questions at the same time")
    parser.add_argument("--at-most", type=float, default=1.5, help="the ratio that is allowed")
    parser.add_argument("--megabytes", type=int, default=300, help="the memory that is allowed")
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure each")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        return measure(json.loads(arguments.measure))
    ids = made_up(arguments.entries)
    owners = len({hub.partition("/")[0] for hub in ids})
    with LocalHub() as hub, tempfile.TemporaryDirectory() as folder:
        for each in ids:
            hub.repository(each)
        hub.quota(None)
        hub.delay(arguments.delay)
        root = knowledge_base(Path(folder), ids)
        measured = {}
        for way in ("loop", "pool", "lists", "singly"):
            # Noise only ever adds: the best counts. The loop is long enough to be sure of.
            for _ in range(1 if way == "loop" else arguments.rounds):
                hub.forget()
                shutil.rmtree(root / "hub", ignore_errors=True)
                order = {"way": way, "endpoint": hub.endpoint, "kb": str(root), "ids": ids}
                said = process(order | {"jobs": arguments.jobs})
                said["calls"] = len(hub.requests)
                if way not in measured or said["seconds"] < measured[way]["seconds"]:
                    measured[way] = said
    print(f"{len(ids)} entries of {owners} owners, {arguments.delay * 1000:.0f} ms an answer")
    names = {
        "loop": "a loop of HfApi().model_info",
        "pool": f"that loop in {arguments.jobs} threads",
        "lists": f"sync, {arguments.jobs} jobs",
        "singly": "sync, where lists fail",
    }
    for way, said in measured.items():
        print(
            f"{names[way]:30} {said['seconds']:6.2f} s {said['calls']:4} calls "
            f"{said['megabytes']:4.0f} MB"
        )
    fine = True
    for way in ("lists", "singly"):
        said = measured[way]
        ratio = said["seconds"] / (said["calls"] / arguments.jobs * arguments.delay)
        print(f"{names[way]:30} {ratio:6.2f} times calls ÷ jobs × delay")
        fine &= ratio <= arguments.at_most and said["megabytes"] <= arguments.megabytes
        fine &= said["calls"] <= len(ids) + owners
    return 0 if fine else 1


def made_up(entries: int) -> list[str]:
    """Ids of owners with one, a few and many entries."""
    ids = []
    for kind, of_each in OWNERS.items():
        for number in range(entries // len(OWNERS)):
            ids.append(f"{kind}-{number // of_each}/model-{number % of_each}")
    return ids


def knowledge_base(root: Path, ids: list[str]) -> Path:
    for folder in ("families", "models"):
        (root / folder).mkdir()
    (root / "families" / "bert.yml").write_text(
        "name: {en: BERT, zh: BERT}\nsummary: {en: A family., zh: 一个系列。}\n", "utf-8"
    )
    for hub in ids:
        name = hub.replace("/", "-")
        (root / "models" / f"{name}.yml").write_text(
            f"name: {name}\nfamily: bert\nhub: {hub}\nsummary: {{en: A model., zh: 模型。}}\n",
            "utf-8",
        )
    return root


def process(order: dict[str, object]) -> dict[str, float]:
    """One way of asking, measured in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--measure", json.dumps(order)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HF_HUB_DISABLE_TELEMETRY": "1"},
    )
    said: dict[str, float] = json.loads(told.stdout)
    return said


def measure(order: dict[str, object]) -> int:
    way, endpoint, ids = str(order["way"]), str(order["endpoint"]), order["ids"]
    assert isinstance(ids, list)
    jobs = int(str(order["jobs"]))
    if way in ("loop", "pool"):
        seconds = plainly(endpoint, ids, 1 if way == "loop" else jobs)
    else:
        seconds = synced(way, endpoint, Path(str(order["kb"])), jobs)
    # Linux counts in kilobytes, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))
    return 0


def plainly(endpoint: str, ids: list[str], jobs: int) -> float:
    from huggingface_hub import HfApi

    from atlas.hub.facts import EXPAND

    api = HfApi(endpoint=endpoint, token=False)

    def ask(hub: str) -> object:
        return api.model_info(hub, expand=list(EXPAND))

    begun = time.perf_counter()
    if jobs == 1:
        found = [ask(hub) for hub in ids]
    else:
        with ThreadPoolExecutor(jobs) as pool:
            found = list(pool.map(ask, ids))
    assert len(found) == len(ids)
    return time.perf_counter() - begun


def synced(way: str, endpoint: str, root: Path, jobs: int) -> float:
    from atlas.hub import synchronising
    from atlas.hub.asking import Plan
    from atlas.hub.watching import Silence
    from atlas.store import load

    if way == "singly":
        synchronising.plan = lambda hubs, lists_of=None: Plan({}, tuple(hubs))
    begun = time.perf_counter()
    order = synchronising.Order(today="2031-07-01", endpoint=endpoint, jobs=jobs)
    report = synchronising.synchronise(load(root), order, Silence())
    seconds = time.perf_counter() - begun
    assert report.status(check=False) == 0, report
    return seconds


if __name__ == "__main__":
    sys.exit(main())
