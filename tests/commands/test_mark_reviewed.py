"""``mark_reviewed.py``: the mark is set for the entries that are named, and for no other."""

from __future__ import annotations

from datetime import date
from typing import Any

TERM = "taxonomy/pouch-learning.yml"


def test_the_mark_follows_the_texts(clone: Any) -> None:
    file = clone.change(TERM, "until it can hop", "until it hops")
    before = file.read_text("utf-8")
    answer = clone.run("mark_reviewed.py", f"kb/{TERM}", "--date", "2026-11-22")
    assert (answer.status, answer.out, answer.err) == (0, f"kb/{TERM}: marked\n", "")
    after = file.read_text("utf-8")
    assert after.splitlines()[:-2] == before.splitlines()[:-1]
    assert after.splitlines()[-2].startswith("reviewed: ")
    assert after.splitlines()[-2] != before.splitlines()[-1]
    assert after.splitlines()[-1] == "reviewed_on: 2026-11-22"
    assert clone.run("check_kb.py", "--strict").status == 0
    assert clone.run("mark_reviewed.py", f"kb/{TERM}", "--date", "2026-11-22").status == 0
    assert file.read_text("utf-8") == after


def test_a_later_review_moves_the_day_alone(clone: Any) -> None:
    file = clone.kb / TERM
    for day in ("2026-11-21", "2026-11-22"):
        assert clone.run("mark_reviewed.py", f"kb/{TERM}", "--date", day).status == 0
    (mark, day) = file.read_text("utf-8").splitlines()[-2:]
    assert mark.startswith("reviewed: ")
    assert day == "reviewed_on: 2026-11-22"


def test_a_review_is_of_today_unless_it_is_said_of_which_day(clone: Any) -> None:
    first, last = date.today(), None
    assert clone.run("mark_reviewed.py", f"kb/{TERM}").status == 0
    last = date.today()
    written = (clone.kb / TERM).read_text("utf-8").splitlines()[-1].removeprefix("reviewed_on: ")
    assert first <= date.fromisoformat(written) <= last


def test_a_first_mark_is_at_the_end(clone: Any) -> None:
    file = clone.kb / TERM
    marked = file.read_text("utf-8")
    mark = marked.splitlines()[-1]
    # Without a line end: the mark begins a line all the same.
    file.write_text(marked.removesuffix(f"\n{mark}\n"), "utf-8")
    assert clone.run("mark_reviewed.py", f"kb/{TERM}", "--date", "2026-11-22").status == 0
    assert file.read_text("utf-8") == f"{marked}reviewed_on: 2026-11-22\n"


def test_what_is_not_named_stays(clone: Any) -> None:
    other = clone.change("families/quokka.yml", "hops in both", "jumps in both")
    before = other.read_bytes()
    assert clone.run("mark_reviewed.py", f"kb/{TERM}").status == 0
    assert other.read_bytes() == before


def test_an_entry_in_one_language_is_refused(clone: Any) -> None:
    text = (clone.kb / TERM).read_text("utf-8")
    chinese = next(line for line in text.splitlines() if line.startswith("  zh: 育儿袋学习先"))
    file = clone.write(TERM, text.replace(f"{chinese}\n", ""))
    before = file.read_bytes()
    answer = clone.run("mark_reviewed.py", f"kb/{TERM}", "kb/families/quokka.yml")
    assert answer.status == 1
    assert answer.err == (
        f"kb/{TERM}:5:3: LNG001 warning: 'definition' is in English only "
        "(fix: add zh: … if you write Chinese)\n"
    )
    assert answer.out == "kb/families/quokka.yml: marked\n"
    assert file.read_bytes() == before


def test_an_entry_with_a_fault_is_refused(clone: Any) -> None:
    file = clone.change(TERM, "papers: [fern-2030-pouches]", "papers: [fern-2030-pouch]")
    before = file.read_bytes()
    answer = clone.run("mark_reviewed.py", f"kb/{TERM}")
    assert (answer.status, answer.out) == (1, "")
    assert " REF001 " in answer.err
    assert file.read_bytes() == before


def test_an_entry_that_cannot_be_read_is_refused(clone: Any) -> None:
    clone.write(TERM, "name: [\n")
    answer = clone.run("mark_reviewed.py", f"kb/{TERM}")
    assert (answer.status, answer.out) == (1, "")
    assert " YML008 " in answer.err


def test_entries_are_named_one_by_one(clone: Any) -> None:
    for arguments, message in {
        (): "the following arguments are required: FILE",
        ("kb/taxonomy",): "name the entries one by one, not kb/taxonomy",
        ("kb",): "name the entries one by one, not kb",
        ("kb/nothing.yml",): "there is no kb/nothing.yml",
        ("kb/snippets/count-hops.py",): "not every file that is named is an entry",
        ("tools/check_kb.py",): "tools/check_kb.py is not in the knowledge base",
        (f"kb/{TERM}", "--date", "9999-12-31"): "9999-12-31 has not come yet",
        (f"kb/{TERM}", "--date", "yesterday"): "invalid fromisoformat value: 'yesterday'",
    }.items():
        answer = clone.run("mark_reviewed.py", *arguments)
        assert (answer.status, answer.out) == (2, "")
        assert message in answer.err
