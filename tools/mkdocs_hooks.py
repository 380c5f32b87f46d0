"""The hook that lets a plain ``mkdocs build`` or ``mkdocs serve`` do one language.

MkDocs calls these functions by their names; the work is done in the library.
"""

from __future__ import annotations

from pathlib import Path

from atlas.checks.listing import listing
from atlas.site.building import pages_of
from atlas.site.generator import Files, MkDocsConfig, add_pages

HERE = Path(__file__).resolve().parent.parent


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Entries are edited while ``mkdocs serve`` runs: watch them too."""
    config.watch = [*config.watch, str(HERE / "kb"), str(HERE / "docs" / "assets")]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the entries' pages and the assets to the hand-written pages of this language."""
    language = config.extra["language"]
    return add_pages(files, config, pages_of(HERE, HERE / "kb", language, rules=listing()))
