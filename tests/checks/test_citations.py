"""What the BibTeX module finds belongs to one rule each."""

from atlas.bibtex import Hint
from atlas.checks.citations import INCOMPLETE, UNPRINTABLE, UNSOUND, UNTIDY

# The reader's own hints mean that there is no record; one rule reports them all.
OF_READING = {
    *(Hint.TOO_LARGE, Hint.CONTROL_CHARACTER, Hint.NO_RECORD, Hint.OUTSIDE_TEXT),
    *(Hint.SECOND_RECORD, Hint.NOT_A_RECORD, Hint.UNKNOWN_TYPE, Hint.MISSING_KEY, Hint.BAD_KEY),
    *(Hint.FULL_WIDTH, Hint.MISSING_COMMA, Hint.EXTRA_COMMA, Hint.MISSING_EQUALS),
    *(Hint.BAD_FIELD_NAME, Hint.DUPLICATE_FIELD, Hint.MISSING_VALUE, Hint.BARE_TEXT),
    *(Hint.STRAY_TEXT, Hint.UNBALANCED, Hint.NESTING, Hint.AMBIGUOUS),
}


def test_each_hint_belongs_to_one_rule() -> None:
    groups = (OF_READING, INCOMPLETE, {Hint.TWO_VENUES}, UNSOUND, UNPRINTABLE, UNTIDY)
    assert sorted(hint for group in groups for hint in group) == sorted(Hint)
