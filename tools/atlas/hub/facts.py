"""An answer of the Hub as a record: every value typed and bounded, and nothing made up.

What the Hub itself writes (identity, commit, files, counts) must be as it writes it, or the
whole answer is not sound. What people write in a card's metadata (licence, languages, origins)
is often not: what cannot be read there is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import ValidationError

from atlas.drift import TOKENIZER_FILES
from atlas.hub.library import ModelInfo
from atlas.hub.transport import Provenance
from atlas.records import Config, HubCounters, HubFacts
from atlas.records.hub import MAX_COUNT, MAX_ITEMS, MAX_TEXT, BaseModelOf
from atlas.records.values import ARXIV

EXPAND: Final = (
    *("author", "baseModels", "cardData", "config", "createdAt", "disabled", "downloads"),
    *("downloadsAllTime", "gated", "lastModified", "library_name", "likes", "pipeline_tag"),
    *("safetensors", "sha", "siblings", "tags"),
)
"""What is asked for; both endpoints know all of it. Never ``spaces``, whose order is random."""

EXPAND_COUNTERS: Final = ("downloads", "downloadsAllTime", "likes")
"""What is asked for where only the counters are wanted."""

MAX_FILES: Final = 20_000
"""Files in the list of one repository."""

_FORMATS: Final = (
    ("bin", re.compile(r"(?:^|/)pytorch_model[^/]*\.bin$")),
    ("flax", re.compile(r"(?:^|/)flax_model[^/]*\.msgpack$")),
    ("onnx", re.compile(r"\.onnx$")),
    ("safetensors", re.compile(r"\.safetensors$")),
    ("tf", re.compile(r"(?:^|/)(?:tf_model[^/]*\.h5|[^/]*\.ckpt(?:\.index|\.meta)?)$")),
)
"""Weight formats by the names that transformers gives their files."""

_CONFIG_KEYS: Final = frozenset({*Config.model_fields, "model_type"})


class UnsoundError(ValueError):
    """The answer is not one that the Hub gives."""


def facts(info: ModelInfo, today: str, provenance: Provenance) -> HubFacts:
    """The facts in an answer, in state ``ok``; raises UnsoundError."""
    said: Mapping[str, Any] = vars(info)
    card = _card(said.get("card_data"))
    config = said.get("config")
    config = config if isinstance(config, dict) else {}
    tags = _strings(said, "tags")
    files = list(_files(said.get("siblings")))
    try:
        return HubFacts(
            id=_needed(said, "id", r"[!-~]{1,200}"),
            _id=_needed(said, "_id", r"[0-9a-f]{8,40}"),
            state="ok",
            observed=provenance.day or today,
            origin=(provenance.origin or "")[:MAX_TEXT] or None,
            sha=_needed(said, "sha", r"[0-9a-f]{40}"),
            created=_moment(said, "created_at"),
            last_modified=_moment(said, "last_modified"),
            license=", ".join(_words(card.get("license")))[:MAX_TEXT] or None,
            library=_text(said, "library_name"),
            pipeline_tag=_text(said, "pipeline_tag"),
            languages=tuple(sorted(_words(card.get("language")))),
            gated=_gated(said.get("gated")),
            disabled=_truth(said, "disabled"),
            base_models=tuple(_base_models(said.get("base_models"), card.get("base_model"))),
            arxiv=tuple(sorted(_arxiv(tags))[:MAX_ITEMS]),
            architectures=tuple(_words(config.get("architectures"))),
            config=dict(sorted(_excerpt(config))),
            safetensors=_counts(said.get("safetensors")),
            formats=tuple(name for name, form in _FORMATS if any(map(form.search, files))),
            tokenizer_files=tuple(sorted(TOKENIZER_FILES & set(files))),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UnsoundError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:200]) from error


def counters(info: ModelInfo, today: str) -> HubCounters:
    """The counters in an answer; raises UnsoundError."""
    said: Mapping[str, Any] = vars(info)
    return HubCounters(
        checked=today,
        downloads=_count(said, "downloads"),
        downloads_all_time=_count(said, "downloads_all_time"),
        likes=_count(said, "likes"),
    )


def _needed(said: Mapping[str, Any], name: str, pattern: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise UnsoundError(f"it gives no {name}" if value is None else f"its {name} is not one")
    return value


def _text(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is None or value == "":
        return None
    if not _is_plain(value):
        raise UnsoundError(f"its {name} is not a text")
    return str(value)


def _truth(said: Mapping[str, Any], name: str) -> bool:
    value = said.get(name)
    if value is not None and not isinstance(value, bool):
        raise UnsoundError(f"its {name} is neither true nor false")
    return bool(value)


def _gated(value: Any) -> str | None:
    if value is None or value is False:
        return None
    if value in ("auto", "manual"):
        return str(value)
    raise UnsoundError("its gated is not one")


def _moment(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise UnsoundError(f"its {name} is not a time")
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _count(said: Mapping[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_COUNT:
        raise UnsoundError(f"its {name} is not a count")
    return value


def _strings(said: Mapping[str, Any], name: str) -> list[str]:
    value = said.get(name)
    if not isinstance(value, list) or len(value) > MAX_FILES:
        raise UnsoundError(f"it gives no {name}")
    return [item for item in value if isinstance(item, str)]


def _files(siblings: Any) -> Iterator[str]:
    if not isinstance(siblings, list) or len(siblings) > MAX_FILES:
        raise UnsoundError("it gives no list of files")
    for sibling in siblings:
        name = getattr(sibling, "rfilename", None)
        if not isinstance(name, str):
            raise UnsoundError("its list of files is not one")
        yield name


def _counts(value: Any) -> dict[str, int]:
    counts = getattr(value, "parameters", None)
    if value is None:
        return {}
    if not isinstance(counts, dict) or len(counts) > MAX_ITEMS:
        raise UnsoundError("its safetensors are not counted")
    return {dtype: _count(counts, dtype) or 0 for dtype in sorted(map(str, counts))}


def _card(value: Any) -> Mapping[str, Any]:
    """The metadata of the card, however the library passes it on."""
    if isinstance(value, Mapping):
        return value
    return vars(value) if hasattr(value, "__dict__") else {}


def _words(value: Any) -> list[str]:
    """The short texts in what may be a text, a list or anything else."""
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    return [str(item) for item in items if _is_plain(item)][:MAX_ITEMS]


def _is_plain(value: Any) -> bool:
    """Whether a value is a text of one line that can be written down."""
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value.isprintable()


def _base_models(expanded: Any, of_card: Any) -> Iterator[BaseModelOf]:
    """Origins with their relation, as the Hub worked them out; else what the card names."""
    relation = None
    named: list[str] = []
    if isinstance(expanded, dict):
        relation = expanded.get("relation")
        models = expanded.get("models")
        for model in models if isinstance(models, list) else ():
            if isinstance(model, dict):
                named += _words(model.get("id"))
    for each in sorted(set(named or _words(of_card)))[:MAX_ITEMS]:
        yield BaseModelOf(id=each, relation=relation if _is_plain(relation) else None)


def _arxiv(tags: Iterable[str]) -> set[str]:
    ids = {tag.removeprefix("arxiv:") for tag in tags if tag.startswith("arxiv:")}
    return {each for each in ids if re.fullmatch(ARXIV, each, re.ASCII)}


def _excerpt(config: Mapping[Any, Any]) -> Iterator[tuple[str, str | int | float | bool]]:
    tokenizer = config.get("tokenizer_config")
    named = tokenizer.get("tokenizer_class") if isinstance(tokenizer, dict) else None
    for key, value in (*config.items(), ("tokenizer_class", named)):
        is_wanted = key in _CONFIG_KEYS or key == "tokenizer_class"
        if is_wanted and (_is_plain(value) or _is_number(value)):
            yield key, value


def _is_number(value: Any) -> bool:
    """Whether a value is true, false or a number that JSON can hold; NaN is none."""
    return isinstance(value, int | float) and abs(value) <= MAX_COUNT
