"""What the local Hub knows, and what it answers: no sockets here, requests in and responses out.

Where the recordings do not say what the Hub does, the answer is 501 and says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tests.hub.recorded import API, Repository, dump, seed

# fmt: off
EXPAND = frozenset({
    "author", "baseModels", "cardData", "childrenModelCount", "config", "createdAt", "disabled",
    "downloads", "downloadsAllTime", "evalResults", "gated", "gguf", "inference",
    "inferenceProviderMapping", "lastModified", "library_name", "likes", "mask_token",
    "model-index", "pipeline_tag", "private", "resourceGroup", "safetensors", "sha", "siblings",
    "spaces", "tags", "transformersInfo", "trendingScore", "usedStorage", "widgetData",
    "xetEnabled",
})
# fmt: on
EXPAND_OF_LISTS = EXPAND - {"childrenModelCount", "usedStorage"}
LARGEST_PAGE = 1000

ANONYMOUS_QUOTA = 500
TOKEN_QUOTA = 1000
WINDOW = 300.0

USUAL_SOURCE = "google-bert/bert-base-uncased"

MISSING = "Invalid username or password."
BAD_TOKEN = "Invalid credentials in Authorization header"
TOO_MANY = (
    "We had to rate limit your IP ({address}). To continue using our service, create a HF account "
    "or login to your existing account, and make sure you pass a HF_TOKEN if you're using the API."
)
GATED = (
    "Access to model {id} is restricted. You must have access to it and be authenticated to access "
    "it. Please log in."
)
AUTHENTICATE = 'Bearer realm="Authentication required", charset="UTF-8"'

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
UNRECORDED_TEXT = "the text of this error is not recorded"
MARK = "X-Local-Hub"  # what in a response the recordings do not vouch for

EXPOSED = (
    "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,"
    "Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash"
)


@dataclass(frozen=True)
class Request:
    """A request as it arrived; header names in lower case, the last of a name counts."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def token(self) -> str | None:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" and token else None


@dataclass(frozen=True)
class Response:
    """A response before it is encoded for the wire."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        return HTTPStatus(self.status).phrase

    def with_headers(self, headers: Mapping[str, str]) -> Response:
        """The response with these headers; they replace those of the same name, in any case."""
        replaced = {name.lower() for name in headers}
        kept = {name: text for name, text in self.headers.items() if name.lower() not in replaced}
        return replace(self, headers={**kept, **headers})


@dataclass
class Quota:
    """Fixed windows, counted a caller: every response uses one call, whatever its status."""

    anonymous: int = ANONYMOUS_QUOTA
    token: int = TOKEN_QUOTA
    window: float = WINDOW
    begun: float = field(default_factory=time.monotonic)
    used: dict[str | None, int] = field(default_factory=dict)

    def spend(self, caller: str | None) -> tuple[bool, dict[str, str]]:
        """Take one call: whether there was one, and the headers that say what is left."""
        limit = self.anonymous if caller is None else self.token
        elapsed = time.monotonic() - self.begun
        if elapsed >= self.window:
            self.begun += elapsed // self.window * self.window
            self.used.clear()
            elapsed %= self.window
        used = self.used.get(caller, 0)
        allowed = used < limit
        self.used[caller] = used + 1 if allowed else used
        left, seconds = limit - self.used[caller], int(self.window - elapsed)
        return allowed, {
            "RateLimit": f'"api";r={left};t={seconds}',
            "RateLimit-Policy": f'"fixed window";"api";q={limit};w={self.window:g}',
        }


@dataclass
class Catalogue:
    """Repositories, redirects, the accepted token and the quota."""

    recordings: Path
    endpoint: str = ""
    accepted: str | None = None
    quota: Quota | None = field(default_factory=Quota)
    largest_page: int = LARGEST_PAGE
    repositories: dict[str, Repository] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.repositories, self.redirects = seed(self.recordings)

    # ---- What tests change

    def put(
        self, id: str, changes: Mapping[str, Any], without: Sequence[str], source: str | None
    ) -> None:
        """Change the repository; where there is none, make one from ``source`` first."""
        known = self.repositories.get(id)
        if known is None:
            known = self._made_from(self.repositories[source or USUAL_SOURCE], id)
        elif source is not None:
            raise ValueError(f"{id} exists: it cannot be made from {source}")
        record = {**known.record, **changes}
        for name in without:
            record.pop(name, None)
        if record != known.record:
            known = Repository(record, known.origin, fabricated=True)
        self.repositories[id] = known
        self.redirects.pop(id, None)

    def _made_from(self, source: Repository, id: str) -> Repository:
        record = {**source.record, "id": id, "_id": _hash(f"_id of {id}")[:24]}
        for name, value in {
            "modelId": id,
            "author": id.rpartition("/")[0] or None,
            "sha": _hash(f"sha of {id}"),
        }.items():
            if name in record:
                record[name] = value
        return Repository(record, source.origin, fabricated=True)

    def rename(self, old: str, new: str) -> None:
        """Redirect the old id; the repository moves along, unless the new id is another one's."""
        repository = self.repositories.pop(old)
        if new not in self.repositories:
            renamed = {"id": new, "modelId": new, "author": new.rpartition("/")[0] or None}
            known = {name: value for name, value in renamed.items() if name in repository.record}
            self.repositories[new] = Repository(
                {**repository.record, **known}, repository.origin, fabricated=True
            )
        self.redirects.pop(new, None)
        self.redirects[old] = new

    def remove(self, id: str) -> None:
        """Forget the repository, or the redirect: whoever asks for the id finds nothing."""
        if self.repositories.pop(id, None) is None:
            del self.redirects[id]

    # ---- What clients are told

    def answer(self, request: Request) -> Response:
        """The response; it uses up one call of the caller's quota."""
        allowed, limits = True, dict[str, str]()
        if self.quota is not None:
            allowed, limits = self.quota.spend(self._caller(request))
        response = self._answer(request) if allowed else too_many(request.address)
        usual = Response(response.status, response.body, {**usual_headers(request), **limits})
        return usual.with_headers(response.headers)

    def _caller(self, request: Request) -> str | None:
        return request.token if request.token and request.token == self.accepted else None

    def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(204, headers={"Access-Control-Allow-Methods": "GET,HEAD"})
        if request.method not in {"GET", "HEAD"}:
            return unrecorded(f"a {request.method} request")
        if request.token is not None and request.token != self.accepted:
            return refused(BAD_TOKEN)
        if request.path == API.rstrip("/"):
            return self._list(request)
        if request.path.startswith(API):
            return self._model(request)
        return unrecorded(f"the path {request.path}")

    def _model(self, request: Request) -> Response:
        id, marker, revision = request.path.removeprefix(API).partition("/revision/")
        if not re.fullmatch(r"[^/]+(/[^/]+)?", id):
            return unrecorded(f"the path {request.path}")
        repository = self.repositories.get(id)
        if repository is None and (now := self._redirected(id)) is not None:
            query = urlsplit(request.target).query
            return redirect(f"{API}{now}{marker}{quote(revision)}" + (f"?{query}" if query else ""))
        if repository is None or repository.record.get("private"):
            return self._missing(request)
        if unknown := [name for name, _ in request.query if name not in {"expand", "expand[]"}]:
            return unrecorded(f"the parameter {unknown[0]} for one model")
        asked = expanded(request)
        if bad := [name for name in asked if name not in EXPAND]:
            return bad_expand(bad[0], EXPAND)
        if marker and revision not in {"main", "HEAD", repository.record.get("sha")}:
            return Response(
                404,
                dump({"error": f"Invalid rev id: {revision}"}),
                {
                    "Content-Type": JSON,
                    "X-Error-Code": "RevisionNotFound",
                    "X-Error-Message": f"Invalid rev id: {revision}",
                },
            )
        body = repository.body
        if asked or body is None:
            body = dump(_excerpt(repository.record, asked) if asked else repository.record)
        return _found(body, fabricated=repository.fabricated)

    def _redirected(self, id: str) -> str | None:
        """The id to go to instead: a new name, or the same in the right case."""
        if id in self.redirects:
            return self.redirects[id]
        folded = id.lower()
        return next((right for right in self.repositories if right.lower() == folded), None)

    def _missing(self, request: Request) -> Response:
        if request.token is None:
            return refused(MISSING)
        return not_found()

    def _list(self, request: Request) -> Response:
        query = dict(request.query)
        allowed = {"author", "expand", "expand[]", "limit", "cursor"}
        if unknown := [name for name in query if name not in allowed]:
            return unrecorded(f"the parameter {unknown[0]} for lists")
        asked = expanded(request)
        if bad := [name for name in asked if name not in EXPAND_OF_LISTS]:
            return bad_expand(bad[0], EXPAND_OF_LISTS)
        if not asked:
            return unrecorded("a list without expand")
        if not query.get("limit", "1").isdecimal():
            return unrecorded(f"the limit {query['limit']}")
        limit = min(int(query.get("limit", LARGEST_PAGE)), self.largest_page)
        after = _read_cursor(query["cursor"]) if "cursor" in query else ""
        author = query.get("author")
        found = sorted(
            (
                repository
                for repository in self.repositories.values()
                if not repository.record.get("private")
                and (author is None or repository.id.rpartition("/")[0] == author)
                and repository.record["_id"] > after
            ),
            key=lambda repository: str(repository.record["_id"]),
        )
        page = found[:limit]
        response = _found(
            dump([_excerpt(repository.record, asked) for repository in page]),
            fabricated=any(repository.fabricated for repository in page),
        )
        if len(found) <= limit:
            return response
        kept = [(name, value) for name, value in request.query if name != "cursor"]
        cursor = _write_cursor(str(page[-1].record["_id"]))
        address = f"{self.endpoint}{API.rstrip('/')}?{urlencode([*kept, ('cursor', cursor)])}"
        return response.with_headers({"Link": f'<{address}>; rel="next"'})


def expanded(request: Request) -> list[str]:
    """What ``expand`` asks for: ``expand=`` or ``expand[]=``, any number of times."""
    return [value for name, value in request.query if name in {"expand", "expand[]"}]


def usual_headers(request: Request) -> dict[str, str]:
    """What stands on every response of the Hub's API.

    A browser's ``Origin`` is sent back. Recorded is only that the Hub varies by it.
    """
    return {
        "Date": formatdate(usegmt=True),
        "X-Powered-By": "huggingface-moon",
        "X-Request-Id": f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};{uuid.uuid4()}",
        "cross-origin-opener-policy": "same-origin",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Access-Control-Max-Age": "86400",
        "Access-Control-Allow-Origin": request.headers.get("origin", "https://huggingface.co"),
        "Access-Control-Expose-Headers": EXPOSED,
        "Vary": "Origin",
    }


def etag(body: bytes) -> str:
    """The weak ETag of Express: the length in hexadecimal and the start of the SHA-1 in base64."""
    digest = base64.b64encode(hashlib.sha1(body).digest()).decode()[:27]
    return f'W/"{len(body):x}-{digest}"'


def redirect(location: str, status: int = 307) -> Response:
    """The redirect that Express writes."""
    reason = HTTPStatus(status).phrase
    return Response(
        status,
        f"{reason}. Redirecting to {location}".encode(),
        {"Content-Type": TEXT, "Location": location, "Vary": "Origin, Accept"},
    )


def refused(message: str) -> Response:
    """401: the credentials are wrong, or there are none and nothing public has this id."""
    return Response(
        401,
        dump({"error": message}),
        {"Content-Type": JSON, "X-Error-Message": message, "WWW-Authenticate": AUTHENTICATE},
    )


def not_found() -> Response:
    """404 for a caller with a token. Its code is recorded, its text is not."""
    return Response(
        404,
        dump({"error": "Repository not found"}),
        {
            "Content-Type": JSON,
            "X-Error-Code": "RepoNotFound",
            "X-Error-Message": "Repository not found",
            MARK: UNRECORDED_TEXT,
        },
    )


def gated(id: str, status: int) -> Response:
    """401 or 403 for what a gate keeps; the text is recorded of the 401."""
    message = GATED.format(id=id)
    marked = {} if status == 401 else {MARK: UNRECORDED_TEXT}
    return Response(
        status,
        dump({"error": message}),
        {"Content-Type": JSON, "X-Error-Code": "GatedRepo", "X-Error-Message": message, **marked},
    )


def too_many(address: str) -> Response:
    """429. Its text is recorded; of its headers, only what the documentation says is known."""
    return Response(429, TOO_MANY.format(address=address).encode(), {"Content-Type": TEXT})


def plain(status: int) -> Response:
    """A status with its own name for a body: what the Hub writes there is not recorded."""
    return Response(
        status,
        HTTPStatus(status).phrase.encode(),
        {"Content-Type": TEXT, MARK: UNRECORDED_TEXT},
    )


def bad_expand(value: str, allowed: frozenset[str]) -> Response:
    """400 for the whole request. Recorded is that it names the allowed values, not its words."""
    message = f'"expand": {value} is none of {", ".join(sorted(allowed))}'
    return Response(
        400,
        dump({"error": message}),
        {
            "Content-Type": JSON,
            "X-Error-Message": message,
            MARK: UNRECORDED_TEXT,
        },
    )


def unrecorded(what: str) -> Response:
    """501: no recording says what the Hub does here."""
    message = f"The local Hub has no recording that shows {what}."
    return Response(501, dump({"error": message}), {"Content-Type": JSON, MARK: message})


def _found(body: bytes, *, fabricated: bool) -> Response:
    marked = {MARK: "fabricated"} if fabricated else {}
    return Response(200, body, {"Content-Type": JSON, "ETag": etag(body), **marked})


def _excerpt(record: Mapping[str, Any], asked: Sequence[str]) -> dict[str, Any]:
    kept = {"_id", "id", *asked}
    return {name: value for name, value in record.items() if name in kept}


def _write_cursor(last: str) -> str:
    return base64.b64encode(dump({"_id": {"$gt": last}})).decode()


def _read_cursor(cursor: str) -> str:
    return str(json.loads(base64.b64decode(cursor))["_id"]["$gt"])


def _hash(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()
