"""A maker stands once, whatever the families call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from atlas.records import Kind
from atlas.site.catalogue import Catalogue
from atlas.site.makers import Maker, by_name, makers, of_family
from atlas.site.sheet import Sheet
from atlas.store import load


def catalogue(folder: Path, families: dict[str, list[dict[str, Any]]]) -> Catalogue:
    (folder / "families").mkdir()
    for name, made_by in families.items():
        record = {"name": {"en": name}, "makers": made_by, "summary": {"en": "A family."}}
        (folder / f"families/{name}.yml").write_text(json.dumps(record), encoding="utf-8")
    kb = load(folder, shown=Path("kb"))
    assert kb.problems == ()
    return Catalogue(kb)


def told(maker: Maker) -> tuple[str, str, tuple[str, ...], list[str]]:
    return maker.en, maker.zh, maker.aliases, [family.id for family in maker.families]


def maker(en: str, zh: str, *aliases: str) -> dict[str, Any]:
    return {"en": en, "zh": zh, "aliases": list(aliases)}


@pytest.mark.parametrize(
    "second",
    [
        maker("Wombat Works", "袋熊工坊"),
        maker("wombat-works", "另一个名字"),
        maker("Another name", "袋熊工坊"),
        maker("WW", "袋熊"),
        maker("Other", "其他", "Wombat Works"),
    ],
)
def test_one_name_in_common_makes_one(tmp_path: Path, second: dict[str, Any]) -> None:
    first = maker("Wombat Works", "袋熊工坊", "WW")

    (found,) = makers(catalogue(tmp_path, {"a": [first], "b": [second]}))

    assert (found.en, found.zh, found.anchor) == ("Wombat Works", "袋熊工坊", "wombat-works")
    assert [family.id for family in found.families] == ["a", "b"]
    assert len({*found.aliases}) == len(found.aliases)
    assert "Wombat Works" not in found.aliases


def test_an_alias_in_common_makes_two(tmp_path: Path) -> None:
    families = {
        "a": [maker("University", "大学", "Uni")],
        "b": [maker("Laboratory of the University", "大学实验室", "Uni")],
    }

    found = makers(catalogue(tmp_path, families))

    assert [told(each) for each in found] == [
        ("University", "大学", ("Uni",), ["a"]),
        ("Laboratory of the University", "大学实验室", ("Uni",), ["b"]),
    ]


def test_a_third_name_joins_two(tmp_path: Path) -> None:
    """The third family calls one of the first two by the name of the other."""
    families = {
        "a": [maker("One", "一")],
        "b": [maker("Two", "二", "Second")],
        "c": [maker("Two", "一", "Third")],
    }

    (found,) = makers(catalogue(tmp_path, families))

    assert told(found) == ("One", "一", ("Two", "二", "Second", "Third"), ["a", "b", "c"])


def test_anchors_are_single_and_the_same_in_both_languages(tmp_path: Path) -> None:
    made_by = [maker("Wombat!", "甲"), maker("Wombat?", "乙"), maker("袋熊", "丙")]
    there = catalogue(tmp_path, {"a": made_by})
    # Folding leaves signs other than hyphens, so these are three.
    found = makers(there)

    assert [each.anchor for each in found] == ["wombat", "wombat--2", "maker"]
    english, chinese = (by_name(Sheet(there, language, "makers/")) for language in ("en", "zh"))
    assert {each.anchor for each in english} == {each.anchor for each in chinese}
    assert [each.zh for each in chinese] == ["丙", "甲", "乙"]


def test_a_family_has_its_makers(tmp_path: Path) -> None:
    there = catalogue(
        tmp_path, {"a": [maker("One", "一")], "b": [maker("Two", "二"), maker("One", "一")]}
    )
    found = makers(there)

    (first, second) = found[0].families
    assert [each.en for each in of_family(found, first)] == ["One"]
    assert [each.en for each in of_family(found, second)] == ["One", "Two"]


def test_what_the_hub_has_under_a_name_is_published_by_it(tmp_path: Path) -> None:
    there = catalogue(tmp_path, {"a": [maker("Wombat Works", "袋熊工坊", "wombat-works-ai")]})
    (tmp_path / "models").mkdir()
    for name, hub in (("x", "WombatWorks/x"), ("y", "wombat-works-ai/y"), ("z", "other/wombat")):
        record = {"name": name, "family": "a", "hub": hub, "summary": {"en": "A model."}}
        (tmp_path / f"models/{name}.yml").write_text(json.dumps(record), encoding="utf-8")
    models = load(tmp_path, shown=Path("kb")).of(Kind.MODEL)

    (found,) = makers(there)

    assert [entry.id for entry in found.published(models)] == ["x", "y"]


def test_every_maker_is_there(real: Catalogue) -> None:
    found = makers(real)

    named = {
        maker.en
        for key, entry in real.kb.entries.items()
        if key.kind == "family"
        for maker in getattr(entry.record, "makers", ())
    }
    assert named <= {name for each in found for name in (each.en, *each.aliases)}
    assert len({each.anchor for each in found}) == len(found)
