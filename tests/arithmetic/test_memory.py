"""Bytes by dtype."""

from __future__ import annotations

from atlas.arithmetic import bytes_by_dtype


def test_bert_base_in_each_dtype() -> None:
    assert dict(bytes_by_dtype(109_482_240)) == {
        "float32": 437_928_960,
        "float16": 218_964_480,
        "bfloat16": 218_964_480,
        "int8": 109_482_240,
    }


def test_nothing_weighs_nothing() -> None:
    assert set(bytes_by_dtype(0).values()) == {0}
