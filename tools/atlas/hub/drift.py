"""Where an entry and the Hub disagree: both may be right, and a person has to look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from atlas.cards import Card, differs
from atlas.hub.facts import TOKENIZER_FILES
from atlas.hub.findings import Finding
from atlas.records import HubFacts, Kind, Model, Paper
from atlas.store import KnowledgeBase

TEMPLATE_PAPER: Final = "1910.09700"
"""The paper on emissions that the Hub's template of a card links; no model's own."""

_BUFFER_TYPES: Final = frozenset({"I64", "BOOL"})
"""Types of what is saved beside the weights, such as the numbers of the positions."""


def drift(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Iterator[Finding]:
    """Every disagreement between an entry and the facts kept for it."""
    if facts.sha is None:
        return  # nothing but a state is known
    entry, hub = card.entry.id, card.model.hub or ""
    for code, words, here, there in (
        *_license(card, facts),
        *_tokenizer(card, facts),
        *_config(card, facts),
        *_size(card, facts),
        *_origins(kb, card, facts),
        *_papers(kb, card, facts),
    ):
        yield Finding(code, entry, hub, words, here, there)


Said = Iterator[tuple[str, str, str | None, str | None]]


def _license(card: Card, facts: HubFacts) -> Said:
    stated = card.license.weights if card.license else None
    if stated is None or facts.license is None:
        return
    if stated.id.casefold() != facts.license.casefold():
        words = "the card states another licence than the entry has for the weights"
        yield "licence-differs", words, stated.id, facts.license


def _tokenizer(card: Card, facts: HubFacts) -> Said:
    if card.tokenizer is None:
        return
    needed = TOKENIZER_FILES & set(card.tokenizer.files)
    if lacking := sorted(needed - set(facts.tokenizer_files)):
        words = f"{card.tokenizer.class_} needs files that are not there"
        there = ", ".join(facts.tokenizer_files) or "none"
        yield "tokenizer-files-differ", words, ", ".join(lacking), there
    named = facts.config.get("tokenizer_class")
    if named is not None and _slow(str(named)) != _slow(card.tokenizer.class_):
        words = "its configuration names another tokenizer"
        yield "config-differs", words, card.tokenizer.class_, str(named)


def _slow(class_name: str) -> str:
    """The class without the mark of its fast twin, which reads the same files."""
    return class_name.removesuffix("Fast")


def _config(card: Card, facts: HubFacts) -> Said:
    given = dict(card.model.config.given()) if card.model.config else {}
    if card.load is not None:
        given["model_type"] = card.load.model_type
    for key, there in sorted(facts.config.items()):
        here = given.get(key)
        if here is not None and here != "unknown" and here != there:
            yield "config-differs", f"{key} is another in its config.json", str(here), str(there)


def _size(card: Card, facts: HubFacts) -> Said:
    computed = card.sizes.parameters if card.sizes else None
    stored = sum(n for dtype, n in facts.safetensors.items() if dtype not in _BUFFER_TYPES)
    if computed and stored and differs(stored, computed):
        words = "the safetensors hold over 5 % more or less than the config computes to"
        yield "size-differs", words, f"{computed:,}", f"{stored:,}"


def _origins(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Said:
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
            yield "base-model-differs", words, ", ".join(ours) or "none", f"{named.id}{relation}"


def _papers(kb: KnowledgeBase, card: Card, facts: HubFacts) -> Said:
    linked = sorted(set(facts.arxiv) - {TEMPLATE_PAPER})
    entries = [kb.get(Kind.PAPER, paper) for paper in (card.family.papers if card.family else ())]
    ours = [arxiv for entry in entries if entry and (arxiv := entry.as_(Paper).arxiv)]
    if linked and ours and not set(linked) & set(ours):
        words = "the card links none of the family's papers"
        yield "paper-differs", words, ", ".join(ours), ", ".join(linked)
