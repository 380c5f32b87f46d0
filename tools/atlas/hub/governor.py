"""The governor: requests go out as fast as the Hub's quota lets them, and no faster.

The Hub counts in fixed windows and says with every answer how many calls are left and when the
window ends: ``RateLimit: "api";r=499;t=293``. ``t`` is rounded down, so the window has ended for
certain a second later.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LIMIT = re.compile(r"\br\s*=\s*(\d{1,9})\s*;\s*t\s*=\s*(\d{1,9})", re.ASCII)
_QUOTA = re.compile(r"\bq\s*=\s*(\d{1,9})\s*;\s*w\s*=\s*(\d{1,9})", re.ASCII)
_SECONDS = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)

_SAME_WINDOW = 2.0
"""Seconds by which the end of a window may seem to move: ``t`` is rounded, and answers travel."""


class NoAnswerError(Exception):
    """A question got no answer, for a reason that says nothing of the repository."""


class RunEndedError(NoAnswerError):
    """The run has ended: nothing more is asked."""


@dataclass(frozen=True)
class Quota:
    """So many calls in so many seconds."""

    calls: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.calls:,} calls in {self.seconds:,} seconds"


class Governor:
    """Lets requests through one by one, and holds all of them back once the quota is used up.

    ``patience``: the longest wait in seconds, and ``patience_in_all`` that of a whole run; where
    the Hub asks for more, the run ends.
    """

    def __init__(
        self,
        patience: float,
        patience_in_all: float,
        *,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self.patience = patience
        self.patience_left = patience_in_all
        self.quota: Quota | None = None
        self.waited = 0.0
        self._now = now
        self._ended = threading.Event()
        self._wait = wait or self._ended.wait
        self._lock = threading.RLock()
        self._change = threading.Condition(self._lock)
        self._left: int | None = None
        self._least = 0
        self._opens = float("-inf")
        self._window_ends = float("-inf")
        self._counted_to = float("-inf")
        self._under_way = 0
        self.why = ""

    @property
    def has_ended(self) -> bool:
        """Whether the run has ended."""
        return self._ended.is_set()

    def end(self, why: str) -> None:
        """Let nobody through any more; whoever waits is woken."""
        with self._lock:
            self.why = self.why or why
        self._ended.set()

    def enter(self) -> None:
        """Return when a request may go out; raises RunEndedError where none may in this run."""
        while True:
            if self.has_ended:
                raise RunEndedError(self.why)
            with self._lock:
                while self._under_way and self._is_in_doubt and not self.has_ended:
                    self._change.wait(0.1)
                now = self._now()
                spent = self._left is not None and self._left <= 0
                opens = max(self._opens, self._window_ends) if spent else self._opens
                if now >= opens:
                    if spent:  # of a window that has ended: the next has begun
                        self._left = self.quota.calls if self.quota else None
                    if self._left is not None:
                        self._left -= 1
                    self._under_way += 1
                    return
                pause = opens - now
            self.pause(pause)

    @property
    def _is_in_doubt(self) -> bool:
        """Whether only what is under way can tell if anything is left of the quota."""
        return self._left is not None and self._left <= 0

    def pause(self, seconds: float) -> None:
        """Wait, as far as patience goes; raises RunEndedError where it ends, or the run does."""
        with self._lock:
            if seconds > min(self.patience, self.patience_left):
                why = f"the Hub asks to wait {seconds:,.0f} seconds"
                self.why = self.why or why
                self._ended.set()
            begun = self._now()
        if not self.has_ended:
            self._wait(seconds)
            with self._lock:
                # Threads wait side by side: what counts is the time that passes for the run.
                passed = max(0.0, self._now() - max(begun, self._counted_to))
                self._counted_to = max(self._counted_to, self._now())
                self.patience_left -= passed
                self.waited += passed
        if self.has_ended:
            raise RunEndedError(self.why)

    def leave(self, headers: Mapping[str, str], *, refused: bool) -> None:
        """Take note of what an answer says of the quota; ``refused`` for 429 and 503."""
        with self._lock:
            self.abandon()
            if quota := _QUOTA.search(headers.get("ratelimit-policy", "")):
                self.quota = Quota(int(quota.group(1)), int(quota.group(2)))
            now = self._now()
            if limit := _LIMIT.search(headers.get("ratelimit", "")):
                left, ends = int(limit.group(1)), now + int(limit.group(2)) + 1
                # Within a window the smallest number is the latest, in whatever order answers
                # arrive; and what is under way may not be counted yet.
                same = abs(ends - self._window_ends) <= _SAME_WINDOW
                self._least = min(left, self._least) if same else left
                self._left = self._least - self._under_way
                self._window_ends = ends
            if refused and (asked := _SECONDS.fullmatch(headers.get("retry-after", ""))):
                self._opens = max(self._opens, now + int(asked.group(1)) + 1)

    def abandon(self) -> None:
        """Take note of a request that is over."""
        with self._lock:
            self._under_way -= 1
            self._change.notify_all()
