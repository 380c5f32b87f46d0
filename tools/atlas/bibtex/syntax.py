"""The grammar of a BibTeX record, read strictly, with a place for every fault.

The grammar is that of BibTeX 0.99d (``bibtex.web``, "Reading the database file(s)"), less
what only files need (``@string`` and the like), and with keys and field names kept to ASCII.
BibTeX stops at the first fault of a record; this scanner mends what it can and goes on, so
that one run shows them all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from atlas.bibtex import slips
from atlas.bibtex.faults import Fault, Hint
from atlas.bibtex.slips import FULL_WIDTH, Slip
from atlas.bibtex.vocabulary import COMMANDS, MONTHS, REQUIRED

MAX_DEPTH = 16
"""Braces may nest so deep within a value; what people write needs three or four."""

MAX_FAULTS = 40
"""A text with so many faults is not a record with slips in it: the scanner stops there."""

_SPACE = re.compile(r"[ \t\r\n]*")
_SPACES = re.compile(r"[ \t\r\n]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HEAD = re.compile(r"@[ \t\r\n]*([A-Za-z]+)[ \t\r\n]*([{(])")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/+*'-]*")
_KEY_LIKE = re.compile(r"[^ \t\r\n,={}()\"，]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NAME_AND_EQUALS = re.compile(r"[A-Za-z][A-Za-z0-9_-]*[ \t\r\n]*[=＝]")
_NUMBER = re.compile(r"[0-9]+(?![A-Za-z0-9_-])")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")
_BARE_RUN = re.compile(r"[^,，{}()\"#\n]*")
_STOP = re.compile(r"[{}),，\n]")
_NEXT_FIELD = re.compile(
    r"\n[ \t]*([A-Za-z][A-Za-z0-9_-]*)[ \t]*=[ \t]*(?:[{\"0-9,]|[a-z]{3}[ \t]*[,\n}])"
)
_NEXT_RECORD = re.compile(r"\n[^\S\n]*(@)\w*[ \t]*[{(]")
_FIELD_INSIDE = re.compile(r",[ \t]*([A-Za-z][A-Za-z0-9_-]*)[ \t]*=[ \t]*[{\"]")
# A sound field of the common sort and the comma after it, in one match: this is for speed, and
# whatever it does not match is read step by step. Its loops are possessive, hence linear.
_COMMON_FIELD = re.compile(
    r"[ \t\r\n]*([A-Za-z][A-Za-z0-9_-]*)[ \t\r\n]*=[ \t\r\n]*"
    r"(\{(?:[^{}]++|\{[^{}]*+\})*+\}|\"(?:[^{}\"]++|\{[^{}]*+\})*+\")[ \t\r\n]*,"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field as BibTeX reads it: a value without its enclosing, white space made single.

    ``name`` is in lower case, ``value`` is LaTeX. ``line`` and ``column`` are where the name
    stands in the record's text, from 1; they are no part of what the field is.
    """

    name: str
    value: str
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)


@dataclass(slots=True)
class Scan:
    """What the scanner saw: whole only when ``faults`` is empty.

    ``written`` holds, for each field, its value with braces, quotes and ``#`` as they stand.
    """

    places: Places
    type: str = ""
    key: str = ""
    start: int = 0
    fields: list[Field] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Places:
    """Turns an offset in a text into a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        """Note where the lines of ``text`` begin; only ``\\n`` ends a line."""
        self._starts = [0]
        self._starts.extend(m.end() for m in re.finditer("\n", text))

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def scan(text: str) -> Scan:
    """Read ``text`` as one BibTeX record. Never raises."""
    scanner = _Scanner(text)
    scanner.walk()
    return scanner.seen


class _Scanner:
    """One walk through one text. ``at`` is where the next thing is looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.opened = 0
        self.closer = "}"
        self.seen = Scan(places=Places(text))
        self.first_offsets: dict[str, int] = {}

    def walk(self) -> None:
        """Walk the whole text: head, key, fields, and what follows the record."""
        for found in _CONTROL.finditer(self.text):
            self.fault(found.start(), slips.control_character(found[0]))
        if self.head():
            self.key()
            if self.fields():
                self.tail()
        self.seen.faults.sort()

    def fault(self, offset: int, slip: Slip) -> None:
        if len(self.seen.faults) < MAX_FAULTS:
            line, column = self.seen.places.of(offset)
            hint, message, fix = slip
            fault = Fault(line, column, hint, message, fix)
            if fault not in self.seen.faults:
                self.seen.faults.append(fault)

    def run(self, pattern: re.Pattern[str], at: int) -> str:
        """The text at ``at`` that ``pattern`` matches, which may be none."""
        found = pattern.match(self.text, at)
        return found[0] if found else ""

    def skip(self, at: int) -> int:
        """The next offset from ``at`` that is not white space."""
        at += len(self.run(_SPACE, at))
        while at < len(self.text) and self.text[at].isspace():
            self.fault(at, slips.strange_space(self.text[at]))
            at += 1 + len(self.run(_SPACE, at + 1))
        return at

    def char(self, at: int) -> str:
        return self.text[at : at + 1]

    # ---- the record, part by part

    def head(self) -> bool:
        """Read ``@type{``; whether there is a record to go on with."""
        text, at = self.text, self.skip(0)
        found = _HEAD.match(text, at)
        if found is None:
            found = _HEAD.search(text, at)
            if found is None:
                self.fault(0 if at == len(text) else at, slips.no_record())
                return False
            self.fault(at, slips.outside_text("before"))
        while found[1].lower() in COMMANDS:
            self.fault(found.start(), slips.command(found[1].lower()))
            found = _HEAD.search(text, found.end())
            if found is None:
                return False
        kind = found[1].lower()
        if kind not in REQUIRED:
            self.fault(found.start(1), slips.unknown_type(kind))
        self.seen.type, self.seen.start = kind, found.start()
        self.opened, self.at = found.start(2), found.end()
        self.closer = "}" if found[2] == "{" else ")"
        return True

    def key(self) -> None:
        """Read the key and the comma after it."""
        start = self.skip(self.at)
        word = self.run(_KEY_LIKE, start)
        end = start + len(word)
        after = self.skip(end)
        sign = self.char(after)
        self.seen.key = word
        self.at = after
        if sign == "=":
            self.fault(start, slips.missing_key(self.seen.type))
            self.at = start  # the word was the name of the first field
        elif sign in (",", "，", self.closer, ""):
            if not word:
                self.fault(start, slips.missing_key(self.seen.type))
            elif not _KEY.fullmatch(word):
                self.fault(start, slips.bad_key(word))
            if sign == "，":
                self.fault(after, slips.full_width(sign))
            if sign in (",", "，"):
                self.at += 1
        elif word and _NAME_AND_EQUALS.match(self.text, after):
            self.fault(end, slips.no_comma_after_key(word))
        else:
            self.fault(start, slips.broken_key())
            self.at = self.recovered(after)

    def fields(self) -> bool:
        """Read all fields and the closing brace; whether the record was closed."""
        while True:
            while self.common_field():
                pass
            self.at = at = self.skip(self.at)
            sign = self.char(at)
            if len(self.seen.faults) >= MAX_FAULTS:
                return False
            if sign == self.closer:
                self.at += 1
                return True
            if not sign:
                self.fault_unclosed_record()
                return False
            if sign == ",":
                self.fault(at, slips.extra_comma())
                self.at += 1
            elif sign in FULL_WIDTH:
                self.fault(at, slips.full_width(sign))
                self.at += 1
            elif sign in "})":
                self.fault(at, slips.wrong_closer(self.closer))
                self.at += 1
                return True
            elif sign == "@" and _HEAD.match(self.text, at):
                self.fault_unclosed_record()
                self.fault(at, slips.second_record())
                return False
            else:
                self.field()

    def common_field(self) -> bool:
        """Read one field the quick way; whether there was one that it can read."""
        found = _COMMON_FIELD.match(self.text, self.at)
        if found is None:
            return False
        name, written = found.groups()
        name = name.lower()
        if name in self.first_offsets or ("\n" in written and ("=" in written or "@" in written)):
            return False
        self.first_offsets[name] = start = found.start(1)
        self.keep(name, start, written, written[1:-1])
        self.at = found.end()
        return True

    def keep(self, name: str, start: int, written: str, value: str) -> None:
        line, column = self.seen.places.of(start)
        self.seen.fields.append(Field(name, _single_spaced(value), line, column))
        self.seen.written.append(written)

    def field(self) -> None:
        """Read one field and the comma after it."""
        start = self.at
        found = _NAME.match(self.text, start)
        if found is None:
            run = self.run(_BARE_RUN, start).strip()
            self.fault(start, slips.bad_field_name(run or self.char(start)))
            self.at = self.recovered(start)
            return
        name = found[0].lower()
        at = self.skip(found.end())
        sign = self.char(at)
        if sign == "=":
            at += 1
        elif sign in ("＝", "："):
            self.fault(at, slips.full_width(sign))
            at += 1
        else:
            self.fault(found.end(), slips.no_equals(name))
            if sign not in ("{", '"'):
                self.at = self.recovered(at)
                return
        if name in self.first_offsets:
            first, _ = self.seen.places.of(self.first_offsets[name])
            self.fault(start, slips.duplicate_field(name, first))
        self.first_offsets.setdefault(name, start)
        self.value(name, start, at)

    def value(self, name: str, start: int, at: int) -> None:
        """Read the value of a field, of one part or several joined by ``#``."""
        begin = at = self.skip(at)
        parts = []
        while True:
            end, part = self.part(name, at)
            if part is None:
                self.at = end
                return
            parts.append(part)
            after = self.skip(end)
            if self.char(after) != "#":
                break
            at = self.skip(after + 1)
        self.keep(name, start, self.text[begin:end], "".join(parts))
        self.at = after
        sign = self.char(after)
        if sign == ",":
            self.at += 1
        elif sign in FULL_WIDTH:
            self.fault(after, slips.full_width(sign))
            self.at += 1
        elif sign and sign not in "})":
            if _NAME_AND_EQUALS.match(self.text, after):
                self.fault(end, slips.no_comma(name))
            elif not (sign == "@" and _HEAD.match(self.text, after)):
                self.fault(after, slips.stray_text(name))
                self.at = self.recovered(after)

    def part(self, name: str, at: int) -> tuple[int, str | None]:
        """Read ``{…}``, ``"…"``, a number or a month.

        Returns where it ends and what it says; or, after a fault, where to go on and ``None``.
        """
        text, sign = self.text, self.char(at)
        if sign == "{":
            return self.enclosed(name, at, self.brace_end(at))
        if sign == '"':
            return self.enclosed(name, at, self.quote_end(at))
        if number := _NUMBER.match(text, at):
            return number.end(), number[0]
        word = _NAME.match(text, at)
        if word and (month := MONTHS.get(word[0].lower())):
            return word.end(), month
        if sign in FULL_WIDTH and sign != "，":
            self.fault(at, slips.full_width(sign))
            return self.recovered(at + 1), None
        run = self.run(_BARE_RUN, at).strip()
        if not run:
            self.fault(at, slips.no_value(name))
        elif _NAME_AND_EQUALS.match(text, at):
            self.fault(at, slips.no_value(name))
            return at, None
        else:
            self.fault(at, slips.bare_text(name, run))
        return self.recovered(at), None

    def brace_end(self, at: int) -> int | None:
        """The offset after the brace that closes the one at ``at``, if one does."""
        depth = deepest = 0
        for found in _BRACE.finditer(self.text, at):
            if found[0] == "{":
                depth += 1
                deepest = max(deepest, depth)
            else:
                depth -= 1
                if depth == 0:
                    self.refuse_depth(at, deepest)
                    return found.end()
        return None

    def quote_end(self, at: int) -> int | None:
        """The offset after the quote that closes the one at ``at``, if one does."""
        depth = deepest = 0
        for found in _BRACE_OR_QUOTE.finditer(self.text, at + 1):
            if found[0] == "{":
                depth += 1
                deepest = max(deepest, depth)
            elif found[0] == "}":
                depth -= 1
                if depth < 0:
                    return None
            elif depth == 0:
                self.refuse_depth(at, deepest)
                return found.end()
        return None

    def refuse_depth(self, at: int, deepest: int) -> None:
        if deepest > MAX_DEPTH:
            self.fault(at, slips.too_deep(deepest, MAX_DEPTH))

    def enclosed(self, name: str, at: int, end: int | None) -> tuple[int, str | None]:
        """The text between the signs at ``at`` and before ``end``, if it can be what was meant.

        A forgotten brace swallows the fields after it. So a value in which a line begins
        another field or another record is taken for unclosed, at the sign that opened it.
        """
        limit = len(self.text) if end is None else end
        swallowed = None
        if self.text.find("\n", at, limit) >= 0:
            swallowed = _NEXT_FIELD.search(self.text, at, limit)
            if swallowed is None and self.text.find("@", at, limit) >= 0:
                swallowed = _NEXT_RECORD.search(self.text, at, limit)
        if swallowed is None and end is not None:
            return end, self.text[at + 1 : end - 1]
        before = swallowed[1] if swallowed else None
        self.fault(at, slips.unclosed_value(name, self.char(at), before))
        return (swallowed.start(1) if swallowed else self.recovered(at + 1)), None

    def tail(self) -> None:
        """Read what follows the record, where nothing should stand."""
        closed = self.at - 1
        at = self.skip(self.at)
        while self.char(at) in ("}", ")"):
            self.fault(at, slips.stray_brace())
            at = self.skip(at + 1)
        rest = at + 1 if self.char(at) == "," else at
        rest = self.skip(rest)
        if rest == len(self.text) and rest == at:
            return
        if found := _NAME_AND_EQUALS.match(self.text, rest):
            self.fault(closed, slips.early_end(found[0].rstrip("=＝ \t\r\n")))
            return
        head = _HEAD.match(self.text, at)
        if head is None:
            self.fault(at, slips.outside_text("after"))
            head = _HEAD.search(self.text, at)
        if head is not None:
            name = head[1].lower()
            self.fault(
                head.start(), slips.command(name) if name in COMMANDS else slips.second_record()
            )

    # ---- after a fault

    def fault_unclosed_record(self) -> None:
        if any(fault.code_hint is Hint.UNBALANCED for fault in self.seen.faults):
            return  # a brace forgotten earlier is the likelier cause, and is told of already
        for kept, written in zip(self.seen.fields, self.seen.written, strict=True):
            if inside := _FIELD_INSIDE.search(written):
                self.fault(
                    self.first_offsets[kept.name], slips.swallowed_field(kept.name, inside[1])
                )
                return
        self.fault(self.opened, slips.unclosed_record(self.text[self.opened], self.closer))

    def recovered(self, at: int) -> int:
        """Where the next field may begin: after a comma, at a line ``name =``, at the end."""
        depth = 0
        for found in _STOP.finditer(self.text, at):
            sign, offset = found[0], found.start()
            if sign == "{":
                depth += 1
            elif sign == "}" and depth:
                depth -= 1
            elif sign == "\n":
                if _NEXT_FIELD.match(self.text, offset):
                    return offset + 1
            elif depth == 0 and (sign in ",，"):
                return offset + 1
            elif depth == 0 and (sign == "}" or sign == self.closer):
                return offset
        return len(self.text)


def _single_spaced(value: str) -> str:
    """``value`` as BibTeX stores it: runs of white space made one space, none at the ends."""
    if value.isascii():
        return " ".join(value.split())
    return _SPACES.sub(" ", value).strip(" ")
