"""What can go wrong on the wire, as values: the tests name it, the local Hub does it.

Each fault stands for one response (or for none at all). Where it changes a response rather than
replacing it, the rest of that response is what the Hub would have said.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Fault:
    """The one parent of all faults."""

    def to_json(self) -> dict[str, Any]:
        return {"kind": type(self).__name__, **asdict(self)}


@dataclass(frozen=True)
class Fine(Fault):
    """No fault: the response as it is. Holds a place in a row of faults."""


@dataclass(frozen=True)
class Status(Fault):
    """Another status. Without a body: the Hub's recorded one where there is a recording of it.

    ``headers`` are added to the response's, and replace those of the same name.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True)
class TooMany(Fault):
    """429, as the quota gives it: ``RateLimit: "api";r=0;t=…``; ``Retry-After`` only if given."""

    t: int = 0
    retry_after: str | None = None


@dataclass(frozen=True)
class Body(Fault):
    """200 with this body, whatever it is."""

    body: str
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Html200(Fault):
    """200 with a page in HTML: a captive portal, or a maintenance page."""


@dataclass(frozen=True)
class EmptyList(Fault):
    """200 with ``[]``, which for a model is not even of the right shape."""


@dataclass(frozen=True)
class WithoutId(Fault):
    """The response, less every ``id`` and ``modelId``."""


@dataclass(frozen=True)
class InvalidUtf8(Fault):
    """The response, with bytes in the value of ``_id`` that are not UTF-8; sound JSON otherwise."""


@dataclass(frozen=True)
class HostileLink(Fault):
    """The response, with a ``Link`` header that says the next page is at this address."""

    url: str


@dataclass(frozen=True)
class Redirect(Fault):
    """A redirect to this address, which may be on another host."""

    location: str
    status: int = 307


@dataclass(frozen=True)
class RedirectLoop(Fault):
    """A redirect to the address that was asked for."""


@dataclass(frozen=True)
class CutBody(Fault):
    """The connection ends after this share of the body.

    ``chunked``: nothing announced the length, so only the missing last chunk shows the cut.
    """

    share: float = 0.5
    chunked: bool = False


@dataclass(frozen=True)
class HugeBody(Fault):
    """The response with so much padding inside that it decodes to this many megabytes.

    ``how``: with a length announced, in chunks with none, or as gzip, which is small on the wire.
    """

    megabytes: int = 200
    how: Literal["length", "chunked", "gzip"] = "length"


@dataclass(frozen=True)
class SlowDrip(Fault):
    """The response, one byte after each interval; ``head``: already from the status line on."""

    interval: float = 0.1
    head: bool = False


@dataclass(frozen=True)
class Timeout(Fault):
    """No response: the connection stays open and silent until the client gives up."""


@dataclass(frozen=True)
class Reset(Fault):
    """No response: the connection is reset."""


@dataclass(frozen=True)
class Refuse(Fault):
    """At the next request after so many the port is closed and every open connection reset.

    Responses that are under way are lost with it. From then on new connections are refused, until
    ``LocalHub.reset`` or ``LocalHub.reopen``.
    """

    after: int = 0
