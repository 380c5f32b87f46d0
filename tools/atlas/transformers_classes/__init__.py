"""The classes that transformers has: a committed, dated list, and how to ask it.

``tools/list_transformers.py`` makes the list. Nothing here imports transformers:
:func:`survey` is given it, and entries are checked without it.
"""

from atlas.transformers_classes.listing import (
    ANY_KIND,
    LIST,
    UNKNOWN_KIND,
    Listing,
    as_text,
    load,
)
from atlas.transformers_classes.survey import survey

__all__ = ["ANY_KIND", "LIST", "UNKNOWN_KIND", "Listing", "as_text", "load", "survey"]
