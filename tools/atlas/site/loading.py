"""Programs that load a checkpoint, made from its family's rules and its own facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from atlas.cards import Card
from atlas.records import Load
from atlas.site.code import fenced
from atlas.site.sheet import Sheet

_CLASS_NAME = re.compile(r"[A-Za-z_]\w*")

HEADS = (
    ("model", ("Bare model", "不带头的模型")),
    ("masked_lm", ("Fills masks", "填补掩码")),
    ("causal_lm", ("Continues a text", "续写文本")),
    ("seq2seq_lm", ("Text to text", "文本到文本")),
    ("pretraining", ("All heads of pre-training", "预训练的全部头")),
    ("sequence_classification", ("Labels texts", "文本分类")),
    ("token_classification", ("Labels tokens", "序列标注")),
    ("question_answering", ("Marks answers", "抽取答案")),
)


def classes(sheet: Sheet, load: Load) -> Iterator[tuple[str, str]]:
    """The classes that load a family: what each is for, and its name."""
    for field, words in HEADS:
        name = getattr(load, field)
        if name:
            yield sheet.t(*words), name


def program(sheet: Sheet, card: Card) -> Markup | None:
    """The program as a block of code; None where there is nothing on the Hub to load."""
    text = program_text(card, sheet.language)
    return fenced(text, "python") if text else None


def program_text(card: Card, language: str) -> str | None:
    """The lines that load a checkpoint with the right classes and check that they did.

    The assertion compares the vocabulary with the one in the config: a
    tokenizer of the wrong class loads without an error and knows next to
    nothing. None where the checkpoint has no id on the Hub, or where no classes
    are known for it.
    """
    model, load, tokenizer = card.model, card.load, card.tokenizer
    if model.hub is None or load is None or tokenizer is None:
        return None
    # The names come from an entry and go into a program that people run.
    if not (_CLASS_NAME.fullmatch(load.model) and _CLASS_NAME.fullmatch(tokenizer.class_)):
        return None
    english = language == "en"
    names = sorted({load.model, tokenizer.class_})
    config = model.config.given() if model.config else {}
    vocabulary = config.get("vocab_size")
    longest = card.sizes.max_input_tokens if card.sizes else None
    text = "今天天气很好。" if "zh" in model.language else "The weather is fine today."
    cut = f", truncation=True, max_length={longest}" if isinstance(longest, int) else ""
    lines = [
        f"from transformers import {', '.join(names)}",
        "",
        f'tokenizer = {tokenizer.class_}.from_pretrained("{model.hub}")',
    ]
    if isinstance(vocabulary, int):
        why = (
            "A tokenizer of another class loads as well, but not with this vocabulary."
            if english
            else "换成别的分词器类也能加载，但读不到这份词表。"
        )
        lines += [f"# {why}", f"assert tokenizer.vocab_size == {vocabulary}"]
    lines += [
        f'model = {load.model}.from_pretrained("{model.hub}")',
        "",
        "inputs = tokenizer(",
        f'    "{text}"{cut}, return_tensors="pt"',
        ")",
        "outputs = model(**inputs)",
        "print(outputs.last_hidden_state.shape)  # "
        + ("(1, tokens, hidden size)" if english else "（1，词元数，隐藏维度）"),
    ]
    return "\n".join(lines)
