"""What the scanner says of each slip: its kind, what is wrong, and what to write."""

from __future__ import annotations

from difflib import get_close_matches

from atlas.bibtex.faults import Hint, shortened
from atlas.bibtex.vocabulary import FOREIGN_TYPES, REQUIRED

Slip = tuple[Hint, str, str]

FULL_WIDTH = {"，": ",", "＝": "=", "：": "=", "｛": "{", "｝": "}", "“": '"', "”": '"', "＃": "#"}
"""Signs of a Chinese keyboard, with what BibTeX wants in their place."""

_BALANCE = "write the missing `{}`, or balance the braces within"


def too_large(length: int, allowed: int) -> Slip:
    """More text than one record can need."""
    said = f"the text has {length:,} characters, and {allowed:,} are allowed"
    return Hint.TOO_LARGE, said, "keep one record, without its abstract"


def control_character(char: str) -> Slip:
    """A character that no editor shows and no program expects."""
    said = f"a control character (U+{ord(char):04X}) stands here"
    return Hint.CONTROL_CHARACTER, said, "delete it"


def strange_space(char: str) -> Slip:
    """A space between things that BibTeX does not take for one."""
    said = f"a space stands here that is not the ASCII one (U+{ord(char):04X})"
    return Hint.FULL_WIDTH, said, "write an ordinary space"


def full_width(sign: str) -> Slip:
    """A full-width sign where syntax was expected."""
    said = f"`{sign}` is a full-width sign, which BibTeX does not know"
    return Hint.FULL_WIDTH, said, f"write `{FULL_WIDTH[sign]}`"


def no_record() -> Slip:
    """Nothing in the text begins a record."""
    fix = "write one record, such as `@article{key, title = {…}, …}`"
    return Hint.NO_RECORD, "there is no BibTeX record here", fix


def outside_text(where: str) -> Slip:
    """Text "before" or "after" the record."""
    fix = "delete it, or write it as a note"
    return Hint.OUTSIDE_TEXT, f"text stands {where} the record", fix


def command(name: str) -> Slip:
    """``@string``, ``@comment`` or ``@preamble``."""
    fix = "delete it, and write out what it abbreviates"
    return Hint.NOT_A_RECORD, f"`@{name}` is no record", fix


def second_record() -> Slip:
    """Another record after or within the first."""
    fix = "keep one record, and make another entry for the other"
    return Hint.SECOND_RECORD, "a second record begins here", fix


def unknown_type(kind: str) -> Slip:
    """An entry type that the standard styles do not have."""
    near = get_close_matches(kind[:40], REQUIRED, n=1, cutoff=0.7)
    known = FOREIGN_TYPES.get(kind) or (near[0] if near else None)
    fix = f"write `@{known}`" if known else f"write one of {', '.join(sorted(REQUIRED))}"
    return Hint.UNKNOWN_TYPE, f"BibTeX has no entry type `{shortened(kind)}`", fix


def missing_key(kind: str) -> Slip:
    """No key after the opening brace."""
    fix = f"write a key first: `@{shortened(kind)}{{doe-2031-toy, …`"
    return Hint.MISSING_KEY, "the record has no key", fix


def bad_key(key: str) -> Slip:
    """A key with a sign in it that means something to BibTeX or LaTeX."""
    said = f"the key `{shortened(key)}` has a character that may trip LaTeX"
    return Hint.BAD_KEY, said, "use ASCII letters, digits and - _ : . / + * ' only"


def broken_key() -> Slip:
    """Something else than one word and a comma where the key should be."""
    said = "the key is not one word with a comma after it"
    return Hint.BAD_KEY, said, "write a key such as `doe-2031-toy,`"


def no_comma_after_key(key: str) -> Slip:
    """The first field follows the key at once."""
    return Hint.MISSING_COMMA, "there is no comma after the key", f"write `{shortened(key)},`"


def no_comma(name: str) -> Slip:
    """The next field follows a value at once."""
    said = f"there is no comma after the value of `{shortened(name)}`"
    return Hint.MISSING_COMMA, said, "write a comma here"


def extra_comma() -> Slip:
    """A comma where a field should begin."""
    return Hint.EXTRA_COMMA, "a comma stands here alone", "delete it"


def bad_field_name(text: str) -> Slip:
    """Something else than a name where a field should begin."""
    said = f"`{shortened(text)}` is not the name of a field"
    return Hint.BAD_FIELD_NAME, said, "write `name = {value},`"


def no_equals(name: str) -> Slip:
    """A name with something else than ``=`` after it."""
    name = shortened(name)
    return Hint.MISSING_EQUALS, f"there is no `=` after `{name}`", f"write `{name} = {{…}}`"


def duplicate_field(name: str, line: int) -> Slip:
    """A field that was given before, on ``line`` of the record."""
    said = f"`{shortened(name)}` is given twice (first on line {line} of the record)"
    return Hint.DUPLICATE_FIELD, said, "keep one of them"


def no_value(name: str) -> Slip:
    """Nothing after the ``=``."""
    name = shortened(name)
    fix = f"write `{name} = {{…}}`, or delete the field"
    return Hint.MISSING_VALUE, f"`{name}` has no value", fix


def bare_text(name: str, text: str) -> Slip:
    """Words without braces, or an abbreviation that nothing defines."""
    said = f"the value of `{shortened(name)}` stands without braces"
    return Hint.BARE_TEXT, said, f"write `{{{shortened(text)}}}`"


def stray_text(name: str) -> Slip:
    """Words between a value and the comma after it."""
    said = f"text stands after the value of `{shortened(name)}`"
    return Hint.STRAY_TEXT, said, "put the whole value in one pair of braces"


def too_deep(depth: int, allowed: int) -> Slip:
    """Braces within braces within braces."""
    said = f"braces nest {depth} deep here, and {allowed} are allowed"
    return Hint.NESTING, said, "delete the braces that do nothing"


def unclosed_value(name: str, opener: str, before: str | None) -> Slip:
    """A value whose brace or quotation mark is not closed, at least not before ``before``."""
    sign, closer = ("brace", "}") if opener == "{" else ("quotation mark", '"')
    said = f"the {sign} that opens the value of `{shortened(name)}` is not closed"
    if before is not None:
        said += f" before `{shortened(before)}`"
    return Hint.UNBALANCED, said, _BALANCE.format(closer)


def swallowed_field(name: str, swallowed: str) -> Slip:
    """A value that seems to have the next field in it."""
    said = f"the value of `{shortened(name)}` is not closed before `{shortened(swallowed)}`"
    return Hint.UNBALANCED, said, _BALANCE.format("}")


def unclosed_record(opener: str, closer: str) -> Slip:
    """A text that ends within the record."""
    said = f"the `{opener}` that opens the record is not closed"
    return Hint.UNBALANCED, said, f"write `{closer}` after the last field"


def wrong_closer(closer: str) -> Slip:
    """``}`` after ``(``, or ``)`` after ``{``."""
    said = f"the record is not closed by what it was opened for, `{closer}`"
    return Hint.UNBALANCED, said, f"write `{closer}`"


def early_end(name: str) -> Slip:
    """A brace too many, which ends the record before a field."""
    said = f"the record ends here, before `{shortened(name)}`"
    return Hint.UNBALANCED, said, "delete this brace if it is one too many"


def stray_brace() -> Slip:
    """A closing brace after the record."""
    return Hint.UNBALANCED, "a brace closes here that was not opened", "delete it"


def ambiguous() -> Slip:
    """Text that BibTeX reads, but that bibtexparser reads in another way."""
    said = "programs that read BibTeX do not agree on what stands here"
    fix = "write `@type{key,` without spaces and each value in braces, with no backslash at its end"
    return Hint.AMBIGUOUS, said, fix
