"""Places inside a text that stands as a block in an entry's file."""

from __future__ import annotations

import yaml

from atlas.checks.registry import Place
from atlas.store import Entry
from atlas.yamltext import Path


def place_in_block(entry: Entry, path: Path, line: int, column: int) -> Place:
    """Where a line and column (from 1) of the text at ``path`` stand in the file.

    Exact for a literal block (``|``), which keeps its lines. Any other style
    folds lines; there it is the place where the value begins. ``line`` counts
    as in the record, that is without empty lines before the text.
    """
    document = entry.document
    node = document.node(path)
    if not isinstance(node, yaml.ScalarNode) or node.style != "|" or node.start_mark is None:
        return Place(document.file, *document.place(path))
    before = node.value[: len(node.value) - len(node.value.lstrip())]
    # The text begins in the line after the sign |, the marks count from 0.
    first = node.start_mark.line + 1 + before.count("\n")
    written = document.lines[first]
    indent = len(written) - len(written.lstrip())
    if line == 1:
        return Place(document.file, first + 1, indent + column)
    # Further lines lose the block's indentation only, the first one all of its own.
    block_indent = indent - (len(before) - before.rfind("\n") - 1)
    return Place(document.file, first + line, block_indent + column)
