"""Where an entry and the Hub disagree: both may be right, and a person has to look.

Told from the entry and the facts that are kept, without asking anybody: the sync reports it, and
the site lists it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from atlas.cards import Card, differs
from atlas.records import HubFacts, Kind, Model, Paper
from atlas.store import KnowledgeBase

TEMPLATE_PAPER: Final = "1910.09700"
"""The paper on emissions that the Hub's template of a card links; no model's own."""

TOKENIZER_FILES: Final = frozenset(
    {"vocab.txt", "vocab.json", "vocab.bpe", "merges.txt", "spiece.model", "tokenizer.model"}
    | {"sentencepiece.bpe.model", "spm.model", "tokenizer.json", "tokenizer_config.json"}
    | {"special_tokens_map.json", "added_tokens.json"}
)
"""Files at the top of a repository that transformers makes a tokenizer from."""

_BUFFER_TYPES: Final = frozenset({"I64", "BOOL"})
"""Types of what is saved beside the weights, such as the numbers of the positions."""

Code = Literal[
    "licence-differs",
    "tokenizer-files-differ",
    "config-differs",
    "size-differs",
    "base-model-differs",
    "paper-differs",
]
"""What is at odds."""


@dataclass(frozen=True)
class Drift:
    """One disagreement. ``there`` comes from the Hub, and may hold any text."""

    code: Code
    words: str
    """A sentence without its end, for the report of the sync."""
    here: str | None
    """What the entry says; None where it says nothing."""
    there: str | None
    """What the Hub says; None where it says nothing."""
    about: str = ""
    """The key of the configuration, or the class, that is at odds."""


def drift(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Iterator[Drift]:
    """Every disagreement between an entry and the facts kept for it."""
    if facts.sha is None:
        return  # nothing but a state is known
    yield from _license(card, facts)
    yield from _tokenizer(card, facts)
    yield from _config(card, facts)
    yield from _size(card, facts)
    yield from _origins(kb, card, facts)
    yield from _papers(kb, card, facts)


def _license(card: Card, facts: HubFacts) -> Iterator[Drift]:
    stated = card.license.weights if card.license else None
    if stated is None or facts.license is None:
        return
    if stated.id.casefold() != facts.license.casefold():
        words = "the card states another licence than the entry has for the weights"
        yield Drift("licence-differs", words, stated.id, facts.license)


def _tokenizer(card: Card, facts: HubFacts) -> Iterator[Drift]:
    if card.tokenizer is None:
        return
    needed = TOKENIZER_FILES & set(card.tokenizer.files)
    if lacking := sorted(needed - set(facts.tokenizer_files)):
        named = card.tokenizer.class_
        words = f"{named} needs files that are not there"
        there = ", ".join(facts.tokenizer_files) or None
        yield Drift("tokenizer-files-differ", words, ", ".join(lacking), there, named)
    named_there = facts.config.get("tokenizer_class")
    if named_there is not None and _slow(str(named_there)) != _slow(card.tokenizer.class_):
        words = "its configuration names another tokenizer"
        here = card.tokenizer.class_
        yield Drift("config-differs", words, here, str(named_there), "tokenizer_class")


def _slow(class_name: str) -> str:
    """The class without the mark of its fast twin, which reads the same files."""
    return class_name.removesuffix("Fast")


def _config(card: Card, facts: HubFacts) -> Iterator[Drift]:
    given = dict(card.model.config.given()) if card.model.config else {}
    if card.load is not None:
        given["model_type"] = card.load.model_type
    for key, there in sorted(facts.config.items()):
        here = given.get(key)
        if here is not None and here != "unknown" and here != there:
            words = f"{key} is another in its config.json"
            yield Drift("config-differs", words, str(here), str(there), key)


def _size(card: Card, facts: HubFacts) -> Iterator[Drift]:
    computed = card.sizes.parameters if card.sizes else None
    stored = sum(n for dtype, n in facts.safetensors.items() if dtype not in _BUFFER_TYPES)
    if computed and stored and differs(stored, computed):
        words = "the safetensors hold over 5 % more or less than the config computes to"
        yield Drift("size-differs", words, f"{computed:,}", f"{stored:,}")


def _origins(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Iterator[Drift]:
    known = {(card.model.hub or "").casefold(), facts.id.casefold()}
    known |= {former.casefold() for former in card.model.former_hub}
    ours = []
    for origin in card.model.derived_from:
        if entry := kb.get(Kind.MODEL, origin.model):
            model = entry.as_(Model)
            ids = [id for id in (model.hub, *model.former_hub) if id]
            ours += ids[:1]
            known |= {id.casefold() for id in ids}
    for named in facts.base_models:
        if named.id.casefold() not in known:
            relation = f" ({named.relation})" if named.relation else ""
            words = "the card names an origin that the entry does not"
            here = ", ".join(ours) or None
            yield Drift("base-model-differs", words, here, f"{named.id}{relation}")


def _papers(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Iterator[Drift]:
    linked = sorted(set(facts.arxiv) - {TEMPLATE_PAPER})
    entries = [kb.get(Kind.PAPER, paper) for paper in (card.family.papers if card.family else ())]
    ours = [arxiv for entry in entries if entry and (arxiv := entry.as_(Paper).arxiv)]
    if linked and ours and not set(linked) & set(ours):
        words = "the card links none of the family's papers"
        yield Drift("paper-differs", words, ", ".join(ours), ", ".join(linked))
