"""The words of BibTeX: entry types, what each needs, field names, abbreviations of months.

Source: Oren Patashnik, *BibTeXing* (btxdoc, 8 February 1988, distributed with BibTeX 0.99d),
sections 3.1 "Entry Types" and 3.2 "Fields". ``url``, ``doi``, ``eprint`` and the like are not
in it: they are the fields that arXiv, the ACL Anthology, DBLP and publishers write.
"""

from __future__ import annotations

from collections.abc import Mapping

REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("title",), ("journal",), ("year",)),
    "book": (("author", "editor"), ("title",), ("publisher",), ("year",)),
    "booklet": (("title",),),
    "conference": (("author",), ("title",), ("booktitle",), ("year",)),
    "inbook": (
        ("author", "editor"),
        ("title",),
        ("chapter", "pages"),
        ("publisher",),
        ("year",),
    ),
    "incollection": (("author",), ("title",), ("booktitle",), ("publisher",), ("year",)),
    "inproceedings": (("author",), ("title",), ("booktitle",), ("year",)),
    "manual": (("title",),),
    "mastersthesis": (("author",), ("title",), ("school",), ("year",)),
    "misc": (),
    "phdthesis": (("author",), ("title",), ("school",), ("year",)),
    "proceedings": (("title",), ("year",)),
    "techreport": (("author",), ("title",), ("institution",), ("year",)),
    "unpublished": (("author",), ("title",), ("note",)),
}
"""What each entry type needs: of each group of fields at least one."""

FOREIGN_TYPES: Mapping[str, str] = {
    "online": "misc",
    "electronic": "misc",
    "www": "misc",
    "webpage": "misc",
    "software": "misc",
    "dataset": "misc",
    "preprint": "misc",
    "thesis": "phdthesis",
    "mathesis": "mastersthesis",
    "report": "techreport",
    "collection": "book",
    "mvbook": "book",
}
"""Types of biblatex and of single styles, with what plain BibTeX calls them."""

COMMANDS = frozenset({"string", "comment", "preamble"})
"""What may follow an ``@`` in a BibTeX file without being a record."""

CANONICAL_ORDER = (
    "author",
    "title",
    "booktitle",
    "journal",
    "school",
    "institution",
    "howpublished",
    "editor",
    "edition",
    "chapter",
    "type",
    "series",
    "volume",
    "number",
    "pages",
    "month",
    "year",
    "organization",
    "publisher",
    "address",
    "eprint",
    "archiveprefix",
    "primaryclass",
    "doi",
    "isbn",
    "issn",
    "url",
    "note",
)
"""The order in which a record is written; fields not named here follow, by name."""

SPELLING: Mapping[str, str] = {
    "archiveprefix": "archivePrefix",
    "primaryclass": "primaryClass",
}
"""Field names that are written with a capital, as arXiv writes them."""

FOREIGN_FIELDS: Mapping[str, str] = {
    "journaltitle": "journal",
    "date": "year",
    "eprinttype": "archivePrefix",
    "eprintclass": "primaryClass",
}
"""Field names of biblatex, which BibTeX's styles ignore, with what BibTeX calls them."""

KNOWN_FIELDS = frozenset(CANONICAL_ORDER) | {
    "abstract",
    "annote",
    "articleno",
    "bibsource",
    "biburl",
    "copyright",
    "crossref",
    "day",
    "eid",
    "file",
    "issue",
    "key",
    "keywords",
    "language",
    "lastchecked",
    "location",
    "numpages",
    "pubmed",
    "timestamp",
    "translator",
    "urldate",
    "version",
}
"""Fields that are what they say; one that is nearly spelt like these is taken for a slip."""

MONTHS: Mapping[str, str] = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
"""The abbreviations that every standard style defines, with the words of ``plain.bst``."""

PRINTED = frozenset(
    {
        "address",
        "author",
        "booktitle",
        "edition",
        "editor",
        "howpublished",
        "institution",
        "journal",
        "note",
        "organization",
        "publisher",
        "school",
        "series",
        "title",
        "type",
    }
)
"""Fields whose text a style sets in type, so that it has to be sound LaTeX."""
