"""What has to hold between the keys of a config, one condition a function.

A condition answers ``None`` where it holds and where a key it needs is unknown
or of the wrong kind; the latter is reported on its own.
"""

from __future__ import annotations

from atlas.arithmetic.architecture import Condition, Incoherence
from atlas.arithmetic.keys import Fields

LONGEST_PLAUSIBLE_INPUT = 1_000_000
"""In tokens. Tokenizers without a limit write 10^30, which gets copied as a length."""


def divides(divisor: str, whole: str) -> Condition:
    """The value of ``whole`` is a multiple of that of ``divisor``."""

    def condition(config: Fields) -> Incoherence | None:
        parts, total = _numbers(config, divisor, whole)
        if parts is None or total is None or total % parts == 0:
            return None
        return Incoherence(
            divisor,
            f"`{whole}` {total} is not a multiple of `{divisor}` {parts}",
            f"Compare `{divisor}` and `{whole}` with the config.json",
        )

    return condition


def groups_share_the_layers(config: Fields) -> Incoherence | None:
    """ALBERT's layers are shared out evenly among its groups.

    Transformers runs any two numbers: layer ``i`` takes the group
    ``int(i * groups / layers)``. Where there are more groups than layers, some
    are stored and never used (albert_tiny_google_fast is published with 12
    groups for 4 layers).
    Source: ``models/albert/modeling_albert.py``, ``AlbertTransformer.forward``.
    """
    groups, layers = _numbers(config, "num_hidden_groups", "num_hidden_layers")
    if groups is None or layers is None or layers % groups == 0:
        return None
    if groups > layers:
        message = f"`num_hidden_groups` {groups} is more than `num_hidden_layers` {layers}"
        message += ": some groups are stored and serve no layer"
    else:
        message = f"`num_hidden_layers` {layers} is not a multiple of `num_hidden_groups` {groups}"
    fix = "Compare `num_hidden_groups` and `num_hidden_layers` with the config.json"
    return Incoherence("num_hidden_groups", message, fix, runs=True)


def heads_share_the_width(config: Fields) -> Incoherence | None:
    """XLNet refuses a ``d_head`` other than ``d_model`` / ``n_head``."""
    head, width, heads = _numbers(config, "d_head", "d_model", "n_head")
    if head is None or width is None or heads is None or head * heads == width:
        return None
    return Incoherence(
        "d_head",
        f"`d_head` {head} times `n_head` {heads} is not `d_model` {width}",
        "Compare the three with the config.json, or leave `d_head` out",
    )


def cross_attention_needs_a_decoder(config: Fields) -> Incoherence | None:
    """Transformers builds cross-attention into an encoder only with ``is_decoder``."""
    if config.stated("add_cross_attention") is not True or config.stated("is_decoder") is True:
        return None
    return Incoherence(
        "add_cross_attention",
        "`add_cross_attention` is true but `is_decoder` is not",
        "Write `is_decoder: true`, or leave `add_cross_attention` out",
    )


def feed_forward_is_gated_or_plain(config: Fields) -> Incoherence | None:
    """T5's ``feed_forward_proj`` is an activation, or ``gated-`` and an activation."""
    projection = config.stated("feed_forward_proj")
    if not isinstance(projection, str):
        return None
    first, *more = projection.split("-")
    if not more or (first == "gated" and len(more) == 1):
        return None
    return Incoherence(
        "feed_forward_proj",
        f"`feed_forward_proj` {shown(projection)} is neither an activation nor `gated-` and one",
        "Write for instance `relu` or `gated-gelu`",
    )


def plausible_input(positions: str) -> Condition:
    """A table of positions is not longer than any model's."""

    def condition(config: Fields) -> Incoherence | None:
        (length,) = _numbers(config, positions)
        if length is None or length <= LONGEST_PLAUSIBLE_INPUT:
            return None
        return Incoherence(
            positions,
            f"`{positions}` {shown(length)} is longer than any model's input",
            "Take the number from config.json, not from the tokenizer's `model_max_length`",
        )

    return condition


def leaves_room_for_tokens(config: Fields) -> Incoherence | None:
    """RoBERTa's positions begin after ``pad_token_id`` + 1 unused ones."""
    positions, pad = _numbers(config, "max_position_embeddings", "pad_token_id")
    if positions is None or pad is None or positions > pad + 1:
        return None
    return Incoherence(
        "max_position_embeddings",
        f"`max_position_embeddings` {positions} leaves no position after `pad_token_id` {pad}",
        "Compare `max_position_embeddings` and `pad_token_id` with the config.json",
    )


def padding_is_in_the_vocabulary(config: Fields) -> Incoherence | None:
    """The padding token has a row in the word embedding."""
    pad, words = _numbers(config, "pad_token_id", "vocab_size")
    if pad is None or words is None or pad < words:
        return None
    return Incoherence(
        "pad_token_id",
        f"`pad_token_id` {pad} is outside a vocabulary of {words}",
        "Compare `pad_token_id` and `vocab_size` with the config.json",
    )


def holds_special_tokens(count: int) -> Condition:
    """The vocabulary has room for the ``count`` special tokens of the default tokenizer."""

    def condition(config: Fields) -> Incoherence | None:
        (words,) = _numbers(config, "vocab_size")
        if words is None or words >= count:
            return None
        return Incoherence(
            "vocab_size",
            f"`vocab_size` {words} has no room for the {count} special tokens",
            "Take the number from config.json",
        )

    return condition


def shown(value: object) -> str:
    """A value as a message may quote it: on one line, never long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**15 else "(more than 15 digits)"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _numbers(config: Fields, *names: str) -> tuple[int | None, ...]:
    stated = (config.stated(name) for name in names)
    return tuple(value if isinstance(value, int) else None for value in stated)
