"""Find the browser that the browser tests drive; install one if there is none.

    python tests/browser/chromium.py             print the path of a Chromium that runs
    python tests/browser/chromium.py --install   the same, installing one first where that is needed

The path goes to stdout, everything else to stderr. Without a browser the exit status is 1, except
for ``--install`` outside continuous integration: there the tests that need one are skipped, and
say why (``tests/conftest.py``).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Without a Chinese typeface every character is a box; without libatomic1 Playwright cannot start.
PACKAGES = ("chromium", "fonts-noto-cjk", "libatomic1")
ADVICE = (
    "The browser tests need Chromium or Chrome: install one (on Debian: apt install chromium), "
    "or name one with CHROMIUM=/path/to/chromium."
)


class NoBrowserError(Exception):
    """There is no browser to drive; the message says what to do."""


def find() -> str:
    """The path of a browser that runs: the one that CHROMIUM names, or else any that is found."""
    if named := os.environ.get("CHROMIUM"):
        if not runs(named):
            raise NoBrowserError(f"CHROMIUM={named} does not run; name a Chromium that does.")
        return named
    for path in candidates():
        if runs(path):
            return path
    raise NoBrowserError(ADVICE)


def candidates() -> Iterator[str]:
    """Paths where a browser may be, the cheapest to ask for first."""
    for program in PROGRAMS:
        if path := shutil.which(program):
            yield path
    yield from APPLICATIONS
    from playwright.sync_api import sync_playwright  # starts a process: only when nothing else is

    try:
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
    except Exception as fault:  # nothing narrower is raised where its driver does not start
        print(f"Playwright does not start: {fault}", file=sys.stderr)
        return
    yield own


def runs(path: str) -> bool:
    """Whether the program starts: Ubuntu's ``chromium-browser`` may be a stub that does not."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install() -> None:
    """Install a browser: Debian's as root, else Playwright's own into the user's cache.

    ``sudo`` is used in continuous integration only: on a machine somebody works at, a test run
    is no reason to change the system.
    """
    for commands in (debian(), [[sys.executable, "-m", "playwright", "install", "chromium"]]):
        for command in commands:
            print("+", *command, file=sys.stderr, flush=True)
            if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
                break
        else:
            if commands:
                return


def debian() -> list[list[str]]:
    """The commands that install Debian's packages, or none where they cannot."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid"):
        return []
    if os.geteuid() == 0:
        become = []
    elif in_ci() and shutil.which("sudo"):
        become = ["sudo", "-n"]
    else:
        return []
    apt = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *PACKAGES]]


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--install"]):
        print(__doc__, file=sys.stderr)
        return 2
    installing = bool(arguments)
    try:
        try:
            path = find()
        except NoBrowserError:
            if not installing or "CHROMIUM" in os.environ:
                raise
            install()
            path = find()
    except NoBrowserError as missing:
        print(missing, file=sys.stderr)
        return 0 if installing and not in_ci() else 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
