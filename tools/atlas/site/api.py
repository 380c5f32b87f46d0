"""The data files beside the pages: entries as JSON, citations as BibTeX, schemas, redirects.

What an entry says stands there under the entry's own field names; what is
derived (computed sizes, titles from BibTeX, links from the other end) is added
under names that no entry uses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import escape

from atlas.arithmetic import InputLimit, bytes_by_dtype
from atlas.bibtex import write
from atlas.records import FOLDERS, RECORDS, Kind, Model, json_schema
from atlas.site.addresses import LANGUAGES, page_of
from atlas.site.catalogue import Catalogue
from atlas.site.guides import FOLDER as GUIDES
from atlas.site.guides import Guide
from atlas.store import Entry

SCHEMA_VERSION = "1"
LICENSE = "CC-BY-4.0"

API_NAMES: Mapping[Kind, str] = {**FOLDERS, Kind.TERM: "terms"}
"""What the entries of a kind are called in addresses below ``/api/v1/``."""


def data_files(
    catalogue: Catalogue, *, site_url: str, guides: Sequence[Guide] = ()
) -> dict[str, bytes]:
    """Everything that lies beside the languages' folders, by its path from the site's root.

    ``guides`` are the hand-written pages that are given beside the entries.
    """
    files: dict[str, bytes] = {}
    for kind, name in API_NAMES.items():
        entries = [described(catalogue, entry) for entry in catalogue.kb.of(kind)]
        files[f"api/v1/{name}.json"] = _json(_envelope(entries=entries))
        for entry in entries:
            files[f"api/v1/{name}/{entry['id']}.json"] = _json(_envelope(entry=entry))
        address = f"{site_url}schema/v1/{kind}.json"
        files[f"schema/v1/{kind}.json"] = _schema(kind, address)
    told = [guide.described() for guide in guides]
    files[f"api/v1/{GUIDES}.json"] = _json(_envelope(entries=told))
    files.update(_bibliography(catalogue))
    files.update(_redirects(catalogue))
    files["index.html"] = front_door()
    files["404.html"] = lost(site_url)
    return files


@cache
def _schema(kind: Kind, address: str) -> bytes:
    return _json(json_schema(RECORDS[kind], address=address))


def described(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    """One entry as the API gives it."""
    written = entry.record.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data: dict[str, Any] = {"id": entry.id, **written}
    if entry.kind is Kind.PAPER and (published := catalogue.papers.get(entry.id)):
        data |= {
            "title": published.title,
            "authors": [author.name for author in published.authors],
            "year": published.year,
            "venue": published.venue,
        }
    if entry.kind is Kind.MODEL:
        data |= _computed(catalogue, entry)
    if entry.kind is Kind.SNIPPET:
        data["program"] = catalogue.kb.programs.get(entry.id)
    data["page"] = {language: f"/{language}/{page_of(entry.key)}" for language in LANGUAGES}
    data["links"] = _grouped(
        (link.field, link.target) for link in catalogue.kb.links_from.get(entry.key, ())
    )
    data["linked_from"] = _grouped(
        (f"{link.origin.kind}.{link.field}", link.origin)
        for link in catalogue.kb.links_to.get(entry.key, ())
    )
    return data


def _computed(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    card = catalogue.cards[entry.id]
    sizes = card.sizes
    longest = sizes.max_input_tokens if sizes else None
    computed: dict[str, Any] = {
        "parameters": sizes.parameters if sizes else None,
        "macs_per_token": sizes.macs_per_token if sizes else None,
        "max_input_tokens": longest.value if isinstance(longest, InputLimit) else longest,
        "parameters_by_block": {b.name: b.parameters for b in sizes.blocks} if sizes else {},
        "bytes": dict(bytes_by_dtype(sizes.parameters)) if sizes and sizes.parameters else {},
        "missing": list(sizes.missing) if sizes else [],
        "assumed": dict(sizes.assumed) if sizes else {},
    }
    applies = {
        name: block.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for name, block in (
            ("tokenizer", card.tokenizer),
            ("load", card.load),
            ("license", card.license),
        )
        if block is not None
    }
    data: dict[str, Any] = {"computed": computed, "applies": applies}
    facts = catalogue.kb.hub.get(card.model.hub or "")
    if facts:
        data["hub_facts"] = facts.model_dump(mode="json", by_alias=True)
    return data


def _grouped(pairs: Any) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, key in pairs:
        group = groups.setdefault(name, [])
        if str(key) not in group:
            group.append(str(key))
    return groups


def _envelope(**content: Any) -> dict[str, Any]:
    return {"schema_version": SCHEMA_VERSION, "license": LICENSE, **content}


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _bibliography(catalogue: Catalogue) -> dict[str, bytes]:
    written = {paper: write(record) for paper, record in sorted(catalogue.papers.items())}
    files = {f"bib/{paper}.bib": text.encode() for paper, text in written.items()}
    return {**files, "bib/atlas.bib": "\n".join(written.values()).encode()}


def _redirects(catalogue: Catalogue) -> dict[str, bytes]:
    """A page at ``/m/<owner>/<name>/`` for every Hub id, present or former."""
    files: dict[str, bytes] = {}
    for entry in catalogue.kb.of(Kind.MODEL):
        model = entry.as_(Model)
        for hub_id in filter(None, (*model.former_hub, model.hub)):
            path = f"m/{hub_id}/"
            up = "../" * path.count("/")
            files[f"{path}index.html"] = redirect(
                {language: f"{up}{language}/{page_of(entry.key)}" for language in LANGUAGES},
                title=f"{hub_id}: {model.name}",
            )
    return files


def redirect(ways: Mapping[str, str], *, title: str) -> bytes:
    """A page that leads on: by the reader's language where programs run, else to English.

    Both languages are links, for whoever the automatic choice fails.
    """
    english, chinese = escape(ways["en"]), escape(ways["zh"])
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="canonical" href="{english}">
<link rel="icon" href="data:,">
<script>
  location.replace(/^zh\\b/i.test(navigator.language || "") ? "{chinese}" : "{english}");
</script>
<noscript><meta http-equiv="refresh" content="0; url={english}"></noscript>
<p><a href="{english}" lang="en" hreflang="en">English</a>
<a href="{chinese}" lang="zh" hreflang="zh">中文</a></p>
</html>
""".encode()


def lost(site_url: str) -> bytes:
    """The page for addresses that lead nowhere; a host serves it at any depth.

    Its links therefore begin at ``site_url``: a full address, or ``/``.
    """
    root = escape(site_url)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>404 · PTM Atlas · 预训练模型图谱</title>
<style>
body {{ font: 1.1rem/1.6 Georgia, serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem }}
</style>
<h1>404</h1>
<p>There is no such page. <a href="{root}en/">PTM Atlas in English</a></p>
<p lang="zh">没有这一页。<a href="{root}zh/" hreflang="zh">预训练模型图谱中文版</a></p>
</html>
""".encode()


def front_door() -> bytes:
    """The page at the site's root, which picks the language."""
    return redirect({"en": "en/", "zh": "zh/"}, title="PTM Atlas · 预训练模型图谱")
