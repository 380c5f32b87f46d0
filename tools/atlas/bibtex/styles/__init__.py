"""Citation styles: each a function from a record to pieces of text, some in italics.

The text is plain and untrusted: whoever writes it into HTML escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from atlas.bibtex.record import BibRecord
from atlas.bibtex.styles.acl import acl
from atlas.bibtex.styles.apa import apa
from atlas.bibtex.styles.gbt7714 import gbt7714
from atlas.bibtex.styles.parts import Citation, Part, plain

STYLES: Mapping[str, Callable[[BibRecord], Citation]] = {
    "APA": apa,
    "GB/T 7714—2015": gbt7714,
    "ACL": acl,
}
"""The styles by the name that readers know, in the order in which pages show them."""

__all__ = ["STYLES", "Citation", "Part", "acl", "apa", "gbt7714", "plain"]
