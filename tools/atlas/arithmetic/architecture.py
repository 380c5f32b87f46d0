"""What this package knows of one architecture, and what a formula returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from atlas.arithmetic.class_defaults import CLASS_DEFAULTS, Value
from atlas.arithmetic.keys import Fields, Key
from atlas.arithmetic.quantities import Quantity
from atlas.arithmetic.weights import Weights


class InputLimit(Enum):
    """What is said of the longest input when it is not a number."""

    NONE = "no fixed limit"


NO_FIXED_LIMIT = InputLimit.NONE
"""Positions are relative: memory and training data set the limit, not the config."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A model taken apart: named parts in the order a token meets them.

    ``layers`` are the parts of the repeated stack (of both stacks, where there
    are two); the multiplications there are what MACs per token count.
    ``before`` holds embeddings, ``after`` what follows the stack.
    """

    before: Mapping[str, Weights]
    layers: Mapping[str, Weights]
    after: Mapping[str, Weights]
    longest_input: Quantity | InputLimit


@dataclass(frozen=True, slots=True)
class Incoherence:
    """A config that contradicts itself, or that no model can have.

    ``key`` is where to look, ``message`` what is wrong there, ``fix`` what to
    write, in the imperative. ``runs`` says that transformers takes such a
    config all the same: it is odd, and may yet be what was published.
    """

    key: str
    message: str
    fix: str
    runs: bool = False


Condition = Callable[[Fields], Incoherence | None]
"""A condition a config has to meet: ``None`` where it holds or cannot be judged."""


@dataclass(frozen=True)
class Architecture:
    """One ``model_type``: its native keys, its formula, what must hold between its keys.

    ``aliases`` maps the names transformers also accepts to the native ones.
    ``special_tokens`` is how many special tokens the default tokenizer has.
    """

    model_type: str
    keys: tuple[Key, ...]
    anatomy: Callable[[Fields], Anatomy]
    conditions: tuple[Condition, ...]
    special_tokens: int
    aliases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def keys_by_name(self) -> Mapping[str, Key]:
        """The keys, by name."""
        return {key.name: key for key in self.keys}

    def read(self, config: Mapping[str, Value]) -> Fields:
        """The config, read as one of this architecture."""
        return Fields(self.keys_by_name, CLASS_DEFAULTS[self.model_type], config)
