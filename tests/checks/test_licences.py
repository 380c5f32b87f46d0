"""The licences that are known by name."""

from packaging.licenses import canonicalize_license_expression

from atlas.checks.licences import LISTED


def test_are_written_as_spdx_writes_them() -> None:
    assert [name for name in LISTED if canonicalize_license_expression(name.lower()) != name] == []
