"""The recordings that the local Hub answers from, and what it takes from each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

RECORDINGS = Path(__file__).parent / "recordings"
API = "/api/models/"


@dataclass(frozen=True)
class Recording:
    """One response of the real Hub: ``body`` is what it sent, or what its JSON was."""

    file: str
    date: str
    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def asked(self) -> str:
        """The id in the address; for an address under a repository, what follows it too."""
        return urlsplit(self.address).path.removeprefix(API)


@dataclass(frozen=True)
class Repository:
    """A repository as the local Hub has it.

    ``body``: the recorded bytes, as long as they are still true of it. ``fabricated``: some of
    ``record`` was made up by a test.
    """

    record: dict[str, Any]
    origin: str
    body: bytes | None = None
    fabricated: bool = False

    @property
    def id(self) -> str:
        return str(self.record["id"])


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """The rows of ``manifest.json``: a file each, with its origin, date and hash."""
    rows: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return rows


def read_recordings(folder: Path) -> list[Recording]:
    """Every recorded response in the folder, oldest first."""
    recordings = [
        _read(row, json.loads((folder / row["file"]).read_text("utf-8")))
        for row in read_manifest(folder)
        if row["file"].endswith(".json")
    ]
    return sorted(recordings, key=lambda recording: recording.file.rpartition("/")[2])


def _read(row: dict[str, Any], data: dict[str, Any]) -> Recording:
    if "body_text" in data:  # a wire recording: the body is what was sent, to the byte
        return Recording(
            file=row["file"],
            date=row["date"],
            address=data["request"]["uri"],
            status=data["status"]["code"],
            headers={name.lower(): ", ".join(values) for name, values in data["headers"].items()},
            body=data["body_text"].encode(),
        )
    return Recording(  # a capture: the body was parsed and written anew
        file=row["file"],
        date=data["recorded"],
        address=data["request"],
        status=data["status"],
        headers=data["headers"],
        body=b"" if data["body"] is None else dump(data["body"]),
    )


def seed(folder: Path) -> tuple[dict[str, Repository], dict[str, str]]:
    """The repositories, by id, and the redirects, from an id to the one it has now.

    Of several recordings of a repository the newest whole one counts: a response to ``expand``
    holds less, and is taken only where there is nothing else.
    """
    repositories: dict[str, Repository] = {}
    redirects: dict[str, str] = {}
    whole: set[str] = set()
    for recording in read_recordings(folder):
        if recording.status == 307:
            redirects[recording.asked] = recording.headers["location"].removeprefix(API)
        if recording.status != 200 or recording.asked.count("/") > 1:
            continue
        record = json.loads(recording.body)
        expanded = "expand" in urlsplit(recording.address).query
        if expanded and record["id"] in whole:
            continue
        if not expanded:
            whole.add(record["id"])
        repositories[record["id"]] = Repository(
            record, recording.file, None if expanded else recording.body
        )
    return repositories, redirects


def dump(value: object) -> bytes:
    """JSON as JavaScript's ``JSON.stringify`` writes it: no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
