"""Numbers that may be unknown."""

from __future__ import annotations

import pytest

from atlas.arithmetic.keys import Fields, Key, Kind
from atlas.arithmetic.quantities import Quantity, missing

TWO = Quantity(2)
ASSUMED = Quantity(3, assumed=frozenset({"kept"}))
UNKNOWN = missing("lost")


def test_known_numbers_are_numbers() -> None:
    assert (TWO + 3 * TWO - 1).value == 7
    assert (9 - TWO * TWO).value == 5


def test_the_unknown_spreads_with_its_names() -> None:
    total = TWO * UNKNOWN + ASSUMED - missing("gone")
    assert total == Quantity(None, frozenset({"lost", "gone"}), frozenset({"kept"}))


def test_assumptions_spread_with_their_names() -> None:
    product = ASSUMED * TWO
    assert product == Quantity(6, assumed=frozenset({"kept"}))


def test_nothing_times_the_unknown_is_nothing() -> None:
    assert 0 * UNKNOWN == UNKNOWN * 0 == Quantity(0)
    off = Quantity(0, assumed=frozenset({"switch"}))
    assert off * UNKNOWN == UNKNOWN * off == off


def test_difference_of_the_unknown_is_unknown() -> None:
    assert TWO.differs_from(ASSUMED) == Quantity(1, assumed=frozenset({"kept"}))
    assert TWO.differs_from(Quantity(2)).value == 0
    assert TWO.differs_from(UNKNOWN) == UNKNOWN


def test_a_formula_cannot_read_a_key_that_is_not_in_the_table() -> None:
    fields = Fields({"known": Key("known", Kind.SIZE)}, {}, {"foreign": 1})
    with pytest.raises(KeyError, match="foreign"):
        fields.number("foreign")
