"""Mending: what is wrong with an entry's text and has one answer, answered in the text itself.

Only what needs no judgement: quotes that YAML asks for, punctuation that an
input method widened, white space, the order of the fields, an address where
the id stands in it. A value keeps its meaning and a comment stays as it is;
what cannot be read after mending is left as it was.
"""

from atlas.mending.entry import Mended, mend
from atlas.mending.files import mend_selected, replace
from atlas.mending.moves import moved
from atlas.mending.review import marked

__all__ = ["Mended", "marked", "mend", "mend_selected", "moved", "replace"]
