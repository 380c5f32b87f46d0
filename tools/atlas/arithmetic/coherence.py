"""Configs that no model can have: found, named, and said how to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atlas.arithmetic.architecture import Architecture, Incoherence
from atlas.arithmetic.architectures import BY_MODEL_TYPE
from atlas.arithmetic.class_defaults import Value
from atlas.arithmetic.conditions import holds_special_tokens, shown
from atlas.arithmetic.keys import TOO_LARGE, Fields, fits


def incoherences(model_type: str, config: Mapping[str, Value]) -> tuple[Incoherence, ...]:
    """Everything in ``config`` that contradicts itself or the architecture.

    Unknown keys and values are not judged; neither is a ``model_type`` outside
    :data:`~atlas.arithmetic.ARCHITECTURES`. Keys that the architecture does not
    have are left to the caller (see :func:`~atlas.arithmetic.known_keys`),
    except those it has under another name.
    """
    architecture = BY_MODEL_TYPE.get(model_type)
    return () if architecture is None else tuple(_found(architecture, config))


def _found(architecture: Architecture, config: Mapping[str, Value]) -> Iterator[Incoherence]:
    fields = architecture.read(config)
    yield from _foreign_names(architecture, config)
    yield from _misfits(architecture, fields)
    for condition in (*architecture.conditions, holds_special_tokens(architecture.special_tokens)):
        found = condition(fields)
        if found is not None:
            yield found


def _foreign_names(
    architecture: Architecture, config: Mapping[str, Value]
) -> Iterator[Incoherence]:
    for alias, native in architecture.aliases.items():
        if alias in config:
            yield Incoherence(
                alias,
                f"`{alias}` is called `{native}` in a config of type {architecture.model_type}",
                f"Write `{native}`",
            )


def _misfits(architecture: Architecture, fields: Fields) -> Iterator[Incoherence]:
    for key in architecture.keys:
        value = fields.given(key.name)
        if value is None or fits(key.kind, value):
            continue
        if type(value) is int and value >= TOO_LARGE:
            yield Incoherence(
                key.name,
                f"`{key.name}` has more than 12 digits",
                "Take the number from config.json (a tokenizer writes 10^30 for no limit)",
            )
        else:
            yield Incoherence(
                key.name,
                f"`{key.name}` {shown(value)} is not {key.kind.value}",
                f"Write {key.kind.value}, or `unknown`",
            )
