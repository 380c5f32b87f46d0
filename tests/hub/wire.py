"""Responses as bytes on a connection, sound ones and broken ones."""

from __future__ import annotations

import gzip
import json
import select
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.hub.catalogue import (
    JSON,
    Request,
    Response,
    gated,
    not_found,
    plain,
    redirect,
    refused,
    too_many,
)
from tests.hub.catalogue import MISSING as MISSING_TEXT

PIECE = 1 << 16
COMPRESSED_FROM = 1000  # bytes; what is shorter is sent as it is
HTML = "<!DOCTYPE html>\n<title>Hugging Face</title>\n<h1>We will be back soon</h1>\n"


class Line:
    """One client's connection, with the two ways to end it early."""

    def __init__(self, connection: socket.socket, still_wanted: Callable[[], bool]) -> None:
        self._connection = connection
        self._still_wanted = still_wanted

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def pause(self, seconds: float) -> bool:
        """Wait that long; False as soon as nobody waits for the response any more."""
        end = time.monotonic() + seconds
        while self._still_wanted() and (left := end - time.monotonic()) > 0:
            # A client that waits sends nothing: what can be read is the end of the connection.
            if select.select([self._connection], [], [], min(left, 0.05))[0]:
                return False
        return self._still_wanted()


def send(line: Line, request: Request, response: Response) -> None:
    """Send a sound response: in gzip and in chunks, as the Hub does, where the client takes it."""
    body, headers = response.body, {}
    if len(body) >= COMPRESSED_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1, mtime=0)
        headers = {
            "Content-Encoding": "gzip",
            "Transfer-Encoding": "chunked",
            "Vary": f"{response.headers['Vary']}, Accept-Encoding",
        }
    response = response.with_headers(headers)
    if request.method == "HEAD" or response.status in {204, 304}:
        line.send(head(response))
    elif headers:
        line.send(head(response) + chunk(body) + chunk(b""))
    else:
        line.send(head(response, length=len(body)) + body)


def unchanged(request: Request, response: Response) -> bool:
    """Whether the client has this body already: it named the ETag."""
    known = request.headers.get("if-none-match", "")
    return response.headers.get("ETag") in [tag.strip() for tag in known.split(",")]


def head(response: Response, length: int | None = None) -> bytes:
    headers = dict(response.headers)
    if length is not None:
        headers["Content-Length"] = str(length)
    lines = [f"{name}: {text}\r\n" for name, text in headers.items()]
    return f"HTTP/1.1 {response.status} {response.reason}\r\n{''.join(lines)}\r\n".encode("latin-1")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def changed(fault: Mapping[str, Any], request: Request, response: Response) -> Response:
    """The response with the fault in it, for the faults that leave HTTP itself whole."""
    match fault["kind"]:
        case "Status":
            other = status(fault["status"], request)
            if fault["body"] is not None:
                other = Response(other.status, fault["body"].encode(), {"Content-Type": JSON})
            return instead(response, other).with_headers(fault["headers"])
        case "TooMany":
            other = instead(response, too_many(request.address))
            headers = {"RateLimit": f'"api";r=0;t={fault["t"]}'}
            if fault["retry_after"] is not None:
                headers["Retry-After"] = fault["retry_after"]
            return other.with_headers(headers)
        case "Body":
            return instead(
                response,
                Response(200, fault["body"].encode(), {"Content-Type": fault["content_type"]}),
            )
        case "Html200":
            content = {"Content-Type": "text/html; charset=utf-8"}
            return instead(response, Response(200, HTML.encode(), content))
        case "EmptyList":
            return instead(response, Response(200, b"[]", {"Content-Type": JSON}))
        case "WithoutId":
            return Response(200, without_ids(response.body), without_etag(response))
        case "InvalidUtf8":
            before, sign, after = response.body.partition(b'"_id":"')
            if not sign:
                raise ValueError("InvalidUtf8 met a response without an _id")
            body = before + sign + b"\xff\xc3\x28" + after
            return Response(response.status, body, without_etag(response))
        case "HostileLink":
            return response.with_headers({"Link": f'<{fault["url"]}>; rel="next"'})
        case "Redirect":
            return instead(response, redirect(fault["location"], fault["status"]))
        case "RedirectLoop":
            return instead(response, redirect(request.target))
    raise ValueError(f"no such fault: {fault['kind']}")


def status(code: int, request: Request) -> Response:
    """What the Hub says with this status, as far as that is recorded."""
    id = request.path.removeprefix("/api/models/").partition("/revision/")[0]
    match code:
        case 401:
            return refused(MISSING_TEXT)
        case 403:
            return gated(id, 403)
        case 404:
            return not_found()
        case 429:
            return too_many(request.address)
    return plain(code)


def instead(response: Response, other: Response) -> Response:
    """The other response, with the headers that stand on every one."""
    usual = {
        name: text
        for name, text in response.headers.items()
        if name not in {"Content-Type", "ETag", "Link", "Location", "X-Local-Hub"}
        and not name.startswith("X-Error-")
    }
    return Response(other.status, other.body, usual).with_headers(other.headers)


def without_etag(response: Response) -> dict[str, str]:
    return {name: text for name, text in response.headers.items() if name != "ETag"}


def without_ids(body: bytes) -> bytes:
    content = json.loads(body)
    for record in content if isinstance(content, list) else [content]:
        record.pop("id", None)
        record.pop("modelId", None)
    return json.dumps(content).encode()


# ---- Faults of HTTP itself: the connection is of no use after them


def send_cut(line: Line, response: Response, *, share: float, chunked: bool) -> None:
    part = response.body[: int(len(response.body) * share)]
    if chunked:
        response = response.with_headers({"Transfer-Encoding": "chunked"})
        line.send(head(response) + chunk(part))
    else:
        line.send(head(response, length=len(response.body)) + part)


def drip(line: Line, response: Response, *, interval: float, head_too: bool) -> None:
    start = head(response, length=len(response.body))
    if not head_too:
        line.send(start)
    for byte in (start if head_too else b"") + response.body:
        if not line.pause(interval):
            return
        line.send(bytes([byte]))


def send_huge(line: Line, response: Response, *, megabytes: int, how: str) -> None:
    """Send the response with padding: a member of the object, or the last item of the list."""
    inside, end = response.body[:-1], response.body[-1:]
    before = inside + (b',"padding":"' if end == b"}" else b',"')
    after = b'"' + end
    response = Response(response.status, b"", without_etag(response))
    padding = (megabytes << 20) - len(before) - len(after)
    content = pieces(before, padding, after)
    if how == "length":
        line.send(head(response, length=megabytes << 20))
        for piece in content:
            line.send(piece)
        return
    headers = {"Transfer-Encoding": "chunked"}
    if how == "gzip":
        headers["Content-Encoding"] = "gzip"
        content = compressed(content)
    line.send(head(response.with_headers(headers)))
    for piece in content:
        line.send(chunk(piece))
    line.send(chunk(b""))


def pieces(before: bytes, padding: int, after: bytes) -> Iterator[bytes]:
    yield before
    full, rest = divmod(padding, PIECE)
    piece = b"x" * PIECE
    for _ in range(full):
        yield piece
    yield piece[:rest] + after


def compressed(content: Iterator[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in content:
        if data := squeeze.compress(piece):
            yield data
    yield squeeze.flush()
