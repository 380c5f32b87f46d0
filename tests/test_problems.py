"""A problem and its three forms."""

import json

from atlas.problems import Problem, Severity, as_github, as_json, as_text

PROBLEM = Problem("kb/models/x.yml", 12, 9, "MOD012", "what is wrong", "write this")
WARNING = Problem("kb/models/x.yml", 3, 1, "LNG001", "one", "two", Severity.WARNING)


def test_text_is_the_line_that_editors_follow() -> None:
    assert as_text(PROBLEM) == "kb/models/x.yml:12:9: MOD012 what is wrong (fix: write this)"


def test_text_says_that_a_warning_is_one() -> None:
    assert as_text(WARNING) == "kb/models/x.yml:3:1: LNG001 warning: one (fix: two)"


def test_text_stays_on_one_line_and_leaves_the_terminal_alone() -> None:
    nasty = Problem("a\nb.yml", 1, 1, "X", "\x1b[31mred\x1b[0m \u202e", "a\tb\r\n中文 é")
    assert as_text(nasty) == (
        "a\\nb.yml:1:1: X \\x1b[31mred\\x1b[0m \\u202e (fix: a\\tb\\r\\n中文 é)"
    )


def test_text_shows_the_bytes_of_a_name_that_is_no_text() -> None:
    assert as_text(Problem("\udcff.yml", 1, 1, "X", "m", "f")) == "\\udcff.yml:1:1: X m (fix: f)"


def test_github_has_a_place_a_title_and_a_severity() -> None:
    assert as_github(PROBLEM) == (
        "::error file=kb/models/x.yml,line=12,col=9,title=MOD012::what is wrong (fix: write this)"
    )
    assert as_github(WARNING).startswith("::warning file=kb/models/x.yml,line=3,col=1,")


def test_github_escapes_what_would_end_the_command() -> None:
    nasty = Problem("a,b:c%.yml", 1, 1, "X", "50 %\r\n::error::no", "a, b: c")
    assert as_github(nasty) == (
        "::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=X::50 %25%0D%0A::error::no (fix: a, b: c)"
    )


def test_json_is_an_array_with_the_fields_of_a_problem() -> None:
    assert json.loads(as_json([PROBLEM, WARNING])) == [
        {
            "file": "kb/models/x.yml",
            "line": 12,
            "column": 9,
            "code": "MOD012",
            "message": "what is wrong",
            "fix": "write this",
            "severity": "error",
        },
        {
            "file": "kb/models/x.yml",
            "line": 3,
            "column": 1,
            "code": "LNG001",
            "message": "one",
            "fix": "two",
            "severity": "warning",
        },
    ]
    assert as_json([]) == "[]"


def test_order_is_by_file_and_then_by_place() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 2, 30), ("a", 2, 4)]
    problems = [Problem(file, line, column, "X", "m", "f") for file, line, column in places]
    assert [(p.file, p.line, p.column) for p in sorted(problems)] == [
        ("a", 2, 4),
        ("a", 2, 30),
        ("a", 10, 1),
        ("b", 1, 1),
    ]
