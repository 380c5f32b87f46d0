"""The list of classes: its record, its file, and the questions it answers."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

LIST = Path(__file__).parent.parent / "data" / "transformers.json"
"""The committed list."""

ANY_KIND = "any"
UNKNOWN_KIND = "unknown"


@dataclass(frozen=True)
class Listing:
    """What one release of transformers has.

    ``models``: the names of public model classes.
    ``tokenizers``: each name under which a tokenizer class can be imported (old
    ``…Fast`` names lead to the same class), and the kind of vocabulary the class
    reads, in the words of an entry; ``any`` for a class that reads whatever a
    checkpoint ships, ``unknown`` where the class alone does not tell.
    ``model_types``: each type that has to do with text, and the names of its
    classes under the keys of an entry's ``load:`` block, and ``config`` and
    ``tokenizer`` (the default one).
    """

    transformers: str
    made: date
    models: frozenset[str]
    tokenizers: Mapping[str, str]
    model_types: Mapping[str, Mapping[str, str]]

    def reads(self, tokenizer: str, kind: str) -> bool | None:
        """Whether a tokenizer class reads vocabularies of a kind; None where nobody knows."""
        own = self.tokenizers.get(tokenizer, UNKNOWN_KIND)
        if UNKNOWN_KIND in (own, kind):
            return None
        return own in (ANY_KIND, kind)

    def class_of(self, model_type: str, role: str) -> str | None:
        """The class with a role (``model``, ``masked_lm`` …) for a type; None if it has none."""
        return self.model_types.get(model_type, {}).get(role)

    def models_like(self, name: str) -> tuple[str, ...]:
        """Model classes that someone who wrote ``name`` may have meant, the likeliest first."""
        return _like(name, self.models)

    def tokenizers_like(self, name: str) -> tuple[str, ...]:
        """Tokenizer classes that someone who wrote ``name`` may have meant."""
        return _like(name, self.tokenizers)

    def model_types_like(self, name: str) -> tuple[str, ...]:
        """Types that someone who wrote ``name`` may have meant."""
        return _like(name, self.model_types)


def load(path: Path = LIST) -> Listing:
    """The list in a file. The file is written by a program: a fault in it raises."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Listing(
        transformers=content["transformers"],
        made=date.fromisoformat(content["made"]),
        models=frozenset(content["models"]),
        tokenizers=MappingProxyType(content["tokenizers"]),
        model_types=MappingProxyType(content["model_types"]),
    )


def as_text(listing: Listing) -> str:
    """The list as its file holds it: JSON, sorted, a name a line, so that a diff can be read."""
    content = {
        "transformers": listing.transformers,
        "made": listing.made.isoformat(),
        "models": sorted(listing.models),
        "tokenizers": dict(sorted(listing.tokenizers.items())),
        "model_types": {name: dict(each) for name, each in sorted(listing.model_types.items())},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _like(name: str, names: Iterable[str]) -> tuple[str, ...]:
    # Case is what people get wrong most (BERTModel, AlBertTokenizer), so it weighs nothing.
    by_folded = {each.casefold(): each for each in sorted(names)}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.75)
    return tuple(by_folded[each] for each in close)
