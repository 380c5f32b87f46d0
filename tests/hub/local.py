"""``LocalHub``: start the local Hub, change it, and see what arrived there."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tests.hub.faults import Fault, Fine, Refuse

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds, for a busy machine


@dataclass(frozen=True)
class Arrived:
    """A request that arrived; header names in lower case; ``status`` is None without a response."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    time: float
    fault: str
    status: int | None

    @property
    def authorization(self) -> str | None:
        return self.headers.get("authorization")


class LocalHub:
    """A Hub in a process of its own; ``with LocalHub() as hub`` starts and stops it.

    A pattern is a shell pattern for the path of a request: ``*`` is all of them,
    ``/api/models/google-bert/*`` those of an owner, ``/api/models`` the lists.
    """

    def __init__(
        self,
        *,
        https: bool = False,
        names: tuple[str, ...] = (),
        port: int = 0,
        recordings: Path | None = None,
    ) -> None:
        self._arguments = ["--port", str(port)]
        if https:
            self._arguments.append("--https")
        for name in names:
            self._arguments += ["--name", name]
        if recordings is not None:
            self._arguments += ["--recordings", str(recordings)]

    def __enter__(self) -> LocalHub:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hub.server", *self._arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        told = self._process.stdout.readline()
        if not told:
            self.__exit__(None, None, None)
            raise RuntimeError("the local Hub did not start; its standard error says why")
        addresses = json.loads(told)
        self.endpoint: str = addresses["endpoint"]
        self.control: str = addresses["control"]
        certificate = addresses.get("certificate")
        self.certificate = None if certificate is None else Path(certificate)
        """With ``https``: the authority to trust, in PEM. It goes when the process ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def requests(self) -> list[Arrived]:
        """Everything that arrived since the start, or since ``reset`` or ``forget``, in order."""
        return [Arrived(**request) for request in self._ask("GET", "/requests")]

    @property
    def repositories(self) -> dict[str, dict[str, Any]]:
        """By id: the ``record``, the recording it is from (``origin``), and ``fabricated``."""
        found: dict[str, dict[str, Any]] = self._ask("GET", "/repositories")
        return found

    def repository(
        self, id: str, *, source: str | None = None, without: tuple[str, ...] = (), **changes: Any
    ) -> None:
        """Change the repository's record; if there is none, make one of ``source`` first.

        A new one has an ``_id`` and a ``sha`` of its own, always the same for the same id; all
        else is as in ``source``, which is google-bert/bert-base-uncased unless another is named.
        ``without`` names what to take away; a name that is no Python name goes in as
        ``**{"model-index": …}``. What was changed is marked as fabricated, also on the wire.
        """
        self._tell("repository", id=id, changes=changes, without=without, source=source)

    def rename(self, old: str, new: str) -> None:
        """Redirect ``old`` to ``new``: the repository moves, or gives way to the one there."""
        self._tell("rename", old=old, new=new)

    def remove(self, id: str) -> None:
        """Make the repository, or the redirect, missing."""
        self._tell("remove", id=id)

    def fault(self, pattern: str, *faults: Fault, times: int | None = 1) -> None:
        """Let requests that fit the pattern meet these faults, one each, in this order.

        ``times``: how often the whole row; None is for ever. After that, and where an earlier
        call has a fault for the request, the next call that fits comes in.
        """
        row: list[Fault] = []
        for fault in faults:
            if isinstance(fault, Refuse):
                row += [Fine()] * fault.after
            row.append(fault)
        self._tell("fault", pattern=pattern, faults=[fault.to_json() for fault in row], times=times)

    def quota(self, limit: int | None, window: float = 300.0, token: int | None = None) -> None:
        """Begin a window with this quota, for callers with a token ``token``; None: no quota.

        Without this call it is the Hub's own: 500 calls in 300 s, 1000 with a token.
        """
        quota = {"anonymous": limit, "token": token or limit, "window": window}
        self._tell("quota", quota=None if limit is None else quota)

    def largest_page(self, size: int) -> None:
        """Let no page of a list be longer, whatever ``limit`` asks for; the Hub's own is 1000."""
        self._tell("largest_page", size=size)

    def delay(self, seconds: float) -> None:
        """Let every response take that long."""
        self._tell("delay", seconds=seconds)

    def token(self, value: str | None) -> None:
        """Accept this token, and no other; None: accept none."""
        self._tell("token", value=value)

    def close(self) -> None:
        """Refuse connections from now on, and reset those that are open."""
        self._tell("close")

    def reopen(self) -> None:
        """Listen again, at the same port, with everything else as it was."""
        self._tell("open")

    def forget(self) -> None:
        """Empty ``requests``."""
        self._tell("forget")

    def reset(self) -> None:
        """Be as new: recordings only, no faults, the Hub's own quota, no request seen, open."""
        self._tell("reset")

    def _tell(self, what: str, **arguments: Any) -> None:
        self._ask("POST", f"/{what}", arguments)

    def _ask(self, method: str, path: str, arguments: dict[str, Any] | None = None) -> Any:
        address = urlsplit(self.control)
        assert address.hostname is not None
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
        try:
            connection.request(method, path, None if arguments is None else json.dumps(arguments))
            response = connection.getresponse()
            content = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(content["error"])
        return content
