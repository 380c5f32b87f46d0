"""From a document to a record: every fault of its shape, each at its place."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from atlas.problems import Problem
from atlas.records.dispute import Dispute
from atlas.records.family import Family
from atlas.records.model import Model
from atlas.records.outline import keys_at
from atlas.records.paper import Paper
from atlas.records.path import ReadingPath
from atlas.records.results import Results
from atlas.records.snippet import Snippet
from atlas.records.term import Term
from atlas.records.trap import Trap
from atlas.records.values import SHAPES, Kind
from atlas.yamltext import MAX_FAULTS, Document, Path, quoted

RECORDS: dict[Kind, type[BaseModel]] = {
    Kind.TERM: Term,
    Kind.PAPER: Paper,
    Kind.FAMILY: Family,
    Kind.MODEL: Model,
    Kind.TRAP: Trap,
    Kind.RESULTS: Results,
    Kind.DISPUTE: Dispute,
    Kind.PATH: ReadingPath,
    Kind.SNIPPET: Snippet,
}
"""The record type of each kind."""


def parse(
    kind: Kind, document: Document, *, yaml_is_sound: bool = True
) -> tuple[BaseModel | None, list[Problem]]:
    """The document as a record of this kind, or every fault of its shape.

    Where the YAML had faults (``yaml_is_sound`` false), fields may be missing
    only because they could not be read; their absence is then not reported.
    """
    record_type = RECORDS[kind]
    try:
        return record_type.model_validate(document.data), []
    except ValidationError as error:
        faults = [dict(fault) for fault in error.errors(include_url=False)[:MAX_FAULTS]]
        misspelt = _misspelt(record_type, faults)
        problems = [
            _problem(document, record_type, fault)
            for fault in faults
            if not _is_absence(fault) or (yaml_is_sound and fault["loc"] not in misspelt)
        ]
        return None, problems


def _is_absence(fault: dict[str, Any]) -> bool:
    """Whether the fault is that something is not there."""
    return fault["type"] == "missing" or fault.get("ctx", {}).get("code") in ("REC001", "REC008")


def _misspelt(record_type: type[BaseModel], faults: list[dict[str, Any]]) -> set[Path]:
    """Missing fields that stand there under a name with a slip: one typo, one message."""
    unknown = [fault["loc"] for fault in faults if fault["type"] == "extra_forbidden"]
    return {
        (*path[:-1], near)
        for path in unknown
        for near in _near(str(path[-1]), keys_at(record_type, path[:-1]))
    }


def _problem(document: Document, record_type: type[BaseModel], fault: dict[str, Any]) -> Problem:
    path: Path = fault["loc"]
    name = str(path[-1]) if path else ""
    context = fault.get("ctx", {})
    of_key = False
    match fault["type"]:
        case "atlas":
            code, message, fix = context["code"], context["message"], context["fix"]
        case "missing":
            code = "REC001"
            message = f"the field {quoted(name)} is missing"
            fix = f"add a line {name}: …"
            path = path[:-1]
        case "extra_forbidden":
            code, of_key = "REC002", True
            known = keys_at(record_type, path[:-1])
            message = f"the field {quoted(name)} is not known here"
            fix = _did_you_mean(name, known, otherwise="take it out; ")
        case "literal_error":
            code = "REC005"
            choices = re.findall(r"'([^']*)'", context["expected"])
            given = fault["input"]
            message = f"{_shown(given)} is not one of the words allowed for {quoted(name)}"
            fix = _did_you_mean(given if isinstance(given, str) else "", choices)
        case "string_type":
            code = "REC003"
            message = f"{quoted(name)} is {_shown(fault['input'])}, not a text"
            fix = "write one text"
        case "tuple_type":
            code = "REC003"
            message = f"{quoted(name)} is {_shown(fault['input'])}, not a list"
            fix = "write it as [a, b], or each item on a line of its own after a dash"
        case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
            code = "REC003"
            message = f"{quoted(name)} is {_shown(fault['input'])}, not a mapping"
            keys = keys_at(record_type, path)
            fix = (
                f"write it as {{{', '.join(f'{k}: …' for k in keys[:2])}}}"
                if keys
                else ("write keys with values")
            )
        case _:
            code, message, fix = "REC003", fault["msg"], "see the field reference"
    line, column = document.place(path, of_key=of_key)
    return Problem(document.file, line, column, code, message, fix)


def _shown(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else f"a {SHAPES.get(type(value), 'value')}"


def _did_you_mean(word: str, choices: list[str], *, otherwise: str = "") -> str:
    if near := _near(word, choices):
        return f"did you mean {near[0]}?"
    return f"{otherwise}known are {', '.join(choices)}"


def _near(word: str, choices: list[str]) -> list[str]:
    """The choice that was meant, if one is near: a slip of a letter or two, or a word cut short."""
    begun = [choice for choice in choices if len(word) > 2 and choice.startswith(word)]
    return begun[:1] or get_close_matches(word, choices, n=1, cutoff=0.7)
