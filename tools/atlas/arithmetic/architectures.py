"""The architectures this package counts, one row each: keys, formula, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from atlas.arithmetic import autoregressive, encoder_decoders, encoders
from atlas.arithmetic.architecture import Architecture
from atlas.arithmetic.conditions import (
    cross_attention_needs_a_decoder,
    divides,
    feed_forward_is_gated_or_plain,
    groups_share_the_layers,
    heads_share_the_width,
    leaves_room_for_tokens,
    padding_is_in_the_vocabulary,
    plausible_input,
)
from atlas.arithmetic.keys import Key, Kind, optional, required

_ENCODER_SIZES = required(
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
)
_GPT_SIZES = required("vocab_size", "n_embd", "n_layer", "n_head", "n_positions")
_GPT_ALIASES = {
    "hidden_size": "n_embd",
    "num_hidden_layers": "n_layer",
    "num_attention_heads": "n_head",
    "max_position_embeddings": "n_positions",
}
_TOKEN_TYPES = optional(Kind.COUNT, "type_vocab_size")
_STATED_TOKEN_TYPES = (Key("type_vocab_size", Kind.COUNT, required=True),)
_PADDING = optional(Kind.COUNT, "pad_token_id")
_AS_DECODER = optional(Kind.SWITCH, "is_decoder", "add_cross_attention")
_NAMES = optional(Kind.TEXT, "hidden_act", "position_embedding_type")

_ENCODER_CONDITIONS = (
    divides("num_attention_heads", "hidden_size"),
    plausible_input("max_position_embeddings"),
    padding_is_in_the_vocabulary,
)

_ALL = (
    Architecture(
        model_type="bert",
        keys=(*_ENCODER_SIZES, *_TOKEN_TYPES, *_PADDING, *_AS_DECODER, *_NAMES),
        anatomy=encoders.bert,
        conditions=(*_ENCODER_CONDITIONS, cross_attention_needs_a_decoder),
        special_tokens=5,
    ),
    Architecture(
        model_type="albert",
        keys=(
            *_ENCODER_SIZES,
            *required("embedding_size"),
            *optional(Kind.SIZE, "num_hidden_groups", "inner_group_num"),
            *_TOKEN_TYPES,
            *_PADDING,
            *_NAMES,
        ),
        anatomy=encoders.albert,
        conditions=(*_ENCODER_CONDITIONS, groups_share_the_layers),
        special_tokens=5,
    ),
    *(
        Architecture(
            model_type=model_type,
            keys=(*_ENCODER_SIZES, *_STATED_TOKEN_TYPES, *_PADDING, *_AS_DECODER, *_NAMES),
            anatomy=encoders.roberta,
            conditions=(
                *_ENCODER_CONDITIONS,
                leaves_room_for_tokens,
                cross_attention_needs_a_decoder,
            ),
            special_tokens=5,
        )
        for model_type in ("roberta", "xlm-roberta")
    ),
    Architecture(
        model_type="distilbert",
        keys=(
            *required(
                "vocab_size", "dim", "n_layers", "n_heads", "hidden_dim", "max_position_embeddings"
            ),
            *optional(Kind.SWITCH, "sinusoidal_pos_embds"),
            *_PADDING,
            *optional(Kind.TEXT, "activation"),
        ),
        anatomy=encoders.distilbert,
        conditions=(
            divides("n_heads", "dim"),
            plausible_input("max_position_embeddings"),
            padding_is_in_the_vocabulary,
        ),
        special_tokens=5,
        aliases={
            "hidden_size": "dim",
            "num_hidden_layers": "n_layers",
            "num_attention_heads": "n_heads",
            "intermediate_size": "hidden_dim",
        },
    ),
    Architecture(
        model_type="electra",
        keys=(
            *_ENCODER_SIZES,
            *required("embedding_size"),
            *_TOKEN_TYPES,
            *_PADDING,
            *_AS_DECODER,
            *_NAMES,
        ),
        anatomy=encoders.electra,
        conditions=(*_ENCODER_CONDITIONS, cross_attention_needs_a_decoder),
        special_tokens=5,
    ),
    Architecture(
        model_type="ernie",
        keys=(
            *_ENCODER_SIZES,
            *_STATED_TOKEN_TYPES,
            Key("use_task_id", Kind.FLAG, required=True),
            *optional(Kind.COUNT, "task_type_vocab_size"),
            *_PADDING,
            *_AS_DECODER,
            *_NAMES,
        ),
        anatomy=encoders.ernie,
        conditions=(*_ENCODER_CONDITIONS, cross_attention_needs_a_decoder),
        special_tokens=5,
    ),
    Architecture(
        model_type="openai-gpt",
        keys=(*_GPT_SIZES, *optional(Kind.TEXT, "afn")),
        anatomy=autoregressive.openai_gpt,
        conditions=(divides("n_head", "n_embd"), plausible_input("n_positions")),
        special_tokens=1,
        aliases=_GPT_ALIASES,
    ),
    Architecture(
        model_type="gpt2",
        keys=(
            *_GPT_SIZES,
            *optional(Kind.SIZE, "n_inner"),
            *optional(Kind.SWITCH, "add_cross_attention"),
            *optional(Kind.TEXT, "activation_function"),
        ),
        anatomy=autoregressive.gpt2,
        conditions=(divides("n_head", "n_embd"), plausible_input("n_positions")),
        special_tokens=1,
        aliases={**_GPT_ALIASES, "intermediate_size": "n_inner"},
    ),
    Architecture(
        model_type="xlnet",
        keys=(
            *required("vocab_size", "d_model", "n_layer", "n_head", "d_inner"),
            *optional(Kind.SIZE, "d_head"),
            *_PADDING,
            *optional(Kind.TEXT, "ff_activation"),
        ),
        anatomy=autoregressive.xlnet,
        conditions=(
            divides("n_head", "d_model"),
            heads_share_the_width,
            padding_is_in_the_vocabulary,
        ),
        special_tokens=9,
        aliases={
            "n_token": "vocab_size",
            "hidden_size": "d_model",
            "num_hidden_layers": "n_layer",
            "num_attention_heads": "n_head",
            "intermediate_size": "d_inner",
        },
    ),
    Architecture(
        model_type="t5",
        keys=(
            *required("vocab_size", "d_model", "d_kv", "d_ff", "num_layers", "num_heads"),
            *optional(
                Kind.SIZE,
                "num_decoder_layers",
                "relative_attention_num_buckets",
                "relative_attention_max_distance",
            ),
            *optional(Kind.TEXT, "feed_forward_proj"),
            *optional(Kind.FLAG, "tie_word_embeddings"),
            *_PADDING,
        ),
        anatomy=encoder_decoders.t5,
        # Heads have a width of their own, `d_kv`: nothing has to divide `d_model`.
        conditions=(feed_forward_is_gated_or_plain, padding_is_in_the_vocabulary),
        special_tokens=3,
        aliases={
            "hidden_size": "d_model",
            "num_hidden_layers": "num_layers",
            "num_attention_heads": "num_heads",
            "head_dim": "d_kv",
            "intermediate_size": "d_ff",
        },
    ),
    Architecture(
        model_type="bart",
        keys=(
            *required(
                "vocab_size",
                "d_model",
                "encoder_layers",
                "encoder_attention_heads",
                "encoder_ffn_dim",
                "decoder_layers",
                "decoder_attention_heads",
                "decoder_ffn_dim",
                "max_position_embeddings",
            ),
            *optional(Kind.FLAG, "tie_word_embeddings"),
            *_PADDING,
            *optional(Kind.TEXT, "activation_function"),
        ),
        anatomy=encoder_decoders.bart,
        conditions=(
            divides("encoder_attention_heads", "d_model"),
            divides("decoder_attention_heads", "d_model"),
            plausible_input("max_position_embeddings"),
            padding_is_in_the_vocabulary,
        ),
        special_tokens=5,
        aliases={
            "hidden_size": "d_model",
            "num_hidden_layers": "encoder_layers",
            "num_attention_heads": "encoder_attention_heads",
            "intermediate_size": "encoder_ffn_dim",
        },
    ),
)

BY_MODEL_TYPE: Mapping[str, Architecture] = MappingProxyType(
    {architecture.model_type: architecture for architecture in _ALL}
)
"""The architectures, by ``model_type``."""

ARCHITECTURES: tuple[str, ...] = tuple(BY_MODEL_TYPE)
"""The ``model_type`` values this package counts."""


def required_keys(model_type: str) -> tuple[str, ...]:
    """The keys an entry of this type states or declares ``unknown``; empty for a foreign type.

    The head counts are among them although most totals do not need them: a
    config is not checked for coherence without.
    """
    return tuple(key.name for key in _keys(model_type) if key.required)


def known_keys(model_type: str) -> tuple[str, ...]:
    """All native keys the package knows for this type; empty for a foreign type."""
    return tuple(key.name for key in _keys(model_type))


def _keys(model_type: str) -> tuple[Key, ...]:
    architecture = BY_MODEL_TYPE.get(model_type)
    return architecture.keys if architecture else ()
