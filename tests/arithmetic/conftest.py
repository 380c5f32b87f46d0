"""Configs the tests of this folder start from."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from atlas.arithmetic import Value

_ENCODER: Mapping[str, Value] = {
    "vocab_size": 1000,
    "hidden_size": 48,
    "num_hidden_layers": 6,
    "num_attention_heads": 4,
    "intermediate_size": 96,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
}
_GPT: Mapping[str, Value] = {
    "vocab_size": 1000,
    "n_embd": 48,
    "n_layer": 6,
    "n_head": 4,
    "n_positions": 64,
}


@pytest.fixture(scope="session")
def small() -> Mapping[str, Mapping[str, Value]]:
    """A small coherent config for each architecture, with no key left to a class default."""
    return {
        "bert": _ENCODER,
        "albert": {
            **_ENCODER,
            "embedding_size": 16,
            "num_hidden_groups": 2,
            "inner_group_num": 1,
        },
        "roberta": {**_ENCODER, "pad_token_id": 1},
        "xlm-roberta": {**_ENCODER, "pad_token_id": 1},
        "distilbert": {
            "vocab_size": 1000,
            "dim": 48,
            "n_layers": 6,
            "n_heads": 4,
            "hidden_dim": 96,
            "max_position_embeddings": 64,
        },
        "electra": {**_ENCODER, "embedding_size": 16},
        "ernie": {**_ENCODER, "use_task_id": True, "task_type_vocab_size": 3},
        "openai-gpt": _GPT,
        "gpt2": {**_GPT, "n_inner": 96},
        "xlnet": {"vocab_size": 1000, "d_model": 48, "n_layer": 6, "n_head": 4, "d_inner": 96},
        "t5": {
            "vocab_size": 1000,
            "d_model": 48,
            "d_kv": 10,
            "d_ff": 96,
            "num_layers": 6,
            "num_decoder_layers": 3,
            "num_heads": 4,
            "relative_attention_num_buckets": 8,
            "feed_forward_proj": "gated-gelu",
        },
        "bart": {
            "vocab_size": 1000,
            "d_model": 48,
            "encoder_layers": 6,
            "encoder_attention_heads": 4,
            "encoder_ffn_dim": 96,
            "decoder_layers": 3,
            "decoder_attention_heads": 6,
            "decoder_ffn_dim": 80,
            "max_position_embeddings": 64,
            "tie_word_embeddings": True,
        },
    }
