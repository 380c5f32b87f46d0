"""What holds for every config, sound or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.arithmetic import (
    ARCHITECTURES,
    Incoherence,
    InputLimit,
    Value,
    compute,
    incoherences,
    known_keys,
)

TYPES = st.sampled_from(ARCHITECTURES)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, 0.5, float("nan"), [], {}, b""]),
    st.integers(),
    st.integers(min_value=1, max_value=5000),
    st.booleans(),
    st.text(max_size=12),
    st.sampled_from(["unknown", "gated-gelu", "relu", 10**40, -(10**5000)]),
)
SIZES = st.integers(min_value=1, max_value=4096)
LAYERS = {
    "bert": ["num_hidden_layers"],
    "albert": ["num_hidden_groups", "inner_group_num"],
    "roberta": ["num_hidden_layers"],
    "xlm-roberta": ["num_hidden_layers"],
    "distilbert": ["n_layers"],
    "electra": ["num_hidden_layers"],
    "ernie": ["num_hidden_layers"],
    "openai-gpt": ["n_layer"],
    "gpt2": ["n_layer"],
    "xlnet": ["n_layer"],
    "t5": ["num_layers", "num_decoder_layers"],
    "bart": ["encoder_layers", "decoder_layers"],
}


@st.composite
def typed_configs(draw: st.DrawFn) -> tuple[str, dict[str, Value]]:
    """An architecture and any values at all, most of them under its own keys."""
    model_type = draw(TYPES)
    keys = st.one_of(st.sampled_from(known_keys(model_type)), st.text(max_size=8))
    return model_type, draw(st.dictionaries(keys, VALUES, max_size=12))


@st.composite
def complete_configs(draw: st.DrawFn) -> tuple[str, dict[str, Value]]:
    """An architecture and a size for each of its keys that takes one."""
    model_type = draw(TYPES)
    config: dict[str, Value] = {key: draw(SIZES) for key in known_keys(model_type)}
    for key in ("is_decoder", "add_cross_attention", "use_task_id", "tie_word_embeddings"):
        if key in config:
            config[key] = draw(st.booleans())
    for key in ("hidden_act", "position_embedding_type", "feed_forward_proj"):
        if key in config:
            config[key] = draw(st.sampled_from(["relu", "gated-gelu"]))
    return model_type, config


@given(typed_configs())
@settings(max_examples=400, deadline=None)
def test_no_config_raises_and_every_answer_is_consistent(
    case: tuple[str, dict[str, Value]],
) -> None:
    model_type, config = case
    sizes = compute(model_type, config)
    computed = sum(block.parameters for block in sizes.blocks)
    if sizes.parameters is None:
        assert sizes.missing
    else:
        assert sizes.parameters == computed
    assert all(block.parameters > 0 for block in sizes.blocks)
    assert len({block.name for block in sizes.blocks}) == len(sizes.blocks)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", block.name) for block in sizes.blocks)
    longest = sizes.max_input_tokens
    assert longest is None or isinstance(longest, InputLimit) or longest >= 0
    if None in (sizes.macs_per_token, sizes.max_input_tokens):
        assert sizes.missing
    if not sizes.missing:
        assert sizes.parameters is not None
    assert set(sizes.missing) <= set(known_keys(model_type))
    assert not set(sizes.missing) & set(sizes.assumed)
    assert all(sizes.assumed[key] not in (None, "unknown") for key in sizes.assumed)


@given(typed_configs())
@settings(max_examples=400, deadline=None)
def test_every_incoherence_is_a_sentence_with_a_fix(case: tuple[str, dict[str, Value]]) -> None:
    model_type, config = case
    for found in incoherences(model_type, config):
        assert isinstance(found, Incoherence)
        assert found.key in config
        assert f"`{found.key}`" in found.message
        assert len(found.message) < 200
        assert "\n" not in found.message
        assert found.fix[0].isupper()


@given(st.text(max_size=8), st.dictionaries(st.text(max_size=8), VALUES, max_size=4))
def test_no_model_type_raises(model_type: str, config: Mapping[str, Value]) -> None:
    compute(model_type, config)
    incoherences(model_type, config)


@given(complete_configs(), st.integers(min_value=1, max_value=9))
@settings(deadline=None)
def test_more_layers_mean_more_of_both(case: tuple[str, dict[str, Value]], added: int) -> None:
    model_type, config = case
    before = compute(model_type, config)
    assert before.parameters is not None
    assert before.macs_per_token is not None
    for key in LAYERS[model_type]:
        layers = config[key]
        assert isinstance(layers, int)
        after = compute(model_type, {**config, key: layers + added})
        assert after.parameters is not None
        assert after.macs_per_token is not None
        assert after.parameters > before.parameters
        # ALBERT's groups are stored; how many layers a token passes is another key.
        if key == "num_hidden_groups":
            assert after.macs_per_token == before.macs_per_token
        else:
            assert after.macs_per_token > before.macs_per_token


@given(complete_configs())
@settings(deadline=None)
def test_a_word_more_is_one_row_more(case: tuple[str, dict[str, Value]]) -> None:
    model_type, config = case
    words = config["vocab_size"]
    assert isinstance(words, int)
    one, two, three = (
        compute(model_type, {**config, "vocab_size": words + more}) for more in range(3)
    )
    assert one.parameters is not None
    assert two.parameters is not None
    assert three.parameters is not None
    assert two.parameters - one.parameters == three.parameters - two.parameters > 0
    assert one.macs_per_token == two.macs_per_token


@given(complete_configs())
@settings(deadline=None)
def test_a_forgotten_key_is_missing_or_does_not_count(case: tuple[str, dict[str, Value]]) -> None:
    model_type, config = case
    whole = compute(model_type, config)
    for key in config:
        partial = compute(model_type, {**config, key: "unknown"})
        if key in partial.missing:
            continue
        if key in partial.assumed:
            config_with_default = {**config, key: partial.assumed[key]}
            assert partial.parameters == compute(model_type, config_with_default).parameters
        elif key not in ("add_cross_attention", "use_task_id"):
            assert partial == whole


@given(complete_configs())
@settings(deadline=None)
def test_the_longest_input_is_a_number_or_has_no_limit(
    case: tuple[str, dict[str, Value]],
) -> None:
    model_type, config = case
    longest = compute(model_type, config).max_input_tokens
    assert isinstance(longest, InputLimit) == (model_type in ("t5", "xlnet"))
