"""A copy of the checkout, to run commands in: what they write stays out of the real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from atlas.records import FOLDERS

ROOT = Path(__file__).parent.parent.parent
MADE = {".git", ".venv", ".hypothesis", "build", "site"}
"""What stands at the top of a checkout and is no part of it."""


def copy_checkout(to: Path) -> Path:
    """Copy what git has or would take: tracked files, and new ones that it does not ignore.

    Without git, or in a folder that it does not trust, everything but what is made.
    """
    names = _known_to_git()
    if not names:
        return Path(shutil.copytree(ROOT, to, ignore=_made))
    for name in names:
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


def for_any_kb(checkout: Path) -> Path:
    """Let no hand-written page lead to an entry, so that a copy is sound with any entries.

    A link to an entry becomes one to the list of its kind, which every knowledge base has.
    """
    folders = "|".join(FOLDERS.values())
    for page in (checkout / "docs").rglob("*.md"):
        text = page.read_text("utf-8")
        page.write_text(
            re.sub(rf"(\]\((?:\.\./)*(?:{folders}))/[\w-]+\.md", r"\1/index.md", text), "utf-8"
        )
    return checkout


def _known_to_git() -> list[str]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return []
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [name for name in listed.stdout.split("\0") if name]


def _made(folder: str, names: list[str]) -> set[str]:
    caches = {name for name in names if name.endswith("_cache") or name == "__pycache__"}
    return caches | (MADE.intersection(names) if Path(folder) == ROOT else set())


def environment(**changes: str) -> dict[str, str]:
    """The environment without what would set another address for the site, and with changes."""
    ours = ("SITE_URL", "SITE_URL_EN", "SITE_URL_ZH", "GITHUB_REPOSITORY", "SOURCE_DATE_EPOCH")
    return {name: value for name, value in os.environ.items() if name not in ours} | changes
