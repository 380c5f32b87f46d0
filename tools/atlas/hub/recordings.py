"""Answers of the Hub kept in files, and a transport that answers from them instead of the wire.

A file holds one answer, ``{request: {method, uri}, status: {code, message}, headers, body_text}``,
as recordings of huggingface_hub's own tests are passed on; the shorter form ``{recorded, request,
status, headers, body}`` is read as well. ``manifest.json`` beside them may say where each comes
from: a list of ``{file, repo, commit, path}``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

from atlas.hub.governor import NoAnswerError
from atlas.hub.library import httpx

MANIFEST: Final = "manifest.json"
_KEPT_HEADERS: Final = frozenset(
    {"content-type", "date", "etag", "link", "location", "ratelimit", "ratelimit-policy"}
    | {"retry-after", "x-error-code", "x-error-message", "x-request-id"}
)
_MAX_FILE: Final = 64 * 1024 * 1024


class NotRecordedError(NoAnswerError):
    """No recording answers this question."""


@dataclass(frozen=True)
class Recording:
    """One answer, with the address that was asked for."""

    url: httpx.URL
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    day: str
    """The day it was given, year-month-day."""
    origin: str | None = None
    """Where it was published: owner/name@commit and the path in that repository."""


def keeping(folder: Path) -> Callable[[httpx.Request, httpx.Response], None]:
    """What keeps every answer in a file of this folder, whoever asked and with what token."""
    folder.mkdir(parents=True, exist_ok=True)

    def keep(request: httpx.Request, response: httpx.Response) -> None:
        headers: dict[str, list[str]] = {}
        for name, value in response.headers.items():
            if name.lower() in _KEPT_HEADERS:
                headers.setdefault(name.lower(), []).append(value)
        said = {
            "request": {"method": request.method, "uri": str(request.url)},
            "status": {"code": response.status_code, "message": response.reason_phrase},
            "headers": headers,
            "body_text": response.content.decode("utf-8", errors="replace"),
        }
        path = re.sub(r"[^A-Za-z0-9._-]+", "_", request.url.path.removeprefix("/api/")).strip("_")
        mark = hashlib.sha256(str(request.url).encode()).hexdigest()[:8]
        name = f"{path[:100]}__{mark}__{response.status_code}.json"
        text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / name).write_text(f"{text}\n", encoding="utf-8", errors="replace")

    return keep


@dataclass(frozen=True)
class Recordings(httpx.BaseTransport):
    """Answers from recordings: the one with the same query, else the latest of the same path."""

    by_path: Mapping[str, list[Recording]] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer; raises NotRecordedError where there is none."""
        found = self.answering(request.url)
        if found is None:
            raise NotRecordedError("nothing is recorded for it")
        return httpx.Response(
            found.status,
            headers=list(found.headers),
            content=found.body,
            extensions={"atlas_day": found.day, "atlas_origin": found.origin or ""},
        )

    def answering(self, url: httpx.URL) -> Recording | None:
        """The recording that answers a question, if any."""
        candidates = self.by_path.get(url.path, [])
        exact = [each for each in candidates if _query(each.url) == _query(url)]
        if exact or url.path == "/api/models":  # lists differ in all but their path
            return exact[-1] if exact else None
        return candidates[-1] if candidates else None

    def has_list(self, owner: str) -> bool:
        """Whether a list of this owner's models was recorded."""
        lists = self.by_path.get("/api/models", [])
        return any(each.url.params.get("author") == owner for each in lists)

    def has_model(self, hub: str) -> bool:
        """Whether an answer about this repository was recorded."""
        return f"/api/models/{hub}" in self.by_path


def read_recordings(folder: Path) -> Recordings:
    """All recordings beneath a folder; what is none is left alone.

    Raises NotADirectoryError where there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    origins = _origins(folder)
    by_path: dict[str, list[Recording]] = {}
    for file in sorted(folder.rglob("*.json")):
        if file.name == MANIFEST or file.stat().st_size > _MAX_FILE:
            continue
        origin = origins.get(file.relative_to(folder).as_posix())
        if (found := _recording(_json(file), origin)) is not None:
            by_path.setdefault(found.url.path, []).append(found)
    for recordings in by_path.values():
        recordings.sort(key=lambda each: each.day)
    return Recordings(by_path)


def _query(url: httpx.URL) -> list[tuple[str, str]]:
    return sorted(url.params.multi_items())


def _origins(folder: Path) -> dict[str, str]:
    manifest = _json(folder / MANIFEST)
    found = {}
    for each in manifest if isinstance(manifest, list) else ():
        match each:
            case {"file": str(file), "repo": str(repo), "commit": str(commit), "path": str(path)}:
                found[file] = f"{repo}@{commit[:8]} {path}"
    return found


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _recording(said: Any, origin: str | None) -> Recording | None:
    match said:
        case {
            "request": {"uri": str(uri)},
            "status": {"code": int(status)},
            "headers": dict(headers),
            "body_text": str(body),
        }:
            pairs = tuple(_pairs(headers))
            day = _day(dict(pairs).get("date", ""))
        case {
            "recorded": str(recorded),
            "request": str(uri),
            "status": int(status),
            "headers": dict(headers),
            "body": content,
        }:
            pairs = tuple(_pairs(headers))
            day = recorded if re.fullmatch(r"\d{4}-\d\d-\d\d", recorded) else None
            body = json.dumps(content)
        case _:
            return None
    if day is None or not 200 <= status <= 599:
        return None
    try:
        url = httpx.URL("https://huggingface.co").join(uri)
    except httpx.InvalidURL:
        return None
    return Recording(url, status, pairs, body.encode("utf-8", errors="replace"), day, origin)


def _pairs(headers: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and str(name).lower() in _KEPT_HEADERS:
                yield str(name).lower(), value


def _day(text: str) -> str | None:
    try:
        return date.isoformat(parsedate_to_datetime(text).date())
    except ValueError:
        return None
