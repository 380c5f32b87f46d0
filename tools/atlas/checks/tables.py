"""Tables: rows and columns fit, and cells are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Kind, Results
from atlas.yamltext import Path, quoted

# As tables print them: 84.5, 1,234, −0.3, 92.1±0.4, 12.5 %, and the marks of a footnote.
_NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s*(?:±\s*[\d.]+)?\s*%?[*†‡§]*")
NO_RESULT = ("-", "–", "—")
"""What a table prints where there is no result."""


@rule("RES001")
def has_a_cell_for_each_column(inspection: Inspection) -> Iterator[Finding]:
    """Each row of a table has a cell for each column, and no others."""
    for entry in inspection.kb.of(Kind.RESULTS):
        results = entry.as_(Results)
        keys = [metric.key for metric in results.metrics]
        for index, row in enumerate(results.rows):
            path: Path = ("rows", index, "cells")
            strangers = [key for key in row.cells if key not in keys]
            for key in strangers:
                near = get_close_matches(key, keys, n=1, cutoff=0.6)
                fix = f"did you mean {near[0]}?" if near else f"columns are {', '.join(keys)}"
                message = f"{quoted(key)} is not the key of a column"
                yield Finding(entry, (*path, key), message, fix, of_key=True)
            missing = [key for key in keys if key not in row.cells]
            # A misspelt key is one fault, not two.
            if missing and len(missing) > len(strangers):
                message = f"the row {quoted(row.printed)} has no {', '.join(missing)}"
                fix = f'add {missing[0]}: {{best: …}}, or {{best: "-"}} where the table is empty'
                yield Finding(entry, path, message, fix)


@rule("RES002")
def holds_numbers(inspection: Inspection) -> Iterator[Finding]:
    """A cell is a number as the table prints it, or a dash."""
    for entry in inspection.kb.of(Kind.RESULTS):
        for index, row in enumerate(entry.as_(Results).rows):
            for key, cell in row.cells.items():
                for part in ("best", "mean"):
                    value = getattr(cell, part)
                    if value is not None and not _is_number(value):
                        path: Path = ("rows", index, "cells", key, part)
                        message = f"{quoted(value)} is not a number"
                        fix = "write the number alone; a mean in brackets goes into mean:"
                        yield Finding(entry, path, message, fix)


@rule("RES003")
def has_columns_told_apart(inspection: Inspection) -> Iterator[Finding]:
    """No two columns of a table have the same key."""
    for entry in inspection.kb.of(Kind.RESULTS):
        seen: set[str] = set()
        for index, metric in enumerate(entry.as_(Results).metrics):
            if metric.key in seen:
                message = f"another column has the key {quoted(metric.key)}"
                fix = "write a key that names what differs, such as dev_f1 and test_f1"
                yield Finding(entry, ("metrics", index, "key"), message, fix)
            seen.add(metric.key)


def _is_number(value: str) -> bool:
    if value in NO_RESULT:
        return True
    return any(c.isdigit() for c in value) and _NUMBER.fullmatch(value) is not None
