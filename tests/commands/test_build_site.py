"""``tools/build_site.py``: what it says, and what its exit status means."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands.checkout import ROOT, copy_checkout, environment, for_any_kb
from tests.site.entries import write_kb


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose knowledge base is small, so that a build takes a moment only."""
    return for_any_kb(copy_checkout(tmp_path_factory.mktemp("build") / "checkout"))


def build(
    checkout: Path, *arguments: str | Path, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, checkout / "tools" / "build_site.py", *arguments],
        cwd=cwd or checkout,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_site_is_built_from_anywhere_and_into_anywhere(checkout: Path, tmp_path: Path) -> None:
    kb = write_kb(tmp_path / "kb", sparse=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    run = build(
        checkout,
        "--kb",
        "../kb",
        "--out",
        "out",
        cwd=elsewhere,
        SITE_URL="https://example.org/atlas/",
    )

    assert (run.returncode, run.stderr) == (0, "")
    pages = len(list((elsewhere / "out").rglob("index.html"))) - 1  # without the front door
    assert run.stdout.startswith(f"18 entries, {pages} pages in 2 languages, ")
    assert [path.name for path in elsewhere.iterdir()] == ["out"]
    schema = elsewhere / "out/schema/v1/term.json"
    assert '"$id": "https://example.org/atlas/schema/v1/term.json"' in schema.read_text("utf-8")

    # Built again without one of the entries: nothing of it is left.
    (kb / "models/two.yml").unlink()
    run = build(checkout, "--kb", kb, "--out", elsewhere / "out")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("17 entries, ")
    left = [path.relative_to(elsewhere / "out") for path in (elsewhere / "out").rglob("two*")]
    assert left
    assert [path for path in left if "models" in path.parts] == []


def test_what_cannot_be_read_is_told_and_left_out(checkout: Path, tmp_path: Path) -> None:
    kb = write_kb(tmp_path / "kb", sparse=True)
    (kb / "models/two.yml").write_text("nmae: x\nfamily: one\nsummary: {en: x}\n")

    run = build(checkout, "--kb", kb, "--out", tmp_path / "out")

    problem, closing = run.stdout.splitlines()
    assert problem == (
        "kb/models/two.yml:1:1: REC002 the field 'nmae' is not known here (fix: did you mean name?)"
    )
    assert closing.startswith("17 entries, ")
    assert (run.returncode, run.stderr) == (1, "")
    assert not (tmp_path / "out/en/models/two").exists()


def test_a_warning_of_the_generator_fails_the_build(tmp_path: Path) -> None:
    checkout = for_any_kb(copy_checkout(tmp_path / "checkout"))
    kb = write_kb(tmp_path / "kb", sparse=True)
    page = checkout / "docs/zh/about/index.md"
    page.write_text(page.read_text("utf-8") + "\n[断](../nowhere.md)\n", encoding="utf-8")

    strict = build(checkout, "--kb", kb, "--out", tmp_path / "out")
    lenient = build(checkout, "--kb", kb, "--out", tmp_path / "out", "--lenient")

    warning = (
        "WARNING - Doc file 'about/index.md' contains a link '../nowhere.md', "
        "but the target 'nowhere.md' is not found among documentation files."
    )
    assert strict.stderr.splitlines() == [warning]
    assert strict.stdout.endswith("data files; the generator warned, see above\n")
    assert lenient.stderr.splitlines() == [warning]
    assert (strict.returncode, lenient.returncode) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kb", "no-such-folder"], "build_site.py: error: no-such-folder is not a folder\n"),
        (["--no-such-option"], "build_site.py: error: unrecognized arguments: --no-such-option\n"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], message: str) -> None:
    run = build(ROOT, *arguments)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith(message)
