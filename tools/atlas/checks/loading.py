"""Loading: the classes that an entry names exist and load what it says they load."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Family, Kind, Load, Model, Tokenizer
from atlas.store import Entry
from atlas.yamltext import quoted

_NOT_CLASSES = ("model_type", "source", "where")
_HEADS_FOR_USES = {
    "fill-mask": ("masked_lm",),
    "text-generation": ("causal_lm", "seq2seq_lm"),
}
"""What a use needs of a ``load`` block: one of these."""


@rule("LOD001")
def is_of_a_known_type(inspection: Inspection) -> Iterator[Finding]:
    """The model type of a load block is one that transformers has."""
    listing = inspection.transformers
    for entry, load in _loads(inspection):
        if load.model_type not in listing.model_types:
            message = f"transformers {listing.transformers} has no {quoted(load.model_type)}"
            fix = _meant(listing.model_types_like(load.model_type), "the one in config.json")
            yield Finding(entry, ("load", "model_type"), message, fix)


@rule("LOD002")
def names_classes_that_exist(inspection: Inspection) -> Iterator[Finding]:
    """A class that a load block names is one that transformers has."""
    listing = inspection.transformers
    for entry, role, name in _classes(inspection):
        if name not in listing.models:
            message = f"transformers {listing.transformers} has no class {quoted(name)}"
            fix = _meant(listing.models_like(name), "the name of a class")
            yield Finding(entry, ("load", role), message, fix)


@rule("LOD003")
def names_classes_of_its_type(inspection: Inspection) -> Iterator[Finding]:
    """A class that a load block names is the one for its model type and its head."""
    listing = inspection.transformers
    for entry, load in _loads(inspection):
        if load.model_type not in listing.model_types:
            continue
        for role, name in _roles(load):
            right = listing.class_of(load.model_type, role)
            if name in listing.models and name != right:
                message = f"{quoted(name)} is not the {role} class of type {load.model_type}"
                fix = f"write {right}" if right else "take it out; there is none for the type"
                yield Finding(entry, ("load", role), message, fix)


@rule("LOD004")
def names_a_tokenizer_that_exists(inspection: Inspection) -> Iterator[Finding]:
    """The class of a tokenizer is one that transformers has."""
    listing = inspection.transformers
    for entry, tokenizer in _tokenizers(inspection):
        if tokenizer.class_ not in listing.tokenizers:
            name = quoted(tokenizer.class_)
            message = f"transformers {listing.transformers} has no tokenizer {name}"
            fix = _meant(listing.tokenizers_like(tokenizer.class_), "the name of a class")
            yield Finding(entry, ("tokenizer", "class"), message, fix)


@rule("LOD005")
def reads_its_vocabulary(inspection: Inspection) -> Iterator[Finding]:
    """The class of a tokenizer reads the kind of vocabulary that the checkpoints have."""
    listing = inspection.transformers
    for entry, tokenizer in _tokenizers(inspection):
        name, kind = tokenizer.class_, tokenizer.kind
        if name in listing.tokenizers and listing.reads(name, kind) is False:
            message = f"{quoted(name)} reads {listing.tokenizers[name]}, not {kind}"
            fix = "name the class that the vocabulary was made for, or mend the kind"
            yield Finding(entry, ("tokenizer", "class"), message, fix)


@rule("USE001")
def fills_masks_with_a_trained_head(inspection: Inspection) -> Iterator[Finding]:
    """A model is used to fill masks only where its head for that is trained."""
    for entry in inspection.kb.of(Kind.MODEL):
        model = entry.as_(Model)
        if "fill-mask" in model.uses and model.contents.mlm != "trained":
            path = ("uses", model.uses.index("fill-mask"))
            message = f"the head that fills masks is {model.contents.mlm}"
            fix = "take fill-mask out, or write contents: {mlm: trained, source: …, where: …}"
            yield Finding(entry, path, message, fix)


@rule("USE002")
def has_a_class_for_each_use(inspection: Inspection) -> Iterator[Finding]:
    """A model that fills masks or writes text has a class to load it with for that."""
    for card in inspection.cards:
        if card.load is None:
            continue
        for index, use in enumerate(card.model.uses):
            heads = _HEADS_FOR_USES.get(use, ())
            if heads and not any(getattr(card.load, head) for head in heads):
                message = f"the load block has no {' or '.join(heads)} for {quoted(use)}"
                where = "the model's" if card.model.load else "the family's"
                fix = f"add {heads[0]}: to {where} load block, or take the use out"
                yield Finding(card.entry, ("uses", index), message, fix)


def _loads(inspection: Inspection) -> Iterator[tuple[Entry, Load]]:
    for entry in inspection.kb.entries.values():
        if isinstance(entry.record, Family | Model) and entry.record.load is not None:
            yield entry, entry.record.load


def _tokenizers(inspection: Inspection) -> Iterator[tuple[Entry, Tokenizer]]:
    for entry in inspection.kb.entries.values():
        if isinstance(entry.record, Family | Model) and entry.record.tokenizer is not None:
            yield entry, entry.record.tokenizer


def _classes(inspection: Inspection) -> Iterator[tuple[Entry, str, str]]:
    for entry, load in _loads(inspection):
        for role, name in _roles(load):
            yield entry, role, name


def _roles(load: Load) -> Iterator[tuple[str, str]]:
    """The classes of a block, each with the head it is for."""
    for role, name in load:
        if role not in _NOT_CLASSES and name is not None:
            yield role, name


def _meant(near: tuple[str, ...], otherwise: str) -> str:
    return f"did you mean {near[0]}?" if near else f"write {otherwise}"
