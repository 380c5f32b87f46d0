"""Settings that huggingface_hub reads when it is imported: it sends nothing of its own accord."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path


def keep_quiet(environment: MutableMapping[str, str], home: Path) -> None:
    """Set them; to be called before the library is imported.

    ``home`` takes the place of the user's folder, so that no stored token and no cache is found.
    """
    environment["HF_HOME"] = str(home)
    environment["HF_HUB_DISABLE_TELEMETRY"] = "1"
    environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
