"""What nobody knows stays unknown, and what is assumed is said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from atlas.arithmetic import (
    ARCHITECTURES,
    CLASS_DEFAULTS,
    NO_FIXED_LIMIT,
    Multiple,
    Sizes,
    Value,
    compute,
    known_keys,
    required_keys,
)

Configs = Mapping[str, Mapping[str, Value]]

BERT: Mapping[str, Value] = {
    "vocab_size": 21128,
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
}


def without(config: Mapping[str, Value], *keys: str) -> dict[str, Value]:
    return {key: value for key, value in config.items() if key not in keys}


def test_unknown_vocabulary_leaves_the_rest_known() -> None:
    whole, partial = compute("bert", BERT), compute("bert", {**BERT, "vocab_size": "unknown"})
    assert partial.parameters is None
    assert partial.missing == ("vocab_size",)
    assert partial.blocks == whole.blocks[1:]
    assert partial.macs_per_token == 84_934_656
    assert partial.max_input_tokens == 512


def test_unknown_layers_leave_an_albert_its_total() -> None:
    config = {**BERT, "embedding_size": 128}
    partial = compute("albert", without(config, "num_hidden_layers"))
    assert partial.parameters == compute("albert", config).parameters == 10_547_968
    assert partial.macs_per_token is None
    assert partial.missing == ("num_hidden_layers",)


def test_unknown_positions_leave_the_input_unknown() -> None:
    sizes = compute("bert", without(BERT, "max_position_embeddings"))
    assert sizes.max_input_tokens is None
    assert sizes.missing == ("max_position_embeddings",)


def test_all_missing_keys_are_named_in_the_order_of_the_config() -> None:
    sizes = compute("bert", {})
    assert sizes.missing == (
        "vocab_size",
        "hidden_size",
        "num_hidden_layers",
        "intermediate_size",
        "max_position_embeddings",
    )
    assert (sizes.parameters, sizes.blocks, sizes.macs_per_token) == (None, (), None)


def test_roberta_does_not_guess_its_token_types() -> None:
    sizes = compute("roberta", BERT)
    assert sizes.parameters is None
    assert sizes.missing == ("type_vocab_size",)
    assert dict(sizes.assumed) == {"pad_token_id": 1}


def test_ernie_has_to_say_whether_it_embeds_tasks() -> None:
    config = {**BERT, "type_vocab_size": 4}
    assert compute("ernie", config).missing == ("use_task_id", "task_type_vocab_size")
    plain = compute("ernie", {**config, "use_task_id": False})
    assert plain.missing == ()
    assert "embeddings.task_type" not in {block.name for block in plain.blocks}
    tasks = compute("ernie", {**config, "use_task_id": True, "task_type_vocab_size": 16})
    assert plain.parameters is not None
    assert tasks.parameters == plain.parameters + 16 * 768


@pytest.mark.parametrize(
    "value", ["many", "768", 0, -1, True, 10**13, pytest.param(10**5000, id="5,000 digits")]
)
def test_an_impossible_size_counts_as_unknown(value: Value) -> None:
    sizes = compute("bert", {**BERT, "hidden_size": value})
    assert sizes.missing == ("hidden_size",)
    assert sizes.parameters is None


@pytest.mark.parametrize(
    ("model_type", "key", "value", "missing"),
    [
        ("bert", "type_vocab_size", "two", ("type_vocab_size",)),
        ("bert", "add_cross_attention", 1, ("add_cross_attention",)),
        ("t5", "feed_forward_proj", 3, ("feed_forward_proj",)),
        ("bart", "tie_word_embeddings", "yes", ("tie_word_embeddings",)),
    ],
)
def test_an_impossible_value_is_not_replaced_by_a_default(
    small: Configs, model_type: str, key: str, value: Value, missing: tuple[str, ...]
) -> None:
    sizes = compute(model_type, {**small[model_type], key: value})
    assert sizes.missing == missing
    assert sizes.parameters is None
    assert key not in sizes.assumed


@pytest.mark.parametrize("silence", ["absent", "unknown", "null"])
@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_a_class_default_stands_in_and_is_named(
    small: Configs, model_type: str, silence: str
) -> None:
    stated = small[model_type]
    for key, default in CLASS_DEFAULTS[model_type].items():
        config: dict[str, Value | None] = dict(stated)
        value: Value
        if isinstance(default, Multiple):
            base = stated[default.key]
            assert isinstance(base, int)
            value = default.factor * base
        else:
            value = default
        if silence == "absent":
            config.pop(key, None)
        else:
            config[key] = "unknown" if silence == "unknown" else None
        silent = compute(model_type, config)  # type: ignore[arg-type]  # null is content too
        assert dict(silent.assumed) == {key: value}
        said = compute(model_type, {**stated, key: value})
        assert (silent.parameters, silent.blocks) == (said.parameters, said.blocks)
        assert said.assumed == {}
        assert said.missing == silent.missing == ()


def test_a_default_that_follows_an_unknown_key_is_not_claimed() -> None:
    sizes = compute("gpt2", {"n_layer": 12})
    assert sizes.missing == ("vocab_size", "n_embd", "n_positions")
    assert sizes.assumed == {}


@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_a_stated_config_assumes_and_misses_nothing(small: Configs, model_type: str) -> None:
    sizes = compute(model_type, small[model_type])
    assert sizes.parameters is not None
    assert sizes.macs_per_token is not None
    assert sizes.max_input_tokens is not None
    assert (sizes.missing, dict(sizes.assumed)) == ((), {})


@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_each_required_key_is_needed(small: Configs, model_type: str) -> None:
    heads = {key for key in required_keys(model_type) if "head" in key}
    counting_heads = {"num_heads"} & heads
    for key in set(required_keys(model_type)) - heads | counting_heads:
        sizes = compute(model_type, without(small[model_type], key))
        assert key in sizes.missing
    for key in heads - counting_heads:
        assert compute(model_type, without(small[model_type], key)).missing == ()


@pytest.mark.parametrize("model_type", ARCHITECTURES)
def test_required_and_defaulted_keys_are_known_and_apart(model_type: str) -> None:
    required, known = set(required_keys(model_type)), set(known_keys(model_type))
    assert required <= known
    assert set(CLASS_DEFAULTS[model_type]) <= known
    assert not required & set(CLASS_DEFAULTS[model_type])


def test_required_keys_of_bert() -> None:
    assert required_keys("bert") == tuple(BERT)


@pytest.mark.parametrize("model_type", ["mamba", "", "BERT", "unknown"])
def test_a_foreign_type_is_not_computed(model_type: str) -> None:
    assert compute(model_type, BERT) == Sizes(
        parameters=None,
        blocks=(),
        macs_per_token=None,
        max_input_tokens=None,
        missing=("model_type",),
        assumed={},
    )
    assert required_keys(model_type) == known_keys(model_type) == ()


def test_no_fixed_limit_is_not_unknown() -> None:
    assert compute("t5", {}).max_input_tokens is NO_FIXED_LIMIT
    assert compute("bert", {}).max_input_tokens is None
    assert NO_FIXED_LIMIT.value == "no fixed limit"


@pytest.mark.parametrize(
    ("model_type", "switches"),
    [
        ("bert", {"is_decoder": True, "add_cross_attention": True}),
        ("electra", {"is_decoder": True, "add_cross_attention": True}),
        ("gpt2", {"add_cross_attention": True}),
    ],
)
def test_cross_attention_is_built_only_where_it_is_switched_on(
    small: Configs, model_type: str, switches: Mapping[str, Value]
) -> None:
    plain = compute(model_type, small[model_type])
    crossing = compute(model_type, {**small[model_type], **switches})
    assert plain.parameters is not None
    attention_and_norm = 4 * (48 * 48 + 48) + 2 * 48
    assert crossing.parameters == plain.parameters + 6 * attention_and_norm
    assert plain.macs_per_token is not None
    assert crossing.macs_per_token == plain.macs_per_token + 6 * 4 * 48 * 48


def test_a_gate_is_one_matrix_more_in_each_layer(small: Configs) -> None:
    gated = compute("t5", small["t5"])
    plain = compute("t5", {**small["t5"], "feed_forward_proj": "relu"})
    matrices = (6 + 3) * 48 * 96
    assert plain.parameters is not None
    assert gated.parameters == plain.parameters + matrices
    assert plain.macs_per_token is not None
    assert gated.macs_per_token == plain.macs_per_token + matrices


def test_untied_words_of_bart_stand_three_times(small: Configs) -> None:
    tied = compute("bart", small["bart"])
    untied = compute("bart", {**small["bart"], "tie_word_embeddings": False})
    assert tied.parameters is not None
    assert untied.parameters == tied.parameters + 2 * 1000 * 48
