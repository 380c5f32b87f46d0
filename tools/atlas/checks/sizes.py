"""Sizes: what sources claim, beside what the config computes to."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.arithmetic import UNKNOWN
from atlas.cards import Card, differs, quantity
from atlas.checks.configs import incoherent_configs
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.yamltext import quoted

_CONFIG_KEYS = {
    "layers": ("num_hidden_layers", "n_layers", "n_layer", "num_layers", "encoder_layers"),
    "hidden size": ("hidden_size", "dim", "n_embd", "d_model"),
    "attention heads": ("num_attention_heads", "n_heads", "n_head", "num_heads"),
    "vocabulary size": ("vocab_size",),
}
"""What a claim may be about, and the keys that say the same in a config."""


@rule("SIZ001")
def explains_a_size_that_differs(inspection: Inspection) -> Iterator[Finding]:
    """A claimed number of parameters more than 5 % off the computed one has a note."""
    for card in inspection.cards:
        if not any(claim.what == "parameters" and not claim.note for claim in card.model.claims):
            continue
        if card.entry.id in inspection.once(incoherent_configs):
            continue  # the config is wrong already
        computed = card.sizes.parameters if card.sizes else None
        if not computed:
            continue
        for index, claim in enumerate(card.model.claims):
            if claim.what != "parameters" or claim.note is not None:
                continue
            claimed = quantity(claim.value)
            if claimed is not None and differs(claimed, computed):
                message = (
                    f"{quoted(claim.value)} is {_percent(claimed, computed)} off "
                    f"the {computed:,} that the config computes to"
                )
                fix = "add a note that says why, or mend the claim or the config"
                yield Finding(card.entry, ("claims", index, "value"), message, fix)


@rule("SIZ002")
def explains_a_shape_that_differs(inspection: Inspection) -> Iterator[Finding]:
    """A claimed number of layers, heads or the like that is not the config's has a note."""
    for card in inspection.cards:
        if card.entry.id in inspection.once(incoherent_configs):
            continue
        for index, claim in enumerate(card.model.claims):
            if claim.what not in _CONFIG_KEYS or claim.note is not None:
                continue
            key, number = _in_config(card, claim.what)
            claimed = quantity(claim.value)
            if number is not None and claimed is not None and claimed != number:
                message = f"{quoted(claim.value)} is not the {number:,} of the config's {key}"
                fix = "add a note that says why, or mend the claim or the config"
                yield Finding(card.entry, ("claims", index, "value"), message, fix)


def _percent(claimed: int, computed: int) -> str:
    percent = round(abs(claimed - computed) * 100 / computed)
    return f"{percent} %" if percent <= 1000 else "more than 1,000 %"


def _in_config(card: Card, what: str) -> tuple[str, int | None]:
    config = card.model.config.given() if card.model.config else {}
    for key in _CONFIG_KEYS[what]:
        value = config.get(key, UNKNOWN)
        if isinstance(value, int):
            return key, value
    return "", None
