"""From a knowledge base to a finished site: stage both languages, build them side by side."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from atlas.problems import Problem, as_text
from atlas.site import generator
from atlas.site.addresses import LANGUAGES
from atlas.site.api import data_files
from atlas.site.catalogue import Catalogue
from atlas.site.generator import NoAddressError
from atlas.site.guides import guides
from atlas.site.pages import ListedRule, pages
from atlas.site.staging import stage, write_changed
from atlas.store import load

__all__ = ["NoAddressError", "Report", "build_site", "pages_of", "serve_site"]

CONFIG_FILES = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}


DATA_FOLDERS = ("api", "bib", "m", "schema")
"""What lies beside the languages' folders: everything in there is made by a build."""


@dataclass(frozen=True)
class Report:
    """What a build made, what it had to leave out, and whether it was sound."""

    entries: int
    pages: int
    data_files: int
    problems: tuple[Problem, ...]
    """Why entries were left out."""
    warned: bool
    """Whether the generator warned, in a strict build."""

    @property
    def sound(self) -> bool:
        """Whether nothing is missing and nothing was warned of."""
        return not self.problems and not self.warned

    def __str__(self) -> str:
        verdict = "; the generator warned, see above" if self.warned else ""
        return "\n".join(
            (
                *map(as_text, self.problems),
                f"{self.entries} entries, {self.pages} pages in {len(LANGUAGES)} languages, "
                f"{self.data_files} data files{verdict}",
            )
        )


def pages_of(
    project: Path, kb: Path, language: str, *, rules: Sequence[ListedRule]
) -> dict[str, bytes]:
    """The pages of one language, for a generator that takes them from memory."""
    catalogue = Catalogue(load(kb, shown=Path("kb")))
    return pages(catalogue, language, project / "docs", rules)


def build_site(
    project: Path, kb: Path, out: Path, *, rules: Sequence[ListedRule], strict: bool
) -> Report:
    """Build everything into ``out``.

    ``project`` is the checkout: it holds ``docs``, the configurations and the
    staging folder ``build``. Runs in the main thread only, because of Ctrl-C.
    """
    with _generators() as pool:
        return _build(project, kb, out, pool=pool, rules=rules, strict=strict)


def serve_site(
    project: Path,
    kb: Path,
    *,
    rules: Sequence[ListedRule],
    host: str,
    port: int,
    tell: Callable[[object], None],
) -> None:
    """Build once, then serve, and build what an edit changes until interrupted.

    Raises NoAddressError where nothing can be served at this address.
    """
    generator.claim(host, port)
    out = project / "build" / "served"
    frame: set[tuple[Path, int]] = set()

    def build(pool: ProcessPoolExecutor) -> None:
        # Templates and settings show on every page, and no page's file changes with them.
        nonlocal frame
        before, frame = frame, _frame(project)
        tell(_build(project, kb, out, pool=pool, rules=rules, strict=False, dirty=before == frame))

    # The processes are kept: starting them takes longer than what they do for one edit.
    with _generators() as pool:
        build(pool)
        tell(f"Serving at http://{host}:{port}/ until Ctrl-C; a saved edit shows at once.")
        generator.serve(
            out,
            host=host,
            port=port,
            watched=[kb, project / "docs", *_settings(project)],
            rebuild=lambda: build(pool),
        )


def _settings(project: Path) -> list[Path]:
    return [project / name for name in CONFIG_FILES.values()]


def _frame(project: Path) -> set[tuple[Path, int]]:
    files = [*_settings(project), *(project / "docs" / "overrides").rglob("*")]
    return {(file, file.stat().st_mtime_ns) for file in files}


@contextmanager
def _generators() -> Iterator[ProcessPoolExecutor]:
    # Two processes: the generator keeps one core busy a language. Started afresh
    # and not forked, because a forked copy of a threaded server can lock up.
    with ProcessPoolExecutor(
        len(LANGUAGES), mp_context=get_context("spawn"), initializer=generator.prepare
    ) as pool:
        # A job begins a process, and one that begins while Ctrl-C is ignored ignores it from
        # its first moment, before it can say so itself.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            for _ in LANGUAGES:
                pool.submit(int)
        finally:
            signal.signal(signal.SIGINT, before)
        yield pool


def _build(
    project: Path,
    kb: Path,
    out: Path,
    *,
    pool: ProcessPoolExecutor,
    rules: Sequence[ListedRule],
    strict: bool,
    dirty: bool = False,
) -> Report:
    """Build everything, or with ``dirty`` only the pages that changed."""
    catalogue = Catalogue(load(kb, shown=Path("kb")))
    count = 0
    jobs = []
    for language in LANGUAGES:
        files = pages(catalogue, language, project / "docs", rules)
        count += sum(name.endswith(".md") for name in files)
        staged = project / "build" / f"docs-{language}"
        changed = stage(files, staged)
        if dirty and not changed:
            continue
        job = pool.submit(
            generator.build,
            project / CONFIG_FILES[language],
            pages=staged,
            site=out / language,
            strict=strict,
            # What was built from a file that is gone is taken away by a whole build only.
            dirty=dirty and all(name in files for name in changed),
        )
        jobs.append(job)
    data = data_files(
        catalogue, site_url=os.environ.get("SITE_URL", "/"), guides=guides(project / "docs")
    )
    _write_data(data, out)
    # Wait for both, so that the second one's warnings are seen as well.
    sound = [job.result() for job in jobs]
    kb_read = catalogue.kb
    return Report(len(kb_read.entries), count, len(data), kb_read.problems, not all(sound))


def _write_data(data: Mapping[str, bytes], out: Path) -> None:
    """Write the data files, and take away those of entries that are no more."""
    for folder in DATA_FOLDERS:
        inside = {name.removeprefix(f"{folder}/"): name for name in data if _top(name) == folder}
        stage({name: data[whole] for name, whole in inside.items()}, out / folder)
    write_changed({n: content for n, content in data.items() if _top(n) not in DATA_FOLDERS}, out)


def _top(name: str) -> str:
    return name.partition("/")[0]
