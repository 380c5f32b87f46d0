"""LaTeX as it stands in BibTeX fields: read as plain text, re-cased, and checked for slips.

Fields are untrusted, so only a closed list of commands reaches pylatexenc, which turns
accents, letters and symbols into Unicode. Other commands (``\\input``, ``\\today``,
``\\newcommand`` …) are dropped before, leaving the text of their arguments, and
:func:`unknown_commands` names them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # it ships no types
    LatexNodes2Text,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRANSPARENT_COMMANDS = _words(
    """emph textbf textit textrm textsc textsf textsl texttt textup textnormal
    em bf it rm sc sf sl tt mathrm mathbf mathit mathsf mathtt / url"""
)
"""The commands of which :func:`readable` shows the argument and nothing else."""

_ACCENTS_AND_LETTERS = _words(
    """" ' ` ^ ~ = . u v H t c d b k r
    aa AA ae AE oe OE o O l L ss i j dh DH dj DJ ng NG th TH"""
)
_SIGNS = frozenset(" ") | _words(
    """& % $ # _ { } , ; : ! - quad qquad
    textendash textemdash textquoteleft textquoteright textquotedblleft textquotedblright
    textquotesingle textasciitilde textasciicircum textbackslash textbullet textellipsis
    dots ldots cdots textdegree textregistered texttrademark textcopyright textdagger texteuro"""
)
_MATHEMATICS = _words(
    """alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi
    rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
    Phi Psi Omega mathcal mathbb mathfrak ell infty partial nabla cdot times div pm mp le leq
    ge geq neq approx sim simeq equiv ll gg in notin subset subseteq cup cap to rightarrow
    leftarrow leftrightarrow Rightarrow mapsto forall exists sum prod sqrt log exp min max sup
    inf circ ast star oplus otimes langle rangle"""
)
SHOWN_COMMANDS = TRANSPARENT_COMMANDS | _ACCENTS_AND_LETTERS | _SIGNS | _MATHEMATICS
"""The commands that :func:`readable` shows."""

MAX_DECODED_LENGTH = 4096
MAX_DECODED_DEPTH = 32

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("?`", "¿"), ("!`", "¡"))
_TO_PLAIN = str.maketrans({"{": None, "}": None, "~": " "})
_ADDRESS = re.compile(r"\\url\s*\{([^{}]*)\}")
_MATHS = re.compile(r"\$[^$]*\$")


def readable(text: str) -> str:
    """``text`` as a reader should see it: Unicode for LaTeX, without braces, on one line.

    Never raises. What is not LaTeX that this module knows is shown as it stands, less its
    braces and backslashes.
    """
    if "\\" in text or "$" in text:
        return _decoded(text)
    return _plain(text)


def _plain(text: str) -> str:
    if "-" in text or "`" in text or "''" in text:
        for written, shown in _LIGATURES:
            text = text.replace(written, shown)
    return _tidy(text.translate(_TO_PLAIN))


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)
def _decoded(text: str) -> str:
    # Within \\url{…} every sign stands for itself.
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_unicode(piece) for piece in pieces[::2]]
    return _tidy("".join(pieces))


def _unicode(text: str) -> str:
    text = _COMMAND.sub(_kept, text)
    if len(text) > MAX_DECODED_LENGTH or _depth(text) > MAX_DECODED_DEPTH:
        return _plain(_COMMAND.sub("", text).replace("$", ""))
    # For pylatexenc, as for LaTeX, a bare % begins a comment and a bare & ends a table cell;
    # a reader is better served by the sign itself.
    text = re.sub(r"(?<!\\)[%&]", r"\\\g<0>", text)
    shown: str = _decoder().latex_to_text(text)
    return shown.replace("\N{SOFT HYPHEN}", "")


def _kept(command: re.Match[str]) -> str:
    name = command[1]
    if name in TRANSPARENT_COMMANDS or name not in SHOWN_COMMANDS:
        return " " if name == "\\" else ""
    return command[0]


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True)


def _depth(text: str) -> int:
    steps = {"{": 1, "}": -1}
    return max(accumulate((steps.get(c, 0) for c in text), initial=0))


def unknown_commands(text: str) -> Iterator[str]:
    """The names of the commands in ``text`` that :func:`readable` cannot show, each once."""
    if "\\" in text:
        names = dict.fromkeys(m[1] for m in _COMMAND.finditer(text))
        yield from (name for name in names if name not in SHOWN_COMMANDS)


def bare_signs(text: str) -> Iterator[str]:
    """The signs in ``text`` that stop LaTeX or swallow text there, for want of a backslash.

    ``%`` begins a comment, ``&`` and ``#`` are errors in running text, ``_`` and ``^`` belong
    to mathematics, and ``$`` comes in pairs. Addresses in ``\\url{…}`` may hold them all.
    """
    if not any(sign in text for sign in "%&#_^$"):
        return
    text = _ADDRESS.sub("", text)
    text = _COMMAND.sub("", text)
    if text.count("$") % 2:
        yield "$"
    outside = _MATHS.sub("", text)
    yield from (sign for sign in "%&#" if sign in text)
    yield from (sign for sign in "_^" if sign in outside)


def outside_braces(text: str) -> str:
    """The parts of ``text`` at brace level 0, where BibTeX looks for words and capitals."""
    if "{" not in text:
        return text
    kept = []
    level = 0
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            level += 1
        elif piece == "}":
            level = max(0, level - 1)
        elif level == 0:
            kept.append(piece)
    return "".join(kept)


def sentence_case(text: str, after: str = ":") -> str:
    """``text`` in lower case but for its first letter, and what braces protect.

    This is BibTeX's ``"t" change.case$`` (Oren Patashnik, *Designing BibTeX Styles*, btxhak):
    at brace level 0 every letter is lowered but the first and any that follows a colon and
    white space; an accent in braces counts as a letter. ``after`` are the signs that count as
    the colon does.
    """
    shown: list[str] = []
    level = 0
    capital_may_follow = True  # at the start, and after a colon and white space
    i = 0
    while i < len(text):
        char = text[i]
        if char == "{":
            if level == 0 and text.startswith("{\\", i):
                end = _group_end(text, i)
                group = text[i:end]
                shown.append(group if capital_may_follow else _lowered_accent(group))
                capital_may_follow = False
                i = end
                continue
            level += 1
            capital_may_follow = False
        elif char == "}":
            level = max(0, level - 1)
            capital_may_follow = False
        elif level == 0:
            previous = text[i - 1] if i else ""
            if not capital_may_follow:
                char = char.lower()
            if text[i] in after:
                capital_may_follow = False
            elif text[i].isspace():
                capital_may_follow = previous in tuple(after)
            else:
                capital_may_follow = False
        shown.append(char)
        i += 1
    return "".join(shown)


def _group_end(text: str, start: int) -> int:
    """The place after the brace that closes the one at ``start``, or the end of ``text``."""
    level = 0
    for i in range(start, len(text)):
        level += {"{": 1, "}": -1}.get(text[i], 0)
        if level == 0:
            return i + 1
    return len(text)


_CASED_LETTERS = frozenset({"AA", "AE", "OE", "O", "L"})


def _lowered_accent(group: str) -> str:
    """A special character such as ``{\\"O}`` or ``{\\AE}`` in lower case, commands kept."""
    pieces = re.split(r"(\\[A-Za-z]+|\\.)", group)
    lowered = [
        piece if piece.startswith("\\") and piece[1:] not in _CASED_LETTERS else piece.lower()
        for piece in pieces
    ]
    return "".join(lowered)
