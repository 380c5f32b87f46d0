"""A fault in content, as a value, and the forms it is printed in.

Nothing here knows YAML, records or rules: a problem is a place, a code, a
sentence and what to write instead. Exceptions are for broken code or a broken
machine; whatever a contributor can get wrong becomes a :class:`Problem`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error fails a check, a warning only under ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one place. Ordering is the order of the report: by file, then by place.

    ``line`` and ``column`` count from 1, in characters. ``fix`` says what to
    write, in the imperative, and is never empty.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR


def as_text(problem: Problem) -> str:
    """``kb/models/x.yml:12:9: MOD012 what is wrong (fix: what to write)``, on one line."""
    weight = "" if problem.severity is Severity.ERROR else f"{problem.severity}: "
    return _one_line(
        f"{problem.file}:{problem.line}:{problem.column}: {problem.code} "
        f"{weight}{problem.message} (fix: {problem.fix})"
    )


def as_github(problem: Problem) -> str:
    """A workflow command, which GitHub shows beside the line in a pull request.

    Escapes as GitHub's own toolkit does: data and properties have different rules.
    """
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
    title = f"title={_property(problem.code)}"
    data = _data(f"{problem.message} (fix: {problem.fix})")
    return f"::{problem.severity} {place},{title}::{data}"


def as_json(problems: Iterable[Problem]) -> str:
    """All problems as one JSON array, keys as the fields of :class:`Problem`."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def _one_line(text: str) -> str:
    # A message may quote what a contributor wrote, control characters included:
    # escaping them keeps one problem on one line and the terminal unharmed.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
