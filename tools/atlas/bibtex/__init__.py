"""BibTeX: one record read, judged, written, and set as a citation.

The modules import downward only::

    faults, vocabulary, latex, backend <- {slips, names} <- syntax <- record
      <- {parsing, arxiv, writing, styles} <- checking

Only ``backend`` imports bibtexparser, and only ``latex`` pylatexenc, which it depends on.
"""

from atlas.bibtex.arxiv import arxiv_year, preprint
from atlas.bibtex.checking import check
from atlas.bibtex.faults import Fault, Hint
from atlas.bibtex.names import Person
from atlas.bibtex.parsing import MAX_LENGTH, Parsed, parse
from atlas.bibtex.record import BibRecord, is_arxiv
from atlas.bibtex.styles import STYLES, Citation, Part, acl, apa, gbt7714, plain
from atlas.bibtex.syntax import Field
from atlas.bibtex.writing import write

__all__ = [
    "MAX_LENGTH",
    "STYLES",
    "BibRecord",
    "Citation",
    "Fault",
    "Field",
    "Hint",
    "Parsed",
    "Part",
    "Person",
    "acl",
    "apa",
    "arxiv_year",
    "check",
    "gbt7714",
    "is_arxiv",
    "parse",
    "plain",
    "preprint",
    "write",
]
