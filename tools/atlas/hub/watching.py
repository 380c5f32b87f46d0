"""Who watches a run: a person at a terminal, a log, or nobody."""

from __future__ import annotations

from typing import Any, Final, TextIO

from atlas.hub.library import tqdm

_EVERY: Final = 50
"""A line in a log for so many answers."""


class Silence:
    """Nobody."""

    def told(self, line: str) -> None:
        """Say nothing."""

    def begun(self, questions: int) -> None:
        """Show nothing."""

    def heard(self, hub: str) -> None:
        """Count nothing."""

    def ended(self) -> None:
        """Tidy nothing up."""


class Log(Silence):
    """A file or a pipe: plain lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._heard = self._questions = 0

    def told(self, line: str) -> None:
        """Write the line."""
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def begun(self, questions: int) -> None:
        """Begin to count."""
        self._heard, self._questions = 0, questions

    def heard(self, hub: str) -> None:
        """Write a line now and then."""
        self._heard += 1
        if self._heard % _EVERY == 0 and self._heard < self._questions:
            self.told(f"{self._heard} of {self._questions}")


class Terminal(Log):
    """A person, who sees a bar grow."""

    _bar: Any = None

    def begun(self, questions: int) -> None:
        """Draw the bar."""
        bar: Any = tqdm
        self._bar = bar(total=questions, unit="id", file=self._stream, leave=False)

    def heard(self, hub: str) -> None:
        """Let the bar grow."""
        self._bar.update()

    def ended(self) -> None:
        """Take the bar away."""
        self._bar.close()


def watching(stream: TextIO, *, quiet: bool) -> Silence:
    """Whoever reads this stream."""
    if quiet:
        return Silence()
    return Terminal(stream) if stream.isatty() else Log(stream)
