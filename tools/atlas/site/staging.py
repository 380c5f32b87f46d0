"""Writing pages to a folder: a file is touched only when what it says has changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_changed(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Write these files below the folder, and give the names of those that changed.

    Names are relative, with slashes. Files that say the same keep their time of
    change, so that a generator which compares times builds only what is new.
    """
    changed: list[str] = []
    for name, content in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        changed.append(name)
    return changed


def stage(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """As :func:`write_changed`, and take away everything else that the folder holds."""
    gone: list[str] = []
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif (name := path.relative_to(folder).as_posix()) not in files:
            path.unlink()
            gone.append(name)
    return gone + write_changed(files, folder)
