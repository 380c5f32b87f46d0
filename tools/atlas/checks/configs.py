"""Configs: what the arithmetic of an architecture needs is there and fits together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atlas.arithmetic import (
    ARCHITECTURES,
    UNKNOWN,
    Incoherence,
    incoherences,
    known_keys,
    required_keys,
)
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.problems import Severity
from atlas.store import Entry
from atlas.yamltext import quoted


@rule("CFG001", Severity.WARNING)
def is_of_a_counted_architecture(inspection: Inspection) -> Iterator[Finding]:
    """A config is of an architecture whose parameters can be counted."""
    for card in inspection.cards:
        if card.model.config is None or (card.model.load is None and card.family is None):
            continue  # a family with a fault is reported itself
        if card.load is None:
            message = "nothing says of which architecture the config is"
            fix = f"add load: with a model_type to the family {quoted(card.model.family)}"
            yield Finding(card.entry, ("config",), message, fix)
        elif (
            card.load.model_type not in ARCHITECTURES
            and card.load.model_type in inspection.transformers.model_types  # else a slip, LOD001
        ):
            message = f"configs of type {quoted(card.load.model_type)} are not counted"
            fix = f"write what a source claims; counted are {', '.join(ARCHITECTURES)}"
            yield Finding(card.entry, ("config",), message, fix)


@rule("CFG002")
def has_what_the_arithmetic_needs(inspection: Inspection) -> Iterator[Finding]:
    """A config has each key that its architecture's arithmetic needs, or says it is unknown."""
    for entry, model_type, config in _configs(inspection):
        missing = [key for key in required_keys(model_type) if key not in config]
        if missing:
            message = f"a {model_type} config needs {', '.join(missing)}"
            fix = f"add {missing[0]}: with the number from config.json, or {UNKNOWN}"
            yield Finding(entry, ("config",), message, fix)


@rule("CFG003")
def has_keys_of_its_architecture(inspection: Inspection) -> Iterator[Finding]:
    """A config has the keys of its architecture and no others."""
    faults = inspection.once(incoherent_configs)
    for entry, model_type, config in _configs(inspection):
        known = known_keys(model_type)
        # Where the architecture has the key under another name, the next rule knows which.
        renamed = {found.key for found in faults.get(entry.id, ())}
        for key in config:
            if key not in known and key not in renamed:
                others = [each for each in ARCHITECTURES if key in known_keys(each)]
                message = f"a {model_type} config has no key {quoted(key)}"
                if others:
                    message += f", which belongs to {', '.join(others)}"
                fix = "take it out, or mend the model_type of the load block"
                yield Finding(entry, ("config", key), message, fix, of_key=True)


@rule("CFG004")
def is_coherent(inspection: Inspection) -> Iterator[Finding]:
    """The numbers of a config fit together: the hidden size is a multiple of the heads."""
    yield from _incoherences(inspection, runs=False)


@rule("CFG005", Severity.WARNING)
def is_as_expected(inspection: Inspection) -> Iterator[Finding]:
    """A config that transformers runs is not odd: ALBERT's groups share the layers evenly."""
    yield from _incoherences(inspection, runs=True)


def _incoherences(inspection: Inspection, *, runs: bool) -> Iterator[Finding]:
    faults = inspection.once(incoherent_configs)
    for entry, _, _ in _configs(inspection):
        for found in faults.get(entry.id, ()):
            if found.runs is runs:
                fix = found.fix[:1].lower() + found.fix[1:]
                yield Finding(entry, ("config", found.key), found.message, fix)


def incoherent_configs(inspection: Inspection) -> Mapping[str, tuple[Incoherence, ...]]:
    """What contradicts itself in each config, by the model's id, where anything does."""
    return {
        entry.id: found
        for entry, model_type, config in _configs(inspection)
        if (found := incoherences(model_type, config))
    }


def _configs(inspection: Inspection) -> Iterator[tuple[Entry, str, dict[str, int | bool | str]]]:
    """Each model's config of a counted architecture: entry, model_type and keys."""
    for card in inspection.cards:
        config = card.model.config
        if config is not None and card.load is not None and card.load.model_type in ARCHITECTURES:
            yield card.entry, card.load.model_type, config.given()
