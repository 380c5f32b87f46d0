"""Questions to the Hub, through huggingface_hub's HfApi; whatever comes back is an outcome."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, Self

from atlas.hub.facts import EXPAND, EXPAND_COUNTERS, UnsoundError, counters, facts
from atlas.hub.governor import NoAnswerError, RunEndedError
from atlas.hub.library import (
    HfApi,
    HfHubHTTPError,
    ModelInfo,
    close_session,
    httpx,
    set_client_factory,
)
from atlas.hub.outcomes import Absent, Closed, Found, Outcome, Unreachable
from atlas.hub.recordings import NotRecordedError
from atlas.hub.transport import Limits, SpentError, Transport

FEWEST_LISTED: Final = 100
"""Models of one owner that are looked through, and ten for each that is wanted if that is more."""

MOST_LISTED: Final = 1000
"""More than that are never looked through."""


class Client:
    """One client for all threads; to be closed, which a ``with`` statement does."""

    def __init__(
        self,
        endpoint: str,
        transport: Transport,
        limits: Limits,
        *,
        today: str,
        only_counters: bool = False,
    ) -> None:
        self._transport = transport
        self._today = today
        self._only_counters = only_counters
        self._expand: Any = list(EXPAND_COUNTERS if only_counters else EXPAND)
        # The token is the transport's business, so the library has none.
        self._api = HfApi(
            endpoint=endpoint, token=False, library_name="ptm-atlas", library_version="1"
        )
        set_client_factory(
            lambda: httpx.Client(
                transport=transport,
                follow_redirects=True,
                max_redirects=limits.redirects,
                trust_env=False,
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        close_session()
        self._transport.close()

    def ask(self, hub: str) -> Outcome:
        """What the Hub says of one id."""
        try:
            return self._found(self._api.model_info(hub, expand=self._expand))
        except Exception as error:  # a hostile answer can make the library raise anything
            return self._outcome(error)

    def ask_list(self, owner: str, wanted: Collection[str]) -> tuple[dict[str, Outcome], str]:
        """What a list of an owner's models says of the wanted ids; and why it ended early, if so.

        Takes no more calls than asking for each of them alone would, and one. An id that is not
        in the list is not in the outcomes: it may have moved.
        """
        found: dict[str, Outcome] = {}
        try:
            # One page to begin with. Each model that is found saves a call, worth another page.
            with self._transport.allowing(1) as allowance:
                # The Hub's own order puts what is in use first, and of a large owner only that is
                # read.
                models = self._api.list_models(
                    author=owner,
                    limit=min(MOST_LISTED, max(FEWEST_LISTED, 10 * len(wanted))),
                    expand=self._expand,
                )
                for info in models:
                    if info.id in wanted and info.id not in found:
                        found[info.id] = self._found(info)
                        allowance.left += 1
                    if len(found) == len(wanted):
                        break
        except SpentError:
            pass
        except Exception as error:  # as above
            outcome = self._outcome(error)
            if isinstance(outcome, Unreachable):
                return found, outcome.reason
        return found, ""

    def _found(self, info: ModelInfo) -> Found:
        return Found(
            None if self._only_counters else facts(info, self._today, self._transport.provenance),
            counters(info, self._transport.provenance.day or self._today),
        )

    def _outcome(self, error: Exception) -> Outcome:
        match error:
            case NotRecordedError() | RunEndedError():
                return Unreachable(str(error), asked=False)
            case NoAnswerError():
                return Unreachable(str(error))
            case HfHubHTTPError():
                return self._of_status(error.response)
            case httpx.TooManyRedirects():
                return Unreachable("it redirects in a circle")
            case UnsoundError():
                return Unreachable(f"its answer is not sound: {error}")
            case _:
                return Unreachable(f"its answer is not sound: {type(error).__name__}")

    def _of_status(self, response: httpx.Response) -> Outcome:
        status, day = response.status_code, self._transport.provenance.day
        code = response.headers.get("x-error-code")
        if code == "GatedRepo":
            return Closed("gated", day)
        if response.headers.get("x-error-message") == "Access to this resource is disabled.":
            return Closed("disabled", day)
        is_json = "json" in response.headers.get("content-type", "")
        if status == 404 and code == "RepoNotFound":
            return Absent(status, day)
        # Without a token, 401 is the Hub's word for what is not there or not public. With one,
        # it is the token that is refused. A page of HTML is somebody else's.
        if status == 401 and code is None and is_json and not self._transport.sends_token:
            return Absent(status, day)
        return Unreachable(f"it answered {status} {response.reason_phrase}".rstrip())
