"""Texts for readers: inline Markdown, no HTML, links that lead somewhere.

Only what can go wrong is looked for; what the page makes of a sound text is
the site's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from atlas.checks.addresses import identity
from atlas.checks.inspection import Inspection
from atlas.checks.passages import Passage
from atlas.checks.references import proposal
from atlas.checks.registry import Finding, rule
from atlas.records import SLUG, Kind
from atlas.store import Key
from atlas.yamltext import quoted

_KINDS = "|".join(Kind)
_REFERENCE = re.compile(rf"({_KINDS}):({SLUG})")
_ADDRESS = re.compile(r"https?://[^\s<>()（）\[\]，。；、]+")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
# Signs that a link was meant: "](", or brackets around a kind and a colon after "]".
_LINK_MEANT = re.compile(rf"\](?:\([^)）]*|\s*[(（]\s*(?:{_KINDS})\s*[:：][^)）]*)[)）]?")
_HTML = re.compile(r"<(?:/?[A-Za-z]|[!?])[^<>]*>|&(?:[A-Za-z]\w*|#\d+|#x[\da-fA-F]+);")
_BLOCK = re.compile(
    r"(?:^|\n)[ \t]*(?:#{1,6} |[-*+] |```|~~~)"
    r"|\n[ \t]*(?:> |\d+[.)] |\n)"
    r"|(?:^|\n)[ \t]*\|[^\n]*\|[ \t]*\n"
)
_NAME_FIELDS = ("name", "title")
_MARKUP = re.compile(r"`|\*\*|\]\(")


@rule("PRO001")
def links_to_known_entries(inspection: Inspection) -> Iterator[Finding]:
    """A link in a text leads to an entry that exists."""
    known = inspection.once(_known)
    for passage in inspection.passages:
        for target in passage.targets:
            if target not in known and (found := _REFERENCE.fullmatch(target)):
                missing = Key(Kind(found.group(1)), found.group(2))
                message = f"the link to {quoted(target)} leads to no entry"
                yield _finding(passage, message, proposal(inspection, missing, with_kind=True))


@rule("PRO002")
def writes_links_as_markdown(inspection: Inspection) -> Iterator[Finding]:
    """A link in a text is written [words](kind:id), or [words](https://…) to another site."""
    known = inspection.once(_known)
    for passage in inspection.passages:
        for target in passage.targets:
            if target in known or _REFERENCE.fullmatch(target) or _ADDRESS.match(target):
                continue
            message = f"{quoted(target)} is neither kind:id nor an address"
            yield _finding(passage, message, _nearest_reference(target))
        if "]" in passage.without_links:
            for found in _LINK_MEANT.finditer(passage.without_links):
                message = f"{quoted(found.group())} looks like the end of a link and is none"
                fix = "write [words](kind:id), or a space before a bracket that is none of a link"
                yield _finding(passage, message, fix)
        if "![" in passage.without_code:
            for found in _PICTURE.finditer(passage.without_code):
                message = f"{quoted(found.group())} is a picture, which is not shown"
                yield _finding(passage, message, "take the ! out")


@rule("PRO003")
def has_no_html(inspection: Inspection) -> Iterator[Finding]:
    """A text has no HTML: what looks like a tag stands in backticks."""
    for passage in inspection.passages:
        if "<" not in passage.text and "&" not in passage.text:
            continue
        for found in _HTML.finditer(passage.without_code):
            shown = found.group()
            if _ADDRESS.match(shown[1:]):
                continue  # an address between < and >: the next rule's business
            fix = "write the character itself" if shown[0] == "&" else f"write `{shown}`"
            yield _finding(passage, f"{quoted(shown)} would be HTML", fix)


@rule("PRO004")
def gives_addresses_words(inspection: Inspection) -> Iterator[Finding]:
    """An address in a text is a link with words, and leads to the entry where there is one."""
    for passage in inspection.passages:
        if "://" not in passage.text:
            continue
        for target in passage.targets:
            if _ADDRESS.match(target) and (entry := inspection.identified(identity(target))):
                message = f"{quoted(target)} has an entry here"
                yield _finding(passage, message, f"write [words]({entry})")
        for found in _ADDRESS.finditer(passage.without_links):
            address = found.group().rstrip(".,;:!?")
            message = f"{quoted(address)} stands bare in the text"
            yield _finding(passage, message, f"write [words]({address})")


@rule("PRO005")
def is_one_paragraph(inspection: Inspection) -> Iterator[Finding]:
    """A text is one paragraph: no headings, lists, tables, quotations or blocks of code."""
    for passage in inspection.passages:
        # A text in one line can only be a block by how it begins.
        if "\n" not in passage.text and passage.text[0] not in "#-*+`~|":
            continue
        if found := _BLOCK.search(passage.text):
            shown = found.group().strip()
            message = f"{quoted(shown)} begins a block" if shown else "an empty line parts the text"
            yield _finding(passage, message, "write sentences, or use another field for the rest")


@rule("PRO006")
def closes_code(inspection: Inspection) -> Iterator[Finding]:
    """Code in a text stands between backticks, an opening one and a closing one."""
    for passage in inspection.passages:
        if "`" in passage.without_code:
            yield _finding(passage, "a backtick has no partner", "close the code, or take it out")


@rule("PRO007")
def has_plain_names(inspection: Inspection) -> Iterator[Finding]:
    """A name or a title is plain text, without Markdown."""
    for passage in inspection.passages:
        is_name = len(passage.path) == 2 and passage.path[0] in _NAME_FIELDS
        if is_name and (found := _MARKUP.search(passage.text)):
            message = f"{quoted(found.group())} is Markdown, which a name does not have"
            yield _finding(passage, message, "write the name as it should be read")


def _known(inspection: Inspection) -> frozenset[str]:
    """Every entry there is, as a link names it."""
    return frozenset(map(str, inspection.kb.ids))


def _nearest_reference(target: str) -> str:
    kind, colon, entry_id = target.replace("：", ":").partition(":")
    near = get_close_matches(kind.strip().lower(), list(Kind), n=1, cutoff=0.6)
    entry_id = entry_id.strip().lower()
    if colon and near and re.fullmatch(SLUG, entry_id):
        return f"did you mean {near[0]}:{entry_id}?"
    return f"write kind:id, where kind is one of {', '.join(Kind)}"


def _finding(passage: Passage, message: str, fix: str) -> Finding:
    return Finding(passage.entry, passage.path, message, fix)
