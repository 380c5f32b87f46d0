"""The one transport under the client: what may be asked, of whom, how long, and how often.

Whatever happens on the wire ends in a whole answer or in :class:`NoAnswerError`. That is no
exception of the HTTP library on purpose: huggingface_hub answers those with retries of its own,
and closes the client under the other threads.
"""

from __future__ import annotations

import queue
import random
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from atlas.hub.governor import Governor, NoAnswerError, RunEndedError
from atlas.hub.library import httpx

TOKEN_ORIGIN: Final = "https://huggingface.co"
"""The only origin that a token is ever sent to."""

RETRIED: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses that may be different a moment later."""


@dataclass(frozen=True)
class Limits:
    """How long and how large a call may be. Seconds and bytes."""

    connect: float = 5.0
    read: float = 15.0
    """Between one byte and the next."""
    total: float = 60.0
    """For one answer, from the first byte sent to the last received."""
    body: int = 24 * 1024 * 1024
    """Of one answer, unpacked."""
    redirects: int = 3
    retries: int = 3
    first_pause: float = 0.5
    """Before the first retry; twice as long before each further one, and up to half more."""
    patience: float = 310.0
    """The longest wait for the quota: one window of the Hub is 300 seconds."""
    patience_in_all: float = 930.0
    failures: int = 10
    """So many in a row end the run."""


class NotAllowedError(NoAnswerError):
    """A request to somewhere that nobody asked for: an answer pointed there."""


class SpentError(NoAnswerError):
    """A question took as many calls as it was allowed."""


@dataclass
class Count:
    """What went over the wire."""

    calls: int = 0
    """Requests of the client, however often they had to be sent."""
    redirects: int = 0
    retries: int = 0

    @property
    def answers(self) -> int:
        """How many answers the Hub may have counted against the quota."""
        return self.calls + self.redirects + self.retries


@dataclass
class Allowance:
    """The calls that may still be made for one question."""

    left: int


@dataclass(frozen=True)
class Provenance:
    """Where an answer came from: its day, and the recording where it is not the wire."""

    day: str | None = None
    origin: str | None = None


class Transport(httpx.BaseTransport):
    """Guards the transport beneath it. Shared by all threads."""

    def __init__(
        self,
        beneath: httpx.BaseTransport,
        *,
        origin: str,
        limits: Limits,
        governor: Governor,
        token: str | None = None,
        keep: Callable[[httpx.Request, httpx.Response], None] | None = None,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.count = Count()
        self._beneath = beneath
        self._origin = origin_of(httpx.URL(origin))
        self._limits = limits
        self._governor = governor
        self._token = token
        self._keep = keep
        self._chance = chance
        self._now = now
        self._lock = threading.Lock()
        self._thread = threading.local()

    @property
    def sends_token(self) -> bool:
        """Whether requests carry the token."""
        return self._token is not None and self._origin == TOKEN_ORIGIN

    @property
    def provenance(self) -> Provenance:
        """Where the last answer of this thread came from."""
        found = getattr(self._thread, "provenance", None)
        return found if isinstance(found, Provenance) else Provenance()

    @contextmanager
    def allowing(self, calls: int) -> Iterator[Allowance]:
        """Let this thread make so many calls, and raise SpentError at the next."""
        allowance = self._thread.allowance = Allowance(calls)
        try:
            yield allowance
        finally:
            self._thread.allowance = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer; raises NoAnswerError."""
        self._refuse_strangers(request)
        with self._lock:
            if request.extensions.get("atlas_redirected"):
                self.count.redirects += 1
            else:
                self.count.calls += 1
        for attempt in range(self._limits.retries + 1):
            if attempt:
                with self._lock:
                    self.count.retries += 1
            reason = "it gave no answer"
            last = attempt == self._limits.retries
            self._governor.enter()
            try:
                response = self._answer_in_time(request)
            except httpx.TransportError as error:
                self._governor.abandon()
                reason = _reason(error)
            except BaseException:
                self._governor.abandon()
                raise
            else:
                status = response.status_code
                self._governor.leave(response.headers, refused=status in (429, 503))
                if status not in RETRIED:
                    # A redirect keeps the extensions of what it began with.
                    request.extensions["atlas_redirected"] = True
                    if self._keep:
                        self._keep(request, response)
                    return response
                reason = f"it answered {status} {response.reason_phrase}".rstrip()
            if last:
                raise NoAnswerError(reason)
            pause = self._limits.first_pause * 2**attempt * (1 + self._chance() / 2)
            self._governor.pause(pause)
        raise NoAnswerError(reason)

    def close(self) -> None:
        """Close the connections."""
        self._beneath.close()

    def _refuse_strangers(self, request: httpx.Request) -> None:
        if self._governor.has_ended:
            raise RunEndedError(self._governor.why)
        origin = origin_of(request.url)
        if origin != self._origin:
            raise NotAllowedError(f"it points to another host, {origin[:100]}")
        path = request.url.path
        if request.method != "GET" or not (path == "/api/models" or _is_of_a_model(path)):
            raise NotAllowedError(f"it points to {path[:100]}, which is not about a model")
        allowance = getattr(self._thread, "allowance", None)
        if isinstance(allowance, Allowance):
            if allowance.left <= 0:
                raise SpentError("the calls allowed for it are spent")
            allowance.left -= 1

    def _answer_in_time(self, request: httpx.Request) -> httpx.Response:
        """One answer, read to its end; raises the library's TransportError.

        In a thread of its own, which is left alone where it takes too long: the library has a
        limit for each step, and a byte now and then in a header keeps to all of them.
        """
        came: queue.SimpleQueue[httpx.Response | BaseException] = queue.SimpleQueue()

        def answer() -> None:
            try:
                came.put(self._answer(request))
            except BaseException as error:
                came.put(error)

        threading.Thread(target=answer, daemon=True).start()
        try:
            found = came.get(timeout=self._limits.total)
        except queue.Empty:
            raise httpx.ReadTimeout("the answer took too long") from None
        if isinstance(found, BaseException):
            raise found
        origin = found.extensions.get("atlas_origin")
        day = found.extensions.get("atlas_day")
        self._thread.provenance = Provenance(
            day if isinstance(day, str) else None, origin if isinstance(origin, str) else None
        )
        return found

    def _answer(self, request: httpx.Request) -> httpx.Response:
        limits = self._limits
        request.headers.pop("authorization", None)
        if self._token is not None and origin_of(request.url) == TOKEN_ORIGIN:
            request.headers["authorization"] = f"Bearer {self._token}"
        request.headers["accept-encoding"] = "gzip"
        request.extensions["timeout"] = {
            "connect": limits.connect,
            "read": limits.read,
            "write": limits.read,
            "pool": limits.total,
        }
        deadline = self._now() + limits.total
        response = self._beneath.handle_request(request)
        try:
            body = self._body(response, deadline)
        finally:
            response.close()
        headers = [
            (name, value)
            for name, value in response.headers.items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        kept = ("reason_phrase", "atlas_origin", "atlas_day")
        extensions = {key: value for key, value in response.extensions.items() if key in kept}
        return httpx.Response(
            response.status_code, headers=headers, content=body, extensions=extensions
        )

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip"):
            raise NoAnswerError(
                f"its answer is packed as {encoding[:40]!r}, which was not asked for"
            )
        unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        body = bytearray()
        assert isinstance(response.stream, httpx.SyncByteStream)
        for chunk in response.stream:
            if self._now() > deadline:
                raise httpx.ReadTimeout("the answer took too long")
            room = self._limits.body - len(body) + 1
            try:
                body += unpack.decompress(chunk, room) if unpack else chunk
            except zlib.error as error:
                raise NoAnswerError("its answer cannot be unpacked") from error
            if len(body) > self._limits.body:
                raise NoAnswerError(f"its answer is larger than {self._limits.body:,} bytes")
        if unpack and body and not unpack.eof:
            raise httpx.RemoteProtocolError("the answer ends before its end")
        return bytes(body)


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port, the port left out where the scheme implies it."""
    port = "" if url.port is None else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}"


def _is_of_a_model(path: str) -> bool:
    parts = path.split("/")
    # Three where an old name had no owner.
    return path.startswith("/api/models/") and len(parts) in (4, 5) and all(parts[1:])


def _reason(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return "it could not be reached"
    if isinstance(error, httpx.TimeoutException):
        return "its answer took too long"
    return "its answer broke off"
