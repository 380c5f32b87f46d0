"""Entries that try everything, in every field there is, are shown as what they are: texts.

The pages go through the whole build and are loaded by a real browser, which would run whatever
became more than a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Build, serving
from tests.browser.test_reading import Watch
from tests.browser.test_search import search
from tests.site.entries import IDS, NOT_ON_ITS_PAGE, Place, field_of, texts_in, write_kb

from atlas.records import FOLDERS, RECORDS, Kind
from atlas.records.hub import MAX_TEXT
from atlas.store import load

pytestmark = pytest.mark.browser

RUN = "window.pwned=1"

# What stands on a page as it was written: inline Markdown makes nothing of any of it.
VERBATIM = (
    f'<script>{RUN};alert(1)</script>"><img src=x onerror="{RUN}"> \'); {RUN} //'
    f' {{{{ 7*7 }}}} {{% raw %}} ```` {{: .x onclick="{RUN}" }} </p></div></code></title></style>'
    f" <svg/onload={RUN}> <!-- --> ]]> ${{{RUN}}} --- # | [a](javascript:{RUN})"
)
# What inline Markdown reads as something harmless: a character, a link without a target, code.
READ = (
    f" &lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62;"
    f" [b](https://example.org/'onclick='{RUN}) ![c](https://example.org/d.png) <https://e.org/>"
)
# A text over several lines, as YAML's | makes it: Markdown would see blocks.
BLOCKS = (
    f'\n\n``` {{.python onclick="{RUN}"}}\n<script>{RUN}</script>\n```\n\n'
    f"<div markdown onclick='{RUN}'>\n\n# Heading {{: onclick={RUN} }}\n\n</div>\n\n"
    f"    <script>{RUN}</script>\n\n~~~\n---\n\n[^1]: note\n\n!!! warning\n    <b>{RUN}</b>"
)
TAGS = f"<script>{RUN}</script><img src=x onerror={RUN}>"
FORMULA = rf"x \text{{{TAGS}}} \color{{red;\"onclick={RUN}}}{{y}}"


def hostile(place: Place) -> str:
    """The first entry has texts of one line, the second of many."""
    name = " ".join(str(step) for step in place)
    if place[-1] in ("loss", "latex"):
        return FORMULA if place[1] == "one" else rf"\href{{javascript:{RUN}}}{{{VERBATIM[:200]}}}"
    text = f"at {name}: {VERBATIM}"
    if place[-1] == "bibtex" and place[1] == "one":
        return (
            f"@inproceedings{{one2020,\n title = {{{text}}},\n author = {{{text} and {text}}},\n"
            f" booktitle = {{{text}}},\n year = {{2020}},\n pages = {{{VERBATIM}}},\n}}"
        )
    if "hub facts" in place:
        return text[:MAX_TEXT]  # what came from the Hub is bounded
    return text + (READ if place[1] == "one" else BLOCKS)


# A record that cannot be read, as that of the second paper, has no source to show.
NO_RECORD = "paper bibtex_source where"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_kb(tmp_path_factory.mktemp("hostile") / "kb", hostile)
    assert load(folder).problems == ()
    return folder


@pytest.fixture(scope="module")
def site(build: Build, kb: Path) -> Path:
    return build("hostile-site", kb=kb)


@pytest.fixture(scope="module")
def visited(browser: Browser, site: Path) -> Iterator[tuple[Page, Watch, str]]:
    """One page that goes from address to address, and what it did that it should not."""
    with serving(site) as root, browser.new_context() as context:
        page = context.new_page()
        yield page, Watch(page, root), root


def addresses(site: Path) -> list[str]:
    pages = [page.relative_to(site).as_posix() for page in site.rglob("index.html")]
    return sorted(page.removesuffix("index.html") for page in pages)


# Whatever would run by itself, or at a touch.
LIVE = """() => [
  ...[...document.querySelectorAll("body *")].flatMap(e => [...e.attributes]
    .filter(a => a.name.startsWith("on") || /^\\s*(javascript|data|vbscript):/i.test(a.value))
    .map(a => `${e.tagName} ${a.name}=${a.value}`)),
  ...[...document.querySelectorAll("script")].map(s => s.text).filter(s => s.includes("pwned")),
  ...[...document.querySelectorAll("img, iframe, object, embed, [src*=example], style")]
    .map(e => e.outerHTML),
]"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_is_a_text(
    visited: tuple[Page, Watch, str], site: Path, kb: Path, language: str
) -> None:
    page, watch, root = visited
    written = {
        f"{language}/{FOLDERS[entry.kind]}/{entry.id}/": [
            place
            for place in texts_in(entry.document.data, (str(entry.kind), entry.id), hostile)
            # Sources stand where they are cited, and one in the other language elsewhere.
            if "sources" not in place
            and place[-1] != ("zh" if language == "en" else "en")
            and field_of(place) not in NOT_ON_ITS_PAGE | {NO_RECORD}
        ]
        for entry in load(kb).entries.values()
    }
    assert len(written) == len(RECORDS) * len(IDS)

    # The lists are made by the same templates in both languages.
    everything = [address for address in addresses(site) if address.startswith("en/")]
    assert language == "zh" or {*written} < {*everything}
    ours = everything if language == "en" else [*written]
    for address in ours:
        page.goto(root + address)
        shown = " ".join(page.evaluate("document.body.textContent").split())
        for place in written.get(address, ()):
            name = " ".join(str(step) for step in place)
            assert f"at {name}: {VERBATIM}" in shown, (address, name)
        assert page.evaluate(LIVE) == [], address
        assert page.evaluate("window.pwned") is None, address
        assert watch.faults == [], address


def test_titles_are_texts(visited: tuple[Page, Watch, str]) -> None:
    page, watch, root = visited
    for address in ("en/models/one/", "zh/taxonomy/two/", "en/traps/one/"):
        page.goto(root + address)
        assert VERBATIM in page.title(), address
        assert page.locator("head > script:not([src])").count() == 1, address
        assert page.locator("h1").count() == 1
    assert watch.faults == []


def test_redirects_lead_on_and_do_nothing_else(visited: tuple[Page, Watch, str]) -> None:
    page, watch, root = visited
    page.goto(f"{root}m/owner/one/")
    page.wait_for_url(f"{root}en/models/one/")
    assert page.evaluate("window.pwned") is None
    assert watch.faults == []


def test_a_search_shows_texts(visited: tuple[Page, Watch, str]) -> None:
    """Results are put together by a program, from an index that the build makes."""
    page, watch, root = visited
    page.goto(f"{root}en/models/one/")
    for query in ("model one name", "script alert", "onerror", "<script>", "pwned=1"):
        results = search(page, query)
        assert "<" in " ".join(results.all_inner_texts()), query
        assert page.evaluate(LIVE) == [], query
    assert page.evaluate("window.pwned") is None
    assert watch.faults == []


def test_data_files_carry_the_texts_as_they_are(site: Path) -> None:
    for kind in Kind:
        folder = "terms" if kind is Kind.TERM else FOLDERS[kind]
        data: dict[str, Any] = json.loads((site / f"api/v1/{folder}.json").read_text("utf-8"))
        assert VERBATIM in json.dumps(data, ensure_ascii=False).replace('\\"', '"')


def test_a_press_on_everything_runs_nothing(visited: tuple[Page, Watch, str]) -> None:
    page, watch, root = visited
    for address in ("en/models/one/", "en/models/two/", "zh/papers/one/", "zh/families/two/"):
        page.goto(root + address)
        page.evaluate(
            """() => {
              addEventListener("click", event => event.preventDefault(), true)
              // One button asks the Hub, as it should; test_hub_live.py presses that.
              for (const e of document.querySelectorAll("body :not([data-atlas=hub-live])"))
                e.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}))
            }"""
        )
        page.wait_for_timeout(50)
        assert page.evaluate("window.pwned") is None, address
    assert watch.faults == []
