"""The recordings, and what others made, are what their lists say."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.hub.recorded import RECORDINGS, read_manifest

VENDOR = Path(__file__).parent / "vendor"


def test_every_recording_is_listed_with_its_hash() -> None:
    listed = {row["file"]: (row["size"], row["sha256"]) for row in read_manifest(RECORDINGS)}

    there = {
        file.relative_to(RECORDINGS).as_posix(): file.read_bytes()
        for file in RECORDINGS.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }
    assert listed == {
        file: (len(data), hashlib.sha256(data).hexdigest()) for file, data in there.items()
    }


def test_every_recording_has_an_origin_and_a_date() -> None:
    for row in read_manifest(RECORDINGS):
        assert row["repo"], row
        assert row["path"], row
        assert re.search(r"20\d\d", row["date"]), row


def test_what_others_made_is_listed_with_its_hash() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([\w.-]+)` \|.* `([0-9a-f]{64})` \|$", readme, re.MULTILINE))

    there = {file.name: file.read_bytes() for file in VENDOR.glob("*.mjs")}
    assert listed == {file: hashlib.sha256(data).hexdigest() for file, data in there.items()}
