"""The committed list of classes against the installed transformers."""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import list_transformers
from atlas.transformers_classes import LIST, Listing, as_text, load, survey

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def installed(transformers: ModuleType) -> Listing:
    return survey(transformers, made=date(2000, 1, 1))


def test_the_committed_list_is_that_of_the_installed_release(installed: Listing) -> None:
    committed = load(LIST)
    assert committed.transformers == installed.transformers, (
        f"The list was made from transformers {committed.transformers}, and "
        f"{installed.transformers} is installed: run tools/list_transformers.py and commit the list"
    )
    same_day = dataclasses.replace(installed, made=committed.made)
    differing = {*as_text(same_day).splitlines()} ^ {*as_text(committed).splitlines()}
    assert same_day == committed, f"The committed list differs, for instance in {min(differing)}"


def test_listed_model_classes_can_be_imported(installed: Listing, transformers: ModuleType) -> None:
    of_text = {name for each in installed.model_types.values() for name in each.values()}
    for name in sorted(of_text & installed.models)[::25]:
        assert isinstance(getattr(transformers, name), type)


def test_the_date_moves_only_with_the_content(
    tmp_path: Path,
    transformers: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "list.json"
    monkeypatch.setattr(sys, "argv", ["list_transformers.py", "--out", str(path)])
    list_transformers.main()
    fresh = load(path)
    assert capsys.readouterr().out == (
        f"{path}: transformers {transformers.__version__}, {len(fresh.models)} models\n"
    )

    path.write_text(as_text(dataclasses.replace(fresh, made=date(2020, 2, 2))), encoding="utf-8")
    list_transformers.main()
    assert load(path) == dataclasses.replace(fresh, made=date(2020, 2, 2))

    changed = dataclasses.replace(fresh, made=date(2020, 2, 2), models=fresh.models - {"BertModel"})
    path.write_text(as_text(changed), encoding="utf-8")
    list_transformers.main()
    assert load(path) == fresh
