"""Encoder-decoders: T5 and BART.

MACs per token add up both stacks: one source token through the encoder and one
target token through the decoder, the cross-attention included. Its key and
value projections act on the source token, its query and output projections on
the target token. A text of S source and T target tokens costs S times the
encoder's part and the cross-attention's key and value, and T times the rest.

Both are read from transformers 5.23.0; each docstring names the file and class.
"""

from __future__ import annotations

from atlas.arithmetic.architecture import NO_FIXED_LIMIT, Anatomy
from atlas.arithmetic.class_defaults import Value
from atlas.arithmetic.keys import Fields
from atlas.arithmetic.weights import (
    attention,
    embedding,
    feed_forward,
    layer_norm,
    matrix,
    rms_norm,
)

_BART_POSITION_OFFSET = 2


def t5(config: Fields) -> Anatomy:
    """T5: no biases, root-mean-square norms, heads of a width of their own.

    The word embedding is always shared by both stacks, whatever
    ``tie_word_embeddings`` says (it speaks of the language-model head). Each
    stack has one table of relative position biases, in its first layer. The
    input has no fixed limit: distances beyond
    ``relative_attention_max_distance`` fall into the last bucket.
    Source: ``models/t5/modeling_t5.py``, classes ``T5Model``, ``T5Stack``,
    ``T5Attention``, ``T5LayerFF``; ``configuration_t5.py``, ``__post_init__``.
    """
    width = config.number("d_model")
    heads = config.number("num_heads")
    attention_width = heads * config.number("d_kv")
    projections = 3 * matrix(width, attention_width) + matrix(attention_width, width)
    inner = config.number("d_ff")
    inward_matrices = config.number_of("feed_forward_proj", _inward_matrices)
    widening = inward_matrices * matrix(width, inner) + matrix(inner, width)
    position_bias = embedding(config.number("relative_attention_num_buckets"), heads)
    encoders = config.number("num_layers")
    decoders = config.number("num_decoder_layers")
    return Anatomy(
        before={"embeddings.word": embedding(config.number("vocab_size"), width)},
        layers={
            "encoder.attention": encoders * projections,
            "encoder.position_bias": position_bias,
            "encoder.feed_forward": encoders * widening,
            "encoder.layer_norm": (2 * encoders + 1) * rms_norm(width),
            "decoder.attention": decoders * projections,
            "decoder.position_bias": position_bias,
            "decoder.cross_attention": decoders * projections,
            "decoder.feed_forward": decoders * widening,
            "decoder.layer_norm": (3 * decoders + 1) * rms_norm(width),
        },
        after={},
        longest_input=NO_FIXED_LIMIT,
    )


def _inward_matrices(projection: Value) -> int:
    """T5's first feed-forward matrices: two where a gate multiplies (``gated-gelu``), else one."""
    return 2 if str(projection).startswith("gated-") else 1


def bart(config: Fields) -> Anatomy:
    """BART: post-norm stacks of any two depths, each with its own position table.

    A position table has two rows more than ``max_position_embeddings``, which no
    token uses: 1,024 positions take 1,024 tokens. The stacks share one word
    embedding; with ``tie_word_embeddings`` false there are three, since the model
    keeps a shared table beside those of its stacks.
    Source: ``models/bart/modeling_bart.py``, classes ``BartModel``,
    ``BartEncoder``, ``BartDecoder``, ``BartLearnedPositionalEmbedding``.
    """
    width = config.number("d_model")
    positions = config.number("max_position_embeddings")
    word_tables = 3 - 2 * config.number("tie_word_embeddings")
    position_table = embedding(positions + _BART_POSITION_OFFSET, width)
    encoders = config.number("encoder_layers")
    decoders = config.number("decoder_layers")
    return Anatomy(
        before={
            "embeddings.word": word_tables * embedding(config.number("vocab_size"), width),
            "embeddings.position": 2 * position_table,
            "embeddings.layer_norm": 2 * layer_norm(width),
        },
        layers={
            "encoder.attention": encoders * attention(width),
            "encoder.feed_forward": encoders
            * feed_forward(width, config.number("encoder_ffn_dim")),
            "encoder.layer_norm": (2 * encoders) * layer_norm(width),
            "decoder.attention": decoders * attention(width),
            "decoder.cross_attention": decoders * attention(width),
            "decoder.feed_forward": decoders
            * feed_forward(width, config.number("decoder_ffn_dim")),
            "decoder.layer_norm": (3 * decoders) * layer_norm(width),
        },
        after={},
        longest_input=positions,
    )
