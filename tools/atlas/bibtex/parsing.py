"""From text to a record, or to faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.bibtex import slips
from atlas.bibtex.backend import split_record
from atlas.bibtex.faults import Fault
from atlas.bibtex.record import BibRecord
from atlas.bibtex.syntax import Scan, scan

MAX_LENGTH = 32 * 1024
"""The longest text that is read, in characters; a long record has three thousand."""


_ESCAPED_BRACE = re.compile(r"\\[{}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text holds: a record, or the faults that keep it from being one; never both."""

    record: BibRecord | None
    faults: tuple[Fault, ...]


def parse(text: str) -> Parsed:
    """Read ``text`` as exactly one BibTeX record. Never raises, whatever the text.

    Our scanner finds and places the faults; bibtexparser reads the same text, and where the
    two differ the text is refused, since other programs will differ too.
    """
    if len(text) > MAX_LENGTH:
        hint, message, fix = slips.too_large(len(text), MAX_LENGTH)
        return Parsed(None, (Fault(1, 1, hint, message, fix),))
    seen = scan(text)
    faults = tuple(seen.faults) or tuple(_disagreements(seen, text))
    if faults:
        return Parsed(None, faults)
    line, column = seen.places.of(seen.start)
    return Parsed(BibRecord(seen.type, seen.key, tuple(seen.fields), line, column), ())


def _disagreements(seen: Scan, text: str) -> Iterator[Fault]:
    """A fault where bibtexparser reads otherwise what our scanner found sound."""
    fields = [
        (field.name, written) for field, written in zip(seen.fields, seen.written, strict=True)
    ]
    agreed = split_record(text) == (seen.type, seen.key, fields)
    line, column = seen.places.of(seen.start)
    for field, (name, written) in zip(seen.fields, fields, strict=True):
        # A brace behind a backslash counts for one reader and not for the other; whether they
        # then part can depend on the field's neighbours, so such a value is also read alone,
        # and in the braces that it will be written back in.
        braced = f"{{{field.value}}}"
        if agreed and not _ESCAPED_BRACE.search(written + braced):
            continue
        if any(
            split_record(f"@misc{{k,{name}={value}}}") != ("misc", "k", [(name, value)])
            for value in (written, braced)
        ):
            line, column, agreed = field.line, field.column, False
            break
    if agreed:
        return
    hint, message, fix = slips.ambiguous()
    yield Fault(line, column, hint, message, fix)
