"""Parameters, multiplications and input length of a model, from its config alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from atlas.arithmetic.architecture import InputLimit
from atlas.arithmetic.architectures import BY_MODEL_TYPE
from atlas.arithmetic.class_defaults import Value
from atlas.arithmetic.quantities import ZERO, Quantity


@dataclass(frozen=True, slots=True)
class Block:
    """A named part of a model and the number of parameters it stores."""

    name: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a config computes to. ``None`` means unknown, never zero.

    ``parameters``: the tensors of ``AutoModel.from_config(config)``, pooler
    included, no task head, a shared tensor counted once.
    ``blocks``: the same by part, in the order a token meets them; they sum to
    ``parameters``. A part that cannot be computed is left out, and then
    ``parameters`` is ``None``; a part the config switches off is left out too.
    ``macs_per_token``: multiply-accumulate operations of one token in the weight
    matrices of the layers, as often as each is run; embeddings, pooler and the
    products of attention scores do not count. Encoder-decoders: both stacks,
    one source and one target token (:mod:`atlas.arithmetic.encoder_decoders`).
    XLNet: the relative-position matrix counts once a token
    (:func:`atlas.arithmetic.autoregressive.xlnet`).
    ``max_input_tokens``: the longest input, special tokens included; or
    ``NO_FIXED_LIMIT`` where positions are relative; or ``None`` for unknown.
    ``missing``: the keys that would make the unknown figures known.
    ``assumed``: the keys that transformers' class defaults stand in for, with the value used.
    """

    parameters: int | None
    blocks: tuple[Block, ...]
    macs_per_token: int | None
    max_input_tokens: int | InputLimit | None
    missing: tuple[str, ...]
    assumed: Mapping[str, Value]


_FOREIGN = Sizes(None, (), None, None, missing=("model_type",), assumed=MappingProxyType({}))


def compute(model_type: str, config: Mapping[str, Value]) -> Sizes:
    """The sizes of a model of ``model_type`` with the native keys in ``config``.

    Never raises on content. A ``model_type`` outside
    :data:`~atlas.arithmetic.ARCHITECTURES` gives no figures and ``missing ==
    ("model_type",)``. A config that contradicts itself is computed by the same
    formula and describes no model: see :func:`~atlas.arithmetic.incoherences`.
    """
    architecture = BY_MODEL_TYPE.get(model_type)
    if architecture is None:
        return _FOREIGN
    fields = architecture.read(config)
    anatomy = architecture.anatomy(fields)
    parts = {**anatomy.before, **anatomy.layers, **anatomy.after}
    macs = sum((part.macs for part in anatomy.layers.values()), ZERO)
    figures = [*(part.parameters for part in parts.values()), macs]
    longest_input: int | InputLimit | None
    if isinstance(anatomy.longest_input, Quantity):
        figures.append(anatomy.longest_input)
        longest_input = anatomy.longest_input.value
    else:
        longest_input = anatomy.longest_input
    missing = frozenset().union(*(figure.missing for figure in figures))
    assumed = frozenset().union(*(figure.assumed for figure in figures))
    blocks = tuple(
        Block(name, part.parameters.value) for name, part in parts.items() if part.parameters.value
    )
    return Sizes(
        parameters=sum((part.parameters for part in parts.values()), ZERO).value,
        blocks=blocks,
        macs_per_token=macs.value,
        max_input_tokens=longest_input,
        missing=tuple(key.name for key in architecture.keys if key.name in missing),
        assumed=MappingProxyType(
            {
                key.name: value
                for key in architecture.keys
                if key.name in assumed and (value := fields.default(key.name)) is not None
            }
        ),
    )
