"""YAML with positions: what an entry's file says, and where."""

from atlas.yamltext.diagnosis import FULL_WIDTH, ODD_SPACES
from atlas.yamltext.faults import CODES, MAX_BYTES, MAX_DEPTH, MAX_FAULTS, quoted
from atlas.yamltext.loaders import FAST_LOADER, PURE_LOADER
from atlas.yamltext.reading import Data, Document, Path, comments, read

__all__ = [
    "CODES",
    "FAST_LOADER",
    "FULL_WIDTH",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "ODD_SPACES",
    "PURE_LOADER",
    "Data",
    "Document",
    "Path",
    "comments",
    "quoted",
    "read",
]
