"""Formulas: LaTeX from an entry as MathML, or what is wrong with it.

The only importer of latex2mathml, which trusts its input: it hands text through
unescaped (``\\text{<script>}`` becomes an element), makes links and styles, and
expands macros without end. An entry comes from anyone, so commands that do such
things are refused here, and the tree that the library makes is written out by
the standard library, which escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import Converter

MAX_LENGTH = 2000
"""Characters of one formula. A long one in a survey has three hundred."""

MAX_DEPTH = 50
"""Braces inside braces."""

_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])")
# Definitions can grow without end; links, styles and characters by number are the site's to make.
_REFUSED = re.compile(
    r"\\(?:newcommand|newenvironment|def|DeclareMathOperator|href|style|class|unicode)(?![A-Za-z])"
)
_TABLE = re.compile(r"\\(?:begin|matrix|cases|eqalign)(?![A-Za-z])")
# Elements with a fixed number of parts (MathML Core, sections 3.3.2 to 3.4.4).
_PARTS = {
    **{"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2},
    **{"msubsup": 3, "munderover": 3},
}


@dataclass(frozen=True)
class Formula:
    """A formula as MathML; or ``mathml`` is None, and why, and what to write instead."""

    mathml: str | None
    message: str = ""
    fix: str = ""


@lru_cache(maxsize=4096)
def convert(latex: str, *, display: bool = False) -> Formula:
    """The formula, for a line of its own (``display``) or for one of text. Never raises."""
    if fault := _refused(latex) or _unbalanced(latex):
        return fault
    try:
        tree = Converter(display="block" if display else "inline").convert_to_element(latex)
    except Exception as error:  # the library raises many kinds on malformed input
        kind = type(error).__name__
        return Formula(None, f"the formula cannot be read ({kind})", "write it plainer")
    return _incomplete(tree, latex) or Formula(tostring(tree, encoding="unicode"))


def _refused(latex: str) -> Formula | None:
    if len(latex) > MAX_LENGTH:
        message = f"the formula has {len(latex):,} characters, more than {MAX_LENGTH:,}"
        return Formula(None, message, "write a shorter one, and the rest as text")
    if found := _REFUSED.search(latex):
        message = f"'{found.group()}' is not allowed in a formula"
        return Formula(None, message, "write it without")
    return None


def _unbalanced(latex: str) -> Formula | None:
    depth = 0
    signs = _COMMAND.sub("", latex)
    if "&" in signs and not _TABLE.search(latex):
        return Formula(None, "a & stands outside a table", "write \\& for the sign itself")
    for sign in signs:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return Formula(None, "a } closes nothing", "take it out; a brace to be seen is \\}")
        if depth > MAX_DEPTH:
            message = f"braces nest deeper than {MAX_DEPTH} levels"
            return Formula(None, message, "write the formula flatter")
    if depth:
        what = "a brace is" if depth == 1 else f"{depth} braces are"
        return Formula(None, f"{what} not closed", "write } where it ends")
    sides = _SIDE.findall(latex)
    if sides.count("left") != sides.count("right"):
        message = "\\left and \\right do not come in pairs"
        return Formula(None, message, "write one \\right for each \\left")
    return None


def _incomplete(tree: Element, latex: str) -> Formula | None:
    """What the library made of a fault that it did not notice; else the tree is made whole."""
    signs = latex.count(r"\&")
    for element in tree.iter():
        if len(element) < _PARTS.get(element.tag, 0):
            message = f"a part is missing ({element.tag} has {len(element)})"
            return Formula(None, message, "write each part in braces, as in \\frac{a}{b}")
        # The library writes characters by their numbers, as text.
        text = unescape(element.text or "")
        if text.startswith("\\") and len(text) > 1 and element.tag != "mtext":
            message = f"'{text[:60]}' is not known"
            return Formula(None, message, "write a command of LaTeX or amsmath")
        # An environment it does not know is no table to it, and the columns become signs.
        if text == "&" and element.tag != "mtext":
            signs -= 1
        if signs < 0:
            message = "a & stands in an environment that is not known as a table"
            return Formula(None, message, "write align*, cases, array or matrix")
        element.text = text or None
    return None
