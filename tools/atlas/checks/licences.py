"""Licences: an identifier that others can look up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.checks.evidence import NOT_STATED
from atlas.checks.inspection import Inspection
from atlas.checks.registry import Finding, rule
from atlas.folding import fold
from atlas.records import Family, Model
from atlas.yamltext import quoted

# As spdx.org/licenses writes them: those that models, their code and their data come under.
LISTED = frozenset(
    {
        "AFL-3.0",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC-BY-2.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-NC-2.0",
        "CC-BY-NC-3.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-ND-4.0",
        "CC-BY-NC-SA-2.0",
        "CC-BY-NC-SA-3.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "ECL-2.0",
        "EPL-2.0",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MPL-2.0",
        "MulanPSL-2.0",
        "ODC-By-1.0",
        "ODbL-1.0",
        "Unlicense",
        "Zlib",
    }
)
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@rule("LIC001")
def names_a_licence_as_spdx_does(inspection: Inspection) -> Iterator[Finding]:
    """A license is its SPDX identifier, LicenseRef-… for one that SPDX does not list, or
    not-stated.
    """
    by_fold = {fold(name): name for name in LISTED}
    for entry in inspection.kb.entries.values():
        record = entry.record
        if not isinstance(record, Family | Model) or record.license is None:
            continue
        for what in ("code", "weights", "data"):
            licence = getattr(record.license, what)
            if licence is None or licence.id == NOT_STATED:
                continue
            plain = re.sub(r"\b(?:the|licen[cs]e|version|v(?=\d))", " ", licence.id, flags=re.I)
            listed = by_fold.get(fold(plain)) or by_fold.get(fold(licence.id))
            if licence.id == listed or (listed is None and _SHAPE.fullmatch(licence.id)):
                continue
            message = f"{quoted(licence.id)} is not an SPDX identifier"
            fix = f"write {listed}" if listed else f"write one from spdx.org, or {NOT_STATED}"
            yield Finding(entry, ("license", what, "id"), message, fix)
