"""The report of a run: as text, as Markdown (the body of a pull request) and as JSON.

Markdown and JSON hold only what is the same when nothing has changed: no counters, no times, no
number of calls. What came from the Hub is shown as code, where it is text and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

from atlas.hub.findings import Finding, Severity

IN_STEP, OUT_OF_STEP, USAGE, PARTIAL, ABORTED = range(5)
"""Exit statuses: the second only where a check was asked for."""

SHOWN_LENGTH: Final = 160
_TITLES: Final = {
    Severity.SERIOUS: "To decide",
    Severity.MINOR: "To look at",
    Severity.NOTE: "To know",
}


@dataclass(frozen=True)
class Report:
    """What a run found, and how far it came."""

    findings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()
    """Tracked files that were written or removed, or would be, by their path in ``kb``."""
    asked: int = 0
    """Entries that the run was about."""
    unreached: Mapping[str, str] = field(default_factory=dict)
    """Hub ids that got no answer, with the reason."""
    ended: str = ""
    """Why the run ended before its end, if it did."""
    aborted: str = ""
    """Which guard stopped it, if one did; then nothing was written."""
    wire: str = ""
    """What went over the wire, in a sentence."""
    dry: bool = False

    def status(self, *, check: bool) -> int:
        """The exit status; with ``check``, whatever is out of step counts."""
        if self.aborted:
            return ABORTED
        if self.unreached or self.ended:
            return PARTIAL
        weighty = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return OUT_OF_STEP if check and (weighty or self.changed) else IN_STEP

    def text(self) -> str:
        """For a terminal: a line a finding, then what became of the run."""
        lines = [
            f"{each.severity} {each.code} {_subject(each)}: {_plain(each)}"
            for each in _sorted(self)
        ]
        lines += [f"unreachable {_safe(hub)}: {_safe(why)}" for hub, why in self._unreached()]
        if self.aborted:
            lines.append(f"aborted: {_safe(self.aborted)}; nothing was written")
        elif self.ended:
            lines.append(f"ended early: {_safe(self.ended)}; what was found is kept")
        return "".join(f"{line}\n" for line in [*lines, self.summary()])

    def summary(self) -> str:
        """One line: how many entries, findings and changed files."""
        files = "would change" if self.dry else "changed"
        parts = [
            f"{self.asked - len(self.unreached)} of {self.asked} entries",
            f"{len(self.findings)} findings",
            f"{len(self.changed)} files {files}",
        ]
        return "; ".join([", ".join(parts), *([self.wire] if self.wire else [])])

    def markdown(self) -> str:
        """The body of a pull request."""
        lines = ["What the Hugging Face Hub says now, beside what the entries say.", ""]
        if self.aborted:
            lines += [f"**Nothing was written:** {_code(self.aborted)}", ""]
        if self.unreached:
            ids = ", ".join(_code(hub) for hub, _ in self._unreached())
            lines += [f"Not asked, or without an answer, so as they were: {ids}", ""]
        for severity in Severity:
            found = [each for each in _sorted(self) if each.severity is severity]
            if found:
                lines += [f"## {_TITLES[severity]}", ""]
                lines += [
                    f"- `{each.code}` {_subject_in_code(each)}: {_marked(each)}" for each in found
                ]
                lines.append("")
        if not self.findings:
            lines += ["Everything is in step.", ""]
        if self.changed:
            lines += ["## Files", "", *(f"- {_code(name)}" for name in self.changed), ""]
        return "\n".join(lines)

    def json(self) -> str:
        """For programs."""
        findings = [{"severity": each.severity, **asdict(each)} for each in _sorted(self)]
        said = {
            "findings": findings,
            "changed": list(self.changed),
            "unreached": [hub for hub, _ in self._unreached()],
            "aborted": self.aborted,
        }
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"

    def _unreached(self) -> list[tuple[str, str]]:
        return sorted(self.unreached.items())


FORMS: Final[Mapping[str, Callable[[Report], str]]] = {
    ".md": Report.markdown,
    ".json": Report.json,
    ".txt": Report.text,
}
"""The forms of a report by the ending of its file."""


def _sorted(report: Report) -> Iterable[Finding]:
    return sorted(report.findings, key=lambda finding: finding.place)


def _subject(finding: Finding) -> str:
    entry = f" (models/{finding.entry})" if finding.entry else ""
    return f"{_safe(finding.hub)}{entry}"


def _subject_in_code(finding: Finding) -> str:
    entry = f" ({_code(f'models/{finding.entry}')})" if finding.entry else ""
    return f"{_code(finding.hub)}{entry}"


def _plain(finding: Finding) -> str:
    if finding.here is None and finding.there is None:
        return finding.words
    return f"{finding.words}: {_safe(finding.here or '?')} → {_safe(finding.there or '?')}"


def _marked(finding: Finding) -> str:
    if finding.here is None and finding.there is None:
        return finding.words
    return f"{finding.words}: {_code(finding.here or '?')} → {_code(finding.there or '?')}"


def _safe(text: str) -> str:
    """On one line, without what a terminal would obey, and not endless."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= SHOWN_LENGTH else f"{shown[:SHOWN_LENGTH]}…"


def _code(text: str) -> str:
    """As a span of code, which ends at no backtick inside."""
    inside = _safe(text)
    longest = max(map(len, re.findall("`+", inside)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{inside}{pad}{fence}"
