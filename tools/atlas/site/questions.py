"""What readers ask, with the answers that the entries give on the day of the build.

A question whose entry is missing, or says nothing to it, is not asked.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from markupsafe import Markup

from atlas.arithmetic import bytes_by_dtype
from atlas.cards import quantity
from atlas.dates import printed_date
from atlas.records import Dispute, Kind, Model, Term
from atlas.site import digests, figures, inventory
from atlas.site.gloss import first_sentence
from atlas.site.sheet import Sheet, unit_small
from atlas.store import Entry

SMALL: Final = 50_000_000
"""Bytes of float32 weights below which a checkpoint counts as small."""

_SHOWN: Final = 3


class Question(NamedTuple):
    """A question and its answer, whose links lead to where it comes from."""

    asked: str
    answer: Markup


def questions(sheet: Sheet) -> list[Question]:
    """The questions that the knowledge base can answer."""
    found = (
        _small_and_chinese(sheet),
        _class_of(sheet, "chinese-roberta-wwm-ext"),
        _introduced(sheet, "whole-word-masking"),
        _cite(sheet, "bert-wwm"),
        _most_disputed(sheet),
    )
    return [question for question in found if question is not None]


def _small_and_chinese(sheet: Sheet) -> Question | None:
    """Checkpoints of the Hub for Chinese alone whose weights are small, as computed."""
    models = sheet.catalogue.kb.of(Kind.MODEL)
    fit = [e for e in models if _is_chinese(e.as_(Model)) and 0 < _weight(sheet, e) < SMALL]
    if not fit:
        return None
    fit = inventory.by_size(sheet, fit)
    links = [
        Markup('{}{}{}<span class="u">MB</span>').format(
            sheet.link(entry), sheet.t(", ", "，"), figures.megabytes(_weight(sheet, entry))
        )
        for entry in fit[:_SHOWN]
    ]
    answer = Markup(sheet.t("In float32: {}.", "按 float32 计：{}。")).format(
        Markup(sheet.t("; ", "；")).join(links)
    )
    if more := len(fit) - len(links):
        way = sheet.way("models/")
        words = sheet.t(f"{more} more in the table", f"表中还有 {more} 个")
        answer = Markup('{}{}<a href="{}">{}</a>{}').format(
            answer, sheet.t(" ", ""), way, words, sheet.t(".", "。")
        )
    return Question(
        sheet.t(
            "Which Chinese checkpoints have less than 50 MB of weights?",
            "哪些中文检查点的权重不到 50 MB？",
        ),
        answer,
    )


def _is_chinese(model: Model) -> bool:
    return model.hub is not None and model.language == ("zh",)


def _weight(sheet: Sheet, entry: Entry) -> int:
    """The bytes of its weights in float32; 0 where the size is unknown."""
    parameters = sheet.catalogue.parameters(entry)
    return bytes_by_dtype(parameters)["float32"] if parameters else 0


def _class_of(sheet: Sheet, model: str) -> Question | None:
    card = sheet.catalogue.cards.get(model)
    if card is None or card.load is None or card.tokenizer is None:
        return None
    name = sheet.title(card.entry)
    classes = Markup("<code>{}</code>{}<code>{}</code>").format(
        card.load.model, sheet.t(" and ", " 与 "), card.tokenizer.class_
    )
    return Question(
        sheet.t("Which classes load {}?", "{} 用哪个类加载？").format(name),
        Markup(sheet.t("{}, whatever the name says: {}.", "{}，不看名字：见{}。")).format(
            classes, sheet.link(card.entry, sheet.t("its page has the code", "该页的代码"))
        ),
    )


def _introduced(sheet: Sheet, term: str) -> Question | None:
    """The first dated fact about a concept: who released it, and when."""
    entry = sheet.catalogue.kb.get(Kind.TERM, term)
    if entry is None:
        return None
    for point in entry.as_(Term).points:
        told, told_in = point.told(sheet.language)
        sentence = first_sentence(told, told_in)
        if point.kind == "fact" and printed_date(sentence):
            name = sheet.title(entry)
            if name[1:2].islower():
                name = name[0].lower() + name[1:]
            return Question(
                sheet.t("Who introduced {}?", "{}是谁提出的？").format(name),
                Markup("{}{}{}").format(
                    sheet.marked(sheet.prose(sentence, told_in), told_in),
                    sheet.t(" ", ""),
                    sheet.link(entry, sheet.t("What it is", "详见该条")),
                ),
            )
    return None


def _cite(sheet: Sheet, family: str) -> Question | None:
    """The first paper of a family, by its authors and its year."""
    entry = sheet.catalogue.kb.get(Kind.FAMILY, family)
    papers = sheet.entries(Kind.PAPER, getattr(entry and entry.record, "papers", ()))
    record = sheet.catalogue.papers.get(papers[0].id) if papers else None
    if entry is None or record is None or not record.authors:
        return None
    cited = ", ".join(filter(None, (digests.authors(sheet, papers[0]), str(record.year or ""))))
    return Question(
        sheet.t("What do I cite for {}?", "用了{}，引哪篇？").format(sheet.title(entry)),
        Markup('{}{}<cite lang="en">{}</cite>').format(
            sheet.link(papers[0], cited), sheet.t(": ", "："), record.title or ""
        ),
    )


def _most_disputed(sheet: Sheet) -> Question | None:
    """The question of numbers on which most sources speak, with the least and the greatest."""
    asked = [(entry, _numbers(entry)) for entry in sheet.catalogue.kb.of(Kind.DISPUTE)]
    entry, said = max(asked, key=lambda each: len(each[1]), default=(None, []))
    if entry is None or len(said) < 2:
        return None
    values = [unit_small(value) for _, value in (min(said), max(said))]
    words = sheet.t(
        "{} sources say {} to {}. {}.",
        "{} 处来源，从 {} 到 {} 都有。{}。",
    )
    explained = entry.as_(Dispute).resolution is not None
    why = sheet.t("What explains it", "原因在此") if explained else sheet.t("Who says", "各家说法")
    return Question(
        sheet.title(entry), Markup(words).format(len(said), *values, sheet.link(entry, why))
    )


def _numbers(entry: Entry) -> list[tuple[int, str]]:
    """What sources say, as numbers and as printed; nothing where one does not say a number."""
    dispute = entry.as_(Dispute)
    if not digests.are_figures(digests.values(dispute)):
        return []
    said = [(quantity(statement.value), statement.value) for statement in dispute.statements]
    return [(number, value) for number, value in said if number is not None]
