"""Whole numbers that may be unknown and that remember what they rest on.

A formula written with quantities reads like arithmetic and needs no branch for
a key nobody knows: the unknown travels through sums and products, and takes the
names of the missing keys along. The names of keys that were filled in from a
class default travel in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import add, mul, sub

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number, or ``None`` when a key it depends on is unknown.

    ``missing`` names the keys that would make it known and is empty exactly
    when ``value`` is a number. ``assumed`` names the keys whose value was
    taken from the class defaults of transformers.
    """

    value: int | None
    missing: frozenset[str] = _NOTHING
    assumed: frozenset[str] = _NOTHING

    def __add__(self, other: Quantity | int) -> Quantity:
        return self._with(quantity(other), add)

    def __sub__(self, other: Quantity | int) -> Quantity:
        return self._with(quantity(other), sub)

    def __mul__(self, other: Quantity | int) -> Quantity:
        """The product. Nothing times anything is nothing, even times an unknown."""
        if not isinstance(other, Quantity | int):
            return NotImplemented  # a part of a model knows how to be multiplied itself
        other = quantity(other)
        if self.value == 0:
            return self
        if other.value == 0:
            return other
        return self._with(other, mul)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: int) -> Quantity:
        return quantity(other) - self

    def differs_from(self, other: Quantity) -> Quantity:
        """1 if the two are different numbers, 0 if they are the same."""
        return self._with(other, lambda one, two: int(one != two))

    def or_zero(self) -> Quantity:
        """The number, or zero if it is negative."""
        return self._with(Quantity(0), max)

    def _with(self, other: Quantity, operation: Callable[[int, int], int]) -> Quantity:
        one, two = self.value, other.value
        value = None if one is None or two is None else operation(one, two)
        return Quantity(value, self.missing | other.missing, self.assumed | other.assumed)


def quantity(number: Quantity | int) -> Quantity:
    """``number`` as a quantity; a plain number rests on nothing."""
    return number if isinstance(number, Quantity) else Quantity(number)


def missing(key: str) -> Quantity:
    """The quantity of a key that no source gives."""
    return Quantity(None, missing=frozenset({key}))


ZERO = Quantity(0)
