"""``check_kb.py``: everything that is wrong, in three forms, with an honest exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atlas.checks.listing import listing

Check = Callable[..., Any]

TYPO = (
    "kb/models/quokka-base.yml:3:1: REC002 the field 'famly' is not known here "
    "(fix: did you mean family?)\n"
)
UNREVIEWED = (
    "kb/taxonomy/pouch-learning.yml:11:11: LNG002 warning: "
    "a text has changed since the two languages were compared "
    "(fix: compare them, then run python tools/mark_reviewed.py kb/taxonomy/pouch-learning.yml)\n"
)


def summary(said: str, clone: Any) -> str:
    return f"{said} in {len(list(clone.kb.glob('*/*.yml')))} entries\n"


def break_model(clone: Any) -> None:
    clone.change("models/quokka-base.yml", "family: quokka", "famly: quokka")


def change_term(clone: Any) -> None:
    clone.change("taxonomy/pouch-learning.yml", "until it can hop", "until it hops")


def test_a_sound_knowledge_base(clone: Any, check: Check) -> None:
    answer = check()
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == summary("no errors and no warnings", clone)
    assert check("--strict").status == 0


def test_errors(clone: Any, check: Check) -> None:
    break_model(clone)
    answer = check()
    assert (answer.status, answer.out) == (1, TYPO)
    assert answer.err == summary("1 error and no warnings", clone)


def test_warnings(clone: Any, check: Check) -> None:
    change_term(clone)
    answer = check()
    assert (answer.status, answer.out) == (0, UNREVIEWED)
    assert answer.err == summary("no errors and 1 warning", clone)
    assert check("--strict").status == 1


def test_all_problems_in_one_run_sorted(clone: Any, check: Check) -> None:
    break_model(clone)
    change_term(clone)
    clone.change("families/wombat.yml", "cased:", "csed:")
    clone.write("traps/Bad Name.yml", "")
    lines = check().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "kb/families/wombat.yml",
        "kb/models/quokka-base.yml",
        "kb/taxonomy/pouch-learning.yml",
        "kb/traps/Bad Name.yml",
    ]


def test_github_annotations(clone: Any, check: Check) -> None:
    break_model(clone)
    answer = check("--format", "github")
    assert answer.status == 1
    assert answer.out == (
        "::error file=kb/models/quokka-base.yml,line=3,col=1,title=REC002::"
        "the field 'famly' is not known here (fix: did you mean family?)\n"
    )


def test_json(clone: Any, check: Check) -> None:
    assert json.loads(check("--format", "json").out) == []
    break_model(clone)
    answer = check("--format", "json")
    assert answer.status == 1
    assert json.loads(answer.out) == [
        {
            "file": "kb/models/quokka-base.yml",
            "line": 3,
            "column": 1,
            "code": "REC002",
            "message": "the field 'famly' is not known here",
            "fix": "did you mean family?",
            "severity": "error",
        }
    ]


def test_paths_choose_what_is_shown_and_all_is_read(clone: Any, check: Check) -> None:
    break_model(clone)
    change_term(clone)
    assert check("kb/models").out == TYPO
    assert check("kb/models").err == "1 error and no warnings in 4 entries\n"
    assert check("kb/models/quokka-base.yml").out == TYPO
    assert check("kb/taxonomy", "kb/models/quokka-base.yml").out == TYPO + UNREVIEWED
    # What the family refers to is there, though it was not named.
    family = check("kb/families/quokka.yml")
    assert (family.status, family.out, family.err) == (
        *(0, ""),
        "no errors and no warnings in 1 entry\n",
    )
    for everything in ("kb", ".", "kb/../kb", str(clone.root)):
        assert check(everything).out == TYPO + UNREVIEWED


def test_paths_are_those_of_where_one_stands(clone: Any, check: Check) -> None:
    break_model(clone)
    assert check("quokka-base.yml", cwd=clone.kb / "models").status == 1
    assert check("../families", cwd=clone.kb / "models").status == 0


def test_a_link_is_meant_itself(clone: Any, check: Check) -> None:
    (clone.kb / "models" / "link.yml").symlink_to(clone.root)
    answer = check("kb/models/link.yml")
    assert (answer.status, answer.out.split()[1]) == (1, "REC007")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kb/models/nothing.yml"], "there is no kb/models/nothing.yml"),
        (["tools/check_kb.py"], "tools/check_kb.py is not in the knowledge base "),
        (["--kb", "nowhere"], "there is no knowledge base in nowhere"),
        (["--kb", "kb/models/quokka-base.yml"], "there is no knowledge base in kb/models/"),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["--fux"], "unrecognized arguments: --fux"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, check: Check) -> None:
    answer = check(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err
    assert "Traceback" not in answer.err


def test_the_knowledge_base_is_the_one_beside_the_command(
    clone: Any, check: Check, tmp_path: Path
) -> None:
    break_model(clone)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "kb").mkdir(parents=True)
    answer = check(cwd=elsewhere)
    assert answer.out == TYPO.replace("kb/", f"{clone.kb}/")
    assert check("--kb", "kb", cwd=elsewhere).err == "no errors and no warnings in no entries\n"


@pytest.mark.parametrize(
    ("cwd", "shown"), [(".", "kb/models"), ("kb", "models"), ("kb/models", None)]
)
def test_names_are_relative_where_they_can_be(
    cwd: str, shown: str | None, clone: Any, check: Check
) -> None:
    break_model(clone)
    name = check(cwd=clone.root / cwd).out.partition(":")[0]
    assert name == f"{shown or clone.kb / 'models'}/quokka-base.yml"


def test_chinese_in_a_terminal_that_was_told_of_ascii_only(clone: Any) -> None:
    clone.change("models/quokka-base.yml", "[en]", "[中文]")
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    answer = clone.process("check_kb.py", **ascii_only)
    assert answer.status == 1
    assert "ID009 '中文' is not a language code" in answer.out


def test_a_name_that_is_no_text(clone: Any, check: Check) -> None:
    file = os.fsencode(clone.kb / "models") + b"/\xff.yml"
    try:
        Path(os.fsdecode(file)).write_text("", "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert "kb/models/\\udcff.yml:1:1: REC007" in check().out
    assert json.loads(check("--format", "json").out)[0]["file"] == "kb/models/\udcff.yml"


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_a_reader_that_leaves_is_no_fault(form: str, clone: Any) -> None:
    break_model(clone)
    command = [sys.executable, str(clone.root / "tools" / "check_kb.py"), "--format", form]
    with subprocess.Popen(
        command, cwd=clone.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read().decode()
    assert said == summary("1 error and no warnings", clone)
    assert running.returncode == 1


def test_every_rule_is_listed(check: Check) -> None:
    answer = check("--list")
    assert answer.status == 0
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in listing()]
    assert "YML005 error   Lines are indented with spaces, not tabs." in lines
    assert all(line.endswith(".") for line in lines)


def test_mending(clone: Any, check: Check) -> None:
    model = clone.change("models/quokka-base.yml", "family: quokka", "family：quokka")
    sound = model.read_text("utf-8").replace("：quokka", ": quokka")
    model.write_bytes(b"\xef\xbb\xbf" + model.read_bytes().replace(b"\n", b"\r\n"))
    model.chmod(0o664)
    clone.change("traps/wombat-with-wordpiece.yml", "severity: silent", "severity: slient")
    answer = check("--fix")
    assert answer.status == 1
    assert [line.split()[1] for line in answer.out.splitlines()] == ["REC005"]
    assert answer.err == (
        "kb/models/quokka-base.yml: mended the byte order mark, the line ends, "
        "full-width punctuation\n"
        "kb/models/wombat-tiny.yml: mended the order of the fields\n"
    ) + summary("1 error and no warnings", clone)
    assert model.read_text("utf-8") == sound
    assert model.stat().st_mode & 0o777 == 0o664
    again = check("--fix")
    assert (again.out, again.err) == (answer.out, summary("1 error and no warnings", clone))


def test_mending_what_is_named(clone: Any, check: Check) -> None:
    for name in ("models/quokka-base.yml", "models/quokka-small.yml"):
        clone.change(name, "family: quokka", "family：quokka")
    answer = check("--fix", "kb/models/quokka-small.yml")
    assert answer.err.startswith("kb/models/quokka-small.yml: mended full-width punctuation\n")
    assert "family：quokka" in (clone.kb / "models" / "quokka-base.yml").read_text("utf-8")
