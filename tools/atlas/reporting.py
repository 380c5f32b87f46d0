"""What a command says: problems in one of their forms, a summary, an exit status."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from atlas.problems import Problem, Severity, as_github, as_json, as_text


def _lines(form: Callable[[Problem], str]) -> Callable[[Sequence[Problem]], str]:
    return lambda problems: "".join(f"{form(problem)}\n" for problem in problems)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": _lines(as_text),
    "github": _lines(as_github),
    "json": lambda problems: f"{as_json(problems)}\n",
}
"""The forms that problems can be printed in, by the name that the command takes."""


@dataclass(frozen=True)
class Report:
    """The problems that were found in a number of entries."""

    problems: Sequence[Problem]
    entries: int

    def __str__(self) -> str:
        """One line: ``3 errors and 1 warning in 57 entries``."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        warnings = len(self.problems) - errors
        return (
            f"{_counted(errors, 'error', 'errors')} and "
            f"{_counted(warnings, 'warning', 'warnings')} in "
            f"{_counted(self.entries, 'entry', 'entries')}"
        )

    def status(self, *, strict: bool) -> int:
        """The exit status: 1 with an error, or with a warning where those count, else 0."""
        counts = any(strict or problem.severity is Severity.ERROR for problem in self.problems)
        return int(counts)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


def say(text: str, stream: TextIO) -> None:
    """Write as UTF-8, whatever the terminal was set to; no fault if nobody reads on."""
    try:
        if isinstance(stream, io.TextIOWrapper):
            # A file's name may hold bytes that are no text.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # What is left in the buffer would be written once more, and fail, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
