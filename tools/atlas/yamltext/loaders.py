"""The parsers that read YAML: libyaml's where PyYAML has it, PyYAML's own otherwise.

Neither gives values a type: every scalar stays the text that was written.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.scanner import ScannerError

_BREAKS = "\0\r\n\x85\u2028\u2029"
_BLANKS = " \t" + _BREAKS


class PureLoader(yaml.BaseLoader):
    """PyYAML's own parser, which here reads plain texts in brackets as libyaml does.

    YAML 1.1 ended them at a question mark; libyaml follows 1.2, where
    ``{en: How large is it?}`` is one text. A colon right before another sign
    of the syntax, as in ``{en:, zh: …}``, it does not take for the end of a key.
    """

    # PyYAML's scanner has no annotations, hence Any.
    def scan_plain(self: Any) -> yaml.ScalarToken:
        """As the method it overrides, but for the question mark."""
        chunks: list[str] = []
        spaces: list[str] = []
        start = end = self.get_mark()
        indent = self.indent + 1
        closing = ",[]{}" if self.flow_level else ""
        while self.peek() != "#":
            length = 0
            while (sign := self.peek(length)) not in _BLANKS + closing:
                if sign == ":" and self.peek(length + 1) in _BLANKS:
                    break
                if sign == ":" and closing and self.peek(length + 1) in closing + "?":
                    self.forward(length)
                    raise ScannerError(
                        "while scanning a plain scalar",
                        start,
                        "found unexpected ':'",
                        self.get_mark(),
                    )
                length += 1
            if not length:
                break
            self.allow_simple_key = False
            chunks += [*spaces, self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return yaml.ScalarToken("".join(chunks), True, start, end)


FAST_LOADER: type | None = None
PURE_LOADER: type = PureLoader

if yaml.__with_libyaml__:

    class FastLoader(yaml.CBaseLoader):
        """libyaml's parser, without the questions it asks of every node in case it has a type."""

        def descend_resolver(self, current_node: object, current_index: object) -> None:
            """Nothing: no type depends on where a node stands."""

        def ascend_resolver(self) -> None:
            """Nothing, as above."""

        def resolve(self, kind: object, value: object, implicit: object) -> None:
            """No tag: every scalar is text."""

    FAST_LOADER = FastLoader
