"""Programs that load a checkpoint, made from its family's rules and its own facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

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

MIRROR = "https://hf-mirror.com"
"""A mirror that its users name, for example at huggingface/hf-hub, issue 102."""

# Each tokenizer has a mask of its own; the program asks it.
_MASKED_EN = "The {tokenizer.mask_token} is fine today."
_MASKED_ZH = "今天{tokenizer.mask_token}气很好。"

# That the address is read once, and where a mirror is named. Read on 2026-11-23;
# huggingface_hub 2.4.0 still has it so: constants.py, ENDPOINT.
_READ_ONCE = "https://github.com/huggingface/huggingface_hub/issues/2152"
_MIRROR_NAMED = "https://github.com/huggingface/hf-hub/issues/102"


def classes(sheet: Sheet, load: Load) -> Iterator[tuple[str, str]]:
    """The classes that load a family: what each is for, and its name."""
    for field, words in HEADS:
        name = getattr(load, field)
        if name:
            yield sheet.t(*words), name


@dataclass(frozen=True)
class Variant:
    """Another program for the same checkpoint: what it is for, what to know first, its lines."""

    name: str
    title: str
    note: Markup
    code: Markup


def program(sheet: Sheet, card: Card) -> Markup | None:
    """The program as a block of code; None where there is nothing on the Hub to load."""
    text = program_text(card, sheet.language)
    return fenced(text, "python") if text else None


def variants(sheet: Sheet, card: Card) -> Iterator[Variant]:
    """The programs for those who need another than the first, the most asked for first."""
    t = sheet.t
    if text := masked_text(card, sheet.language):
        note = escape(
            t(
                "The head that fills masks is trained in this checkpoint.",
                "这个检查点里的掩码预测头是训练过的。",
            )
        )
        yield Variant("masks", t("Fill in a masked word", "填补被遮住的词"), note, _code(text))
    if text := mirrored_text(card, sheet.language):
        note = Markup(
            t(
                "huggingface_hub reads the address of the Hub once, {read}. {mirror} is a mirror"
                " that {named}; whether it is up, this site does not know.",
                "huggingface_hub 只在{read}读一次 Hub 的地址。{mirror} 是{named}的一个镜像；"
                "它眼下能否访问，本站并不知道。",
            )
        ).format(
            read=sheet.outside(_READ_ONCE, t("while it is imported", "被导入时")),
            mirror=Markup("<code>{}</code>").format(MIRROR.removeprefix("https://")),
            named=sheet.outside(_MIRROR_NAMED, t("its users name", "使用者提到")),
        )
        yield Variant("mirror", t("Through a mirror of the Hub", "通过镜像下载"), note, _code(text))
    if text := local_text(card, sheet.language):
        files = ", ".join(card.tokenizer.files) if card.tokenizer else ""
        note = escape(
            t(
                "The folder holds what the repository holds: config.json, the weights"
                + (f", {files}." if files else " and the tokenizer's files."),
                "文件夹里是仓库的文件：config.json、权重"
                + (f"、{files}。" if files else "和分词器文件。"),
            )
        )
        yield Variant("folder", t("From a folder", "从本地文件夹加载"), note, _code(text))


def _code(text: str) -> Markup:
    return fenced(text, "python")


@dataclass(frozen=True)
class _Parts:
    """What every program for a checkpoint is made of; each name has been looked at."""

    hub: str
    tokenizer: str
    model: str
    masked_lm: str | None
    example: str
    masked: str
    cut: str


def _parts(card: Card) -> _Parts | None:
    model, load, tokenizer = card.model, card.load, card.tokenizer
    if model.hub is None or load is None or tokenizer is None:
        return None
    # The names come from an entry and go into a program that people run. Hub ids have a
    # pattern of their own, without quotes or spaces.
    if not (_CLASS_NAME.fullmatch(load.model) and _CLASS_NAME.fullmatch(tokenizer.class_)):
        return None
    fills = load.masked_lm if model.contents.mlm == "trained" else None
    chinese = "zh" in model.language
    longest = card.sizes.max_input_tokens if card.sizes else None
    return _Parts(
        hub=model.hub,
        tokenizer=tokenizer.class_,
        model=load.model,
        masked_lm=fills if fills and _CLASS_NAME.fullmatch(fills) else None,
        example="今天天气很好。" if chinese else "The weather is fine today.",
        masked=(_MASKED_ZH if chinese else _MASKED_EN),
        cut=f", truncation=True, max_length={longest}" if isinstance(longest, int) else "",
    )


def program_text(card: Card, language: str) -> str | None:
    """The lines that load a checkpoint with the right classes and check that they did.

    The assertion looks at what the tokenizer makes of a sentence: one of the
    wrong class loads without an error and knows next to nothing. Ids are looked
    at, because ``tokenize`` of some classes shows an unknown word as it was written. None where the
    checkpoint has no id on the Hub, or where no classes are known for it.
    """
    parts = _parts(card)
    return "\n".join(_loading(parts, f'"{parts.hub}"', language)) if parts else None


def mirrored_text(card: Card, language: str) -> str | None:
    """The same through a mirror: its address is set before anything is imported."""
    parts = _parts(card)
    if parts is None:
        return None
    why = _said(
        language,
        (
            "Before the other imports: transformers imports huggingface_hub, which",
            "reads the address then and not again.",
        ),
        ("写在其他导入之前：transformers 会导入 huggingface_hub，", "后者只在那时读一次地址。"),
    )
    return "\n".join(
        [
            "import os",
            "",
            *why,
            f'os.environ["HF_ENDPOINT"] = "{MIRROR}"',
            "",
            *_loading(parts, f'"{parts.hub}"', language),
        ]
    )


def local_text(card: Card, language: str) -> str | None:
    """The same from a folder, without asking the Hub for anything."""
    parts = _parts(card)
    if parts is None:
        return None
    name = parts.hub.rpartition("/")[2]
    first, blank, *rest = _loading(parts, "folder, local_files_only=True", language)
    return "\n".join([first, blank, f'folder = "./{name}"', *rest])


def masked_text(card: Card, language: str) -> str | None:
    """The lines that fill in a masked word; None where no trained head for it is known."""
    parts = _parts(card)
    if parts is None or parts.masked_lm is None:
        return None
    return "\n".join(
        [
            f"from transformers import {_names(parts.masked_lm, parts.tokenizer)}",
            "",
            f'tokenizer = {parts.tokenizer}.from_pretrained("{parts.hub}")',
            f'model = {parts.masked_lm}.from_pretrained("{parts.hub}")',
            "",
            f'text = f"{parts.masked}"',
            f'inputs = tokenizer(text{parts.cut}, return_tensors="pt")',
            'place = inputs["input_ids"][0].tolist().index(tokenizer.mask_token_id)',
            "scores = model(**inputs).logits[0, place].softmax(-1)",
            *_said(language, ("The five likeliest words.",), ("最可能的五个词。",)),
            "for score, token in zip(*scores.topk(5)):",
            '    print(tokenizer.convert_ids_to_tokens(int(token)), f"{score.item():.2f}")',
        ]
    )


def _loading(parts: _Parts, place: str, language: str) -> list[str]:
    """The program; ``place`` is what both ``from_pretrained`` are given."""
    size = _said(language, ("(1, tokens, width)",), ("（1，词元数，宽度）",))[0]
    return [
        f"from transformers import {_names(parts.model, parts.tokenizer)}",
        "",
        f"tokenizer = {parts.tokenizer}.from_pretrained({place})",
        f"model = {parts.model}.from_pretrained({place})",
        "",
        f'text = "{parts.example}"',
        "ids = tokenizer(text, add_special_tokens=False).input_ids",
        *_said(
            language,
            ("A tokenizer of another class may load as well, and know next to nothing.",),
            ("换成别的分词器类也可能加载成功，却几乎什么都不认识。",),
        ),
        "assert ids and tokenizer.unk_token_id not in ids, ids",
        "",
        f'inputs = tokenizer(text{parts.cut}, return_tensors="pt")',
        "outputs = model(**inputs)",
        f"print(outputs.last_hidden_state.shape)  {size}",
    ]


def _said(language: str, english: tuple[str, ...], chinese: tuple[str, ...]) -> list[str]:
    """The lines of a comment in the reader's language."""
    return [f"# {line}" for line in (english if language == "en" else chinese)]


def _names(*names: str) -> str:
    return ", ".join(sorted(set(names)))
