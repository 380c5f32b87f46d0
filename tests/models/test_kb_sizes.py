"""Every size on a page against the model that transformers builds from the same entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atlas.arithmetic import ARCHITECTURES, UNKNOWN
from atlas.cards import Card, cards
from atlas.store import load

pytestmark = pytest.mark.models

KB = Path(__file__).parents[2] / "kb"


@pytest.fixture(scope="module")
def sized() -> list[Card]:
    """The models whose architecture is counted and whose config stands in the entry."""
    found = [
        card
        for card in cards(load(KB))
        if card.load is not None and card.model.config is not None and card.sizes is not None
    ]
    return [card for card in found if card.load and card.load.model_type in ARCHITECTURES]


def test_totals_are_those_of_transformers(sized: list[Card], build: Callable[..., Any]) -> None:
    compared = 0
    for card in sized:
        assert card.load is not None
        assert card.model.config is not None
        assert card.sizes is not None
        if card.sizes.parameters is None:
            assert card.sizes.missing, card.entry.id
            continue
        given = card.model.config.given()
        known = {key: value for key, value in given.items() if value != UNKNOWN}
        model = build(card.load.model_type, known)
        counted = sum(tensor.numel() for tensor in model.parameters())
        assert card.sizes.parameters == counted, card.entry.id
        compared += 1
    assert compared > 0
