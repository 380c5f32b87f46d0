"""Models that predict tokens one after the other: GPT, GPT-2 and XLNet.

All are read from transformers 5.23.0; each docstring names the file and class.
"""

from __future__ import annotations

from atlas.arithmetic.architecture import NO_FIXED_LIMIT, Anatomy
from atlas.arithmetic.keys import Fields
from atlas.arithmetic.weights import attention, embedding, feed_forward, layer_norm, matrix, vector


def openai_gpt(config: Fields) -> Anatomy:
    """GPT: post-norm layers; the feed-forward is four times as wide as the model.

    The factor is in the code, not in the config.
    Source: ``models/openai/modeling_openai.py``, classes ``OpenAIGPTModel`` and ``Block``.
    """
    width = config.number("n_embd")
    layers = config.number("n_layer")
    positions = config.number("n_positions")
    return Anatomy(
        before={
            "embeddings.word": embedding(config.number("vocab_size"), width),
            "embeddings.position": embedding(positions, width),
        },
        layers={
            "layers.attention": layers * attention(width),
            "layers.feed_forward": layers * feed_forward(width, 4 * width),
            "layers.layer_norm": (2 * layers) * layer_norm(width),
        },
        after={},
        longest_input=positions,
    )


def gpt2(config: Fields) -> Anatomy:
    """GPT-2: pre-norm layers and one normalisation after the last.

    ``n_inner`` left out or null means four times ``n_embd``. A config that sets
    ``add_cross_attention`` gets a second attention and norm in each layer.
    Source: ``models/gpt2/modeling_gpt2.py``, classes ``GPT2Model`` and ``GPT2Block``.
    """
    width = config.number("n_embd")
    layers = config.number("n_layer")
    positions = config.number("n_positions")
    crossing = config.number("add_cross_attention")
    return Anatomy(
        before={
            "embeddings.word": embedding(config.number("vocab_size"), width),
            "embeddings.position": embedding(positions, width),
        },
        layers={
            "layers.attention": layers * attention(width),
            "layers.cross_attention": (layers * crossing) * attention(width),
            "layers.feed_forward": layers * feed_forward(width, config.number("n_inner")),
            "layers.layer_norm": (layers * (2 + crossing)) * layer_norm(width),
        },
        after={"final_layer_norm": layer_norm(width)},
        longest_input=positions,
    )


def xlnet(config: Fields) -> Anatomy:
    """XLNet: attention over relative positions, without biases in its projections.

    A layer has five square matrices: query, key, value, output, and ``r``, which
    projects the encoding of relative positions; beside them three biases (of
    words, positions and segments) and two segment vectors. ``d_head`` is
    always ``d_model`` / ``n_head``, so the heads cancel out. Outside the layers there
    is one more vector, which stands for a token to be predicted.

    In the MACs ``r`` counts like the other four, once a token. A forward pass
    multiplies it by every relative position instead, which for a sequence of T
    tokens alone is 2T products rather than T, and the same 2T for a whole batch.
    Only the content stream counts: the query stream runs in pre-training.
    Source: ``models/xlnet/modeling_xlnet.py``, classes ``XLNetModel``,
    ``XLNetRelativeAttention`` and ``XLNetFeedForward``.
    """
    width = config.number("d_model")
    layers = config.number("n_layer")
    projections = 5 * matrix(width, width)
    biases_and_segments = (3 + 2) * vector(width)
    return Anatomy(
        before={
            "embeddings.word": embedding(config.number("vocab_size"), width),
            "embeddings.mask": vector(width),
        },
        layers={
            "layers.attention": layers * (projections + biases_and_segments),
            "layers.feed_forward": layers * feed_forward(width, config.number("d_inner")),
            "layers.layer_norm": (2 * layers) * layer_norm(width),
        },
        after={},
        longest_input=NO_FIXED_LIMIT,
    )
