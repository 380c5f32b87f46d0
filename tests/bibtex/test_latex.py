"""LaTeX read as text, and re-cased."""

import pytest

from atlas.bibtex.latex import (
    SHOWN_COMMANDS,
    TRANSPARENT_COMMANDS,
    bare_signs,
    outside_braces,
    readable,
    sentence_case,
    unknown_commands,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{TOY}: a {D}eep {{T}}est", "TOY: a Deep Test"),
        ('Bl{\\"o}ggs', "Blöggs"),
        ('Bl\\"oggs', "Blöggs"),
        ('Bl\\"{o}ggs', "Blöggs"),
        ("J{\\'o}e and \\'{\\i}", "Jóe and í"),
        ("{\\c{c}}\\c c{\\v{s}}\\v s", "ççšš"),
        ("{\\L}ukasz {\\o}{\\O}{\\aa}{\\AE}{\\ss}", "Łukasz øØåÆß"),
        ("\\H{o}\\u{g}\\={a}\\.{z}\\~n\\k{e}\\r{u}\\d{a}", "őğāżñęůạ"),
        ("Doe~\\& Roe: 10\\%, \\$5, \\#1, a\\_b", "Doe & Roe: 10%, $5, #1, a_b"),
        ("1--9 --- ``quoted'' it's", "1–9 — “quoted” it's"),
        ("{\\emph{Very} \\textsc{Toy}} {\\it text}", "Very Toy text"),
        ("$k$-means in $O(n^2)$ with $\\alpha$", "k-means in O(n^2) with α"),
        ("\\{a\\}", "{a}"),
        ("at \\url{https://example.org/~a_b--c%20} $k$", "at https://example.org/~a_b--c%20 k"),
        ("  many\n   spaces ", "many spaces"),
        ("soft\\-hyphen", "softhyphen"),
        ("dangling \\", "dangling"),
        ("open {brace \\'e", "open brace é"),
        ("虚构的{BERT}模型", "虚构的BERT模型"),
        # decomposed accents are composed
        ("Jo\u0301e", "Jóe"),
        # LaTeX would take the rest for a comment; a reader should not lose it
        ("100% \\'e", "100% é"),
    ],
)
def test_readable(written: str, shown: str) -> None:
    assert readable(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\\input{/etc/passwd}", "/etc/passwd"),
        ("\\include{secret} \\today", "secret"),
        ("\\newcommand{\\x}{boom}\\x", "boom"),
        ("\\begin{x}a\\end{x}", "xax"),
        ("\\href{u}{t}", "ut"),
        ("\\verb|x|", "|x|"),
        ("\\mbox{kept}", "kept"),
    ],
)
def test_commands_that_do_things_are_only_text(written: str, shown: str) -> None:
    assert readable(written) == shown


@pytest.mark.parametrize("command", sorted(SHOWN_COMMANDS))
def test_no_shown_command_loses_text(command: str) -> None:
    shown = readable(f"a\\{command}{{x}}b")
    assert shown[0] == "a"
    assert shown[-1] == "b"
    if command not in ("mathcal", "mathbb", "mathfrak"):  # these have letters of their own
        assert "x" in shown or "ẍ" in shown or len(shown) == 3
    silent = TRANSPARENT_COMMANDS | {"-", "!", "t"}
    assert (shown == "axb") == (command in silent)


def test_hostile_text_is_shown_without_harm() -> None:
    assert readable("{" * 5000 + "x\\'e" + "}" * 5000) == "xe"
    assert readable("{" * 900 + "x\\'e" + "}" * 900) == "xe"
    assert readable("\\'e" * 5000) == "e" * 5000
    assert readable("\\begin{a}" * 3000) == "a" * 3000


def test_unknown_commands() -> None:
    assert list(unknown_commands("\\foo{x} \\'e \\foo \\input{y} \\&")) == ["foo", "input"]


@pytest.mark.parametrize(
    ("written", "signs"),
    [
        ("plain", []),
        ("10\\% \\& \\#1 a\\_b", []),
        ("10% & #1", ["%", "&", "#"]),
        ("a_b and x^2", ["_", "^"]),
        ("$a_b$ and $x^2$", []),
        ("$a", ["$"]),
        ("see \\url{https://example.org/a_b%20#c}", []),
    ],
)
def test_bare_signs(written: str, signs: list[str]) -> None:
    assert list(bare_signs(written)) == signs


def test_outside_braces() -> None:
    assert outside_braces("a {b {c} d} e {f") == "a  e "


# Made by BibTeX 0.99d with `"t" change.case$`.
@pytest.mark.parametrize(
    ("written", "cased"),
    [
        ("A Toy Title", "A toy title"),
        ("{TOY}: Pre-Training OF Things", "{TOY}: Pre-training of things"),
        ("Part: {T}wo And: Three:Four", "Part: {T}wo and: Three:four"),
        ('{\\"U}ber {\\"U}ber {\\AE}on {\\O}re', '{\\"U}ber {\\"u}ber {\\ae}on {\\o}re'),
        ("``Quoted'' Title", "``quoted'' title"),
        ("The {Deep {N}et} X", "The {Deep {N}et} x"),
    ],
)
def test_sentence_case_is_that_of_bibtex(written: str, cased: str) -> None:
    assert sentence_case(written) == cased


def test_sentence_case_after_other_signs() -> None:
    assert sentence_case("Is It? Yes. It Is", after=":?.") == "Is it? Yes. It is"
