"""A copy of the checkout, to run commands in: what they write stays out of the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOT_COPIED = shutil.ignore_patterns(
    *(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "site")
)


def copy_checkout(to: Path) -> Path:
    """Copy what git has or would take: tracked files, and new ones that it does not ignore."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return Path(shutil.copytree(ROOT, to, ignore=NOT_COPIED))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


def environment(**changes: str) -> dict[str, str]:
    """The environment without what would set another address for the site, and with changes."""
    ours = ("SITE_URL", "SITE_URL_EN", "SITE_URL_ZH", "GITHUB_REPOSITORY", "SOURCE_DATE_EPOCH")
    return {name: value for name, value in os.environ.items() if name not in ours} | changes
