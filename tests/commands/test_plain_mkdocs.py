"""A plain ``mkdocs build`` in a fresh clone makes one language, with all entries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands.checkout import copy_checkout, environment
from tests.site.html_pages import read_html

from atlas.records import FOLDERS

BASE = "https://example.org/atlas"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_checkout(tmp_path_factory.mktemp("plain") / "checkout")


@pytest.mark.parametrize(
    ("language", "settings", "title"),
    [("en", "mkdocs.yml", "PTM Atlas"), ("zh", "mkdocs.zh.yml", "预训练模型图谱")],
)
def test_one_language_is_built(checkout: Path, language: str, settings: str, title: str) -> None:
    addresses = {f"SITE_URL_{each.upper()}": f"{BASE}/{each}/" for each in ("en", "zh")}

    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", settings],
        cwd=checkout,
        env=environment(**addresses, NO_MKDOCS_2_WARNING="1"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert [line for line in run.stderr.splitlines() if not line.startswith("INFO ")] == []
    site = checkout / "site" / language
    for folder in FOLDERS.values():
        entries = {file.stem for file in (checkout / "kb" / folder).glob("*.yml")}
        assert {page.parent.name for page in (site / folder).glob("*/index.html")} == entries
        assert (site / folder / "index.html").is_file()
    for name in ("index.html", "status/index.html", "contribute/fields/index.html"):
        assert (site / name).is_file()
    home = read_html((site / "index.html").read_text("utf-8"))
    assert home.all("title")[0].words() == title
    assert home.marked("counts")

    # An address that is known stands where search engines look for it, and nowhere else.
    page = read_html((site / "models/rbt3/index.html").read_text("utf-8"))
    (canonical,) = page.all("link", rel="canonical")
    assert canonical.attributes["href"] == f"{BASE}/{language}/models/rbt3/"
    alternates = [e.attributes for e in page.all("link") if "hreflang" in e.attributes]
    assert {e["hreflang"]: e["href"] for e in alternates} == {
        each: f"{BASE}/{each}/models/rbt3/" for each in ("en", "zh")
    }
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert sitemap.count("<loc>") == len(list(site.rglob("index.html")))
    assert f"<loc>{BASE}/{language}/models/rbt3/</loc>" in sitemap
    assert "lastmod" not in sitemap
    # The page for an address that is none may be served at any depth.
    lost = read_html((site / "404.html").read_text("utf-8"))
    sheets = [e.attributes["href"] for e in lost.all("link", rel="stylesheet")]
    assert sheets
    for sheet in sheets:
        path = sheet.removeprefix(f"/atlas/{language}/")
        assert path != sheet
        assert (site / path).is_file()
