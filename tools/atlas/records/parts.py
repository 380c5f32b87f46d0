"""What the records of several kinds share: texts in two languages, sources, statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from atlas.records.values import (
    Day,
    HubId,
    PaperId,
    Prose,
    Repo,
    SourceName,
    Text,
    Url,
    fault,
)


class Record(BaseModel):
    """The base of everything that is read: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Bilingual(Record):
    """A text for readers in English and Chinese; one of the two is enough to begin with."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["en"]}, {"required": ["zh"]}]}
    )

    en: Prose | None = None
    """English: inline Markdown without HTML."""
    zh: Prose | None = None
    """Chinese: inline Markdown without HTML."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.en is None and self.zh is None:
            raise fault("REC001", "neither 'en' nor 'zh' is given", "write at least one of the two")
        return self

    def get(self, language: str) -> str | None:
        """The text in this language, where there is one."""
        return self.en if language == "en" else self.zh

    def best(self, language: str) -> str:
        """The text in this language, else in the other."""
        return self.told(language)[0]

    def told(self, language: str) -> tuple[str, str]:
        """The text for a reader of this language, and the language that it is written in."""
        other = "zh" if language == "en" else "en"
        told_in = language if self.get(language) is not None else other
        return self.get(told_in) or "", told_in


class Name(Bilingual):
    """A name in English and Chinese: read as plain text where it heads a page."""


class Source(Record):
    """Something that somebody read: exactly one of paper, repo, hub and url."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [k]} for k in ("paper", "repo", "hub", "url")]}
    )

    paper: PaperId | None = None
    """A paper entry."""
    repo: Repo | None = None
    """A code repository, with the commit that was read: ``owner/name@commit``."""
    hub: HubId | None = None
    """A repository of the Hugging Face Hub."""
    url: Url | None = None
    """Any other page; only where no id exists."""
    version: Text | None = None
    """Which version was read: v4 of a preprint, a revision on the Hub."""
    path: Text | None = None
    """The file inside the repository."""
    title: Text | None = None
    """What a page is called, where its address does not say so."""
    seen: Day | None = None
    """The day it was read."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = ("paper", "repo", "hub", "url")
        given = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(given) != 1:
            what = " and ".join(given) if given else "none of paper, repo, hub and url"
            raise fault("REC008", f"the source gives {what}", "give exactly one of the four")
        return self


Sources = Mapping[str, Source]


class Cited(Record):
    """Where a statement stands: a name from ``sources`` and the place in it."""

    source: SourceName
    """A name from this entry's ``sources``."""
    where: Text
    """The place in it: a section, a table, a line of the file."""


class Statement(Bilingual):
    """One sentence about the subject, with its evidence."""

    source: SourceName
    """A name from this entry's ``sources``."""
    where: Text
    """The place in it."""
