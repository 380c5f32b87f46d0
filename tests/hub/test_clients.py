"""Two clients that others wrote ask the local Hub the same, and are told the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import playwright
import pytest
from tests.hub.local import LocalHub

HERE = Path(__file__).parent
VENDOR = HERE / "vendor"


@pytest.fixture(scope="module")
def node() -> str:
    """The Node that Playwright brings along: wherever the tests are installed, it is there."""
    program = Path(playwright.__file__).parent / "driver" / "node"
    try:
        subprocess.run([program, "--version"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as fault:
        pytest.skip(f"Playwright's Node does not run: {fault}")
    return str(program)


def answers_of(command: list[str], hub: LocalHub, home: Path) -> Any:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "SSL_CERT_FILE": str(hub.certificate),
        "NODE_EXTRA_CA_CERTS": str(hub.certificate),
    }
    answer = subprocess.run(
        [*command, hub.endpoint],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def right_answers(hub: LocalHub) -> Any:
    """What both must say, from the recordings; names as in ``clients/ask.py``."""
    records = {id: found["record"] for id, found in hub.repositories.items()}

    def told(id: str) -> dict[str, Any]:
        record = records[id]
        moment = record["lastModified"].replace("Z", "+00:00")
        return {
            "name": id,
            "id": record["_id"],
            "task": record["pipeline_tag"],
            "private": False,
            "gated": record["gated"],
            "downloads": record["downloads"],
            "likes": record["likes"],
            "updated": milliseconds(moment),
        }

    owned = sorted(
        (record for id, record in records.items() if id.startswith("facebook/")),
        key=lambda record: str(record["_id"]),
    )
    bert = told("google-bert/bert-base-uncased")
    return {
        "model": bert,
        "branch": bert,
        "renamed": bert,
        "gated": told("meta-llama/Llama-3.1-8B-Instruct"),
        "missing": {"error": 401, "message": "Invalid username or password."},
        "no revision": {"error": 404, "message": "Invalid rev id: no-such-branch-x9"},
        "owned": [told(record["id"]) for record in owned],
        "nothing owned": [],
    }


def milliseconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


@pytest.fixture
def asked_hub(tls_hub: LocalHub) -> LocalHub:
    for number in range(6):
        tls_hub.repository(f"facebook/made-{number}", source="facebook/bart-base")
    tls_hub.largest_page(3)
    return tls_hub


def test_huggingface_hub_finds_a_hub(asked_hub: LocalHub, tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "clients" / "ask.py")]

    assert answers_of(command, asked_hub, tmp_path) == right_answers(asked_hub)
    lists = [request for request in asked_hub.requests if request.path == "/api/models"]
    assert len(lists) == 3 + 1  # the pages of one list, and the empty one
    assert {request.authorization for request in asked_hub.requests} == {None}
    assert {request.path for request in asked_hub.requests if request.status == 501} == set()


def test_an_independent_client_finds_a_hub(asked_hub: LocalHub, node: str, tmp_path: Path) -> None:
    for file in (HERE / "clients" / "ask.mjs", VENDOR / "huggingface-hub.mjs"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    write_empty_package(tmp_path, "@huggingface/xetchunk-wasm")
    command = [node, str(tmp_path / "ask.mjs")]

    assert answers_of(command, asked_hub, tmp_path) == right_answers(asked_hub)
    lists = [request for request in asked_hub.requests if request.path == "/api/models"]
    assert len(lists) == 3 + 1
    assert {request.path for request in asked_hub.requests if request.status == 501} == set()


def write_empty_package(folder: Path, package: str) -> None:
    """What the client imports for uploads: every name it takes is there, and is nothing."""
    source = (folder / "huggingface-hub.mjs").read_text("utf-8")
    taken = re.findall(
        rf'^import \{{([^}}]*)\}} from "{re.escape(package)}";', source, re.MULTILINE
    )
    names = {
        entry.split(" as ")[0].strip() for names in taken for entry in names.split(",") if entry
    }
    home = folder / "node_modules" / package
    home.mkdir(parents=True)
    (home / "package.json").write_text('{"type": "module", "exports": "./index.js"}', "utf-8")
    lines = [f"export const {name} = undefined;\n" for name in sorted(names)]
    (home / "index.js").write_text("".join(lines), "utf-8")
