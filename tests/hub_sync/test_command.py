"""The command: what it is asked, what it writes, what it says."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from tests.hub import faults
from tests.hub_sync.conftest import ALONE, ROOT, TODAY, TOGETHER, Answer, Place

# Without what other tests have set.
USUAL = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
RECORDINGS = ROOT / "tests" / "hub" / "recordings"


def test_one_list_an_owner_and_one_call_for_each_other(place: Place) -> None:
    answer = place.sync()
    paths = sorted(request.path for request in place.hub.requests)
    assert paths == ["/api/models", *(f"/api/models/{hub}" for hub in ALONE)]
    assert place.hub.requests[0].query["expand"]
    assert answer.err == "11 ids, 1 lists of owners: 12 calls at most\n"
    assert answer.out.endswith(
        "11 of 11 entries, 11 findings, 11 files changed; 9 calls, 0 redirects, 0 retries; "
        "the Hub allows 500 calls in 300 seconds\n"
    )


def test_a_list_and_a_question_of_its_own_tell_the_same(place: Place) -> None:
    place.sync()
    listed = place.kept("den/b")
    (place.facts / "den" / "b.json").unlink()
    place.sync("den/b")
    assert place.kept("den/b") == listed


def test_a_large_owner_takes_no_more_calls_than_its_entries_and_one(bare: Place) -> None:
    for number in range(40):
        bare.hub.repository(f"large/x{number:02}")
    for number in (1, 20, 39):
        bare.model(f"large/x{number:02}")
    bare.hub.largest_page(2)
    answer = bare.sync()
    assert answer.status == 0, answer
    assert len(bare.hub.requests) <= 4
    assert len(list(bare.facts.glob("large/*.json"))) == 3


def test_what_is_named_is_asked_alone(synced: Place) -> None:
    answer = synced.sync("solo-1-model", "den/c")
    assert answer.status == 0
    assert answer.out.startswith("2 of 2 entries, 0 findings, 0 files changed; 2 calls")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody", "no/thing"], "no entry gives nobody, no/thing"),
        (["--jobs", "0"], "--jobs is a number from 1 to 32"),
        (["--report", "report.html"], "--report ends in .md, .json, .txt"),
        (["--replay", "nowhere"], "there are no recordings in nowhere"),
        (["--kb", "nowhere"], "there is no knowledge base in nowhere"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, place: Place) -> None:
    with pytest.raises(SystemExit) as exited:
        place.sync(*arguments)
    assert exited.value.code == 2
    assert place.capsys.readouterr().err.endswith(f"error: {message}\n")
    assert place.hub.requests == []


def test_quiet(place: Place) -> None:
    assert place.sync("-q") == Answer(0, "", "")


def test_a_kept_file_that_is_damaged_is_told_and_written_anew(synced: Place) -> None:
    sound = (synced.facts / "den" / "a.json").read_bytes()
    (synced.facts / "den" / "a.json").write_bytes(b"{")
    answer = synced.sync()
    assert (synced.facts / "den" / "a.json").read_bytes() == sound
    assert (
        "minor unreadable den/a (models/den-a): the file is not as the sync wrote it\n"
        in answer.out
    )


def test_facts_without_an_entry_are_removed(synced: Place) -> None:
    (synced.root / "models" / "solo-5-model.yml").unlink()
    answer = synced.sync()
    assert answer.out.startswith("note no-entry solo-5/model: no entry has this id any more\n")
    assert not (synced.facts / "solo-5").exists()


def test_while_an_entry_is_broken_no_facts_are_removed(synced: Place) -> None:
    file = synced.root / "models" / "solo-5-model.yml"
    file.write_text(file.read_text().replace("family", "famly"), "utf-8")
    before = synced.tracked()
    assert synced.sync().status == 0
    assert synced.tracked() == before


def test_counters_alone(synced: Place) -> None:
    before = synced.tracked()
    synced.hub.repository("den/a", downloads=7, likes=8, sha="0" * 40)
    synced.today = "2031-07-09"
    answer = synced.sync("--metrics", "--check")
    assert (answer.status, synced.tracked()) == (0, before)
    metrics = json.loads((synced.facts / "metrics.json").read_text())
    assert metrics["models"]["den/a"] == {
        "checked": "2031-07-09",
        "downloads": 7,
        "likes": 8,
    }
    asked = {value for each in synced.hub.requests for value in each.query["expand"]}
    assert asked == {"downloads", "downloadsAllTime", "likes"}


def test_offline_asks_nothing_and_tells_what_drifts(synced: Place) -> None:
    synced.model("den/a", load="{model_type: albert, model: AlbertModel}")
    before = synced.tracked()
    answer = synced.sync("--offline", "--check")
    assert (answer.status, synced.tracked(), synced.hub.requests) == (1, before, [])
    assert answer.out == (
        "serious config-differs den/a (models/den-a): model_type is another in its config.json: "
        "albert → bert\n"
        "11 of 11 entries, 1 findings, 0 files would change; nothing was asked\n"
    )


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("hub: solo-3/model\n", "hub: solo-3/renamed\nformer_hub: [solo-3/model]\n"),
        (
            "hub: 'solo-3/model'  # the one\nformer_hub: []\n",
            "hub: solo-3/renamed  # the one\nformer_hub: [solo-3/model]\n",
        ),
        (
            "hub: solo-3/model\nformer_hub: [older, solo-3/old]\n",
            "hub: solo-3/renamed\nformer_hub: [older, solo-3/old, solo-3/model]\n",
        ),
        (
            "hub: solo-3/model\nformer_hub:\n  - older\n",
            "hub: solo-3/renamed\nformer_hub:\n  - older\n  - solo-3/model\n",
        ),
    ],
)
def test_moves_are_applied(written: str, becomes: str, synced: Place) -> None:
    file = synced.root / "models" / "solo-3-model.yml"
    file.write_text(file.read_text().replace("hub: solo-3/model\n", written), "utf-8")
    text = file.read_text()
    synced.hub.rename("solo-3/model", "solo-3/renamed")
    answer = synced.sync("--apply-moves")

    assert answer.status == 0, answer
    assert answer.out.startswith(
        "serious moved solo-3/model (models/solo-3-model): the repository moved, and the entry has "
        "its new id now: solo-3/model → solo-3/renamed\n"
    )
    assert file.read_text() == text.replace(written, becomes)
    assert not (synced.facts / "solo-3" / "model.json").exists()
    assert synced.kept("solo-3/renamed")["state"] == "ok"
    again = synced.tracked()
    assert (synced.sync("--check", "--apply-moves").status, synced.tracked()) == (0, again)


def test_a_move_that_nobody_can_vouch_for_is_only_proposed(bare: Place) -> None:
    bare.hub.repository("old/model")
    bare.hub.rename("old/model", "new/model")
    file = bare.model("old/model")
    text = file.read_text()
    answer = bare.sync("--apply-moves")
    assert file.read_text() == text
    assert "former_hub, if it is the same: nobody had seen the old id before" in answer.out


def test_a_move_made_by_hand_keeps_what_is_known(synced: Place) -> None:
    synced.hub.rename("solo-3/model", "solo-3/renamed")
    synced.sync()
    known = synced.kept("solo-3/model")
    file = synced.root / "models" / "solo-3-model.yml"
    file.write_text(file.read_text().replace("solo-3/model", "solo-3/renamed"), "utf-8")
    synced.today = "2031-08-01"
    synced.sync()
    assert synced.kept("solo-3/renamed") == {**known, "state": "ok"}
    assert not (synced.facts / "solo-3" / "model.json").exists()


def test_what_is_recorded_can_be_replayed(place: Place, tmp_path: Path) -> None:
    place.hub.remove("solo-7/model")
    place.hub.rename("solo-6/model", "solo-6/renamed")
    assert place.sync("--record", tmp_path / "kept").status == 0
    live = place.tracked()
    live_texts = {name: (place.root / name).read_text() for name in live}
    for file in place.facts.rglob("*.json"):
        file.unlink()
    place.hub.forget()
    answer = place.sync("--replay", tmp_path / "kept")

    assert (answer.status, place.hub.requests) == (0, [])
    replayed = place.tracked()
    assert replayed.keys() == live.keys()
    day = json.loads((place.facts / "den" / "a.json").read_text())["observed"]
    assert day != TODAY, "the day of a recorded answer is the day it was given"
    for name in live:
        if name.startswith("hub/"):
            assert (place.root / name).read_text() == live_texts[name].replace(TODAY, day), name


def test_public_recordings_give_facts_with_their_own_day_and_origin(bare: Place) -> None:
    bare.model("google-bert/bert-base-uncased")
    bare.model("nobody/recorded")
    answer = bare.sync("--replay", RECORDINGS, "--endpoint", "https://huggingface.co")
    kept = bare.kept("google-bert/bert-base-uncased")
    assert (answer.status, bare.hub.requests) == (0, [])
    assert (kept["observed"], kept["sha"], kept["safetensors"]) == (
        "2024-04-09",
        "86b5e0934494bd15c9632b12f734a8a67f723594",
        {"F32": 110106428},
    )
    assert kept["origin"].startswith("huggingface/huggingface_hub@dc824a5a tests/cassettes/")
    assert not (bare.facts / "nobody").exists()


def test_the_hub_itself_outweighs_a_recording(bare: Place) -> None:
    hub = "google-bert/bert-base-uncased"
    bare.model(hub)
    replayed = ("--replay", str(RECORDINGS), "--endpoint", "https://huggingface.co")
    bare.sync(*replayed)
    assert bare.sync().status == 0
    asked = bare.kept(hub)
    assert "origin" not in asked
    assert asked["observed"] == TODAY
    bare.sync(*replayed)
    assert bare.kept(hub) == asked


def test_reports_in_three_forms(synced: Place, tmp_path: Path) -> None:
    synced.hub.repository("den/a", library_name="`<script>alert(1)</script>` @everyone")
    for name in ("r.txt", "r.md", "r.json"):
        assert synced.sync("--dry-run", "--report", tmp_path / name).status == 0
    assert (tmp_path / "r.txt").read_text().splitlines()[0] == (
        "minor fact-changed den/a (models/den-a): library is not as it was: "
        "transformers → `<script>alert(1)</script>` @everyone"
    )
    assert (
        "- `fact-changed` `den/a` (`models/den-a`): library is not as it was: `transformers` → "
        "`` `<script>alert(1)</script>` @everyone ``\n"
    ) in (tmp_path / "r.md").read_text()
    said = json.loads((tmp_path / "r.json").read_text())
    assert said["findings"] == [
        {
            "severity": "minor",
            "code": "fact-changed",
            "entry": "den-a",
            "hub": "den/a",
            "words": "library is not as it was",
            "here": "transformers",
            "there": "`<script>alert(1)</script>` @everyone",
        }
    ]
    assert said["changed"] == ["hub/den/a.json"]


def run(
    place: Place,
    *arguments: str,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, str(ROOT / "tools" / "sync_hub.py"), "--kb", str(place.root)]
    return subprocess.run(
        [*command, "--endpoint", place.hub.endpoint, *arguments],
        env={**USUAL, "HF_TOKEN": "hf_secret", **environment},
        check=False,
        timeout=60,
        stdout=stdout,
        stderr=stderr,
    )


def test_the_library_sends_nothing_of_its_own(place: Place, tmp_path: Path) -> None:
    """Not what else is installed, not which program runs it, no stored token."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "token").write_text("hf_stored")
    # What the library would tell the Hub by, if it were let.
    registry = {"standardEnvVars": ["AI_AGENT"], "harnesses": {}}
    (home / ".agent_harnesses.json").write_text(json.dumps(registry))
    told = run(place, HF_HOME=str(home), HF_ENDPOINT=place.hub.endpoint, AI_AGENT="somebody")
    assert told.returncode == 0
    agents = {request.headers["user-agent"] for request in place.hub.requests}
    (agent,) = agents
    assert re.fullmatch(r"ptm-atlas/1; hf_hub/[\d.]+; python/[\d.]+", agent)
    assert {request.authorization for request in place.hub.requests} == {None}
    assert {file.name for file in home.iterdir()} == {"token", ".agent_harnesses.json"}


def test_in_a_process_of_its_own(place: Place) -> None:
    place.hub.fault("/api/models/solo-0/model", faults.Html200(), times=None)
    told = run(place)
    assert told.returncode == 3
    assert told.stderr == b"11 ids, 1 lists of owners: 12 calls at most\n"
    assert b"unreachable solo-0/model: its answer is not sound: JSONDecodeError\n" in told.stdout
    assert len(list(place.facts.glob("*/*.json"))) == len(ALONE) + len(TOGETHER) - 1


def test_a_bar_on_a_terminal(place: Place) -> None:
    place.hub.delay(0.2)
    theirs, ours = pty.openpty()
    termios.tcsetwinsize(ours, (24, 80))
    told = run(place, stdout=subprocess.DEVNULL, stderr=ours)
    os.close(ours)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so where nobody writes any more
        while more := os.read(theirs, 100_000):
            shown += more
    os.close(theirs)
    assert told.returncode == 0
    assert b"11 ids, 1 lists of owners" in shown
    assert b"/11" in shown
    assert b"\r" in shown
