"""The list of all codes."""

import re

from atlas import records, store, yamltext
from atlas.checks import RULES
from atlas.checks.listing import Listed, listing
from atlas.problems import Severity


def test_lists_every_code_once() -> None:
    codes = [listed.code for listed in listing()]
    assert codes == [
        *(*yamltext.CODES, *records.CODES, *store.CODES),
        *(found.code for found in RULES),
    ]
    assert len(set(codes)) == len(codes)


def test_a_code_is_a_subject_and_a_number() -> None:
    assert [
        listed.code for listed in listing() if not re.fullmatch(r"[A-Z]{2,3}\d{3}", listed.code)
    ] == []


def test_says_what_holds_in_one_sentence() -> None:
    for listed in listing():
        assert re.fullmatch(r"[A-Z][^\n]{10,160}\.", listed.sentence), listed


def test_shows_a_rule_and_a_shape() -> None:
    assert Listed("REF001", Severity.ERROR, "A reference names an entry that exists.") in listing()
    assert Listed("YML001", Severity.ERROR, "A file is UTF-8.") in listing()
