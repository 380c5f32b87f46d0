"""Addresses whose page shows something that has an id, and those that have none."""

import pytest

from atlas.checks.addresses import identity, is_cloud_drive


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://arxiv.org/abs/3101.00001", "arxiv: 3101.00001"),
        ("http://www.arxiv.org/pdf/3101.00001v3.pdf", "arxiv: 3101.00001"),
        ("https://export.arxiv.org/html/3101.00001v1#S2", "arxiv: 3101.00001"),
        ("https://arxiv.org/abs/hop.ML/0301001", "arxiv: hop.ML/0301001"),
        ("https://huggingface.co/papers/3101.00001", "arxiv: 3101.00001"),
        ("https://doi.org/10.48550/arXiv.3101.00001", "arxiv: 3101.00001"),
        ("https://aclanthology.org/2031.hops-main.7/", "acl: 2031.hops-main.7"),
        ("https://aclanthology.org/H31-1007.pdf", "acl: H31-1007"),
        ("https://www.aclweb.org/anthology/H31-1007", "acl: H31-1007"),
        ("https://www.aclweb.org/anthology/papers/H/H31/H31-1007/", "acl: H31-1007"),
        ("https://dx.doi.org/10.99999/hops(31)7-x", "doi: 10.99999/hops(31)7-x"),
        ("https://openreview.net/forum?id=Hops2031__", "openreview: Hops2031__"),
        ("https://openreview.net/pdf?id=Hops2031__&referrer=hops", "openreview: Hops2031__"),
        ("https://huggingface.co/marsupial/quokka-base", "hub: marsupial/quokka-base"),
        ("https://hf-mirror.com/marsupial/quokka.v2/?a=b", "hub: marsupial/quokka.v2"),
        ("https://github.com/pouch/code", "repo: pouch/code@<commit>"),
        ("https://github.com/pouch/code.git", "repo: pouch/code@<commit>"),
        ("https://github.com/pouch/code/tree/main", "repo: pouch/code@<commit>"),
        (
            "https://github.com/pouch/code/blob/0123abc/a/b.py#L3",
            "repo: pouch/code@0123abc, path: a/b.py",
        ),
        (
            "https://raw.githubusercontent.com/pouch/code/refs/heads/main/README.md",
            "repo: pouch/code@<commit>, path: README.md",
        ),
    ],
)
def test_says_what_to_write(address: str, written: str) -> None:
    assert str(identity(address)) == written


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/bibtex/3101.00001",
        "https://arxiv.org/list/cs.CL/recent",
        "https://aclanthology.org/2031.hops-main.7.bib",
        "https://aclanthology.org/venues/hops/",
        "https://openreview.net/group?id=Hops",
        "https://openreview.net/forum?id=Hops2031__&noteId=Review2031",
        "https://huggingface.co/datasets/marsupial/hops",
        "https://huggingface.co/docs/transformers",
        "https://huggingface.co/marsupial",
        "https://huggingface.co/marsupial/quokka-base/blob/main/config.json",
        "https://huggingface.co/marsupial/quokka-base/commit/0123abc",
        "https://huggingface.co/marsupial/quokka-base/discussions/3",
        "https://github.com/pouch",
        "https://github.com/pouch/code/issues/3",
        "https://github.com/pouch/code/pull/3/files",
        "https://github.com/pouch/code/releases/tag/v1",
        "https://github.com/orgs/pouch",
        "https://gist.github.com/pouch/0123abc",
        "https://pouch.example/https://arxiv.org/abs/3101.00001",
        "https://notarxiv.org/abs/3101.00001",
    ],
)
def test_other_pages_have_no_id(address: str) -> None:
    assert identity(address) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://pan.baidu.com/s/1pouch", True),
        ("http://PAN.BAIDU.COM/s/1pouch?pwd=hops", True),
        ("https://drive.google.com/file/d/1pouch/view", True),
        ("https://docs.google.com/uc?id=1pouch", True),
        ("https://www.dropbox.com/s/pouch", True),
        ("https://pouch-my.sharepoint.com/:u:/g/hops", True),
        ("https://docs.google.com/document/d/1pouch", False),
        ("https://pouch.example/pan.baidu.com/", False),
        ("https://notdropbox.com/pouch", False),
    ],
)
def test_knows_cloud_drives(address: str, is_one: bool) -> None:
    assert is_cloud_drive(address) is is_one
