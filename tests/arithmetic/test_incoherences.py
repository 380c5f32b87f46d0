"""Configs that no model can have, each with the whole message."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from atlas.arithmetic import ARCHITECTURES, Incoherence, Value, incoherences

Configs = Mapping[str, Mapping[str, Value]]

COMPARE = "Compare `{}` and `{}` with the config.json"


@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_a_sound_config_has_none(small: Configs, model_type: str) -> None:
    assert incoherences(model_type, small[model_type]) == ()


@pytest.mark.parametrize("model_type", [*ARCHITECTURES, "mamba"])
def test_what_is_not_known_is_not_judged(model_type: str) -> None:
    assert incoherences(model_type, {}) == ()
    assert incoherences(model_type, {"vocab_size": "unknown", "hidden": 3}) == ()


@pytest.mark.parametrize(
    ("model_type", "change", "found"),
    [
        (
            "bert",
            {"num_attention_heads": 5},
            Incoherence(
                "num_attention_heads",
                "`hidden_size` 48 is not a multiple of `num_attention_heads` 5",
                COMPARE.format("num_attention_heads", "hidden_size"),
            ),
        ),
        (
            "distilbert",
            {"n_heads": 5},
            Incoherence(
                "n_heads",
                "`dim` 48 is not a multiple of `n_heads` 5",
                COMPARE.format("n_heads", "dim"),
            ),
        ),
        (
            "gpt2",
            {"n_head": 5},
            Incoherence(
                "n_head",
                "`n_embd` 48 is not a multiple of `n_head` 5",
                COMPARE.format("n_head", "n_embd"),
            ),
        ),
        (
            "bart",
            {"decoder_attention_heads": 5},
            Incoherence(
                "decoder_attention_heads",
                "`d_model` 48 is not a multiple of `decoder_attention_heads` 5",
                COMPARE.format("decoder_attention_heads", "d_model"),
            ),
        ),
        (
            "albert",
            {"num_hidden_groups": 4},
            Incoherence(
                "num_hidden_groups",
                "`num_hidden_layers` 6 is not a multiple of `num_hidden_groups` 4",
                COMPARE.format("num_hidden_groups", "num_hidden_layers"),
                runs=True,
            ),
        ),
        (
            "albert",
            {"num_hidden_groups": 12},
            Incoherence(
                "num_hidden_groups",
                "`num_hidden_groups` 12 is more than `num_hidden_layers` 6: "
                "some groups are stored and serve no layer",
                COMPARE.format("num_hidden_groups", "num_hidden_layers"),
                runs=True,
            ),
        ),
        (
            "xlnet",
            {"d_head": 16},
            Incoherence(
                "d_head",
                "`d_head` 16 times `n_head` 4 is not `d_model` 48",
                "Compare the three with the config.json, or leave `d_head` out",
            ),
        ),
        (
            "electra",
            {"add_cross_attention": True},
            Incoherence(
                "add_cross_attention",
                "`add_cross_attention` is true but `is_decoder` is not",
                "Write `is_decoder: true`, or leave `add_cross_attention` out",
            ),
        ),
        (
            "t5",
            {"feed_forward_proj": "gelu-gated"},
            Incoherence(
                "feed_forward_proj",
                "`feed_forward_proj` 'gelu-gated' is neither an activation nor `gated-` and one",
                "Write for instance `relu` or `gated-gelu`",
            ),
        ),
        (
            "bert",
            {"max_position_embeddings": 1_000_001},
            Incoherence(
                "max_position_embeddings",
                "`max_position_embeddings` 1,000,001 is longer than any model's input",
                "Take the number from config.json, not from the tokenizer's `model_max_length`",
            ),
        ),
        (
            "gpt2",
            {"n_positions": 10**30},
            Incoherence(
                "n_positions",
                "`n_positions` has more than 12 digits",
                "Take the number from config.json (a tokenizer writes 10^30 for no limit)",
            ),
        ),
        (
            "gpt2",
            {"n_positions": -(10**30)},
            Incoherence(
                "n_positions",
                "`n_positions` (more than 15 digits) is not a whole number, 1 or more",
                "Write a whole number, 1 or more, or `unknown`",
            ),
        ),
        (
            "bert",
            {"is_decoder": "yes"},
            Incoherence(
                "is_decoder",
                "`is_decoder` 'yes' is not true or false (false if left out)",
                "Write true or false (false if left out), or `unknown`",
            ),
        ),
        (
            "roberta",
            {"max_position_embeddings": 2},
            Incoherence(
                "max_position_embeddings",
                "`max_position_embeddings` 2 leaves no position after `pad_token_id` 1",
                COMPARE.format("max_position_embeddings", "pad_token_id"),
            ),
        ),
        (
            "bert",
            {"pad_token_id": 1000},
            Incoherence(
                "pad_token_id",
                "`pad_token_id` 1000 is outside a vocabulary of 1000",
                "Compare `pad_token_id` and `vocab_size` with the config.json",
            ),
        ),
        (
            "bert",
            {"vocab_size": 4},
            Incoherence(
                "vocab_size",
                "`vocab_size` 4 has no room for the 5 special tokens",
                "Take the number from config.json",
            ),
        ),
        (
            "bert",
            {"num_hidden_layers": 0},
            Incoherence(
                "num_hidden_layers",
                "`num_hidden_layers` 0 is not a whole number, 1 or more",
                "Write a whole number, 1 or more, or `unknown`",
            ),
        ),
        (
            "bert",
            {"hidden_size": "about 768"},
            Incoherence(
                "hidden_size",
                "`hidden_size` 'about 768' is not a whole number, 1 or more",
                "Write a whole number, 1 or more, or `unknown`",
            ),
        ),
        ("bert", {"hidden_act": "g" * 100}, None),
        ("bert", {"max_position_embeddings": 1_000_000}, None),
        (
            "bert",
            {"vocab_size": "v" * 100},
            Incoherence(
                "vocab_size",
                f"`vocab_size` '{'v' * 36}… is not a whole number, 1 or more",
                "Write a whole number, 1 or more, or `unknown`",
            ),
        ),
        (
            "ernie",
            {"use_task_id": 1},
            Incoherence(
                "use_task_id",
                "`use_task_id` 1 is not true or false",
                "Write true or false, or `unknown`",
            ),
        ),
        (
            "bert",
            {"type_vocab_size": True},
            Incoherence(
                "type_vocab_size",
                "`type_vocab_size` true is not a whole number, 0 or more",
                "Write a whole number, 0 or more, or `unknown`",
            ),
        ),
        (
            "gpt2",
            {"hidden_size": 48},
            Incoherence(
                "hidden_size",
                "`hidden_size` is called `n_embd` in a config of type gpt2",
                "Write `n_embd`",
            ),
        ),
        (
            "t5",
            {"intermediate_size": 96},
            Incoherence(
                "intermediate_size",
                "`intermediate_size` is called `d_ff` in a config of type t5",
                "Write `d_ff`",
            ),
        ),
    ],
)
def test_message(
    small: Configs, model_type: str, change: Mapping[str, Value], found: Incoherence | None
) -> None:
    expected = () if found is None else (found,)
    assert incoherences(model_type, {**small[model_type], **change}) == expected


def test_t5_heads_need_not_divide_the_width(small: Configs) -> None:
    assert incoherences("t5", {**small["t5"], "num_heads": 7, "d_kv": 5}) == ()


def test_all_are_found_at_once(small: Configs) -> None:
    broken = {
        **small["albert"],
        "num_attention_heads": 5,
        "num_hidden_groups": 4,
        "vocab_size": 3,
        "embedding_size": -1,
    }
    assert [found.key for found in incoherences("albert", broken)] == [
        "embedding_size",
        "num_attention_heads",
        "num_hidden_groups",
        "vocab_size",
    ]
