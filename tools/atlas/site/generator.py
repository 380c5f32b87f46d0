"""The edge to MkDocs: the only module that imports it.

A language is built from a staged folder of plain Markdown (:func:`build`), or
by a plain ``mkdocs build`` in the checkout, where the hook adds the same pages
to the hand-written ones (:func:`add_pages`).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files

__all__ = [
    "Files",
    "MkDocsConfig",
    "NoAddressError",
    "add_pages",
    "build",
    "claim",
    "prepare",
    "serve",
]


def prepare() -> None:
    """Make this process one that builds for another.

    It leaves Ctrl-C to the other, ends when that has ended in whatever way, and
    writes the same bytes on any day (``SOURCE_DATE_EPOCH``, where it is not set).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def build(config_file: Path, *, pages: Path, site: Path, strict: bool, dirty: bool = False) -> bool:
    """Build one language from its staged pages; False where MkDocs warned and ``strict`` is set.

    ``dirty`` builds only pages whose file is newer than what was built.
    """
    _speak()
    # The staged folder holds everything: the hook that adds pages stays out. MkDocs would
    # take a relative path from where its settings are.
    config = load_config(
        str(config_file),
        docs_dir=str(pages.absolute()),
        site_dir=str(site.absolute()),
        strict=strict,
        hooks=[],
    )
    try:
        mkdocs_build(config, dirty=dirty)
    except Abort:
        return False
    return True


def add_pages(files: Files, config: MkDocsConfig, pages: Mapping[str, bytes]) -> Files:
    """Put these pages in the place of what MkDocs collected from the hand-written folder."""
    for name, content in pages.items():
        if existing := files.get_file_from_path(name):
            files.remove(existing)
        files.append(File.generated(config, name, content=content))
    return files


class NoAddressError(Exception):
    """Nothing can be served at an address; the message says why."""


def claim(host: str, port: int) -> None:
    """Raise NoAddressError where nothing can be served: the port is taken, the host is not here."""
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        # Python adds to the reason what the sentence says anyway.
        why = str(getattr(error, "strerror", None) or error).partition(" (")[0]
        raise NoAddressError(f"Nothing can be served at {host}:{port}: {why}.") from error


def serve(
    site: Path, *, host: str, port: int, watched: list[Path], rebuild: Callable[[], None]
) -> None:
    """Serve a built site, rebuild when a watched place changes, and reload open pages.

    Returns when somebody presses Ctrl-C.
    """
    server = LiveReloadServer(
        builder=rebuild, host=host, port=port, root=str(site), polling_interval=0.25
    )
    for place in watched:
        server.watch(str(place))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def _speak() -> None:
    """Print MkDocs' warnings; its own command would have done so."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
        handler.setLevel(logging.WARNING)
        handler.addFilter(_is_news)
        logger.addHandler(handler)


def _is_news(record: logging.LogRecord) -> bool:
    # What it fears of a dirty build holds for other sites: here a link that appears on
    # another page changes that page's file too.
    return "'dirty' build" not in record.getMessage()
