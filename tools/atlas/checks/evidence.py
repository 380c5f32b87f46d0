"""Evidence: what an entry states has a source, with the place in it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.records import Dispute, Family, Kind, Model, Paper, Term, Trap
from atlas.store import Entry
from atlas.yamltext import Path, quoted

NOT_STATED = "not-stated"
"""What stands for a licence where a look found none."""


@rule("SRC003")
def has_evidence(inspection: Inspection) -> Iterator[Finding]:
    """What an entry states has a source, with the place in it."""
    for entry in inspection.kb.entries.values():
        for path, what in _statements(entry):
            message = f"{what} has no source"
            yield Finding(entry, path, message, _fix(path))
        for path, given, lacking in _halves(entry):
            message = f"'{given}' stands without '{lacking}'"
            yield Finding(entry, path, message, f"add {lacking}: …")


@rule("SRC004")
def shows_where_a_trap_was_met(inspection: Inspection) -> Iterator[Finding]:
    """A trap has evidence: where it was reported, or what was measured."""
    for entry in inspection.kb.of(Kind.TRAP):
        if not entry.as_(Trap).evidence:
            fix = "add evidence: with a source and the place in it"
            yield Finding(entry, (), "the trap has no evidence", fix)


@rule("SRC005")
def shows_both_sides(inspection: Inspection) -> Iterator[Finding]:
    """A dispute has at least two statements, which do not say the same."""
    for entry in inspection.kb.of(Kind.DISPUTE):
        statements = entry.as_(Dispute).statements
        if len({statement.value for statement in statements}) < 2:
            message = (
                "the statements say the same"
                if len(statements) > 1
                else f"a dispute needs two statements, and there is {len(statements) or 'none'}"
            )
            yield Finding(entry, ("statements",), message, "add what another source says")


def _statements(entry: Entry) -> Iterator[tuple[Path, str]]:
    """What an entry states without saying where it stands, for fields that may lack it."""
    record = entry.record
    if isinstance(record, Term):
        if record.definition_source is None:
            yield ("definition",), "the definition"
        if record.loss is not None and record.loss_source is None:
            yield ("loss",), "the objective"
    elif isinstance(record, Paper):
        if record.bibtex_source is None:
            yield ("bibtex",), "the BibTeX"
    elif isinstance(record, Family | Model):
        if isinstance(record, Model):
            if record.config is not None and record.config_source is None:
                yield ("config",), "the config"
            parts = record.contents
            known = {parts.mlm, parts.nsp, parts.sop, parts.pooler} - {"unknown"}
            if known and parts.source is None and parts.where is None:
                yield ("contents",), "what is said of the contents"
        for name in ("tokenizer", "load"):
            block = getattr(record, name)
            if block is not None and block.source is None and block.where is None:
                yield (name,), f"the block {quoted(name)}"
        if record.license is not None:
            for name in ("code", "weights", "data"):
                licence = getattr(record.license, name)
                if licence is None or licence.source or licence.where:
                    continue
                if licence.id != NOT_STATED:
                    yield ("license", name), f"the license of the {name}"


def _halves(entry: Entry) -> Iterator[tuple[Path, str, str]]:
    """Blocks that name a source without a place in it, or a place without a source."""
    record = entry.record
    if not isinstance(record, Family | Model):
        return
    blocks: list[tuple[Path, BaseModel | None]] = [
        (("tokenizer",), record.tokenizer),
        (("load",), record.load),
    ]
    if isinstance(record, Model):
        blocks.append((("contents",), record.contents))
    if record.license is not None:
        for name in ("code", "weights", "data"):
            blocks.append((("license", name), getattr(record.license, name)))
    for path, block in blocks:
        if block is not None:
            source, where = getattr(block, "source", None), getattr(block, "where", None)
            if (source is None) != (where is None):
                yield (path, "where", "source") if source is None else (path, "source", "where")


def _fix(path: Path) -> str:
    field = str(path[-1])
    if field in ("definition", "loss", "bibtex", "config"):
        return f"add {field}_source: {{source: …, where: …}}"
    if path[0] == "license":
        return f"add source: and where:, or write id: {NOT_STATED}"
    return "add source: and where: to it"
