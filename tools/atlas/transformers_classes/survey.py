"""What an installed transformers has, asked of the library itself.

Read from transformers 5.23.0: ``utils/import_utils.py`` (how names are found),
``models/auto/*_auto.py`` (which class serves which type),
``tokenization_utils_tokenizers.py`` (what a tokenizer class is made of).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from atlas.transformers_classes.listing import ANY_KIND, UNKNOWN_KIND, Listing

_MODEL = re.compile(r"Auto\w+|\w+Model|\w+For[A-Z]\w+")
_TOKENIZER = re.compile(r"\w+Tokenizer(Fast|Legacy)?")
_ABSTRACT = re.compile(r"\w*PreTrained(Model|Tokenizer)")
_READ_ANY_KIND = ("AutoTokenizer", "PreTrainedTokenizerFast", "TokenizersBackend")
_KINDS = {"WordPiece": "wordpiece", "Unigram": "unigram", "BPE": "bpe", "WordLevel": "word"}

# Roles in an entry's `load:` block, and the tables that fill them.
_ROLES = {
    "model": "MODEL_MAPPING_NAMES",
    "pretraining": "MODEL_FOR_PRETRAINING_MAPPING_NAMES",
    "masked_lm": "MODEL_FOR_MASKED_LM_MAPPING_NAMES",
    "causal_lm": "MODEL_FOR_CAUSAL_LM_MAPPING_NAMES",
    "seq2seq_lm": "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES",
    "sequence_classification": "MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES",
    "token_classification": "MODEL_FOR_TOKEN_CLASSIFICATION_MAPPING_NAMES",
    "question_answering": "MODEL_FOR_QUESTION_ANSWERING_MAPPING_NAMES",
}
# A type of which only these are known may as well see or hear.
_NOT_ONLY_OF_TEXT = {"config", "model", "sequence_classification"}


def survey(transformers: Any, made: date) -> Listing:
    """The listing of ``transformers``, the imported package, dated ``made``."""
    # Each public name and its module. To read it imports none of the 2,000 modules.
    modules: Mapping[str, str] = transformers._class_to_module
    model_types = dict(_model_types(transformers.models.auto))
    return Listing(
        transformers=transformers.__version__,
        made=made,
        models=frozenset(_models(modules, model_types.values())),
        tokenizers=dict(_tokenizers(transformers, _tokenizer_names(modules, model_types.values()))),
        model_types=model_types,
    )


def _models(
    modules: Mapping[str, str], classes_of_types: Iterable[Mapping[str, str]]
) -> Iterator[str]:
    for name, module in modules.items():
        if ".modeling_" in module and _MODEL.fullmatch(name) and not _ABSTRACT.fullmatch(name):
            yield name
    for classes in classes_of_types:
        yield from (classes[role] for role in _ROLES if role in classes)


def _model_types(auto: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    for model_type, config in auto.configuration_auto.CONFIG_MAPPING_NAMES.items():
        classes = {"config": config}
        for role, table in _ROLES.items():
            found = getattr(auto.modeling_auto, table).get(model_type)
            if found:  # one name, or several, of which AutoModel takes the first
                classes[role] = found if isinstance(found, str) else found[0]
        tokenizer = auto.tokenization_auto.TOKENIZER_MAPPING_NAMES.get(model_type)
        if tokenizer:
            classes["tokenizer"] = tokenizer
        if classes.keys() - _NOT_ONLY_OF_TEXT:
            yield model_type, classes


def _tokenizer_names(
    modules: Mapping[str, str], classes_of_types: Iterable[Mapping[str, str]]
) -> Iterator[str]:
    """Names that may lead to a tokenizer class, listed or not.

    Names of earlier releases (``ElectraTokenizer``, every ``…Fast``) are no
    longer listed, but an import of them still leads to the class that replaced
    them. Readers find them in old model cards.
    """
    names = {name for name, module in modules.items() if ".tokenization_" in module}
    for classes in classes_of_types:
        names.add(classes["config"].removesuffix("Config") + "Tokenizer")
        names.add(classes.get("tokenizer", ""))
    for name in names:
        if _TOKENIZER.fullmatch(name) and not _ABSTRACT.fullmatch(name):
            yield name
            if name.endswith("Tokenizer"):
                yield f"{name}Fast"


def _tokenizers(transformers: Any, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names that can be imported as a tokenizer class, each with its kind."""
    yield from ((name, ANY_KIND) for name in _READ_ANY_KIND)
    for name in set(names).difference(_READ_ANY_KIND):
        found = getattr(transformers, name, None)
        if isinstance(found, transformers.utils.DummyObject):
            yield name, UNKNOWN_KIND  # it exists, for those who have the library it needs
        elif isinstance(found, type) and issubclass(found, transformers.TokenizersBackend):
            yield name, _kind(found)
        elif isinstance(found, type) and issubclass(found, transformers.PreTrainedTokenizerBase):
            yield name, UNKNOWN_KIND  # written in Python, each in its own way


def _kind(tokenizer: Any) -> str:
    """The kind of vocabulary of an empty tokenizer; of one that cannot be empty, what it declares.

    A declared BPE does not tell whether it works on bytes: that is unknown.
    """
    try:
        made_of = json.loads(tokenizer().backend_tokenizer.to_str())
    except Exception:  # it may refuse in any way: for want of arguments, files or libraries
        declared = _KINDS.get(getattr(getattr(tokenizer, "model", None), "__name__", ""))
        return declared if declared and declared != "bpe" else UNKNOWN_KIND
    kind = _KINDS[made_of["model"]["type"]]
    on_bytes = kind == "bpe" and '"ByteLevel"' in json.dumps(made_of["pre_tokenizer"])
    return "byte-level bpe" if on_bytes else kind
