"""Programs: a snippet is short, whole, and needs nothing but Python.

Programs are read here, never run: that is for the tests, which run what was merged.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, Place, rule
from atlas.records import Kind
from atlas.store import Entry
from atlas.yamltext import quoted

MAX_LINES = 40
MAX_CHARACTERS = 4000


@rule("SNP001")
def is_python(inspection: Inspection) -> Iterator[Finding]:
    """A snippet's program is Python that compiles."""
    for entry, program in _programs(inspection):
        if _is_long(program):
            continue  # another rule's business, and a parser's burden
        if "\ufffd" in program:
            line = program[: program.index("\ufffd")].count("\n") + 1
            message = "the program is not UTF-8"
            yield _finding(entry, line, 1, message, "save the file as UTF-8")
            continue
        fault = _parse(program)
        if isinstance(fault, SyntaxError):
            line, column = fault.lineno or 1, max(fault.offset or 1, 1)
            message = f"the program does not compile: {fault.msg}"
            yield _finding(entry, line, column, message, "mend the line")
        elif isinstance(fault, Exception):
            message = f"the program cannot be read: {fault}"
            yield _finding(entry, 1, 1, message, "write it simpler")


@rule("SNP002")
def is_short(inspection: Inspection) -> Iterator[Finding]:
    """A snippet's program has at most 40 lines."""
    for entry, program in _programs(inspection):
        if _is_long(program):
            lines = len(program.splitlines())
            message = f"the program has {lines} lines and {len(program):,} characters"
            fix = f"keep to {MAX_LINES} lines of 100 characters"
            yield _finding(entry, min(lines, MAX_LINES + 1), 1, message, fix)


@rule("SNP003")
def needs_python_only(inspection: Inspection) -> Iterator[Finding]:
    """A snippet's program imports the standard library only."""
    for entry, program in _programs(inspection):
        tree = None if _is_long(program) else _parse(program)
        if not isinstance(tree, ast.Module):
            continue
        for name, node in _imports(tree):
            if name not in sys.stdlib_module_names:
                message = f"{quoted(name)} is not in the standard library"
                yield _finding(entry, node.lineno, node.col_offset + 1, message, "do without it")


def _programs(inspection: Inspection) -> Iterator[tuple[Entry, str]]:
    for entry in inspection.kb.of(Kind.SNIPPET):
        program = inspection.kb.programs.get(entry.id)
        if program is not None:
            yield entry, program


def _is_long(program: str) -> bool:
    return len(program) > MAX_CHARACTERS or len(program.splitlines()) > MAX_LINES


def _parse(program: str) -> ast.Module | Exception:
    """The program as a tree, or what keeps it from being one."""
    try:
        with warnings.catch_warnings():
            # Python warns of what it will refuse one day; here only what it refuses counts.
            warnings.simplefilter("ignore")
            return ast.parse(program)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        return fault


def _imports(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The modules that a program imports, each with its statement, also inside functions."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield alias.name.partition(".")[0], node
            case ast.ImportFrom(module=module, level=level):
                yield "." * level or (module or "").partition(".")[0], node


def _finding(entry: Entry, line: int, column: int, message: str, fix: str) -> Finding:
    file = PurePosixPath(entry.document.file).with_suffix(".py").as_posix()
    return Finding(entry, (), message, fix, place=Place(file, line, column))
