"""The real site, built once and served under a prefix, and one browser to read it with."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.commands.checkout import copy_checkout, environment, for_any_kb

# Links are relative, so that the site works wherever it is put. It is put here.
PREFIX = "some/prefix"

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-default-browser-check"),
]

Build = Callable[..., Path]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a site in a copy of the checkout of its own; it must be sound, and say so."""

    def build(name: str, kb: Path | None = None, **variables: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        out = folder / "served" / PREFIX
        checkout = copy_checkout(folder / "checkout")
        command = [sys.executable, "tools/build_site.py", "--out", str(out)]
        run = subprocess.run(
            command + (["--kb", str(kb)] if kb else []),
            cwd=for_any_kb(checkout) if kb else checkout,
            env=environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode, run.stderr) == (0, ""), run.stdout
        assert re.fullmatch(r"\d+ entries, \d+ pages in 2 languages, \d+ data files\n", run.stdout)
        return out

    return build


@pytest.fixture(scope="session")
def site(build: Build) -> Path:
    """The folder of the real site."""
    return build("site", PYTHONHASHSEED="1")


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a built site under the prefix; the address of its root."""
    folder = site
    for _ in PREFIX.split("/"):
        folder = folder.parent
    handler = partial(_Quiet, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{PREFIX}/"
        server.shutdown()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a reader who went on before a page was there; of all else as before."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def root(site: Path) -> Iterator[str]:
    """The address of the real site's root."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests; each opens contexts of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()
