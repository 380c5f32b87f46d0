"""A file is touched when what it says has changed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

from atlas.site.staging import stage, write_changed

LONG_AGO = 1_000_000_000


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))


def young(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_mtime != LONG_AGO
    )


def test_what_is_new_is_written(tmp_path: Path) -> None:
    assert write_changed({"a.md": b"a", "b/c.md": "字".encode()}, tmp_path / "new") == [
        "a.md",
        "b/c.md",
    ]
    assert (tmp_path / "new/b/c.md").read_text("utf-8") == "字"


def test_what_says_the_same_keeps_its_time(tmp_path: Path) -> None:
    stage({"a.md": b"a", "b/c.md": b"c"}, tmp_path)
    age(tmp_path)

    assert stage({"a.md": b"a", "b/c.md": b"other"}, tmp_path) == ["b/c.md"]
    assert young(tmp_path) == ["b/c.md"]
    assert stage({"a.md": b"a", "b/c.md": b"other"}, tmp_path) == []


def test_what_is_no_more_is_taken_away(tmp_path: Path) -> None:
    stage({"a.md": b"a", "b/c.md": b"c", "b/d/e.md": b"e"}, tmp_path)
    age(tmp_path)

    assert stage({"a.md": b"a"}, tmp_path) == ["b/d/e.md", "b/c.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert young(tmp_path) == []


def test_writing_alone_takes_nothing_away(tmp_path: Path) -> None:
    write_changed({"a.md": b"a"}, tmp_path)

    assert write_changed({"b.md": b"b"}, tmp_path) == ["b.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_file_gives_way_to_a_folder_and_back(tmp_path: Path) -> None:
    stage({"a": b"file"}, tmp_path)
    stage({"a/b": b"below"}, tmp_path)
    assert (tmp_path / "a/b").read_bytes() == b"below"

    stage({"a": b"file"}, tmp_path)
    assert (tmp_path / "a").read_bytes() == b"file"
