"""Encoders: BERT and the architectures that vary it.

All are read from transformers 5.23.0; each docstring names the file and class.
"""

from __future__ import annotations

from collections.abc import Mapping

from atlas.arithmetic.architecture import Anatomy
from atlas.arithmetic.keys import Fields
from atlas.arithmetic.quantities import Quantity
from atlas.arithmetic.weights import Weights, attention, embedding, feed_forward, layer_norm, linear


def bert(config: Fields) -> Anatomy:
    """BERT: three embeddings, layers of attention and feed-forward, a pooler.

    Source: ``models/bert/modeling_bert.py``, class ``BertModel``. A config that
    sets ``add_cross_attention`` gets a second attention in each layer, with a
    normalisation of its own.
    """
    hidden = config.number("hidden_size")
    return Anatomy(
        before=_embeddings(config, hidden),
        layers=_layers(config),
        after={"pooler": linear(hidden, hidden)},
        longest_input=config.number("max_position_embeddings"),
    )


def roberta(config: Fields) -> Anatomy:
    """RoBERTa and XLM-RoBERTa: BERT with positions counted from ``pad_token_id`` + 1.

    The first ``pad_token_id`` + 1 rows of the position table are never used by
    a token: 514 positions take 512 tokens.
    Source: ``models/roberta/modeling_roberta.py``, classes ``RobertaModel`` and
    ``RobertaEmbeddings`` (``create_position_ids_from_input_ids``), and the same
    in ``models/xlm_roberta/modeling_xlm_roberta.py``.
    """
    hidden = config.number("hidden_size")
    unused = config.number("pad_token_id") + 1
    return Anatomy(
        before=_embeddings(config, hidden),
        layers=_layers(config),
        after={"pooler": linear(hidden, hidden)},
        longest_input=(config.number("max_position_embeddings") - unused).or_zero(),
    )


def ernie(config: Fields) -> Anatomy:
    """ERNIE: BERT, with a fourth embedding where ``use_task_id`` is true.

    Source: ``models/ernie/modeling_ernie.py``, classes ``ErnieModel`` and
    ``ErnieEmbeddings``.
    """
    hidden = config.number("hidden_size")
    task_types = config.number("use_task_id") * config.number("task_type_vocab_size")
    return Anatomy(
        before={
            **_embeddings(config, hidden),
            "embeddings.task_type": embedding(task_types, hidden),
        },
        layers=_layers(config),
        after={"pooler": linear(hidden, hidden)},
        longest_input=config.number("max_position_embeddings"),
    )


def electra(config: Fields) -> Anatomy:
    """ELECTRA: embeddings of their own width, projected if it differs; no pooler.

    The projection acts before the layers and is not in the MACs.
    Source: ``models/electra/modeling_electra.py``, class ``ElectraModel``.
    """
    width = config.number("embedding_size")
    hidden = config.number("hidden_size")
    return Anatomy(
        before={
            **_embeddings(config, width),
            "embeddings.projection": linear(width, hidden) * width.differs_from(hidden),
        },
        layers=_layers(config),
        after={},
        longest_input=config.number("max_position_embeddings"),
    )


def albert(config: Fields) -> Anatomy:
    """ALBERT: small embeddings, always projected, and layers that share weights.

    ``num_hidden_groups`` groups of ``inner_group_num`` layers are stored. A
    token passes ``num_hidden_layers`` times through a group, whichever holds
    the weights, so sharing saves parameters and no multiplication. The
    projection acts before the layers and is not in the MACs.
    Source: ``models/albert/modeling_albert.py``, classes ``AlbertModel``,
    ``AlbertTransformer`` and ``AlbertLayerGroup``.
    """
    width = config.number("embedding_size")
    hidden = config.number("hidden_size")
    inner_layers = config.number("inner_group_num")
    copies = config.number("num_hidden_groups") * inner_layers
    runs = config.number("num_hidden_layers") * inner_layers
    layer = {
        "layers.attention": attention(hidden),
        "layers.feed_forward": feed_forward(hidden, config.number("intermediate_size")),
        "layers.layer_norm": 2 * layer_norm(hidden),
    }
    return Anatomy(
        before={
            **_embeddings(config, width),
            "embeddings.projection": linear(width, hidden),
        },
        layers={name: part.shared(copies=copies, runs=runs) for name, part in layer.items()},
        after={"pooler": linear(hidden, hidden)},
        longest_input=config.number("max_position_embeddings"),
    )


def distilbert(config: Fields) -> Anatomy:
    """DistilBERT: half of BERT's layers, no token types, no pooler.

    Sinusoidal positions are stored in the same table and counted like learned ones.
    Source: ``models/distilbert/modeling_distilbert.py``, class ``DistilBertModel``.
    """
    width = config.number("dim")
    positions = config.number("max_position_embeddings")
    layers = config.number("n_layers")
    return Anatomy(
        before={
            "embeddings.word": embedding(config.number("vocab_size"), width),
            "embeddings.position": embedding(positions, width),
            "embeddings.layer_norm": layer_norm(width),
        },
        layers={
            "layers.attention": layers * attention(width),
            "layers.feed_forward": layers * feed_forward(width, config.number("hidden_dim")),
            "layers.layer_norm": (2 * layers) * layer_norm(width),
        },
        after={},
        longest_input=positions,
    )


def _embeddings(config: Fields, width: Quantity) -> Mapping[str, Weights]:
    """BERT's three tables and their normalisation, ``width`` wide."""
    return {
        "embeddings.word": embedding(config.number("vocab_size"), width),
        "embeddings.position": embedding(config.number("max_position_embeddings"), width),
        "embeddings.token_type": embedding(config.number("type_vocab_size"), width),
        "embeddings.layer_norm": layer_norm(width),
    }


def _layers(config: Fields) -> Mapping[str, Weights]:
    """BERT's stack: post-norm layers, with cross-attention where a decoder adds it."""
    hidden = config.number("hidden_size")
    layers = config.number("num_hidden_layers")
    crossing = config.number("add_cross_attention")
    return {
        "layers.attention": layers * attention(hidden),
        "layers.cross_attention": (layers * crossing) * attention(hidden),
        "layers.feed_forward": layers * feed_forward(hidden, config.number("intermediate_size")),
        "layers.layer_norm": (layers * (2 + crossing)) * layer_norm(hidden),
    }
