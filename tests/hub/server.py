"""The local Hub: a real HTTP server, in a process of its own, that answers from recordings.

    python tests/hub/server.py --port 0 [--https] [--name HOST …] [--recordings DIR]

It prints one line of JSON, with the addresses of the API (``endpoint``) and of the controls
(``control``), and with ``--https`` the path of the ``certificate`` to trust; then it serves until
its standard input ends or somebody stops it. Tests use it through ``tests.hub.local``.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import json
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

if __name__ == "__main__":  # started as a program: the folder above tests/ is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.hub import wire
from tests.hub.catalogue import Catalogue, Quota, Request, Response, plain
from tests.hub.certificate import write_certificates
from tests.hub.recorded import RECORDINGS

HOST = "127.0.0.1"
BACKLOG = 128
LINGER = struct.Struct("ii")  # on or off, seconds
HELD = 3600.0  # seconds: longer than any client waits


@dataclass
class Rule:
    """Faults for the requests whose path fits the pattern, in order, the row so many times."""

    pattern: str
    faults: list[dict[str, Any]]
    times: int | None
    met: int = 0

    def next(self) -> dict[str, Any] | None:
        turn, place = divmod(self.met, len(self.faults))
        if self.times is not None and turn >= self.times:
            return None
        self.met += 1
        return self.faults[place]


@dataclass
class State:
    """Everything a test can change; one lock over all of it."""

    catalogue: Catalogue
    rules: list[Rule] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    delay: float = 0.0

    def fault_for(self, path: str) -> dict[str, Any]:
        for rule in self.rules:
            if fnmatch.fnmatchcase(path, rule.pattern) and (fault := rule.next()) is not None:
                return fault
        return {"kind": "Fine"}


class Hub:
    """The two servers, and what they share."""

    def __init__(self, port: int, recordings: Path, tls: ssl.SSLContext | None) -> None:
        self.recordings = recordings
        self.tls = tls
        self.lock = threading.Lock()
        self.turn = 0  # goes up when all that is under way is to end
        self.door: Door | None = None
        self.closing: Door | None = None
        self.port = port
        self.open()
        scheme = "http" if tls is None else "https"
        self.endpoint = f"{scheme}://{HOST}:{self.port}"
        self.state = self._fresh()

    def _fresh(self) -> State:
        return State(Catalogue(self.recordings, self.endpoint))

    def open(self) -> None:
        """Listen, and serve in a thread, at the same port as before."""
        if self.door is None:
            if self.closing is not None:
                self.closing.closed.wait()
            self.door = Door((HOST, self.port), self)
            self.port = self.door.server_address[1]
            threading.Thread(target=self.door.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Refuse new connections, and reset those that are open."""
        with self.lock:
            door = self.leave()
        if door is not None:
            door.close()

    def leave(self) -> Door | None:
        """From here on nothing is answered; the caller has the lock, and closes the door after."""
        door, self.door = self.door, None
        self.closing = door or self.closing
        self.turn += 1
        return door

    def reset(self) -> None:
        with self.lock:
            self.turn += 1
            self.state = self._fresh()
        self.open()


class Door(ThreadingHTTPServer):
    """The listening socket of the API and the connections that came in through it."""

    request_queue_size = BACKLOG
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], hub: Hub) -> None:
        self.hub = hub
        self.connections: set[socket.socket] = set()
        self.connections_lock = threading.Lock()
        self.closed = threading.Event()
        super().__init__(address, ApiHandler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.hub.tls is not None:
            # The handshake is left to the thread of the connection: here it would hold up all.
            connection = self.hub.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        with self.connections_lock:
            self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self.connections_lock:
            self.connections.discard(request)
        if resets_when_closed(request):
            self.close_request(request)  # without the polite end that would come first
        else:
            super().shutdown_request(request)

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self.closed.set()
        with self.connections_lock:
            for connection in self.connections:
                reset_when_closed(connection)
                with contextlib.suppress(OSError):  # it is gone already
                    connection.shutdown(socket.SHUT_RD)  # wakes the thread that reads from it

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what the faults are for; anything else is said."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def reset_when_closed(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER.pack(1, 0))


def resets_when_closed(connection: socket.socket) -> bool:
    option = connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER.size)
    return bool(LINGER.unpack(option)[0])


class ApiHandler(BaseHTTPRequestHandler):
    """The Hub's side of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Door

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
            return
        if self.parse_request():
            headers = {name.lower(): text for name, text in self.headers.items()}
            if self.command not in {"GET", "HEAD", "OPTIONS"}:
                self.close_connection = True  # a body may follow, which nobody reads
            self._handle(Request(self.command, self.path, headers, self.client_address[0]))

    def _handle(self, request: Request) -> None:
        hub = self.server.hub
        with hub.lock:
            if hub.door is not self.server:  # closed while the request came in
                return self._hang_up()
            turn, state = hub.turn, hub.state
            fault = state.fault_for(request.path)
            note = {
                "method": request.method,
                "path": request.path,
                "query": parse_qs(urlsplit(request.target).query, keep_blank_values=True),
                "headers": dict(request.headers),
                "time": time.time(),
                "fault": fault["kind"],
                "status": None,
            }
            state.requests.append(note)
            silent = fault["kind"] in {"Timeout", "Reset", "Refuse"}
            response = plain(500) if silent else state.catalogue.answer(request)
            door = hub.leave() if fault["kind"] == "Refuse" else None
        if door is not None:
            door.close()
        line = wire.Line(self.connection, lambda: hub.turn == turn)
        if line.pause(state.delay):
            self._respond(line, fault, request, response, note)
        else:
            self._hang_up()
        return None

    def _respond(
        self,
        line: wire.Line,
        fault: dict[str, Any],
        request: Request,
        response: Response,
        note: dict[str, Any],
    ) -> None:
        """Send the response as the fault has it; the status is noted once its head is settled."""
        kind = fault["kind"]
        if kind == "Reset":
            self._hang_up()
        elif kind == "Timeout":
            line.pause(HELD)
            self.close_connection = True
        elif kind in {"CutBody", "SlowDrip", "HugeBody"}:
            note["status"] = response.status
            self.close_connection = True
            if kind == "CutBody":
                wire.send_cut(line, response, share=fault["share"], chunked=fault["chunked"])
            elif kind == "SlowDrip":
                wire.drip(line, response, interval=fault["interval"], head_too=fault["head"])
            else:
                wire.send_huge(line, response, megabytes=fault["megabytes"], how=fault["how"])
        else:
            if kind != "Fine":
                response = wire.changed(fault, request, response)
            if response.status == 200 and wire.unchanged(request, response):
                response = Response(304, b"", response.headers)
            note["status"] = response.status
            wire.send(line, request, response)

    def _hang_up(self) -> None:
        reset_when_closed(self.connection)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass  # LocalHub.requests says more


class Controls(ThreadingHTTPServer):
    """What ``LocalHub`` talks to: the state of the Hub, over HTTP, so that any process can."""

    request_queue_size = BACKLOG
    daemon_threads = True

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        super().__init__((HOST, 0), ControlHandler)


class ControlHandler(BaseHTTPRequestHandler):
    """GET /requests and /repositories; POST anything else, with its arguments as JSON."""

    server: Controls

    def do_GET(self) -> None:
        with self.server.hub.lock:
            state = self.server.hub.state
            if self.path == "/requests":
                return self._say(200, state.requests)
            if self.path == "/repositories":
                return self._say(
                    200,
                    {
                        id: {
                            "record": repository.record,
                            "origin": repository.origin,
                            "fabricated": repository.fabricated,
                        }
                        for id, repository in state.catalogue.repositories.items()
                    },
                )
        return self._say(404, {"error": f"no such page: {self.path}"})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        arguments = json.loads(self.rfile.read(length) or b"{}")
        try:
            self._do(self.path.removeprefix("/"), arguments)
        except (KeyError, TypeError, ValueError) as fault:
            self._say(400, {"error": f"{type(fault).__name__}: {fault}"})
        else:
            self._say(200, {})

    def _do(self, what: str, arguments: dict[str, Any]) -> None:
        hub = self.server.hub
        if what == "reset":
            return hub.reset()
        if what == "open":
            return hub.open()
        if what == "close":
            return hub.close()
        with hub.lock:
            state, catalogue = hub.state, hub.state.catalogue
            match what:
                case "repository":
                    catalogue.put(**arguments)
                case "rename":
                    catalogue.rename(**arguments)
                case "remove":
                    catalogue.remove(**arguments)
                case "token":
                    catalogue.accepted = arguments["value"]
                case "quota":
                    limits = arguments["quota"]
                    catalogue.quota = None if limits is None else Quota(**limits)
                case "delay":
                    state.delay = float(arguments["seconds"])
                case "largest_page":
                    catalogue.largest_page = int(arguments["size"])
                case "fault":
                    state.rules.append(Rule(**arguments))
                case "forget":
                    state.requests.clear()
                case _:
                    raise ValueError(f"no such control: {what}")
        return None

    def _say(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description="A local Hub that answers from recordings.")
    parser.add_argument("--port", type=int, default=0, help="0 (the default): any that is free")
    parser.add_argument("--https", action="store_true", help="with a certificate made on the spot")
    parser.add_argument(
        "--name", action="append", default=[], help="another host the certificate is good for"
    )
    parser.add_argument("--recordings", type=Path, default=RECORDINGS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="local-hub-") as folder:
        tls, told = None, {}
        if options.https:
            files = write_certificates(Path(folder), ["localhost", *options.name], [HOST])
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(files.chain, files.key)
            told["certificate"] = str(files.authority)
        hub = Hub(options.port, options.recordings, tls)
        controls = Controls(hub)
        threading.Thread(target=controls.serve_forever, daemon=True).start()
        told |= {
            "endpoint": hub.endpoint,
            "control": f"http://{HOST}:{controls.server_address[1]}",
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
