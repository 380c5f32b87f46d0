"""The keys of a ``config.json``: what kind of value each takes, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from atlas.arithmetic.class_defaults import UNKNOWN, Default, Multiple, Value
from atlas.arithmetic.quantities import ZERO, Quantity, missing

TOO_LARGE = 10**12
"""Far above any size of a model: such a number is a slip, and is not computed with."""


class Kind(Enum):
    """What a key takes, in the words of a message."""

    SIZE = "a whole number, 1 or more"
    COUNT = "a whole number, 0 or more"
    FLAG = "true or false"
    SWITCH = "true or false (false if left out)"
    TEXT = "a word"


@dataclass(frozen=True, slots=True)
class Key:
    """One native key of an architecture.

    ``required``: an entry states it or writes ``unknown``. The others have a
    class default, count only together with another key, or change no count.
    """

    name: str
    kind: Kind
    required: bool = False


def required(*names: str) -> tuple[Key, ...]:
    """Sizes without which there is no total."""
    return tuple(Key(name, Kind.SIZE, required=True) for name in names)


def optional(kind: Kind, *names: str) -> tuple[Key, ...]:
    """Keys an entry may leave out."""
    return tuple(Key(name, kind) for name in names)


def fits(kind: Kind, value: object) -> bool:
    """Whether a stated value is of the kind."""
    match kind:
        case Kind.FLAG | Kind.SWITCH:
            return isinstance(value, bool)
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.SIZE | Kind.COUNT:
            # A bool is an int to Python; `true` layers are not one layer.
            if isinstance(value, bool) or not isinstance(value, int):
                return False
            return (1 if kind is Kind.SIZE else 0) <= value < TOO_LARGE


class Fields:
    """One config, read through its architecture's keys and class defaults.

    A value that does not fit its key is as good as none: the key counts as
    missing, and :func:`atlas.arithmetic.incoherences` says why. Asking for a
    key the architecture does not have raises ``KeyError``: a formula is wrong.
    """

    def __init__(
        self,
        keys: Mapping[str, Key],
        defaults: Mapping[str, Default],
        config: Mapping[str, Value],
    ) -> None:
        self._keys = keys
        self._defaults = defaults
        self._config = config

    def given(self, name: str) -> Value | None:
        """What the config says of ``name``, fitting or not; ``None`` where nobody knows.

        Nobody knows where the key is absent, ``unknown``, or null (as ``n_inner``
        is in the config files of GPT-2).
        """
        value = self._config.get(self._keys[name].name)
        return None if value == UNKNOWN else value

    def stated(self, name: str) -> Value | None:
        """What the config says of ``name``, if it is of the right kind."""
        value = self.given(name)
        return value if fits(self._keys[name].kind, value) else None

    def number(self, name: str) -> Quantity:
        """The size, count or flag (1 or 0) at ``name``; the class default where none is given."""
        return self._read(name, int)

    def number_of(self, name: str, meaning: Callable[[Value], int]) -> Quantity:
        """What the word at ``name`` means for a count."""
        return self._read(name, meaning)

    def default(self, name: str) -> Value | None:
        """The class default of ``name``, worked out for this config; ``None`` where it has none."""
        default = self._defaults.get(name)
        return self._multiple(default).value if isinstance(default, Multiple) else default

    def _read(self, name: str, as_number: Callable[[Value], int]) -> Quantity:
        kind = self._keys[name].kind
        value = self.given(name)
        if value is not None:
            return Quantity(as_number(value)) if fits(kind, value) else missing(name)
        if kind is Kind.SWITCH:
            # Off means the plain stack: leaving the key out assumes nothing about it.
            return ZERO
        default = self._defaults.get(name)
        if default is None:
            return missing(name)
        if isinstance(default, Multiple):
            number = self._multiple(default)
        else:
            number = Quantity(as_number(default))
        return Quantity(number.value, number.missing, number.assumed | {name})

    def _multiple(self, default: Multiple) -> Quantity:
        return default.factor * self.number(default.key)
