"""Ids of each sort: what is one, what is not, and what is proposed for an address."""

import pytest

from atlas.problems import as_text
from atlas.records import RECORDS, Kind, Matching, parse, spots
from atlas.yamltext import read

PAPER = "bibtex: x\nsummary: {en: x}\n"
MODEL = "name: x\nfamily: x\nsummary: {en: x}\n"
SOURCE = "name: {en: x}\ndefinition: {en: x}\nsources: {s: "


def fault(kind: Kind, text: str) -> str:
    document, faults = read("f.yml", text.encode())
    assert document is not None
    assert faults == []
    _, problems = parse(kind, document)
    return " ".join(as_text(problem) for problem in problems)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("arxiv", "1810.04805"),
        ("arxiv", "0706.1234"),
        ("arxiv", "cs/0112017"),
        ("arxiv", "math.GT/0309136"),
        ("acl", "N19-1423"),
        ("acl", "2020.emnlp-main.1"),
        ("acl", "2021.findings-acl.12"),
        ("doi", "10.18653/v1/N19-1423"),
        ("doi", "'10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O'"),
        ("openreview", "H1eA7AEtvS"),
        ("url", "http://example.org/a?b=c#d"),
    ],
)
def test_ids_of_papers(field: str, written: str) -> None:
    assert fault(Kind.PAPER, f"{PAPER}{field}: {written}\n") == ""


@pytest.mark.parametrize(
    ("field", "written", "code", "fix"),
    [
        ("arxiv", "1810.04805v2", "ID001", "write 1810.04805"),
        ("arxiv", "http://www.arxiv.org/pdf/1810.04805v2.pdf", "ID001", "write 1810.04805"),
        ("arxiv", "https://arxiv.org/abs/cs/0112017", "ID001", "write cs/0112017"),
        ("arxiv", "https://huggingface.co/papers/1810.04805", "ID001", "write 1810.04805"),
        ("arxiv", "12001.000012", "ID001", "write it as in 1810.04805"),
        ("arxiv", "１８１０.04805", "ID001", "write it as in 1810.04805"),
        ("acl", "https://www.aclweb.org/anthology/N19-1423/", "ID002", "write N19-1423"),
        ("acl", "https://aclanthology.org/N19-1423.pdf", "ID002", "write N19-1423"),
        ("acl", "https://example.org/N19-1423", "ID002", "write it as in N19-1423"),
        ("acl", "n19-1423", "ID002", "write it as in N19-1423"),
        ("doi", "doi:10.18653/v1/N19-1423", "ID003", "write 10.18653/v1/N19-1423"),
        ("doi", "http://dx.doi.org/10.18653/v1/x", "ID003", "write 10.18653/v1/x"),
        ("openreview", "https://openreview.net/pdf?id=H1eA7AEtvS", "ID004", "write H1eA7AEtvS"),
        ("openreview", "a b", "ID004", "write it as in H1eA7AEtvS"),
        ("url", "example.org", "ID007", "write https://example.org"),
        ("url", "ftp://example.org", "ID007", "write it as in https://example.org/page"),
        ("url", "the-home-page", "ID007", "write it as in https://example.org/page"),
    ],
)
def test_what_is_no_id_of_a_paper(field: str, written: str, code: str, fix: str) -> None:
    line = fault(Kind.PAPER, f"{PAPER}{field}: '{written}'\n")
    assert f"f.yml:3:{len(field) + 3}: {code} '{written}' is not " in line
    assert line.endswith(f"(fix: {fix})")


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("https://huggingface.co/hfl/rbt3/tree/main", "write hfl/rbt3"),
        ("https://hf-mirror.com/hfl/rbt3?x=1", "write hfl/rbt3"),
        ("https://huggingface.co/datasets/hfl/cmrc2018", "write it as in hfl/chinese-bert-wwm"),
        ("bert-base-chinese", "write it as in hfl/chinese-bert-wwm"),
        ("hfl/a--b", "write it as in hfl/chinese-bert-wwm"),
        ("hfl/a/b", "write it as in hfl/chinese-bert-wwm"),
        ("../b", "write it as in hfl/chinese-bert-wwm"),
    ],
)
def test_what_is_no_id_on_the_hub(written: str, fix: str) -> None:
    assert fault(Kind.MODEL, f"{MODEL}hub: {written}\n") == (
        f"f.yml:4:6: ID005 '{written}' is not a Hub id (fix: {fix})"
    )


def test_a_former_id_may_be_short() -> None:
    assert fault(Kind.MODEL, f"{MODEL}former_hub: [bert-base-chinese, hfl/rbt3]\n") == ""


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("https://github.com/a/b", "write a/b"),
        ("https://github.com/a/b.git", "write a/b"),
        ("https://github.com/a/b/tree/52149e82", "write a/b@52149e82"),
        ("https://github.com/a/b/tree/main", "write it as in brightmart/albert_zh@52149e82"),
        ("a/b@main", "write it as in brightmart/albert_zh@52149e82"),
    ],
)
def test_what_is_no_repository(written: str, fix: str) -> None:
    assert fault(Kind.TERM, f"{SOURCE}{{repo: '{written}'}}}}\n") == (
        f"f.yml:3:21: ID006 '{written}' is not a repository, owner/name@commit (fix: {fix})"
    )


@pytest.mark.parametrize("written", ["zh", "yue", "zh-Hant", "pt-BR", "no"])
def test_languages(written: str) -> None:
    assert fault(Kind.MODEL, f"{MODEL}language: [{written}]\n") == ""


@pytest.mark.parametrize("written", ["chinese", "中文", "ZH", "z"])
def test_what_is_no_language(written: str) -> None:
    assert fault(Kind.MODEL, f"{MODEL}language: [{written}]\n") == (
        f"f.yml:4:12: ID009 '{written}' is not a language code (fix: write it as in zh)"
    )


def test_references_name_a_kind_only_where_any_may_stand() -> None:
    dispute = (
        "title: {en: x}\nabout: [term:mlm, BERT, paper:A]\nstatements: []\n"
        "sources: {s: {url: 'https://example.org'}}\n"
    )
    assert fault(Kind.DISPUTE, dispute) == (
        "f.yml:2:19: ID008 'BERT' is not kind:id of an entry (fix: write it as in term:mlm) "
        "f.yml:2:25: ID008 'paper:A' is not kind:id of an entry (fix: write it as in term:mlm)"
    )
    assert fault(Kind.MODEL, f"{MODEL}terms: [term:mlm]\n") == (
        "f.yml:4:9: ID008 'term:mlm' is not the id of a term entry (fix: write term-mlm)"
    )


def test_every_pattern_is_one_of_a_whole_text() -> None:
    markers = {
        spot.marker
        for record in RECORDS.values()
        for spot in spots(record)
        if isinstance(spot.marker, Matching)
    }
    assert {marker.code for marker in markers} >= {f"ID00{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)}
    for marker in markers:
        assert marker.check(marker.example) == marker.example
        assert marker.proposal(marker.example) is None
        # What is proposed is sound, or nothing is.
        assert marker.proposal(f"{marker.example}\n{marker.example}") is None
