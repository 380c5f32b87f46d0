"""Guides are read as they stand, in both languages, with where they lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from atlas.site.addresses import LANGUAGES
from atlas.site.guides import Guide, guides

ENGLISH = """---
title: "Loading: a first try"
description: How to begin.
---
# Loading {#top}

See [a place](https://example.org/a) and [a page of ours](../models/rbt3.md), then `[code](https://example.org/code)`.

```text
[in a fence](https://example.org/fence)
```

| Where |
| --- |
| [in a table](https://example.org/table) |

Said elsewhere.[^one] [A place](https://example.org/a) again.

[^one]: [read](http://example.org/note?x=1&y=2)
"""

CHINESE = """---
title: 加载
---
# 加载 {#top}

[只有中文有](https://example.org/zh)，[两边都有](https://example.org/a)。
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for language, text in (("en", ENGLISH), ("zh", CHINESE)):
        folder = tmp_path / language / "guides"
        folder.mkdir(parents=True)
        (folder / "loading.md").write_text(text, encoding="utf-8")
        (folder / "index.md").write_text("# Guides\n", encoding="utf-8")
    return tmp_path


def test_a_guide_is_what_its_pages_say(written: Path) -> None:
    (guide,) = guides(written)

    assert guide.id == "loading"
    assert guide.titles == {"en": "Loading: a first try", "zh": "加载"}
    assert guide.descriptions == {"en": "How to begin."}
    assert guide.texts["zh"] == (
        "# 加载 {#top}\n\n[只有中文有](https://example.org/zh)，[两边都有](https://example.org/a)。"
    )
    assert guide.texts["en"].startswith("# Loading {#top}\n\nSee [a place]")
    assert guide.texts["en"].endswith("[read](http://example.org/note?x=1&y=2)")


def test_links_stand_in_order_and_once(written: Path) -> None:
    (guide,) = guides(written)

    assert guide.links == (
        "https://example.org/a",
        "https://example.org/table",
        "http://example.org/note?x=1&y=2",
        "https://example.org/zh",
    )


def test_a_guide_in_the_api(written: Path) -> None:
    (guide,) = guides(written)

    assert guide.described() == {
        "id": "loading",
        "title": {"en": "Loading: a first try", "zh": "加载"},
        "description": {"en": "How to begin."},
        "text": dict(guide.texts),
        "page": {"en": "/en/guides/loading/", "zh": "/zh/guides/loading/"},
        "links": list(guide.links),
    }


def test_guides_come_by_name_whatever_the_folder_says(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("zebra", "aardvark"):
        (written / "en" / "guides" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    honest = Path.glob
    monkeypatch.setattr(Path, "glob", lambda *given: iter([*honest(*given)][::-1]))

    assert [guide.id for guide in guides(written)] == ["aardvark", "loading", "zebra"]


def test_a_guide_in_one_language_has_a_page_in_that_one_only(written: Path) -> None:
    (written / "zh" / "guides" / "loading.md").unlink()

    (guide,) = guides(written)

    assert guide.described()["page"] == {"en": "/en/guides/loading/"}
    assert guide.titles.keys() == guide.texts.keys() == {"en"}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("# No front matter\n", id="none"),
        pytest.param("---\n- a list\n---\n# No front matter\n", id="a list"),
        pytest.param("---\ntitle: [a, b]\n---\n# No front matter\n", id="a title that is no text"),
        pytest.param("---\ntitle: 'open\n---\n# No front matter\n", id="broken"),
    ],
)
def test_a_page_without_a_title_is_called_by_its_file(tmp_path: Path, page: str) -> None:
    folder = tmp_path / "en" / "guides"
    folder.mkdir(parents=True)
    (folder / "plain.md").write_text(page, encoding="utf-8")

    assert guides(tmp_path) == (
        Guide("plain", {"en": "plain"}, {}, {"en": "# No front matter"}, ()),
    )


def test_where_nothing_is_written_there_is_no_guide(tmp_path: Path) -> None:
    assert guides(tmp_path) == ()


# ---- What this repository publishes


def test_our_guides_are_there_in_both_languages(docs: Path) -> None:
    ours = guides(docs)

    assert [guide.id for guide in ours] == ["mirrors-and-offline", "transformers"]
    for guide in ours:
        for told in (guide.titles, guide.descriptions, guide.texts):
            assert [*told] == [*LANGUAGES], guide.id
            assert all(told.values()), guide.id


def test_our_guides_say_the_same_in_both_languages(docs: Path) -> None:
    """Not the sentences, which a reader compares, but everything around them."""
    for guide in guides(docs):
        english, chinese = (_frame(guide.texts[language]) for language in LANGUAGES)
        assert english == chinese, guide.id


def _frame(text: str) -> dict[str, list[object]]:
    """Headings by their ids, links by where they lead, notes by their names, programs as lines."""
    fences = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return {
        "headings": re.findall(r"^(#+) .*(\{#[\w-]+\})$", text, re.MULTILINE),
        "links": sorted(re.findall(r"\]\(([^)]+)\)", text)),
        "notes": sorted(re.findall(r"\[\^([\w-]+)\]", text)),
        "programs": [re.sub(r" *#.*", "", fence) for fence in fences],
    }
