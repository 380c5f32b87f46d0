"""People and organisations in ``author`` and ``editor`` fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.bibtex.backend import name_parts, split_names
from atlas.bibtex.faults import shortened
from atlas.bibtex.latex import outside_braces, readable

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


def in_han(text: str) -> bool:
    """Whether ``text`` has Han characters in it."""
    return not text.isascii() and _HAN.search(text) is not None


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote or edited a work, in readable Unicode.

    A person has a ``family`` name and perhaps the other parts. An organisation, which BibTeX
    knows by the braces around its whole name, has a ``literal`` and nothing else.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def name(self) -> str:
        """The name in the order of its language: "Ludwig van Beethoven", "王小明"."""
        if self.literal:
            return self.literal
        if in_han(self.family) and not self.particle:
            return self.family + self.given
        parts = (self.given, self.particle, self.family)
        name = " ".join(part for part in parts if part)
        return f"{name}, {self.suffix}" if self.suffix else name


def people(value: str) -> tuple[tuple[Person, ...], bool]:
    """The people in a field's value, and whether it ends in "and others"."""
    names = split_names(value)
    others = bool(names) and names[-1].strip() == "others"
    if others:
        names.pop()
    return tuple(_person(name) for name in names if name.strip()), others


def _person(name: str) -> Person:
    if _is_one_group(name):
        return Person(literal=readable(name))
    given, particle, family, suffix = (readable(" ".join(part)) for part in name_parts(name))
    return Person(family=family, given=given, particle=particle, suffix=suffix)


def _is_one_group(name: str) -> bool:
    """Whether one pair of braces holds the whole name: ``{OpenAI}``, not ``{Jane} {Doe}``."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    level = 0
    for i, char in enumerate(name):
        level += {"{": 1, "}": -1}.get(char, 0)
        if level == 0:
            return i == len(name) - 1
    return False


_ET_AL = re.compile(r"\bet\.?\s*al\b\.?|(?:^|[\s,，])等$", re.IGNORECASE)
_WRONG_SEPARATOR = re.compile(r"[;；、，]|(?<!\\)&")
_INITIALS_FIRST = re.compile(r"(?:[A-Z]\.[\s~-]*)+[A-Z][a-z]")
_SUFFIX = re.compile(r"(?:[JS]n?r|I{1,3}|I?V|VI{1,3}|I?X|2nd|3rd|[4-9]th)\.?", re.IGNORECASE)


def name_faults(value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a field of names: a message and a fix for each fault.

    The rules are BibTeX's: names parted by " and ", each "First von Last", "von Last, First"
    or "von Last, Jr, First"; a list that goes on ends in "and others".
    """
    names = [name.strip() for name in split_names(value)]
    for i, name in enumerate(names):
        bare = outside_braces(name).strip()
        sections = [section.strip() for section in bare.split(",")]
        shown = f"`{shortened(name, 60)}`"
        if not name or "and" in (bare.lower().split(None, 1)[:1] + bare.lower().split()[-1:]):
            yield "a name is missing beside an `and`", "write one ` and ` between two names"
        elif name == "others" and i < len(names) - 1:
            yield "`others` stands before the end of the names", "move `and others` to the end"
        elif _ET_AL.search(bare):
            yield f"{shown} has words for more names that BibTeX does not know", _WRITE_OTHERS
        elif len(sections) > 3:
            yield f"{shown} has more than two commas", _WRITE_AND
        elif (
            _WRONG_SEPARATOR.search(bare)
            or (len(sections) > 1 and _INITIALS_FIRST.match(sections[0]))
            or (len(sections) == 3 and sections[1] and not _SUFFIX.fullmatch(sections[1]))
        ):
            yield f"{shown} looks like several names", _WRITE_AND
        elif len(sections) > 1 and any(not part.strip() for part in name.split(",")):
            yield (
                f"{shown} has a comma with nothing on one side",
                "write the name as `Family, Given`",
            )


_WRITE_OTHERS = "end the names with `and others`"
_WRITE_AND = "write each name as `Family, Given`, with ` and ` between two names"
