"""Records: what an entry of each kind says, typed, frozen and complete.

The tables of the format are the classes: one module a kind, one attribute a
field, its docstring the field's description on the site and in editors.
"""

from atlas.records.dispute import Dispute, Said
from atlas.records.family import Comparison, Family, License, Load, Tokenizer
from atlas.records.hub import HubCounters, HubFacts, HubMetrics, HubMiss, HubMisses
from atlas.records.model import Claim, Config, Model, Recipe
from atlas.records.outline import found, keys_at, spots
from atlas.records.paper import Paper
from atlas.records.parts import Bilingual, Cited, Name, Record, Source, Statement
from atlas.records.path import ReadingPath
from atlas.records.reading import RECORDS, parse
from atlas.records.results import Results, Row
from atlas.records.review import review_digest
from atlas.records.schema import json_schema
from atlas.records.snippet import Snippet
from atlas.records.term import Term
from atlas.records.trap import Trap
from atlas.records.values import (
    CODES,
    FOLDERS,
    SLUG,
    IsProse,
    IsSourceName,
    Kind,
    Matching,
    RefersTo,
)

__all__ = [
    "CODES",
    "FOLDERS",
    "RECORDS",
    "SLUG",
    "Bilingual",
    "Cited",
    "Claim",
    "Comparison",
    "Config",
    "Dispute",
    "Family",
    "HubCounters",
    "HubFacts",
    "HubMetrics",
    "HubMiss",
    "HubMisses",
    "IsProse",
    "IsSourceName",
    "Kind",
    "License",
    "Load",
    "Matching",
    "Model",
    "Name",
    "Paper",
    "ReadingPath",
    "Recipe",
    "Record",
    "RefersTo",
    "Results",
    "Row",
    "Said",
    "Snippet",
    "Source",
    "Statement",
    "Term",
    "Tokenizer",
    "Trap",
    "found",
    "json_schema",
    "keys_at",
    "parse",
    "review_digest",
    "spots",
]
