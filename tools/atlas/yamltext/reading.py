"""Strict YAML: text to plain data, with the place of everything.

The language read here is a small, safe part of YAML. Every scalar stays the
text that was written (``2004.05150``, ``no`` and ``1.10`` are what they look
like; the records type them), a key stands once, and what is never needed in
an entry (tags, anchors, several documents) is refused. Each fault is a
:class:`~atlas.problems.Problem` at its line and column with what to write
instead; :func:`read` does not raise on any input.

libyaml reads when PyYAML has it, the pure loader otherwise: both give the
same data and the same codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import yaml

from atlas.problems import Problem
from atlas.yamltext.diagnosis import (
    FULL_WIDTH_KEY,
    GLUED_COLON,
    ODD_SPACES,
    Slip,
    anchored,
    diagnose,
    full_width,
    glued_colon,
    tab,
    tagged,
)
from atlas.yamltext.faults import (
    MAX_BYTES,
    MAX_DEPTH,
    FaultCollector,
    place_of_mark,
    place_of_offset,
    quoted,
)
from atlas.yamltext.loaders import FAST_LOADER, PURE_LOADER

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in its document: keys and list indices from the top."""

# C0 and C1 controls, the line breaks that editors do not count as lines,
# zero-width characters and bidirectional overrides (which can make a reviewer
# read something else than what is there). One class of characters, because
# every file is searched for it; a carriage return is one only without a line feed.
_UNSEEN = re.compile(
    "[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# The beginning of a line that could belong to a deep block: one level takes one column or more.
_DEEP_LINE = re.compile(r"\n[-? ]{12}")
# What could be a tag, an anchor or an alias: the sign, and only then what stands before it.
_MAYBE_MARKED = re.compile(r"[!&*](?<![^\s\[{,].)", re.DOTALL)
# What a full-width comma in a mapping in braces is followed by, where it was meant to end a value.
_NEXT_KEY = re.compile(r"\s*[a-z_]+\s*[:：]")
_ANYTHING = re.compile("")
_SHORT_KEY = re.compile(r"[a-z_]+：")


@dataclass(frozen=True)
class Document:
    """One file: its data, and the place of each value and key in it.

    ``data`` holds text, lists and dicts only. ``file`` is the name printed in
    problems. Values that were faulty are left out of ``data``.

    The parsed nodes weigh many times what the data does, and only a file with a
    problem needs them: they are made anew when a place is asked for.
    """

    file: str
    text: str
    data: dict[str, Data]
    _loader: type = field(repr=False, compare=False)

    @cached_property
    def _root(self) -> yaml.Node:
        # It was composed before, by ``read``, and so it is again.
        root = yaml.compose(self.text, Loader=self._loader)
        assert isinstance(root, yaml.MappingNode)
        return root

    def place(self, path: Path, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1, in characters) of the value at ``path``, or of its key.

        Where a part of the path does not exist, the place of the last part
        that does: a missing key is reported at the mapping that lacks it.
        """
        node: yaml.Node = self._root
        key: yaml.Node | None = None
        for step in path:
            found = _child(node, step)
            if found is None:
                return place_of_mark(node.start_mark)
            key, node = found
        return place_of_mark((key if of_key and key else node).start_mark)

    @cached_property
    def lines(self) -> list[str]:
        """The text, line by line, without line ends."""
        return self.text.splitlines()

    def node(self, path: Path) -> yaml.Node | None:
        """The parsed node at ``path``, with its marks and style; for mending text in place."""
        node: yaml.Node = self._root
        for step in path:
            found = _child(node, step)
            if found is None:
                return None
            node = found[1]
        return node


def read(
    file: str, raw: bytes, *, loader: type | None = None
) -> tuple[Document | None, list[Problem]]:
    """Read one file. The document is None only when no data could be had at all.

    A document may come with problems: they are those that do not hide the rest
    (a duplicate key, say), so that the records can report their own in the
    same run.
    """
    reader = FaultCollector(file)
    text = _decode(reader, raw)
    if text is None:
        return None, reader.problems
    chosen = loader or FAST_LOADER or PURE_LOADER
    if _too_deep(reader, text, chosen):
        return None, reader.problems
    try:
        root = yaml.compose(text, Loader=chosen)
    except yaml.YAMLError as error:
        reader.fault(*_diagnosis(text, error))
        return None, reader.problems
    if root is not None and "\t" in text and _refuse_tab(reader, text, root):
        return None, reader.problems
    if not isinstance(root, yaml.MappingNode):
        reader.fault(*_not_a_mapping(text, root))
        return None, reader.problems
    if _MAYBE_MARKED.search(text) and _refuse_marks(reader, text, chosen):
        return None, reader.problems
    data = _Values(reader, text).mapping(root)
    if any(problem.code == "YML013" for problem in reader.problems):
        return None, reader.problems
    return Document(file, text, data, chosen), reader.problems


def _diagnosis(text: str, error: yaml.YAMLError) -> Slip:
    """What is wrong with a text that does not parse."""
    # The two parsers stumble at different places and use different words; the pure one's are
    # richer. Where only libyaml stumbles, its own are what there is.
    try:
        yaml.compose(text, Loader=PURE_LOADER)
    except yaml.MarkedYAMLError as pure_error:
        error = pure_error
    if isinstance(error, yaml.MarkedYAMLError):
        return diagnose(text, error)
    return Slip(1, 1, "YML008", f"cannot be read: {error}", "write a simpler file")


def _decode(reader: FaultCollector, raw: bytes) -> str | None:
    if len(raw) > MAX_BYTES:
        reader.fault(
            1,
            1,
            "YML003",
            f"the file has {len(raw):,} bytes, more than the {MAX_BYTES:,} allowed",
            "split the entry, or shorten its texts",
        )
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = place_of_offset(before, len(before))
        reader.fault(
            line,
            column,
            "YML001",
            f"byte 0x{raw[error.start]:02X} is not UTF-8",
            "save the file as UTF-8 (in most editors: Save with Encoding)",
        )
        return None
    if text.startswith("\ufeff"):
        reader.fault(
            1,
            1,
            "YML002",
            "the file begins with a byte order mark",
            "save the file as UTF-8 without BOM",
        )
        text = text[1:]
    for match in _UNSEEN.finditer(text):
        if text.startswith("\r\n", match.start()):
            continue
        line, column = place_of_offset(text, match.start())
        reader.fault(
            line,
            column,
            "YML004",
            f"the invisible character U+{ord(match.group()):04X} stands here",
            "delete it",
        )
        if len(reader.problems) >= 20:
            break
    return None if any(p.code == "YML004" for p in reader.problems) else text


@dataclass
class _Values:
    """Turns nodes into data, and reports what it leaves out."""

    reader: FaultCollector
    text: str
    depth: int = 1

    def mapping(self, node: yaml.MappingNode) -> dict[str, Data]:
        data: dict[str, Data] = {}
        after_comma = _NEXT_KEY if node.flow_style else None
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.reader.fault_at(
                    key_node, "YML015", "a key is not a plain word", "write the key as one word"
                )
                continue
            key = key_node.value
            if (
                isinstance(value_node, yaml.ScalarNode)
                and value_node.value.isascii()
                and value_node.value
                and key.isascii()
                and key not in data
            ):
                # As nearly all are: nothing that could be wrong here.
                data[key] = value_node.value
            elif not key.isascii() and (found := re.search(f"[：{ODD_SPACES}]", key)):
                if key[0] in ODD_SPACES:
                    self._forget_emptiness()
                self.reader.fault(*_full_width_in(self.text, key_node, found.group()))
            elif key in data:
                first = next(k for k, _ in node.value if k.value == key)
                self.reader.fault_at(
                    key_node,
                    "YML009",
                    f"the key {quoted(key)} stands here again; "
                    f"it was given in line {first.start_mark.line + 1}",
                    "keep one of the two",
                )
            elif _is_empty(value_node):
                self.reader.fault_at(
                    key_node,
                    "YML014",
                    f"the key {quoted(key)} has no value",
                    "write a value, or take the line out",
                )
            elif (value := self.value(value_node, after_comma)) is not None:
                data[key] = value
        return data

    def _forget_emptiness(self) -> None:
        # The key above seems to be without a value only because what is indented under it is
        # indented with other spaces.
        problems = self.reader.problems
        if problems and problems[-1].code == "YML014":
            problems.pop()

    def items(self, node: yaml.SequenceNode) -> list[Data]:
        items: list[Data] = []
        after_comma = _ANYTHING if node.flow_style else None
        for item_node in node.value:
            if _is_empty(item_node):
                self.reader.fault_at(
                    item_node,
                    "YML014",
                    "a list item has no value",
                    "write the item, or take the dash out",
                )
            elif (item := self.value(item_node, after_comma)) is not None:
                items.append(item)
        return items

    def value(self, node: yaml.Node, after_comma: re.Pattern[str] | None) -> Data | None:
        """The value of a node; None where it is left out.

        ``after_comma`` is set inside brackets: what follows a full-width comma
        there that was meant to be one.
        """
        if isinstance(node, yaml.ScalarNode):
            return self._text(node, after_comma)
        if self.depth == MAX_DEPTH:
            self.reader.fault(*_nested(node.start_mark))
            return None
        self.depth += 1
        data: Data | None = None
        if isinstance(node, yaml.MappingNode):
            data = self.mapping(node)
        elif isinstance(node, yaml.SequenceNode):
            data = self.items(node)
        self.depth -= 1
        return data

    def _text(self, node: yaml.ScalarNode, after_comma: re.Pattern[str] | None) -> str | None:
        value: str = node.value
        if value.isascii() or node.style:
            return value
        sign = _meant_as_syntax(value, after_comma)
        if sign is None:
            return value
        self.reader.fault(*_full_width_in(self.text, node, sign))
        return None


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def _meant_as_syntax(value: str, after_comma: re.Pattern[str] | None) -> str | None:
    """The full-width sign in an unquoted text that was meant as YAML's own, if there is one."""
    if value[0] in ODD_SPACES + "｛［":
        return value[0]
    if after_comma is None:
        return None
    if _SHORT_KEY.match(value):
        return "："
    commas = (m.end() for m in re.finditer("，", value))
    return "，" if any(after_comma.match(value, end) for end in commas) else None


def _full_width_in(text: str, node: yaml.Node, sign: str) -> Slip:
    offset = text.index(sign, node.start_mark.index if node.start_mark else 0)
    return full_width(*place_of_offset(text, offset), sign, or_text=True)


def _refuse_marks(reader: FaultCollector, text: str, loader: type) -> bool:
    """Report each tag, anchor and alias; whether there were any.

    An alias inside an alias can blow a kilobyte up to gigabytes; no entry
    needs one, so all are refused rather than counted.
    """
    before = len(reader.problems)
    for event in yaml.parse(text, Loader=loader):
        if not isinstance(event, yaml.NodeEvent):
            continue
        place = place_of_mark(event.start_mark)
        if event.anchor is not None:
            reader.fault(*anchored(*place, "*" if isinstance(event, yaml.AliasEvent) else "&"))
        elif getattr(event, "tag", None) is not None:
            reader.fault(*tagged(*place))
    return len(reader.problems) > before


def _not_a_mapping(text: str, root: yaml.Node | None) -> Slip:
    if root is None:
        fix = "write the entry, or delete the file"
        return Slip(1, 1, "YML015", "the file is empty", fix)
    for number, line in enumerate(text.split("\n"), start=1):
        if match := FULL_WIDTH_KEY.match(line):
            return full_width(number, match.start(1) + 1, match.group(1))
        if match := GLUED_COLON.match(line):
            return glued_colon(number, match.start(1) + 1)
    kind = "a list" if isinstance(root, yaml.SequenceNode) else "one text"
    return Slip(
        *place_of_mark(root.start_mark),
        "YML015",
        f"the file is {kind}, not keys with values",
        "write lines such as: name: BERT",
    )


def _too_deep(reader: FaultCollector, text: str, loader: type) -> bool:
    """Refuse deep nesting before anything recursive sees it: libyaml's composer would crash."""
    openings = text.count("[") + text.count("{")
    if openings <= 8 * MAX_DEPTH and not _DEEP_LINE.search(f"\n{text}"):
        # Nothing to be afraid of; whether it is too deep, turning it into data will show.
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    reader.fault(*_nested(event.start_mark))
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        # Not deep up to the place where it breaks: composing reports the break.
        return False
    return False


def _nested(mark: yaml.error.Mark | CMark | None) -> Slip:
    return Slip(
        *place_of_mark(mark),
        "YML013",
        f"values nest deeper than {MAX_DEPTH} levels here",
        "write the entry flatter; no field is that deep",
    )


def _refuse_tab(reader: FaultCollector, text: str, root: yaml.Node) -> bool:
    """Report the first tab that is neither in quotes, in a block of text nor in a comment."""
    harmless = [*text_spans(root), *comment_spans(text, root)]
    for match in re.finditer("\t", text):
        if not any(start <= match.start() < end for start, end in harmless):
            reader.fault(*tab(*place_of_offset(text, match.start())))
            return True
    return False


def comments(document: Document) -> list[str]:
    """Every comment of a document, from its ``#``, without the white space at its end."""
    root = document.node(())
    assert root is not None
    spans = comment_spans(document.text, root)
    return [document.text[start:end].rstrip() for start, end in spans]


def comment_spans(text: str, root: yaml.Node) -> list[tuple[int, int]]:
    """Start and end of each comment, from its ``#`` to the end of the line."""
    inside = list(text_spans(root, plain=True))
    return [
        found.span()
        for found in re.finditer(r"(?:^|(?<=\s))#[^\n]*", text, re.MULTILINE)
        if not any(start <= found.start() < end for start, end in inside)
    ]


def text_spans(node: yaml.Node, *, plain: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each text in quotes or in a block; with ``plain``, of every text."""
    if isinstance(node, yaml.ScalarNode):
        if (node.style or plain) and node.start_mark and node.end_mark:
            yield node.start_mark.index, node.end_mark.index
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from text_spans(item, plain=plain)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from text_spans(key, plain=plain)
            yield from text_spans(value, plain=plain)


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None
