"""HubFacts: what the Hugging Face Hub said of one repository; written by the sync only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["ok", "moved", "replaced", "gated", "disabled", "missing", "unreachable"]


class _Facts(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class BaseModelOf(_Facts):
    """A repository that the card names as its origin."""

    id: str
    """owner/name."""
    relation: str | None = None
    """finetune, adapter, merge or quantized, where the Hub says so."""


class HubFacts(_Facts):
    """Stable facts of one repository, as the Hub gave them on the day they were observed.

    Counters (downloads, likes) are not here: they change daily and live in a
    file that git ignores. What the Hub did not say is None or empty.
    """

    id: str
    """The canonical id, owner/name."""
    internal_id: str = Field(alias="_id")
    """The Hub's own identity, which survives a rename."""
    state: State
    """What the last conclusive look found."""
    observed: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    """The day these facts were first seen as they are."""
    sha: str | None = None
    """The commit of the main branch."""
    created: str | None = None
    """When the repository was made."""
    last_modified: str | None = None
    """When it last changed."""
    license: str | None = None
    """The licence of the card's metadata."""
    library: str | None = None
    """The library that the Hub would load it with."""
    pipeline_tag: str | None = None
    """The task that the Hub shows it under."""
    languages: tuple[str, ...] = Field(default=(), strict=False)
    """Languages of the card's metadata."""
    gated: str | None = None
    """auto or manual, where a reader must ask for access."""
    disabled: bool = False
    """Whether the Hub has switched it off."""
    base_models: tuple[BaseModelOf, ...] = Field(default=(), strict=False)
    """Origins that the card names."""
    arxiv: tuple[str, ...] = Field(default=(), strict=False)
    """Every arXiv id that the card links to; not necessarily the model's paper."""
    config: Mapping[str, str | int | float | bool | None] = {}
    """An excerpt of ``config.json``."""
    safetensors: Mapping[str, int] = {}
    """Values in the safetensors files by dtype, buffers included."""
    formats: tuple[str, ...] = Field(default=(), strict=False)
    """Weight formats in the file list."""
    tokenizer_files: tuple[str, ...] = Field(default=(), strict=False)
    """Files of the list that a tokenizer is made from."""
