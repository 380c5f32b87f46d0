"""What a build leaves in the folder: every page, every link's end, and the same bytes each time."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from tests.browser.conftest import Build
from tests.commands.checkout import ROOT
from tests.site.html_pages import Element, read_html

from atlas.records import FOLDERS
from atlas.site.pages import COMPILED

LANGUAGES = {"en": "zh", "zh": "en"}

# Pages that a list makes, beside those written by hand.
LISTS = {*FOLDERS.values(), *COMPILED, "status", "contribute/rules", "contribute/fields"}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Every page, by its path from the site's root."""
    return {
        file.relative_to(site).as_posix(): read_html(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


def of_language(pages: dict[str, Element], language: str) -> dict[str, Element]:
    """The pages of a language without its 404, by address below the language's folder."""
    return {
        name.removeprefix(f"{language}/").removesuffix("index.html"): page
        for name, page in pages.items()
        if name.startswith(f"{language}/") and name.endswith("index.html")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_page_for_each_entry_and_list(
    pages: dict[str, Element], language: str
) -> None:
    entries = [
        f"{folder}/{file.stem}"
        for folder in FOLDERS.values()
        for file in (ROOT / "kb" / folder).glob("*.yml")
    ]
    by_hand = {
        file.relative_to(ROOT / "docs" / language).with_suffix("").as_posix()
        for file in (ROOT / "docs" / language).rglob("*.md")
    }
    addresses = {re.sub(r"(?:^|/)index$", "", name) for name in by_hand}

    assert len(entries) == len(set(entries))
    made = {address.strip("/") for address in of_language(pages, language)}
    assert made == {*entries} | LISTS | addresses
    assert len(of_language(pages, language)) == len(entries) + len(LISTS) + len(addresses)


# ---- Links

REFERENCES = {
    "a": ("href",),
    "link": ("href",),
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "form": ("action",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
}
FETCHED = {"script", "img", "source", "use", "iframe", "video", "audio", "object", "embed"}


def references(page: Element) -> list[tuple[Element, str]]:
    return [
        (element, element.attributes[name])
        for element in page.inside()
        for name in REFERENCES.get(element.tag, ())
        if name in element.attributes
    ]


def broken_links(site: Path, pages: dict[str, Element]) -> list[str]:
    """Every link that stays on the site and leads to nothing, with the page it is on."""
    ids = {
        name: {e.attributes["id"] for e in page.inside() if "id" in e.attributes}
        for name, page in pages.items()
    }
    broken = []
    for name, page in pages.items():
        # Whoever serves a 404 page serves it at any address: its links start at the server's root.
        base = f"https://here/{name}"
        for element, reference in references(page):
            target, _, fragment = urljoin(base, reference).partition("#")
            address = urlsplit(target)
            if element.tag == "link" and reference == "data:,":
                continue  # no icon, and no request for one
            if address.hostname != "here":
                if address.scheme not in ("https", "http", "mailto"):
                    broken.append(f"{name}: {reference}")
                continue
            file = unquote(address.path).lstrip("/")
            file += "index.html" if not file or file.endswith("/") else ""
            # A folder without its slash would be a redirect, and is lost under some servers.
            if not (site / file).is_file() or (
                fragment and unquote(fragment) not in ids.get(file, ())
            ):
                broken.append(f"{name}: {reference}")
    return broken


def test_no_link_is_broken(site: Path, pages: dict[str, Element]) -> None:
    own = {name: page for name, page in pages.items() if not name.endswith("404.html")}

    assert broken_links(site, own) == []
    assert sum(len(references(page)) for page in own.values()) > 10 * len(own)


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """The checker can fail: each of these is one fault, and the last line has none."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(
        '<a href="../b/">x</a><a href="#no">x</a><a href="../a">x</a><img src="x.png">'
        '<a href="/a/#yes">x</a><a href="javascript:x">x</a><a href="../../../c.html">x</a>'
        '<p id="yes"></p><a href="#yes">x</a><a href="./">x</a><a href="https://example.org">x</a>'
    )
    pages = {"a/index.html": read_html((tmp_path / "a/index.html").read_text())}

    assert broken_links(tmp_path, pages) == [
        f"a/index.html: {reference}"
        for reference in ("../b/", "#no", "../a", "x.png", "javascript:x", "../../../c.html")
    ]


def test_every_link_inside_is_relative(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        if not name.endswith("404.html"):
            for element, reference in references(page):
                assert not reference.startswith("/"), (name, element.tag, reference)


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[str, Element]) -> None:
    elsewhere = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
    for name, page in pages.items():
        for element, reference in references(page):
            fetched = element.tag in FETCHED or (
                element.tag == "link"
                # Only these two name another page, for people and search engines.
                and not {*element.attributes["rel"].split()} <= {"canonical", "alternate"}
            )
            assert not (fetched and elsewhere.match(reference)), (name, reference)
        styles = [element.text() for element in page.all("style")]
        styles += [e.attributes["style"] for e in page.inside() if "style" in e.attributes]
        for style in styles:
            assert list(fetched_by_style(style)) == [], name
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert list(fetched_by_style(sheet.read_text("utf-8"))) == [], sheet


def fetched_by_style(style: str) -> list[str]:
    """The addresses of other hosts that a style sheet would fetch."""
    named = re.findall(r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s;]+)""", style)
    return [address for address in named if not address.startswith("http://www.w3.org/")]


def test_links_to_elsewhere_are_complete(pages: dict[str, Element]) -> None:
    outside = {
        reference
        for page in pages.values()
        for element, reference in references(page)
        if element.tag == "a" and urlsplit(reference).scheme
    }

    assert outside
    for reference in outside:
        assert re.fullmatch(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", reference)


# ---- Languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_leads_to_the_other(
    pages: dict[str, Element], language: str
) -> None:
    other = LANGUAGES[language]
    for address, page in of_language(pages, language).items():
        here = f"https://here/{language}/{address}"
        (html,) = page.all("html")
        assert html.attributes["lang"] == language
        stated = {
            link.attributes["hreflang"]: urljoin(here, link.attributes["href"])
            for link in page.all("link")
            if "hreflang" in link.attributes
        }
        assert stated == {each: f"https://here/{each}/{address}" for each in LANGUAGES}
        (switch,) = [a for a in page.all("a") if a.attributes.get("class") == "tongue"]
        assert switch.attributes["hreflang"] == switch.attributes["lang"] == other
        assert urljoin(here, switch.attributes["href"]) == f"https://here/{other}/{address}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_told_apart(pages: dict[str, Element], language: str) -> None:
    titles = {
        address: page.all("title")[0].words()
        for address, page in of_language(pages, language).items()
    }

    assert [title for title, count in Counter(titles.values()).items() if count > 1] == []
    for address, page in of_language(pages, language).items():
        assert len(page.all("h1")) == 1, address


# ---- Ways to the source, and marks


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_leads_to_its_source_and_to_a_report(
    pages: dict[str, Element], language: str
) -> None:
    for address, page in of_language(pages, language).items():
        if not address:
            continue  # the home page is a title page: it has neither
        (edit,) = page.all("a", rel="edit")
        source = re.fullmatch(
            r"https://github\.com/[\w.-]+/[\w.-]+/(?:edit|tree)/main/(\S+)", edit.attributes["href"]
        )
        assert source, address
        assert (ROOT / source[1]).exists()
        folder, _, name = address.strip("/").rpartition("/")
        if folder in FOLDERS.values():
            assert source[1] == f"kb/{folder}/{name}.yml"
        (report,) = [a for a in page.all("a") if "/issues/new?" in a.attributes.get("href", "")]
        filled_in = parse_qs(urlsplit(report.attributes["href"]).query, strict_parsing=True)
        assert any(source[1] in value for value in filled_in["title"]), address
        body = " ".join(filled_in.get("body", []) + filled_in.get("page", []))
        assert f"{language}/{address}" in body, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_of_pages_are_marked(pages: dict[str, Element], language: str) -> None:
    ours = of_language(pages, language)

    def marked(address: str, mark: str) -> list[str]:
        return [element.words() for element in ours[f"{address}/"].marked(mark)]

    bert = "models/bert-base-uncased"
    assert "109,482,240" in " ".join(marked(bert, "size"))
    (code,) = marked(bert, "load-code")
    assert 'from_pretrained("google-bert/bert-base-uncased")' in code
    assert "@inproceedings" in " ".join(marked(bert, "bibtex"))
    (state,) = marked(bert, "hub-state")
    assert state
    tiny = "models/voidful-albert-chinese-tiny"
    assert len(marked(tiny, "traps")) == 1
    assert marked(tiny, "load-code")
    assert marked("papers/devlin-2019-bert", "bibtex")
    # What has no repository on the Hub has no code to load it and no state there.
    assert marked("models/albert-tiny-zh", "load-code") == []
    assert marked("models/albert-tiny-zh", "hub-state") == []
    assert marked("models/albert-tiny-zh", "size")


# ---- The same bytes


def test_two_builds_are_the_same_to_the_byte(site: Path, build: Build) -> None:
    """On another day, in another folder, with other hashes, in another time zone and locale."""
    again = build("again", PYTHONHASHSEED="2", TZ="Asia/Shanghai", LC_ALL="C")

    first, second = (
        {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }
        for folder in (site, again)
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_what_is_packed_does_not_say_when(site: Path) -> None:
    """Two builds of one day agree on the day: that it is not in there is seen in the bytes."""
    packed = sorted(site.rglob("*.gz"))
    assert len(packed) == 2
    for file in packed:
        # The header of gzip (RFC 1952): magic number, method, flags, then four bytes of time.
        assert file.read_bytes()[:3] == b"\x1f\x8b\x08"
        assert file.read_bytes()[4:8] == bytes(4)
