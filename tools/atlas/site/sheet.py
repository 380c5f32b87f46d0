"""One page while it is written: what its template may say, and the notes it collects.

A template asks the sheet for texts in its language, for links that are right
from where the page lies, and for source markers; the sheet numbers the sources
in the order they are first used and lists them at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from markupsafe import Markup, escape

from atlas.records import Bilingual, Kind, Paper, Source
from atlas.site import addresses, pinyin
from atlas.site.catalogue import Catalogue
from atlas.site.prose import formula, inline
from atlas.store import Entry, Key

KIND_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.TERM: ("Term", "术语"),
    Kind.PAPER: ("Paper", "论文"),
    Kind.FAMILY: ("Family", "家族"),
    Kind.MODEL: ("Model", "模型"),
    Kind.TRAP: ("Trap", "陷阱"),
    Kind.RESULTS: ("Results", "结果"),
    Kind.DISPUTE: ("Dispute", "分歧"),
    Kind.PATH: ("Path", "路径"),
    Kind.SNIPPET: ("Snippet", "程序"),
}


T = TypeVar("T")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Note:
    """A source in the list at the end, and the places in it, each under its number."""

    source: Markup
    places: tuple[tuple[int, Markup], ...]


@dataclass
class Sheet:
    """A page of one language at one address; ``entry`` is None for a list of entries."""

    catalogue: Catalogue
    language: str
    address: str
    entry: Entry | None = None
    _notes: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def other(self) -> str:
        """The other language."""
        return "zh" if self.language == "en" else "en"

    def t(self, en: str, zh: str) -> str:
        """A word of the frame, in the page's language."""
        return en if self.language == "en" else zh

    def kind_word(self, kind: Kind) -> str:
        """What a kind is called."""
        return self.t(*KIND_WORDS[kind])

    # Texts of entries

    def say(self, text: Bilingual | None) -> Markup:
        """A text for readers, in the page's language, else in the other and marked as such."""
        if text is None:
            return Markup("")
        told, told_in = text.told(self.language)
        return self.marked(self.prose(told, told_in), told_in)

    def marked(self, words: Markup, language: str) -> Markup:
        """Words of this language, marked where it is not the page's."""
        if language == self.language:
            return words
        return Markup('<span lang="{}">{}</span>').format(language, words)

    def prose(self, text: str, language: str) -> Markup:
        """One text of an entry, in this language, as HTML."""
        return inline(text, self.way_to, language)

    def printed(self, text: str) -> Markup:
        """What a source prints or people type, as it is; Chinese marked on an English page."""
        shown = unit_small(text)
        return self.marked(shown, "zh") if HAN.search(text) and self.language == "en" else shown

    def together(self, items: Iterable[T], field: str) -> list[tuple[Any, list[T]]]:
        """Items that have the same value in a field stand together, where the first of them is."""
        groups: dict[Any, list[T]] = {}
        for item in items:
            groups.setdefault(getattr(item, field), []).append(item)
        return list(groups.items())

    def math(self, latex: str, *, display: bool = False) -> Markup:
        """LaTeX as MathML."""
        return formula(latex, display=display)

    # Links

    def way_to(self, key: Key) -> str | None:
        """The way from here to an entry's page; None where it has none."""
        if key not in self.catalogue.kb.entries:
            return None
        return addresses.relative(self.address, addresses.page_of(key))

    def way(self, address: str) -> str:
        """The way from here to a page of this language."""
        return addresses.relative(self.address, address)

    def way_from_root(self, path: str) -> str:
        """The way from here to a file beside the languages' folders."""
        return addresses.from_root(self.address, path)

    def title(self, entry: Entry) -> str:
        """What an entry is called in the page's language."""
        return self.catalogue.title(entry, self.language)

    def order(self, entry: Entry) -> tuple[object, ...]:
        """The key that sorts entries by their titles, as the page's reader looks them up."""
        return pinyin.order(self.title(entry)), entry.id

    def link(self, entry: Entry | Key | None, label: str | None = None) -> Markup:
        """A link to an entry under its title or another label; an unknown key as plain text."""
        found = self.catalogue.kb.entries.get(entry) if isinstance(entry, Key) else entry
        if found is None:
            return escape(label or str(entry or ""))
        way = self.way_to(found.key)
        return Markup('<a href="{}">{}</a>').format(way, label or self.title(found))

    def linked(self, kind: str, entry_id: str, label: str | None = None) -> Markup:
        """As :meth:`link`, by the word of the kind and the id."""
        return self.link(Key(Kind(kind), entry_id), label)

    def outside(self, way: str, label: str) -> Markup:
        """A link to another site."""
        return Markup('<a href="{}" rel="noopener">{}</a>').format(way, label)

    def link_to(self, reference: str) -> Markup:
        """A link to the entry written as ``kind:id``."""
        return self.link(Key.parse(reference))

    def kind_of(self, reference: str) -> str:
        """What kind of entry ``kind:id`` names, in the page's language."""
        return self.kind_word(Key.parse(reference).kind)

    def entries(self, kind: str, ids: Iterable[str]) -> list[Entry]:
        """The sound entries among these ids, in their order."""
        found = (self.catalogue.kb.get(Kind(kind), entry_id) for entry_id in ids)
        return [entry for entry in found if entry is not None]

    def referring(self, kind: str, *fields: str) -> list[Entry]:
        """The entries of a kind that name this page's entry."""
        assert self.entry is not None
        return self.catalogue.kb.referring(self.entry.key, Kind(kind), *fields)

    # Sources

    def ref(self, cited: Any) -> Markup:
        """A marker that leads to the source of a statement; nothing where it has none."""
        source, where = getattr(cited, "source", None), getattr(cited, "where", None)
        if not source:
            return Markup("")
        number = self._notes.setdefault((source, where or ""), len(self._notes) + 1)
        label = self.t(f"source {number}", f"来源 {number}")
        return Markup(
            '<sup class="ref"><a href="#source-{0}" aria-label="{1}">{0}</a></sup>'
        ).format(number, label)

    def notes(self) -> list[Note]:
        """The sources in the order of their first numbers, each with the places that are cited."""
        assert self.entry is not None
        sources: Mapping[str, Source] = getattr(self.entry.record, "sources", {})
        places: dict[Markup, list[tuple[int, Markup]]] = {}
        for (name, where), number in self._notes.items():
            source = self._source_line(sources.get(name), name)
            places.setdefault(source, []).append((number, self.printed(where)))
        return [Note(source, tuple(cited)) for source, cited in places.items()]

    def _source_line(self, source: Source | None, name: str) -> Markup:
        line = self._source_name(source) if source else escape(name)
        if source and source.seen:
            seen = self.t(f"seen {source.seen}", f"查看于 {source.seen}")
            line += Markup(' <span class="seen">{}</span>').format(seen)
        return line

    def _source_name(self, source: Source) -> Markup:
        version = Markup('<span class="at">{}</span>').format(source.version or "")
        if source.paper:
            key = Key(Kind.PAPER, source.paper)
            entry = self.catalogue.kb.entries.get(key)
            arxiv = entry.as_(Paper).arxiv if entry else None
            line = self.link(key)
            if source.version and arxiv and re.fullmatch(r"v\d+", source.version):
                address = addresses.arxiv(f"{arxiv}{source.version}")
                line += Markup(" ") + self.outside(address, f"arXiv:{arxiv}{source.version}")
            elif source.version:
                line += Markup(", ") + version
            return line
        way = addresses.source(source)
        if source.repo:
            repo, at, commit = source.repo.partition("@")
            inside = Markup('{}<span class="at">{}</span>{}').format(
                breakable(repo),
                breakable((at + commit)[:9]),
                breakable(f":{source.path}" if source.path else ""),
            )
        elif source.hub:
            path = f": {source.path}" if source.path else ""
            inside = breakable(f"huggingface.co/{source.hub}{path}")
        else:
            inside = breakable(source.title or re.sub(r"^https?://", "", source.url or ""))
        line = Markup('<a href="{}" rel="noopener">{}</a>').format(way, inside)
        if source.version:
            line += Markup(" ") + version
        if source.title and not source.url:
            line += Markup("{}{}").format(self.t(", ", "，"), source.title)
        return line


def breakable(name: str) -> Markup:
    """A path that a line may break after each of its joints."""
    return Markup(re.sub(r"([/:])(?=\w)|(?=@)", r"\1<wbr>", str(escape(name))))


def grouped(number: int) -> str:
    """A whole number with commas between thousands."""
    return f"{number:,}"


def unit_small(printed: str) -> Markup:
    """A printed quantity such as ``110M`` with its unit set small."""
    found = re.fullmatch(r"([<>~≈]?\s*[\d.,]+)\s*([A-Za-z%万亿]{1,3})", printed)
    if found is None:
        return escape(printed)
    return Markup('{}<span class="u">{}</span>').format(*found.groups())
