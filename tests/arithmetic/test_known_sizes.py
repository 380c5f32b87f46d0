"""Totals that others counted, with where they printed them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from atlas.arithmetic import NO_FIXED_LIMIT, Block, Value, compute


def encoder(width: int, layers: int, vocabulary: int, **more: Value) -> dict[str, Value]:
    """An encoder of BERT's proportions: heads 64 wide, feed-forward four times the width."""
    return {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "num_hidden_layers": layers,
        "num_attention_heads": width // 64,
        "intermediate_size": 4 * width,
        "max_position_embeddings": 512,
        **more,
    }


def gpt2(width: int, layers: int) -> dict[str, Value]:
    return {
        "vocab_size": 50257,
        "n_embd": width,
        "n_layer": layers,
        "n_head": width // 64,
        "n_positions": 1024,
    }


def t5(width: int, layers: int, heads: int, inner: int) -> dict[str, Value]:
    return {
        "vocab_size": 32128,
        "d_model": width,
        "d_kv": 64,
        "d_ff": inner,
        "num_layers": layers,
        "num_heads": heads,
    }


def bart(width: int, layers: int) -> dict[str, Value]:
    return {
        "vocab_size": 50265,
        "d_model": width,
        "encoder_layers": layers,
        "decoder_layers": layers,
        "encoder_attention_heads": width // 64,
        "decoder_attention_heads": width // 64,
        "encoder_ffn_dim": 4 * width,
        "decoder_ffn_dim": 4 * width,
        "max_position_embeddings": 1024,
    }


# Counted in PyTorch by the asker: https://github.com/google-research/bert/issues/1225
BERT_ISSUE = [
    ("bert-base-uncased", "bert", encoder(768, 12, 30522), 109_482_240),
    ("bert-base-multilingual-cased", "bert", encoder(768, 12, 119547), 177_853_440),
]

# An independent implementation and its counts, `params` in
# keras-team/keras-hub, keras_hub/src/models/{bert,albert,gpt2,distil_bert}/*_presets.py
KERAS_HUB = [
    ("bert_base_en", "bert", encoder(768, 12, 28996), 108_310_272),
    ("bert_base_zh", "bert", encoder(768, 12, 21128), 102_267_648),
    ("bert_large_en_uncased", "bert", encoder(1024, 24, 30522), 335_141_888),
    ("bert_large_en", "bert", encoder(1024, 24, 28996), 333_579_264),
    ("bert_tiny_en_uncased", "bert", encoder(128, 2, 30522), 4_385_920),
    ("albert_base", "albert", encoder(768, 12, 30000, embedding_size=128), 11_683_584),
    ("albert_large", "albert", encoder(1024, 24, 30000, embedding_size=128), 17_683_968),
    ("albert_extra_large", "albert", encoder(2048, 24, 30000, embedding_size=128), 58_724_864),
    (
        "albert_extra_extra_large",
        "albert",
        encoder(4096, 12, 30000, embedding_size=128),
        222_595_584,
    ),
    ("gpt2_base_en", "gpt2", gpt2(768, 12), 124_439_808),
    ("gpt2_medium_en", "gpt2", gpt2(1024, 24), 354_823_168),
    ("gpt2_large_en", "gpt2", gpt2(1280, 36), 774_030_080),
    ("gpt2_extra_large_en", "gpt2", gpt2(1600, 48), 1_557_611_200),
    (
        "distil_bert_base_en_uncased",
        "distilbert",
        {
            "vocab_size": 30522,
            "dim": 768,
            "n_layers": 6,
            "n_heads": 12,
            "hidden_dim": 3072,
            "max_position_embeddings": 512,
        },
        66_362_880,
    ),
]

# The same source, where its model has or lacks a part that ours lacks or has:
# its ELECTRA has a pooler (width² + width), its RoBERTa neither pooler nor token
# types nor the two unused positions, its BART not the two unused rows in each of two tables.
KERAS_HUB_WITH_A_DIFFERENCE = [
    (
        "electra_small_discriminator",
        "electra",
        encoder(256, 12, 30522, embedding_size=128),
        13_548_800 - (256 * 256 + 256),
    ),
    (
        "electra_base_discriminator",
        "electra",
        encoder(768, 12, 30522, embedding_size=768),
        109_482_240 - (768 * 768 + 768),
    ),
    (
        "electra_base_generator",
        "electra",
        encoder(256, 12, 30522, embedding_size=768),
        33_576_960 - (256 * 256 + 256),
    ),
    (
        "roberta_base_en",
        "roberta",
        encoder(768, 12, 50265) | {"max_position_embeddings": 514, "type_vocab_size": 1},
        124_052_736 + (768 * 768 + 768) + 3 * 768,
    ),
    (
        "xlm_roberta_base_multi",
        "xlm-roberta",
        encoder(768, 12, 250002) | {"max_position_embeddings": 514, "type_vocab_size": 1},
        277_450_752 + (768 * 768 + 768) + 3 * 768,
    ),
    ("bart_base_en", "bart", bart(768, 6), 139_417_344 + 2 * 2 * 768),
    ("bart_large_en", "bart", bart(1024, 12), 406_287_360 + 2 * 2 * 1024),
]

# Trainable variables of the original TensorFlow model, as its log prints them:
# https://github.com/google-research/text-to-text-transfer-transformer/issues/326
T5_ISSUE = [("t5-large", "t5", t5(1024, 24, 16, 4096), 737_668_096)]

# No other count was found: transformers 5.23.0, AutoModel.from_config on the meta device.
TRANSFORMERS = [
    ("t5-small", "t5", t5(512, 6, 8, 2048), 60_506_624),
    ("albert-base, Chinese", "albert", encoder(768, 12, 21128, embedding_size=128), 10_547_968),
    ("albert-large, Chinese", "albert", encoder(1024, 24, 21128, embedding_size=128), 16_548_352),
    (
        "albert-tiny, Chinese",
        "albert",
        encoder(312, 4, 21128, embedding_size=128, num_attention_heads=12),
        4_080_520,
    ),
    (
        "openai-gpt",
        "openai-gpt",
        {"vocab_size": 40478, "n_embd": 768, "n_layer": 12, "n_head": 12, "n_positions": 512},
        116_534_784,
    ),
    (
        "xlnet-base-cased",
        "xlnet",
        {"vocab_size": 32000, "d_model": 768, "n_layer": 12, "n_head": 12, "d_inner": 3072},
        116_718_336,
    ),
    (
        "ernie-3.0-base-zh",
        "ernie",
        encoder(768, 12, 40000, type_vocab_size=4, use_task_id=True, task_type_vocab_size=3)
        | {"max_position_embeddings": 2048},
        117_944_832,
    ),
]

KNOWN = [*BERT_ISSUE, *KERAS_HUB, *KERAS_HUB_WITH_A_DIFFERENCE, *T5_ISSUE, *TRANSFORMERS]


@pytest.mark.parametrize(
    ("model_type", "config", "parameters"),
    [pytest.param(*row, id=name) for name, *row in KNOWN],
)
def test_total(model_type: str, config: Mapping[str, Value], parameters: int) -> None:
    sizes = compute(model_type, config)
    assert sizes.parameters == parameters
    assert sum(block.parameters for block in sizes.blocks) == parameters
    assert sizes.missing == ()


def test_bert_base_block_by_block() -> None:
    sizes = compute("bert", encoder(768, 12, 30522))
    assert sizes.blocks == (
        Block("embeddings.word", 30522 * 768),
        Block("embeddings.position", 512 * 768),
        Block("embeddings.token_type", 2 * 768),
        Block("embeddings.layer_norm", 2 * 768),
        Block("layers.attention", 12 * 4 * (768 * 768 + 768)),
        Block("layers.feed_forward", 12 * (768 * 3072 + 3072 + 3072 * 768 + 768)),
        Block("layers.layer_norm", 12 * 2 * 2 * 768),
        Block("pooler", 768 * 768 + 768),
    )
    assert sizes.macs_per_token == 84_934_656
    assert sizes.max_input_tokens == 512
    assert dict(sizes.assumed) == {"type_vocab_size": 2}


def test_sharing_saves_parameters_and_no_multiplication() -> None:
    bert = compute("bert", encoder(768, 12, 21128))
    albert = compute("albert", encoder(768, 12, 21128, embedding_size=128))
    assert albert.macs_per_token == bert.macs_per_token == 84_934_656
    assert (bert.parameters, albert.parameters) == (102_267_648, 10_547_968)


def test_albert_tiny_is_fast_because_it_is_small() -> None:
    tiny = compute("albert", encoder(312, 4, 21128, embedding_size=128))
    assert tiny.macs_per_token == 4 * (4 * 312 * 312 + 2 * 312 * 1248) == 4_672_512


def test_encoder_decoder_counts_both_stacks() -> None:
    attention, feed_forward = 4 * 512 * 512, 2 * 512 * 2048
    small = compute("t5", t5(512, 6, 8, 2048))
    assert small.macs_per_token == 6 * (attention + feed_forward) + 6 * (
        2 * attention + feed_forward
    )


def test_xlnet_counts_its_position_projection_once_a_token() -> None:
    config: dict[str, Value] = {
        "vocab_size": 32000,
        "d_model": 768,
        "n_layer": 12,
        "n_head": 12,
        "d_inner": 3072,
    }
    assert compute("xlnet", config).macs_per_token == 12 * (5 * 768 * 768 + 2 * 768 * 3072)


@pytest.mark.parametrize(
    ("model_type", "config", "longest"),
    [
        ("bert", encoder(768, 12, 30522), 512),
        ("roberta", encoder(768, 12, 50265) | {"max_position_embeddings": 514}, 512),
        ("xlm-roberta", encoder(768, 12, 250002) | {"max_position_embeddings": 514}, 512),
        ("roberta", encoder(768, 12, 50265) | {"pad_token_id": 0}, 511),
        ("roberta", {"max_position_embeddings": 2, "pad_token_id": 5}, 0),
        ("gpt2", gpt2(768, 12), 1024),
        ("bart", bart(768, 6), 1024),
        ("t5", t5(512, 6, 8, 2048), NO_FIXED_LIMIT),
        ("xlnet", {}, NO_FIXED_LIMIT),
    ],
)
def test_longest_input(model_type: str, config: Mapping[str, Value], longest: object) -> None:
    assert compute(model_type, config).max_input_tokens == longest
