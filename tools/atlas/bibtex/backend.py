"""What bibtexparser does for us: the only module that imports it.

Of its parser we take the splitter alone, which cuts a text into records and fields. The
middlewares that it would run by default (enclosings, abbreviations, duplicates) swallow
faults and know no places; our scanner does their work. Of its tools for names we take the
two functions that follow BibTeX's own rules.
"""

from __future__ import annotations

import logging
from functools import cache

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import Entry
from bibtexparser.splitter import Splitter


def split_record(text: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Type, key and fields of the one record in ``text`` as bibtexparser reads them.

    A field is its name in lower case and its value as written, with braces or quotes. ``None``
    when bibtexparser sees anything but one sound record.
    """
    _keep_quiet()
    blocks = Splitter(text).split().blocks
    if len(blocks) != 1 or not isinstance(blocks[0], Entry):
        return None
    entry = blocks[0]
    fields = [(field.key.lower(), field.value) for field in entry.fields]
    return entry.entry_type, entry.key, fields


def split_names(value: str) -> list[str]:
    """The names in an ``author`` or ``editor`` field, cut at each ``and`` outside braces."""
    return split_multiple_persons_names(value)


def name_parts(name: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """The words of one name: given names, particle ("von"), family name, suffix ("Jr").

    Never raises: a name with a fault is read as well as can be.
    """
    parts = parse_single_name_into_parts(name, strict=False)
    return parts.first, parts.von, parts.last, parts.jr


@cache
def _keep_quiet() -> None:
    # The splitter logs a warning for what it cannot read. We say the same as a fault, and a
    # program that set up no logging would print it a second time on standard error.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
