"""A document as a record: every fault of its shape in one pass, each at its place, once."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from atlas.arithmetic import ARCHITECTURES, known_keys
from atlas.problems import as_text
from atlas.records import CODES, FOLDERS, RECORDS, Config, Family, Kind, Model, Term, keys_at, parse
from atlas.records.values import MAX_TEXT
from atlas.yamltext import read

SOUND = Path(__file__).parents[1] / "data" / "kb"

MODEL = """\
name: Made-up
family: made-up
summary: {en: Nothing.}
"""


def parsed(kind: Kind, text: str) -> tuple[BaseModel | None, list[str]]:
    document, faults = read("f.yml", text.encode())
    assert document is not None
    record, problems = parse(kind, document, yaml_is_sound=not faults)
    return record, [as_text(problem) for problem in sorted((*faults, *problems))]


def faults(kind: Kind, text: str) -> list[str]:
    record, lines = parsed(kind, text)
    assert record is None
    return lines


def model(text: str) -> Model:
    record, lines = parsed(Kind.MODEL, MODEL + text)
    assert lines == []
    assert isinstance(record, Model)
    return record


@pytest.mark.parametrize("kind", Kind)
def test_sound_examples_of_each_kind(kind: Kind) -> None:
    files = sorted((SOUND / FOLDERS[kind]).glob("*.yml"))
    assert files
    for file in files:
        record, lines = parsed(kind, file.read_text("utf-8"))
        assert lines == []
        assert isinstance(record, RECORDS[kind])


@pytest.mark.parametrize("kind", Kind)
def test_each_field_says_what_it_is(kind: Kind) -> None:
    fields = RECORDS[kind].model_fields
    assert [name for name, field in fields.items() if not field.description] == []
    assert list(fields)[-2:] == ["reviewed", "reviewed_on"]


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError):
        model("").name = "another"


def test_values_are_typed_by_the_record() -> None:
    record = model(
        "language: [no]\nconfig: {hidden_size: 768, use_task_id: false, vocab_size: unknown}\n"
        "claims: [{what: release, value: 1.10, source: s, where: 2}]\n"
        "sources: {s: {url: https://example.org, seen: 2026-11-22}}\n"
    )
    assert record.language == ("no",)
    assert record.config is not None
    assert record.config.given() == {
        "vocab_size": "unknown",
        "hidden_size": 768,
        "use_task_id": False,
    }
    assert (record.claims[0].value, record.claims[0].where) == ("1.10", "2")
    assert record.sources["s"].seen is not None
    assert record.sources["s"].seen.isoformat() == "2026-11-22"


def test_a_config_takes_every_key_that_is_computed_with() -> None:
    needed = {key for architecture in ARCHITECTURES for key in known_keys(architecture)}
    assert needed - set(Config.model_fields) == set()


def test_all_faults_in_one_pass_each_at_its_place() -> None:
    text = """\
name: {en: x}
familly: made-up
hub: https://huggingface.co/a/b
language: zh
sources:
  s: {hub: a/b, url: 'https://example.org'}
  t: {repo: a/b@12345678, seen: 2026-02-30}
config: {hidden_size: 7.5, hiden_size: 4}
tokenizer: {kind: wordpeice, class: [BertTokenizer], cased: no}
claims:
  - {what: size, value: 1, source: s, where: x}
  - {what: size, value: '', source: s}
summary: nothing
"""
    assert faults(Kind.MODEL, text) == [
        "f.yml:1:7: REC003 'name' is a mapping, not a text (fix: write one text)",
        "f.yml:2:1: REC002 the field 'familly' is not known here (fix: did you mean family?)",
        "f.yml:3:6: ID005 'https://huggingface.co/a/b' is not a Hub id (fix: write a/b)",
        "f.yml:4:11: REC003 'language' is 'zh', not a list "
        "(fix: write it as [a, b], or each item on a line of its own after a dash)",
        "f.yml:6:6: REC008 the source gives hub and url (fix: give exactly one of the four)",
        "f.yml:7:33: REC004 '2026-02-30' is not a date "
        "(fix: write year-month-day, such as 2026-11-22)",
        "f.yml:8:23: REC004 '7.5' is not a whole number (fix: write digits only, such as 768)",
        "f.yml:8:28: REC002 the field 'hiden_size' is not known here "
        "(fix: did you mean hidden_size?)",
        "f.yml:9:19: REC005 'wordpeice' is not one of the words allowed for 'kind' "
        "(fix: did you mean wordpiece?)",
        "f.yml:9:37: REC003 'class' is a list, not a text (fix: write one text)",
        "f.yml:9:61: REC004 'no' is not true or false (fix: write true or false)",
        "f.yml:12:5: REC001 the field 'where' is missing (fix: add a line where: …)",
        "f.yml:12:25: REC006 the text is empty (fix: write the text, or take the field out)",
        "f.yml:13:10: REC003 'summary' is 'nothing', not a mapping "
        "(fix: write it as {en: …, zh: …})",
    ]


def test_a_field_with_a_slip_in_its_name_is_not_missing_as_well() -> None:
    assert faults(Kind.MODEL, MODEL.replace("summary", "sumary")) == [
        "f.yml:3:1: REC002 the field 'sumary' is not known here (fix: did you mean summary?)"
    ]


def test_a_word_cut_short_is_known() -> None:
    assert faults(Kind.MODEL, MODEL + "lang: [zh]\n") == [
        "f.yml:4:1: REC002 the field 'lang' is not known here (fix: did you mean language?)"
    ]


def test_what_is_like_nothing_gets_no_guess() -> None:
    (line,) = faults(Kind.PATH, "title: {en: x}\nsummary: {en: x}\nsteps: []\ndownloads: 5\n")
    assert line == (
        "f.yml:4:1: REC002 the field 'downloads' is not known here "
        "(fix: take it out; known are title, summary, steps, reviewed, reviewed_on)"
    )


def test_what_could_not_be_read_is_not_missing() -> None:
    # The key without a value is reported; that the family is missing follows from it.
    assert faults(Kind.MODEL, MODEL.replace(" made-up", "")) == [
        "f.yml:2:1: YML014 the key 'family' has no value (fix: write a value, or take the line out)"
    ]
    assert faults(Kind.MODEL, f"{MODEL}sources:\n  s:\n    hub:\n    seen: 2026-11-22\n") == [
        "f.yml:6:5: YML014 the key 'hub' has no value (fix: write a value, or take the line out)"
    ]


def test_a_fault_hides_no_other_that_does_not_follow_from_it() -> None:
    lines = faults(Kind.MODEL, MODEL.replace("name: Made-up", "name:") + "uses: [typing]\n")
    assert [line.split()[1] for line in lines] == ["YML014", "REC005"]


def test_a_number_is_written_in_ascii_digits() -> None:
    assert [line.split()[1] for line in faults(Kind.MODEL, MODEL + "config: {dim: ７６８}\n")] == [
        "REC004"
    ]
    assert [line.split()[1] for line in faults(Kind.MODEL, MODEL + "config: {dim: 1e3}\n")] == [
        "REC004"
    ]


def test_a_text_is_not_longer_than_a_page() -> None:
    assert model(f"aliases: [{'x' * MAX_TEXT}]\n").aliases == ("x" * MAX_TEXT,)
    assert faults(Kind.MODEL, f"{MODEL}aliases: [{'x' * (MAX_TEXT + 1)}]\n") == [
        "f.yml:4:11: REC006 the text has 8,001 characters, more than 8,000 (fix: shorten it)"
    ]


def test_a_broken_entry_has_at_most_a_hundred_faults() -> None:
    assert len(faults(Kind.MODEL, MODEL + "uses:\n" + "- sumary\n" * 5000)) == 100


def test_each_code_has_a_sentence() -> None:
    assert all(said.endswith(".") for said in CODES.values())


def test_keys_of_the_mappings_in_a_record() -> None:
    assert keys_at(Model, ("sources", "any", "seen")) == []
    assert keys_at(Model, ("claims", 3))[:3] == ["source", "where", "what"]
    assert keys_at(Family, ("tokenizer",))[:2] == ["kind", "class"]
    assert keys_at(Term, ("points", 0, "nothing")) == []
