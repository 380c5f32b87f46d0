"""Formulas: the LaTeX of an objective can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.mathml import convert
from atlas.problems import Severity
from atlas.records import Kind, Term
from atlas.store import Entry
from atlas.yamltext import Path, quoted

_WORD = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


@rule("FRM001")
def can_be_shown(inspection: Inspection) -> Iterator[Finding]:
    """A formula is LaTeX that becomes MathML."""
    for entry, path, latex in _formulas(inspection):
        formula = convert(latex)
        if formula.mathml is None:
            yield Finding(entry, path, formula.message, formula.fix)


@rule("FRM002", Severity.WARNING)
def explains_symbols_it_has(inspection: Inspection) -> Iterator[Finding]:
    """A symbol that is explained is made of what stands in the formula."""
    for entry in inspection.kb.of(Kind.TERM):
        term = entry.as_(Term)
        written = set(_WORD.findall(term.loss or ""))
        for index, symbol in enumerate(term.symbols):
            # Its words, not the whole: s(x,y) explains the s(x,y^{+}) of the formula.
            strange = [word for word in _WORD.findall(symbol.latex) if word not in written]
            if strange:
                message = f"{quoted(strange[0])} does not stand in the objective"
                fix = "write the symbol as the formula has it, or take it out"
                yield Finding(entry, ("symbols", index, "latex"), message, fix)


def _formulas(inspection: Inspection) -> Iterator[tuple[Entry, Path, str]]:
    for entry in inspection.kb.of(Kind.TERM):
        term = entry.as_(Term)
        if term.loss is not None:
            yield entry, ("loss",), term.loss
        for index, symbol in enumerate(term.symbols):
            yield entry, ("symbols", index, "latex"), symbol.latex
