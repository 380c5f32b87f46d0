"""Addresses of things that have an id of their own.

An id outlives the pages that show it, is compared exactly, and can be asked
for by the sync; an address of the same thing is written as its id. Some pages
of the same hosts have no id (an issue, a discussion, a file list, an export):
those stay addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from atlas.records.values import ACL, ARXIV, DOI


@dataclass(frozen=True)
class Identity:
    """What an address is the address of: the field that takes the id, and the id."""

    field: str
    """arxiv, acl, doi, openreview, hub or repo."""
    id: str
    path: str | None = None
    """The file, where a repository's address leads to one."""

    def __str__(self) -> str:
        """The line or lines to write, as in ``hub: owner/name``."""
        return f"{self.field}: {self.id}" + (f", path: {self.path}" if self.path else "")


_HOST = r"https?://(?:www\.|dx\.|m\.)?"
_END = r"(?:[/?#].*)?"
# What stands where an owner would stand on the Hub and is none.
_HUB_PAGES = "api|blog|chat|collections|datasets|docs|join|learn|models|new|organizations"
_HUB_PAGES += "|papers|posts|pricing|search|settings|spaces|tasks|transformers|welcome"
_GITHUB_PAGES = "about|apps|collections|explore|features|login|marketplace|orgs|search|settings"
_GITHUB_PAGES += "|sponsors|topics|trending|users"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern, re.IGNORECASE))
    for field, pattern in (
        (
            "arxiv",
            rf"{_HOST}(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format)/({ARXIV})(?:v\d+)?(?:\.pdf)?{_END}",
        ),
        ("arxiv", rf"{_HOST}(?:huggingface\.co|hf\.co)/papers/({ARXIV}){_END}"),
        ("arxiv", rf"{_HOST}doi\.org/10\.48550/arxiv\.({ARXIV}){_END}"),
        (
            "acl",
            rf"{_HOST}(?:aclanthology\.org|aclweb\.org/anthology)/(?:papers/[^/]+/[^/]+/)?({ACL})(?:\.pdf)?/?",
        ),
        ("doi", rf"{_HOST}doi\.org/({DOI})"),
        (
            "openreview",
            rf"{_HOST}openreview\.net/(?:forum|pdf)\?id=([\w-]+)(?:&(?!noteId).*)?(?:#.*)?",
        ),
        (
            "hub",
            rf"{_HOST}(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?!(?:{_HUB_PAGES})/)"
            r"([\w.-]+/[\w.-]+)/?(?:[?#].*)?",
        ),
    )
)
_GITHUB = re.compile(
    rf"{_HOST}github\.com/(?!(?:{_GITHUB_PAGES})/)(?P<repo>[\w.-]+/[\w.-]+?)(?:\.git)?"
    r"(?:/(?:tree|blob|blame|raw)/(?P<commit>[^/?#]+)(?:/(?P<path>[^?#]*))?)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_RAW_GITHUB = re.compile(
    r"https?://raw\.githubusercontent\.com/(?P<repo>[\w.-]+/[\w.-]+)"
    r"/(?:refs/heads/)?(?P<commit>[^/?#]+)/(?P<path>[^?#]+)(?:[?#].*)?",
    re.IGNORECASE,
)
_COMMIT = re.compile(r"[0-9a-f]{7,40}")
_CLOUD_DRIVES = re.compile(
    r"https?://(?:[\w-]+\.)*(?:(?:pan|yun)\.baidu\.com|drive\.google\.com|docs\.google\.com/uc"
    r"|1drv\.ms|onedrive\.live\.com|sharepoint\.com|dropbox\.com|dropboxusercontent\.com"
    r"|weiyun\.com|alipan\.com|aliyundrive\.com|lanzou[a-z]*\.com|115\.com|jianguoyun\.com"
    r"|pan\.quark\.cn|mega\.nz|mega\.io|mediafire\.com|wetransfer\.com|we\.tl|disk\.yandex\.[a-z]+"
    r"|terabox\.com|cloud\.189\.cn|box\.com|pcloud\.com)(?:[:/?#].*)?",
    re.IGNORECASE,
)


def identity(address: str) -> Identity | None:
    """The id of what this address shows, where there is one; None for all other pages."""
    for field, pattern in _PATTERNS:
        if found := pattern.fullmatch(address):
            return Identity(field, found.group(1))
    if found := _GITHUB.fullmatch(address) or _RAW_GITHUB.fullmatch(address):
        commit = found.group("commit") or ""
        read = commit if _COMMIT.fullmatch(commit) else "<commit>"
        return Identity("repo", f"{found.group('repo')}@{read}", found.group("path") or None)
    return None


def is_cloud_drive(address: str) -> bool:
    """Whether the address is a share on a cloud drive, which its owner can close any day."""
    return _CLOUD_DRIVES.fullmatch(address) is not None
