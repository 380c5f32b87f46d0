"""Pages as readers have them: in a real browser, wide and narrow, light and dark, with and without
programs.

Each page is visited once for a language; everything that can be asked of it is asked then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from atlas.records import FOLDERS

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa"]

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
NARROWEST = {"width": 360, "height": 780}

LANGUAGES = ("en", "zh")

# One entry of each kind, every list, and the pages of the project.
SINGLE = [f"{folder}/*" for folder in FOLDERS.values()]
LISTS = [f"{folder}/" for folder in FOLDERS.values()]
PROJECT = ["status/", "contribute/", "contribute/rules/", "contribute/fields/", "about/"]

# These are asked for in the dark too.
IN_THE_DARK = {"", "taxonomy/*", "models/*", "papers/*"}


def fullest(site: Path, language: str, address: str) -> str:
    """The address of a page; for ``models/*`` that of the model of which most is said."""
    if not address.endswith("*"):
        return address
    pages = (site / language / address.rstrip("*")).glob("*/index.html")
    largest = max(pages, key=lambda page: (page.stat().st_size, page))
    return f"{address.rstrip('*')}{largest.parent.name}/"


class Watch:
    """What a page does that it should not: asks elsewhere, fails to get something, complains."""

    def __init__(self, page: Page, root: str) -> None:
        self.root = root
        self.faults: list[str] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self._note("failed", request.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note("error", error.message))
        page.on("dialog", lambda dialog: (self._note("dialog", dialog.message), dialog.dismiss()))

    def _note(self, kind: str, words: str) -> None:
        self.faults.append(f"{kind}: {words}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.root, "data:", "blob:")):
            self._note("elsewhere", request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(str(response.status), response.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(message.type, message.text)


@contextmanager
def opened(
    browser: Browser, root: str, address: str, **options: Any
) -> Iterator[tuple[Page, Watch]]:
    """A page in a context of its own, with what it did wrong."""
    with browser.new_context(**{"viewport": WIDE, **options}) as context:
        page = context.new_page()
        watch = Watch(page, root)
        page.goto(root + address, wait_until="load")
        yield page, watch


def overflow(page: Page) -> list[str]:
    """What makes a page scroll sideways: nothing, or the elements that stick out."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth
          if (document.documentElement.scrollWidth <= width) return []
          const out = [...document.querySelectorAll("body *")].filter(e => {
            const box = e.getBoundingClientRect()
            return box.width > 0 && box.right > width + 1
          })
          return [`${document.documentElement.scrollWidth} > ${width}`,
                  ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 120))]
        }"""
    )
    return found


def violations(page: Page) -> list[str]:
    """Serious and critical faults that axe finds: the rule, and the first places."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        ".then(result => result.violations)",
        RULES,
    )
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.body).colorScheme === 'dark'"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["", *SINGLE, *LISTS, *PROJECT])
def test_a_page_can_be_read(
    browser: Browser, root: str, site: Path, language: str, kind: str
) -> None:
    address = f"{language}/{fullest(site, language, kind)}"
    with opened(browser, root, address, color_scheme="light") as (page, watch):
        assert page.locator("html").get_attribute("lang") == language
        assert not is_dark(page)
        assert page.locator("h1").is_visible()
        assert overflow(page) == []
        assert violations(page) == []
        for size in (NARROW, NARROWEST):
            page.set_viewport_size(size)
            assert overflow(page) == [], size
        if kind in IN_THE_DARK:
            page.emulate_media(color_scheme="dark")
            page.wait_for_function("getComputedStyle(document.body).colorScheme === 'dark'")
            assert violations(page) == []
            page.set_viewport_size(WIDE)
            assert violations(page) == []
        assert watch.faults == []


def test_the_watch_sees(browser: Browser, root: str) -> None:
    """Each of these is found: a check that cannot fail proves nothing."""
    with opened(browser, root, "en/") as (page, watch):
        assert overflow(page) == []
        page.evaluate("console.warn('careful')")
        page.evaluate("fetch('no-such-file')")
        page.evaluate("fetch('https://example.invalid/').catch(() => 0)")
        page.evaluate("alert('here')")
        page.evaluate("setTimeout(() => { throw new Error('thrown') })")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"\\x23\" id=bad>')")
        page.evaluate("document.querySelector('#bad').style = 'display: block; width: 3000px'")
        assert overflow(page)[0].startswith("3")
        assert [found.split(":")[0] for found in violations(page)] == ["image-alt"]
        page.wait_for_timeout(100)
    kinds = {fault.split(":")[0] for fault in watch.faults}
    assert kinds >= {"warning", "404", "elsewhere", "failed", "dialog", "error"}


# ---- Without programs


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_readable_without_javascript(
    browser: Browser, root: str, language: str, scheme: str
) -> None:
    options = {"java_script_enabled": False, "color_scheme": scheme, "viewport": NARROW}
    with opened(browser, root, f"{language}/models/bert-base-uncased/", **options) as (page, watch):
        for selector in (
            *("h1", "p.summary", "[data-atlas=load-code] code", "[data-atlas=size] table"),
            *("dl.facts >> nth=0", "[data-atlas=bibtex] code", "[data-atlas=hub-state]"),
            *("ol.sources li >> nth=0", "a.tongue", "a[rel=edit]"),
        ):
            assert page.locator(selector).first.is_visible(), selector
        page.locator("a.tongue").click()
        assert page.url.endswith("/models/bert-base-uncased/")
        assert page.locator("html").get_attribute("lang") != language
        assert watch.faults == []
    with opened(browser, root, f"{language}/taxonomy/mlm/", **options) as (page, watch):
        assert page.locator("math").first.is_visible()
        assert page.locator("ul.tree").is_visible()
        assert watch.faults == []
    with opened(browser, root, f"{language}/results/hfl-cmrc2018/", **options) as (page, watch):
        assert page.locator("table td").first.is_visible()
        page.set_viewport_size(WIDE)
        page.locator("nav.thumbs a[href$='traps/']").click()
        assert page.url.endswith(f"/{language}/traps/")
        assert watch.faults == []


def test_without_javascript_nothing_is_hidden_by_the_colours(browser: Browser, root: str) -> None:
    """The scheme follows the system by the style sheet alone."""
    for scheme in ("light", "dark"):
        options = {"java_script_enabled": False, "color_scheme": scheme}
        with opened(browser, root, "en/", **options) as (page, _):
            ink, paper = page.locator("body").evaluate(
                "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
            )
            assert (brightness(ink) > brightness(paper)) is (scheme == "dark")


def brightness(colour: str) -> float:
    import re

    return sum(float(number) for number in re.findall(r"[\d.]+", colour)[:3])


# ---- Ways in


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh-TW", "zh"), ("zh", "zh"), ("en-US", "en"), ("de-DE", "en")],
)
def test_the_front_door_opens_on_the_readers_language(
    browser: Browser, root: str, locale: str, language: str
) -> None:
    with opened(browser, root, "", locale=locale) as (page, watch):
        page.wait_for_url(f"{root}{language}/")
        assert page.locator("html").get_attribute("lang") == language
        assert watch.faults == []


@pytest.mark.parametrize("former", ["bert-base-uncased", "google-bert/bert-base-uncased"])
@pytest.mark.parametrize(
    ("locale", "scripts", "language"),
    [("zh-CN", True, "zh"), ("en-US", True, "en"), ("zh-CN", False, "en")],
)
def test_an_id_of_the_hub_leads_to_its_page(
    browser: Browser, root: str, former: str, locale: str, scripts: bool, language: str
) -> None:
    options = {"locale": locale, "java_script_enabled": scripts}
    with opened(browser, root, f"m/{former}/", **options) as (page, watch):
        page.wait_for_url(f"{root}{language}/models/bert-base-uncased/")
        assert page.locator("h1").is_visible()
        assert watch.faults == []


def test_the_front_door_opens_without_javascript(browser: Browser, root: str) -> None:
    with opened(browser, root, "", java_script_enabled=False) as (page, watch):
        page.wait_for_url(f"{root}en/")
        assert watch.faults == []


@pytest.mark.parametrize("address", ["models/rbt3/", "", "contribute/rules/", "taxonomy/mlm/#loss"])
def test_the_other_language_is_on_the_same_page(browser: Browser, root: str, address: str) -> None:
    with opened(browser, root, f"en/{address}") as (page, watch):
        page.locator("a.tongue").click()
        page.wait_for_url(f"{root}zh/{address.partition('#')[0]}")
        page.locator("a.tongue").click()
        page.wait_for_url(f"{root}en/{address.partition('#')[0]}")
        assert watch.faults == []


# ---- What a reader does


@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_are_chosen_by_keyboard_and_kept(
    browser: Browser, root: str, language: str
) -> None:
    with opened(browser, root, f"{language}/models/rbt3/", color_scheme="light") as (page, watch):
        assert not is_dark(page)
        # Three states, one after another: as the system has them, light, dark.
        for expected in (False, True):
            tab_to(page, "[data-md-component=palette]")
            page.keyboard.press("Enter")
            page.wait_for_timeout(50)
            assert is_dark(page) is expected
        page.goto(f"{root}en/taxonomy/mlm/")
        assert is_dark(page), "the choice holds on another page, in another language"
        tab_to(page, "[data-md-component=palette]")
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
        assert not is_dark(page)
        assert watch.faults == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something in this part has the focus."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(
            "selector => !!document.activeElement.closest(selector)"
            " && document.activeElement.checkVisibility() ",
            selector,
        ):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_tab_leads_past_the_masthead(browser: Browser, root: str, language: str) -> None:
    with opened(browser, root, f"{language}/models/rbt3/") as (page, watch):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.is_visible()
        box = link.bounding_box()
        assert box is not None
        assert box["width"] > 10
        page.keyboard.press("Enter")
        target = page.url.partition("#")[2]
        assert target
        top = page.locator(f"#{target}").evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < WIDE["height"]
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main, article')")
        assert watch.faults == []


def test_a_citation_is_copied(browser: Browser, root: str, site: Path) -> None:
    bib = (site / "bib" / "devlin-2019-bert.bib").read_text("utf-8")
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, root, "en/papers/devlin-2019-bert/", **options) as (page, watch):
        block = page.locator("[data-atlas=bibtex] pre").first
        block.hover()
        page.locator("[data-atlas=bibtex] .md-code__button").first.click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.strip() == bib.strip()
        button = page.locator("[data-atlas=bibtex] button.copy").first
        expected = button.locator("xpath=preceding-sibling::dd").inner_text()
        button.click()
        assert page.evaluate("navigator.clipboard.readText()").split() == expected.split()
        assert watch.faults == []


@pytest.mark.parametrize(
    ("language", "query", "address"),
    [
        ("en", "whole word", "taxonomy/whole-word-masking/"),
        ("en", "全词", "taxonomy/whole-word-masking/"),
        ("zh", "全词掩码", "taxonomy/whole-word-masking/"),
        ("zh", "albert", "families/albert/"),
    ],
)
def test_a_search_finds(
    browser: Browser, root: str, language: str, query: str, address: str
) -> None:
    with opened(browser, root, f"{language}/models/rbt3/") as (page, watch):
        page.locator("label[for=__search]").first.click()
        page.locator("input[name=query]").press_sequentially(query)
        page.locator(f".md-search-result__link[href*='{address}']").first.wait_for(timeout=10000)
        assert watch.faults == []
