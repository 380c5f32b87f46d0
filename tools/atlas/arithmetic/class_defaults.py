"""What transformers fills in where a ``config.json`` is silent: one table, tested.

A key stands here only if config files commonly leave it out *and* the class
default is what the known checkpoints of that architecture have. That is why
RoBERTa, XLM-RoBERTa and ERNIE have no ``type_vocab_size``: their classes say 2,
RoBERTa's checkpoints have 1, ERNIE's have 2 or 4, so a silent entry would get a
wrong total instead of an unknown one. For the same reason ``use_task_id`` of
ERNIE has no default.

Source: transformers 5.23.0, the ``configuration_*.py`` of each architecture;
``tests/models`` compares every row with the installed classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Value = int | bool | str
"""What an entry may state for a key; the text ``unknown`` says that nobody knows."""

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Multiple:
    """A default that follows another key: ``factor`` times the value of ``key``."""

    factor: int
    key: str


Default = Value | Multiple

CLASS_DEFAULTS: Mapping[str, Mapping[str, Default]] = MappingProxyType(
    {
        "bert": {"type_vocab_size": 2},
        "albert": {"type_vocab_size": 2, "num_hidden_groups": 1, "inner_group_num": 1},
        "roberta": {"pad_token_id": 1},
        "xlm-roberta": {"pad_token_id": 1},
        "distilbert": {},
        "electra": {"type_vocab_size": 2},
        "ernie": {},
        "openai-gpt": {},
        "gpt2": {"n_inner": Multiple(4, "n_embd")},
        "xlnet": {},
        "t5": {
            "num_decoder_layers": Multiple(1, "num_layers"),
            "relative_attention_num_buckets": 32,
            "feed_forward_proj": "relu",
        },
        "bart": {"tie_word_embeddings": True},
    }
)
"""By ``model_type``, then by key."""
