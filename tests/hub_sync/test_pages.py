"""The pages for maintainers know everything that the command can say."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from tests.hub_sync.conftest import ROOT

import sync_hub
from atlas.hub.findings import CODES, Severity
from atlas.records.hub import State

PAGES = {
    language: (ROOT / f"docs/{language}/contribute/sync.md").read_text("utf-8")
    for language in ("en", "zh")
}


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table beneath a heading, without its head."""
    section = text.split(f"{{#{heading}}}")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("language", PAGES)
def test_every_state_has_a_row(language: str) -> None:
    told = [row[0].strip("`") for row in rows(PAGES[language], "states")]
    assert told == list(get_args(State))


@pytest.mark.parametrize("language", PAGES)
def test_every_exit_status_has_a_row(language: str) -> None:
    assert [row[0] for row in rows(PAGES[language], "status")] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("language", PAGES)
def test_every_code_has_a_row_with_its_severity_in_the_order_of_a_report(language: str) -> None:
    told: dict[str, Severity] = {}
    for heading in ("changes", "drift", "faults"):
        for codes, severity, meaning in rows(PAGES[language], heading):
            assert meaning
            for code in re.findall(r"`([\w-]+)`", codes):
                told[code] = Severity(severity.partition("（")[0])
    assert list(told.items()) == [(code, severity) for code, (severity, _) in CODES.items()]


@pytest.mark.parametrize("language", PAGES)
def test_every_option_is_told(language: str) -> None:
    options = [
        option
        for action in sync_hub.parser()._actions
        for option in action.option_strings[:1]
        if option != "-h"
    ]
    assert len(options) > 10
    assert [option for option in options if option not in PAGES[language]] == []


def test_both_pages_have_the_same_headings() -> None:
    ids = [re.findall(r"\{#([\w-]+)\}", text) for text in PAGES.values()]
    assert ids[0] == ids[1]
