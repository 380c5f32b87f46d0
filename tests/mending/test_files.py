"""Files are replaced whole, or stay as they are."""

import os
import stat
from pathlib import Path

import pytest

from atlas.mending import mend_selected, replace
from atlas.selection import Selection


def selected(root: Path, *paths: str) -> Selection:
    return Selection.of(root, [root / path for path in paths], here=root.parent)


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    folder = tmp_path / "kb" / "models"
    folder.mkdir(parents=True)
    for name, text in {
        "one.yml": "name：A\nfamily: b\nsummary: {en: x}\n",
        "two.yml": "name: A\nfamily: b\nsummary: {en: x}  \r\n",
        "sound.yml": "name: A\nfamily: b\nsummary: {en: x}\n",
        "beyond.yml": "name: [A\n  \n",
        "not-an-entry.txt": "name：A  \n",
    }.items():
        (folder / name).write_bytes(text.encode())
    return tmp_path / "kb"


def test_tells_what_was_mended_by_file(kb: Path) -> None:
    assert list(mend_selected(selected(kb))) == [
        "kb/models/one.yml: mended full-width punctuation",
        "kb/models/two.yml: mended the line ends, white space",
    ]
    assert (kb / "models" / "one.yml").read_bytes().startswith(b"name: A\n")
    assert list(mend_selected(selected(kb))) == []


def test_touches_no_file_that_is_sound_or_beyond_mending(kb: Path) -> None:
    others = [kb / "models" / name for name in ("sound.yml", "beyond.yml", "not-an-entry.txt")]
    for file in others:
        os.utime(file, ns=(1, 1))
    before = [file.read_bytes() for file in others]
    list(mend_selected(selected(kb)))
    assert [file.stat().st_mtime_ns for file in others] == [1, 1, 1]
    assert [file.read_bytes() for file in others] == before


def test_mends_what_is_selected_and_nothing_else(kb: Path) -> None:
    assert list(mend_selected(selected(kb, "models/two.yml"))) == [
        "kb/models/two.yml: mended the line ends, white space"
    ]


def test_never_writes_through_a_link(kb: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("name：A\n", "utf-8")
    (kb / "models" / "link.yml").symlink_to(outside)
    list(mend_selected(selected(kb)))
    assert outside.read_text("utf-8") == "name：A\n"
    assert (kb / "models" / "link.yml").is_symlink()


def test_replacing_keeps_who_may_read(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.yml"
    file.write_bytes(b"old")

    def full(self: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        replace(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
