"""The last steps of the workflow, run in a clone with a remote and a `gh` of our own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.hub_sync.conftest import ROOT

STEPS = yaml.safe_load((ROOT / ".github/workflows/sync.yml").read_text("utf-8"))["jobs"]["sync"][
    "steps"
]
PROPOSE = next(step for step in STEPS if "gh pr create" in step.get("run", ""))
GH = """#!/bin/sh
echo "$@" >>"$GH_LOG"
[ "$1 $2" = "pr list" ] && echo "$OPEN"
exit 0
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    remote, clone = tmp_path / "remote", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(clone))
    (clone / ".gitignore").write_text("/kb/hub/metrics.json\n")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "first")
    (clone / "kb" / "hub").mkdir(parents=True)
    (clone / "kb" / "hub" / "metrics.json").write_text("{}\n")
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    return clone


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    told = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout


def propose(clone: Path, *, open_request: str = "") -> list[str]:
    """What ``gh`` was told."""
    log = clone.parent / "log"
    log.write_text("")
    subprocess.run(
        ["bash", "-e", "-c", PROPOSE["run"]],
        cwd=clone,
        check=True,
        capture_output=True,
        env={
            **os.environ,
            **{name: value for name, value in PROPOSE["env"].items() if name != "GH_TOKEN"},
            "PATH": f"{clone.parent}:{os.environ['PATH']}",
            "GH_LOG": str(log),
            "OPEN": open_request,
            "RUNNER_TEMP": "there",
        },
    )
    return log.read_text().splitlines()


def test_nothing_is_proposed_where_nothing_stable_changed(clone: Path) -> None:
    assert propose(clone) == []
    assert git(clone.parent / "remote", "branch", "--list") == ""


def test_changes_are_proposed_and_an_open_proposal_is_brought_up_to_date(clone: Path) -> None:
    (clone / "kb" / "hub" / "misses.json").write_text("{}\n")
    (clone / "elsewhere").write_text("not for the request")
    assert propose(clone) == [
        "auth setup-git",
        "pr list --head sync-hub --state open --json number --jq .[].number",
        "pr create --head sync-hub --title kb: what the Hub says now --body-file there/report.md",
    ]
    shown = git(clone.parent / "remote", "show", "--name-only", "--format=%an %s", "sync-hub")
    assert shown.split("\n") == [
        "github-actions[bot] kb: what the Hub says now",
        "",
        "kb/hub/misses.json",
        "",
    ]
    git(clone, "switch", "--quiet", "-")
    git(clone, "branch", "--quiet", "-D", "sync-hub")
    (clone / "kb" / "hub").mkdir(exist_ok=True)
    (clone / "kb" / "hub" / "misses.json").write_text('{"misses": {}}\n')
    assert propose(clone, open_request="7")[-1] == "pr edit 7 --body-file there/report.md"
