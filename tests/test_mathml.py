"""Formulas from untrusted entries become MathML and nothing else."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.mathml import MAX_DEPTH, MAX_LENGTH, convert

START = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow>'
PIECES = (
    *(r"\frac", r"\text", r"\left(", r"\right)", r"\sum", r"\mathbf", r"\begin{cases}", r"\hop"),
    *(r"\end{cases}", r"\href", r"\color", r"\sqrt", r"\\", "&", "{", "}", "^", "_", "x", "1", " "),
    *("<script>", '"', "'", "onclick=", "&lt;", "&#x3C;", "]]>", "<!--", "$", "#", "%", "~", "全"),
)


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        ("x", "<mi>x</mi>"),
        (r"\sum_i^n", "<msubsup><mo>∑</mo><mi>i</mi><mi>n</mi></msubsup>"),
        ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        (
            r"\text{<script>alert(1)</script>}",
            "<mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext>",
        ),
        (r"\text{全词}", "<mtext>全词</mtext>"),
        (r"\&", "<mi>&amp;</mi>"),
        (
            r"\begin{matrix}a&\&\end{matrix}",
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>&amp;</mi></mtd></mtr></mtable>",
        ),
        (r"\text{&lt;b&gt;}\begin{matrix}\end{matrix}", "<mtext>&lt;b&gt;</mtext><mtable />"),
    ],
)
def test_is_made_and_escaped(latex: str, inside: str) -> None:
    assert convert(latex).mathml == f"{START}{inside}</mrow></math>"


def test_stands_in_a_line_or_on_its_own() -> None:
    assert 'display="inline"' in (convert("x").mathml or "")
    assert 'display="block"' in (convert("x", display=True).mathml or "")


@pytest.mark.parametrize(
    ("latex", "message", "fix"),
    [
        ("{x", "a brace is not closed", "write } where it ends"),
        ("{{x", "2 braces are not closed", "write } where it ends"),
        ("x}", "a } closes nothing", "take it out; a brace to be seen is \\}"),
        (
            r"\left( x",
            r"\left and \right do not come in pairs",
            r"write one \right for each \left",
        ),
        (r"\hop", r"'\hop' is not known", "write a command of LaTeX or amsmath"),
        (
            r"\frac{x}",
            "a part is missing (mfrac has 1)",
            r"write each part in braces, as in \frac{a}{b}",
        ),
        ("a & b", "a & stands outside a table", r"write \& for the sign itself"),
        (
            r"\begin{aligned} a &= \& \end{aligned}",
            "a & stands in an environment that is not known as a table",
            "write align*, cases, array or matrix",
        ),
        (
            "x^",
            "the formula cannot be read (MissingSuperScriptOrSubscriptError)",
            "write it plainer",
        ),
        (r"\href{javascript:x}{y}", r"'\href' is not allowed in a formula", "write it without"),
        (r"\style{color:red}{y}", r"'\style' is not allowed in a formula", "write it without"),
        (r"\class{md-nav}{y}", r"'\class' is not allowed in a formula", "write it without"),
        (
            r"\newcommand{\a}{\b\b}\a",
            r"'\newcommand' is not allowed in a formula",
            "write it without",
        ),
        (r"\def\a{\b\b}\a", r"'\def' is not allowed in a formula", "write it without"),
        (
            "x" * (MAX_LENGTH + 1),
            "the formula has 2,001 characters, more than 2,000",
            "write a shorter one, and the rest as text",
        ),
        (
            "{" * 51 + "}" * 51,
            f"braces nest deeper than {MAX_DEPTH} levels",
            "write the formula flatter",
        ),
    ],
)
def test_what_cannot_be_shown_says_why(latex: str, message: str, fix: str) -> None:
    formula = convert(latex)
    assert (formula.mathml, formula.message, formula.fix) == (None, message, fix)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_is_written_nothing_but_mathml_comes_out(latex: str) -> None:
    formula = convert(latex)
    if formula.mathml is None:
        assert formula.message
        assert formula.fix
        return
    for element in ElementTree.fromstring(formula.mathml).iter():
        assert element.tag.startswith("{http://www.w3.org/1998/Math/MathML}m")
        assert not {name for name in element.attrib if name.startswith(("on", "href", "style"))}
