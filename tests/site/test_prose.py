"""Texts of entries become inline HTML, and nothing in them becomes anything else."""

from __future__ import annotations

import pytest

from atlas.records import Kind
from atlas.site.addresses import page_of, relative
from atlas.site.prose import formula, inline, one_line, plain
from atlas.store import Key

XMLNS = 'xmlns="http://www.w3.org/1998/Math/MathML"'


def to_model(key: Key) -> str | None:
    """The way from a model's page, where every term is known and nothing else."""
    return relative("models/one/", page_of(key)) if key.kind is Kind.TERM else None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* and **c** and `d`", "a <em>b</em> and <strong>c</strong> and <code>d</code>"),
        ("[masks](term:mlm)", '<a href="../../taxonomy/mlm/">masks</a>'),
        ("[*masks*](term:mlm)", '<a href="../../taxonomy/mlm/"><em>masks</em></a>'),
        ("[gone](model:gone) stays", "gone stays"),
        ("[**g**one](model:g)", '<strong>g</strong>one'),
        ("[s](https://e.org/?a&b)", '<a href="https://e.org/?a&amp;b" rel="noopener">s</a>'),
        # No HTML, in whatever disguise.
        ("<b>bold</b> &lt;i&gt;", "&lt;b&gt;bold&lt;/b&gt; &lt;i&gt;"),
        ('"><img src=x onerror=alert(1)>', "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("&#60;script&#62;", "&lt;script&gt;"),
        ("<https://example.org>", "&lt;https://example.org&gt;"),
        ("https://example.org", "https://example.org"),
        # No pictures: one would be fetched from elsewhere.
        ("![a](https://e.org/a.png)", '!<a href="https://e.org/a.png" rel="noopener">a</a>'),
        # No attributes, no HTML in Markdown, no templates.
        ("*a*{: onclick=alert(1) }", "<em>a</em>{: onclick=alert(1) }"),
        ("<p markdown>*a*</p>", "&lt;p markdown&gt;<em>a</em>&lt;/p&gt;"),
        ("{{ x }} {% x %}", "{{ x }} {% x %}"),
        # No blocks.
        ("# a", "# a"),
        ("- a\n- b", "- a - b"),
        ("a\n\n```\nb\n```", "a <code>b</code>"),
        ("a\n\n    b", "a b"),
    ],
)  # fmt: skip
def test_a_text_as_html(text: str, html: str) -> None:
    assert inline(text, to_model) == html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&#58;alert(1)",
        "&#x6A;avascript:alert(1)",
        "java\tscript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "//example.org/x",
        "../../../etc",
        "#top",
        "mailto:a@example.org",
        "term:MLM",
        "terms:mlm",
        "term:mlm/../../x",
        'term:mlm" onclick="alert(1)',
    ],
)
def test_a_link_to_anywhere_else_is_no_link(address: str) -> None:
    shown = inline(f"[a]({address}) [b](<{address}>)", to_model)

    assert "<a" not in shown
    assert "[a](" in shown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("预训练\n模型", "预训练模型"),
        ("预训练，\n模型", "预训练，模型"),
        ("预训练\n“模型”", "预训练“模型”"),
        ("（预训练）\n  模型", "（预训练）模型"),
        ("“预训练”\n模型——\n词表", "“预训练”模型——词表"),
        ("the “words”\nof BERT", "the “words” of BERT"),
        ("在\nHub 上", "在Hub上"),
        ("见 [掩码](term:mlm) 一节", "见[掩码](term:mlm)一节"),
        ("two\n  words", "two words"),
        ("a [b](term:c) d", "a [b](term:c) d"),
        # Tokens written apart stay apart: what a code span holds is meant so.
        ("切成 `今 天 [MASK] 情` 四 个", "切成`今 天 [MASK] 情`四个"),
        ("``今 ` 天`` 与 `一 二`", "``今 ` 天``与`一 二`"),
        ("`今 天", "`今天"),
    ],
)
def test_chinese_has_no_spaces_where_a_line_was_folded(text: str, line: str) -> None:
    assert one_line(text) == line
    assert "\n" not in inline(text, to_model)


def test_code_keeps_its_spaces() -> None:
    assert inline("切成 `今 天 [MASK]` 等", to_model) == "切成<code>今 天 [MASK]</code>等"
    assert plain("切成 `今 天 [MASK]` 等") == "切成今 天 [MASK]等"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a *b* `c` [d](term:e) [f](https://example.org)", "a b c d f"),
        ("<b> & *c*", "<b> & c"),
        ("预训练\n模型", "预训练模型"),
    ],
)
def test_a_text_without_its_markdown(text: str, words: str) -> None:
    assert plain(text) == words


@pytest.mark.parametrize(
    ("latex", "mathml"),
    [
        ("x", f'<math {XMLNS} display="inline"><mrow><mi>x</mi></mrow></math>'),
        # Shown as written, where it is no formula or would be more than one.
        (r"\frac{a}", r"<code>\frac{a}</code>"),
        (r"\href{javascript:alert(1)}{x}", r"<code>\href{javascript:alert(1)}{x}</code>"),
        (r"\unknown<b>", r"<code>\unknown&lt;b&gt;</code>"),
    ],
)  # fmt: skip
def test_a_formula_is_mathml(latex: str, mathml: str) -> None:
    assert formula(latex, display=False) == mathml


def test_a_text_in_a_formula_is_a_text() -> None:
    shown = formula(r"\text{<script>alert(1)</script>}")

    assert "<mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext>" in shown


def test_a_formula_is_set_as_latex_sets_it() -> None:
    shown = formula(r"L = -\log p(x_{\setminus m})")

    assert "<mi>\u2216</mi><mi>m</mi>" in shown
    assert '<mo>=</mo><mo form="prefix">\u2212</mo>' in shown
    assert '<mi>log</mi><mspace width="0.167em"></mspace>' in shown
