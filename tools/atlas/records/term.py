"""Term: a concept of the taxonomy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from atlas.records.parts import Bilingual, Cited, Name, Record, Sources, Statement
from atlas.records.values import Day, Digest, PaperId, TermId, Text


class Symbol(Record):
    """One symbol of a formula and what it stands for."""

    latex: Text
    """The symbol, in LaTeX."""
    means: Bilingual
    """What it stands for."""


class Point(Statement):
    """A strength, a weakness, or a plain fact about a concept."""

    kind: Literal["strength", "weakness", "fact"]
    """What the sentence says of the concept."""


class Repair(Statement):
    """A concept that this one improves on, and what it mends there."""

    term: TermId
    """The concept whose weakness is mended."""


class Term(Record):
    """A concept: what kinds of pre-trained models and of pre-training there are."""

    name: Name
    """The name in both languages."""
    aliases: tuple[Text, ...] = ()
    """Everything else that people type for it, in any language."""
    parent: TermId | None = None
    """The broader concept; only the root has none."""
    survey_node: Text | None = None
    """The node's own id in the survey's tree (arXiv 2003.08271, Figure 3)."""
    definition: Bilingual
    """What it is, in a paragraph."""
    definition_source: Cited | None = None
    """Where the definition's facts stand."""
    loss: Text | None = None
    """The training objective, in LaTeX."""
    symbols: tuple[Symbol, ...] = ()
    """The symbols of the objective."""
    loss_source: Cited | None = None
    """Where the objective is printed."""
    points: tuple[Point, ...] = ()
    """Strengths, weaknesses and facts."""
    repairs: tuple[Repair, ...] = ()
    """What it improves on."""
    papers: tuple[PaperId, ...] = ()
    """The papers that introduced it or describe it, the first first."""
    sources: Sources = Field(default_factory=dict)
    """What was read, each under a name of its own."""
    reviewed: Digest | None = None
    """The mark of the last review of both languages."""
    reviewed_on: Day | None = None
    """The day of that review."""
