"""Two languages: both are there, each is what it says, and somebody compared them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from atlas.checks.inspection import Inspection
from atlas.checks.passages import Passage
from atlas.checks.registry import Finding, rule
from atlas.problems import Severity
from atlas.records import Claim, Dispute, Model, Said, review_digest
from atlas.yamltext import Path, quoted

_LANGUAGES = {"en": "English", "zh": "Chinese"}
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")
_WORD = re.compile(r"[A-Za-z]+")
_COUNT = re.compile(r"[\d.,]+\s*(?:万|百万|亿)")
_ENOUGH_WORDS = 6


@rule("LNG001", Severity.WARNING)
def has_both_languages(inspection: Inspection) -> Iterator[Finding]:
    """Every text is there in English and in Chinese."""
    for passage in inspection.once(_untranslated):
        path, given = passage.path[:-1], str(passage.path[-1])
        missing = "zh" if given == "en" else "en"
        message = f"{quoted('.'.join(map(str, path)))} is in {_LANGUAGES[given]} only"
        fix = f"add {missing}: … if you write {_LANGUAGES[missing]}"
        yield Finding(passage.entry, path, message, fix)


@rule("LNG002", Severity.WARNING)
def is_reviewed(inspection: Inspection) -> Iterator[Finding]:
    """Somebody has compared both languages since a text changed last."""
    incomplete = {passage.entry.key for passage in inspection.once(_untranslated)}
    for entry in inspection.kb.entries.values():
        mark = getattr(entry.record, "reviewed", None)
        if mark is None and entry.key in incomplete:
            continue  # there is nothing to compare yet, and the rule above says so
        if mark is None and getattr(entry.record, "reviewed_on", None):
            continue  # a day without a mark: see LNG004
        if mark == review_digest(entry.record):
            continue
        message = (
            "nobody has compared the two languages yet"
            if mark is None
            else "a text has changed since the two languages were compared"
        )
        fix = f"compare them, then run python tools/mark_reviewed.py {entry.document.file}"
        yield Finding(entry, ("reviewed",) if mark else (), message, fix)


@rule("LNG003", Severity.WARNING)
def is_in_its_language(inspection: Inspection) -> Iterator[Finding]:
    """A Chinese text has Chinese characters in it, and an English one is not mostly Chinese."""
    for passage in inspection.passages:
        language = passage.path[-1]
        if language == "zh" and not _HAN.search(passage.text):
            if len(_WORD.findall(passage.text)) >= _ENOUGH_WORDS:
                yield _misplaced(passage, "there is no Chinese in this text")
        elif language == "en" and not passage.text.isascii():
            characters = len(_HAN.findall(passage.text))
            if characters > 2 * len(_WORD.findall(passage.text)) and characters >= _ENOUGH_WORDS:
                yield _misplaced(passage, "this text is mostly Chinese")


@rule("LNG004")
def dates_a_review_that_was_marked(inspection: Inspection) -> Iterator[Finding]:
    """The day of a review stands beside the mark of the review."""
    # That the day is not to come is asked where it is written (mark_reviewed.py): a rule
    # that looked at the clock would say one thing today and another tomorrow.
    for entry in inspection.kb.entries.values():
        day = getattr(entry.record, "reviewed_on", None)
        if day is not None and getattr(entry.record, "reviewed", None) is None:
            message = "'reviewed_on' stands without 'reviewed'"
            fix = f"take it out, or run python tools/mark_reviewed.py {entry.document.file}"
            yield Finding(entry, ("reviewed_on",), message, fix, of_key=True)


@rule("LNG005", Severity.WARNING)
def glosses_what_is_printed_in_chinese(inspection: Inspection) -> Iterator[Finding]:
    """What a source prints in Chinese is said in English in the note beside it."""
    for entry in inspection.kb.entries.values():
        for path, said in _printed(entry.record):
            # Pages say a count such as 1.1亿 and a date in figures themselves.
            if _COUNT.fullmatch(said.value) or getattr(said, "what", None) == "release":
                continue
            if said.note is None and _HAN.search(said.value):
                message = f"{quoted(said.value)} is in Chinese, and no English note says it"
                fix = "add note: {en: …, zh: …} with what it says"
                yield Finding(entry, (*path, "value"), message, fix)


def _printed(record: BaseModel) -> Iterator[tuple[Path, Claim | Said]]:
    """The values that an entry gives as their sources print them."""
    if isinstance(record, Model):
        for index, claim in enumerate(record.claims):
            yield ("claims", index), claim
    elif isinstance(record, Dispute):
        for index, said in enumerate(record.statements):
            yield ("statements", index), said


def _misplaced(passage: Passage, message: str) -> Finding:
    fix = "write it under the language that it is in"
    return Finding(passage.entry, passage.path, message, fix)


def _untranslated(inspection: Inspection) -> tuple[Passage, ...]:
    """The texts that stand in one language only, in the order of the files."""
    alone: dict[tuple[str, Path], Passage] = {}
    for passage in inspection.passages:
        text = (passage.entry.document.file, passage.path[:-1])
        if alone.pop(text, None) is None:
            alone[text] = passage
    return tuple(alone.values())
