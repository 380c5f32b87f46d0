"""What the sync writes: facts of each repository, first misses, and counters that git ignores.

Everything here came over the wire once, so every text and list is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from atlas.records.values import FormerHubId

State = Literal["ok", "moved", "replaced", "gated", "disabled", "missing", "unreachable"]

MAX_TEXT = 500
"""Characters in a text."""
MAX_ITEMS = 1000
"""Items in a list."""
MAX_COUNT = 2**53 - 1
"""The largest number that every reader of JSON reads exactly."""

_Text = Annotated[str, Field(max_length=MAX_TEXT)]
_Texts = Annotated[tuple[_Text, ...], Field(strict=False, max_length=MAX_ITEMS)]
_Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Facts(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        use_attribute_docstrings=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )


class BaseModelOf(_Facts):
    """A repository that the card names as its origin."""

    id: _Text
    """owner/name."""
    relation: _Text | None = None
    """finetune, adapter, merge or quantized, where the Hub says so."""


class HubFacts(_Facts):
    """Stable facts of one repository, as the Hub gave them on the day they were observed.

    Counters (downloads, likes) are not here: they change daily and live in a
    file that git ignores. What the Hub did not say is None or empty.
    """

    id: FormerHubId
    """The canonical id, owner/name."""
    internal_id: _Text | None = Field(alias="_id")
    """The Hub's own identity, which survives a rename; None where the Hub never gave it."""
    state: State
    """What the last conclusive look found."""
    observed: _Day
    """The day these facts were first seen as they are."""
    since: _Day | None = None
    """The day the state was first found, where it is later than the facts."""
    origin: _Text | None = None
    """The public recording that the facts were read from, where the Hub itself was not asked."""
    sha: _Text | None = None
    """The commit of the main branch."""
    created: _Text | None = None
    """When the repository was made."""
    last_modified: _Text | None = None
    """When it last changed."""
    license: _Text | None = None
    """The licence of the card's metadata."""
    library: _Text | None = None
    """The library that the Hub would load it with."""
    pipeline_tag: _Text | None = None
    """The task that the Hub shows it under."""
    languages: _Texts = ()
    """Languages of the card's metadata."""
    gated: _Text | None = None
    """auto or manual, where a reader must ask for access."""
    disabled: bool = False
    """Whether the Hub has switched it off."""
    base_models: Annotated[tuple[BaseModelOf, ...], Field(strict=False, max_length=MAX_ITEMS)] = ()
    """Origins that the card names."""
    arxiv: _Texts = ()
    """Every arXiv id that the card links to; not necessarily the model's paper."""
    architectures: _Texts = ()
    """The classes that ``config.json`` names."""
    config: Annotated[
        Mapping[_Text, _Text | int | float | bool | None], Field(max_length=MAX_ITEMS)
    ] = {}
    """An excerpt of ``config.json``, as far as the Hub gives one."""
    safetensors: Annotated[Mapping[_Text, _Count], Field(max_length=MAX_ITEMS)] = {}
    """Values in the safetensors files by dtype, buffers included."""
    formats: _Texts = ()
    """Weight formats in the file list."""
    tokenizer_files: _Texts = ()
    """Files of the list that a tokenizer is made from."""


class HubMiss(_Facts):
    """An id that the Hub did not know when it was last asked, and had not been missing before."""

    first: _Day
    """The day of the first look that missed it."""
    status: int = Field(ge=400, le=499)
    """The HTTP status of that answer."""


class HubMisses(_Facts):
    """First misses, by id: one alone proves nothing."""

    misses: Mapping[_Text, HubMiss] = {}


class HubCounters(_Facts):
    """What changes from day to day."""

    checked: _Day
    """The day of the last look that got an answer."""
    downloads: _Count | None = None
    """Downloads of the last 30 days."""
    downloads_all_time: _Count | None = None
    """Downloads since the repository was made; can fall."""
    likes: _Count | None = None
    """Likes."""


class HubMetrics(_Facts):
    """The counters of every entry by the id it gives; lives in a file that git ignores."""

    models: Mapping[_Text, HubCounters] = {}
