"""The review mark: which texts a reader of both languages has compared."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel

from atlas.records.outline import found
from atlas.records.values import IsProse


def review_digest(record: BaseModel) -> str:
    """Eight hex digits over every English and Chinese text of a record.

    A change to any of them changes the digest, so that the mark in the entry
    no longer fits and the page says that one language may be behind. Facts,
    which stand once for both languages, do not take part.
    """
    texts = sorted(
        (".".join(map(str, path)), " ".join(text.split()))
        for path, _, text in found(record, IsProse)
    )
    lines = "\n".join(f"{path}={text}" for path, text in texts)
    return hashlib.sha256(lines.encode()).hexdigest()[:8]
