"""Mending files: written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from atlas.mending.entry import mend
from atlas.selection import Selection
from atlas.yamltext import MAX_BYTES


def mend_selected(selected: Selection) -> Iterator[str]:
    """Mend the selected entries; a line for each file that was changed, with what was mended."""
    for key, file in selected.files():
        with file.open("rb") as stream:
            mended = mend(key.kind, stream.read(MAX_BYTES + 1))
        if mended.what:
            replace(file, mended.raw)
            yield f"{selected.name(file)}: mended {', '.join(mended.what)}"


def replace(file: Path, raw: bytes) -> None:
    """Give the file this content in one step; who may read and write it stays.

    Whoever reads the file meanwhile sees the old content or the new, and so
    does everybody after a crash.
    """
    mode = file.stat().st_mode
    # Hidden, so that what a crash leaves behind is no entry.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        written.chmod(mode)
        written.replace(file)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
