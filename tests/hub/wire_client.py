"""Requests over a plain socket library, without a client's own ideas: what is on the wire shows."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.hub.local import LocalHub

BERT = "/api/models/google-bert/bert-base-uncased"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def connect(hub: LocalHub, tls: ssl.SSLContext | None = None) -> http.client.HTTPConnection:
    address = urlsplit(hub.endpoint)
    assert address.hostname is not None
    if address.scheme == "https":
        return http.client.HTTPSConnection(
            address.hostname, address.port, context=tls or trusting(hub), timeout=10
        )
    return http.client.HTTPConnection(address.hostname, address.port, timeout=10)


def trusting(hub: LocalHub) -> ssl.SSLContext:
    """A context that trusts the Hub's own authority and nothing else, as strict as it can be."""
    context = ssl.create_default_context(cafile=hub.certificate)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def get(
    hub: LocalHub, target: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> Answer:
    """One request on a connection of its own."""
    connection = connect(hub)
    try:
        connection.request(method, target, headers=dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def raw(hub: LocalHub, target: str = BERT) -> socket.socket:
    """A socket on which the request has been sent and nothing read."""
    address = urlsplit(hub.endpoint)
    connection = socket.create_connection((address.hostname, address.port), timeout=10)
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    return connection


def read_all(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(1 << 20):
        parts.append(part)
    return b"".join(parts)


def limits(answer: Answer) -> tuple[int, int]:
    """How many calls are left, and for how many seconds."""
    match = re.fullmatch(r'"api";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
    assert match is not None
    return int(match[1]), int(match[2])
