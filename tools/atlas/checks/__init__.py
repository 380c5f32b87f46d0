"""The rules of the knowledge base.

A rule sees sound entries only and yields findings; :func:`check` runs them all.
One module a subject; a new rule is a decorated generator in one of them, and an
example folder under ``tests/data/`` named for its code.
"""

from atlas.checks import (
    citations,
    comparisons,
    configs,
    evidence,
    formulas,
    ids,
    licences,
    lineage,
    lists,
    loading,
    names,
    programs,
    prose,
    references,
    sizes,
    sources,
    tables,
    taxonomy,
    translations,
    traps,
)
from atlas.checks.registry import Finding, Rule, rules_of, run
from atlas.problems import Problem
from atlas.store import KnowledgeBase

__all__ = ["RULES", "Finding", "Rule", "check"]

RULES: tuple[Rule, ...] = rules_of(
    (
        citations,
        comparisons,
        configs,
        evidence,
        formulas,
        ids,
        licences,
        lineage,
        lists,
        loading,
        names,
        programs,
        prose,
        references,
        sizes,
        sources,
        tables,
        taxonomy,
        translations,
        traps,
    )
)
"""Every rule, by code."""


def check(kb: KnowledgeBase) -> list[Problem]:
    """Everything that is wrong with a knowledge base, sorted by file and place."""
    return run(RULES, kb)
