"""From a record back to text, always in the same form."""

from __future__ import annotations

from atlas.bibtex.record import BibRecord
from atlas.bibtex.vocabulary import CANONICAL_ORDER, MONTHS, SPELLING

_RANK = {name: rank for rank, name in enumerate(CANONICAL_ORDER)}
_ABBREVIATIONS = {month: abbreviation for abbreviation, month in MONTHS.items()}


def write(record: BibRecord) -> str:
    """The record as BibTeX, one field a line, in the order of the vocabulary; ends in a newline.

    What :func:`~atlas.bibtex.parsing.parse` reads from it equals ``record``. The month is
    written as the abbreviation that styles define, everything else in braces.
    """
    fields = sorted(
        record.fields, key=lambda field: (_RANK.get(field.name, len(_RANK)), field.name)
    )
    lines = [f"@{record.type}{{{record.key},\n"]
    for field in fields:
        name = SPELLING.get(field.name, field.name)
        month = _ABBREVIATIONS.get(field.value) if field.name == "month" else None
        lines.append(f"  {name} = {month or f'{{{field.value}}}'},\n")
    lines.append("}\n")
    return "".join(lines)
