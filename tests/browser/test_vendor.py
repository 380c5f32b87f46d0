"""What others made is what its list says it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"


def test_every_program_is_listed_with_its_hash() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([\w.]+)` \|.* `([0-9a-f]{64})` \|$", readme, re.MULTILINE))

    there = {file.name: file.read_bytes() for file in VENDOR.glob("*.js")}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}


def test_axe_is_of_the_version_that_is_listed() -> None:
    (version,) = re.findall(r"\| (\d+\.\d+\.\d+) \|", (VENDOR / "README.md").read_text("utf-8"))

    assert f"axe v{version}" in (VENDOR / "axe.min.js").read_text("utf-8")[:200]


def test_every_licence_is_there() -> None:
    linked = re.findall(r"\]\((LICENSE[\w.-]+)\)", (VENDOR / "README.md").read_text("utf-8"))

    assert sorted(linked) == sorted(file.name for file in VENDOR.glob("LICENSE*"))
    for name in linked:
        assert len((VENDOR / name).read_text("utf-8")) > 1000
