"""Three styles, each held to what the reference programs make of the same fabricated works.

Italics are shown as ``*…*``. The APA and GB/T lines are citeproc's (citeproc-js 2.4, ``apa.csl``
and ``china-national-standard-gb-t-7714-2015-numeric.csl``), the ACL lines BibTeX's (0.99d,
``acl_natbib.bst``), with LaTeX's ties and fonts taken out. Where ours differ on purpose, a
comment says so.
"""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from atlas.bibtex import STYLES, BibRecord, Citation, acl, apa, gbt7714, parse, plain

SOUND = sorted((Path(__file__).parent.parent / "sound").glob("*.bib"))

CONFERENCE = r"""@inproceedings{k,
  title = "{TOY}: Pre-training of Deep Fabricated Models for Language Understanding",
  author = "van den Berg, Anna and Roe, Ming-Wei and Poe, Edgar A. and Bl{\"o}ggs, J{\'o}e and
            Doe, Jane",
  editor = "Smith, Ann and Jones, Bob",
  booktitle = "Proceedings of the 2031 Conference of the Imaginary Chapter",
  year = "2031", address = "Nowhere, Utopia", publisher = "Imaginary Press",
  doi = "10.9999/v1/N31-1423", pages = "4171--4186"}"""
CONFERENCE_IN_A_SERIES = r"""@inproceedings{k, title = "On Two Authors",
  author = "Doe, Jane and Roe, Jr, Richard",
  booktitle = "Proceedings of the Second Imaginary Conference", year = "2032",
  url = "https://example.org/two", series = {Lecture Notes in Nothing}, volume = {12},
  pages = {7}}"""
ARTICLE = r"""@article{k, title = {A Fabricated Journal Article: With a Subtitle},
  author = {Doe, Jane and Roe, Richard and Poe, Edgar}, journal = {Journal of Imaginary Results},
  volume = {7}, number = {3}, pages = {1--99}, year = {2033}, doi = {10.9999/jir.7.3}}"""
BARE_ARTICLE = r"""@article{k, title = {Is this a Question?}, author = {Doe, Jane},
  journal = {Journal of Imaginary Results}, year = {2033}}"""
ISSUE_ONLY = r"""@article{k, title = {Numbers Only},
  author = {Roe, Jr., Richard and O'Hara, J.-P. R.}, journal = {Imaginary Letters},
  number = {3}, pages = {7}, year = {2033}}"""
UNDATED = r"""@article{k, title = {No Date}, author = {Doe, Jane}, journal = {Imaginary Letters}}"""
PREPRINT = r"""@misc{k, title = {An Imaginary Preprint},
  author = {{Imaginary Institute} and Roe, Richard}, year = {2034}, eprint = {3401.99999},
  archivePrefix = {arXiv}, primaryClass = {cs.CL}}"""
PREPRINT_OF_OTHERS = r"""@misc{k, title = {An Imaginary Preprint},
  author = {{Imaginary Institute} and Roe, Richard and others}, year = {2034},
  eprint = {3401.99999}, archivePrefix = {arXiv}}"""
CORR = r"""@article{k, title = {An Imaginary Preprint}, author = {Roe, Jr, Richard},
  journal = {CoRR}, volume = {abs/3401.99999}, year = {2034}}"""
BLOG = r"""@misc{k, title = {A Fabricated Blog Post}, author = {Poe, Edgar},
  howpublished = {Imaginary blog}, year = {2034}, url = {https://example.org/blog},
  note = {version 2}}"""
THESIS = r"""@phdthesis{k, title = {A Fabricated Thesis}, author = {Poe, Edgar},
  school = {University of Nowhere}, address = {Utopia}, year = {2034},
  url = {https://example.org/phd}}"""
REPORT = r"""@techreport{k, title = {A Fabricated Report}, author = {Poe, Edgar},
  institution = {Imaginary Institute}, number = {42}, year = {2034}}"""
BOOK = r"""@book{k, title = {A Fabricated Book}, author = {Poe, Edgar and Roe, Richard},
  publisher = {Imaginary Press}, address = {Nowhere}, edition = {Second}, year = {2034}}"""
EDITED = r"""@book{k, title = {Edited}, editor = {Doe, Jane and Roe, R.}, publisher = {Press},
  year = {2033}}"""
CHAPTER = r"""@incollection{k, title = {A Fabricated Chapter}, author = {Poe, Edgar},
  booktitle = {A Fabricated Collection}, editor = {Smith, Ann}, publisher = {Imaginary Press},
  address = {Nowhere}, pages = {5--9}, year = {2034}}"""
ANONYMOUS = r"""@manual{k, title = {Nobody and Nothing}, organization = {Press}, year = {2033}}"""
MANY = (
    "@article{k, title = {Many Hands}, author = {"
    + " and ".join(f"{c}, {c}" for c in "ABCDEFGHIJKLMNOPQRSTUV")
    + "}, journal = {Journal of Imaginary Results}, volume = {7}, year = {2033}}"
)
CHINESE = r"""@article{k, title = {虚构的论文}, author = {张, 三 and 李, 四 and 王, 五 and 赵, 六},
  journal = {虚构学报}, volume = {7}, number = {3}, pages = {1--9}, year = {2033}}"""
CHINESE_CONFERENCE = r"""@inproceedings{k, title = {虚构的论文}, author = {张, 三 and 李, 四},
  booktitle = {虚构会议论文集}, publisher = {虚构出版社}, address = {乌有}, pages = {1--9},
  year = {2033}}"""


def record(text: str) -> BibRecord:
    parsed = parse(text)
    assert parsed.record is not None, parsed.faults
    return parsed.record


def marked(cited: Citation) -> str:
    return "".join(f"*{part.text}*" if part.italic else part.text for part in cited)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            CONFERENCE,
            "van den Berg, A., Roe, M.-W., Poe, E. A., Blöggs, J., & Doe, J. (2031). TOY: "
            "Pre-training of deep fabricated models for language understanding. In A. Smith & "
            "B. Jones (Eds.), *Proceedings of the 2031 Conference of the Imaginary Chapter* "
            "(pp. 4171–4186). Imaginary Press. https://doi.org/10.9999/v1/N31-1423",
        ),
        # citeproc treats proceedings without editors as a journal; the manual as a book
        (
            CONFERENCE_IN_A_SERIES,
            "Doe, J., & Roe, R., Jr. (2032). On two authors. In *Proceedings of the Second "
            "Imaginary Conference* (Vol. 12, p. 7). https://example.org/two",
        ),
        (
            ARTICLE,
            "Doe, J., Roe, R., & Poe, E. (2033). A fabricated journal article: With a subtitle. "
            "*Journal of Imaginary Results*, *7*(3), 1–99. https://doi.org/10.9999/jir.7.3",
        ),
        (BARE_ARTICLE, "Doe, J. (2033). Is this a question? *Journal of Imaginary Results*."),
        (
            ISSUE_ONLY,
            "Roe, R., Jr., & O'Hara, J.-P. R. (2033). Numbers only. *Imaginary Letters*, (3), 7.",
        ),
        (UNDATED, "Doe, J. (n.d.). No date. *Imaginary Letters*."),
        (
            PREPRINT,
            "Imaginary Institute, & Roe, R. (2034). *An imaginary preprint* (arXiv:3401.99999). "
            "arXiv. https://arxiv.org/abs/3401.99999",
        ),
        # citeproc has no "and others"
        (
            PREPRINT_OF_OTHERS,
            "Imaginary Institute, Roe, R., et al. (2034). *An imaginary preprint* "
            "(arXiv:3401.99999). arXiv. https://arxiv.org/abs/3401.99999",
        ),
        (
            CORR,
            "Roe, R., Jr. (2034). *An imaginary preprint* (arXiv:3401.99999). arXiv. "
            "https://arxiv.org/abs/3401.99999",
        ),
        # citeproc writes "Imaginary Blog", which the record does not say
        (
            BLOG,
            "Poe, E. (2034). *A fabricated blog post*. Imaginary blog. https://example.org/blog",
        ),
        (
            THESIS,
            "Poe, E. (2034). *A fabricated thesis* [Doctoral dissertation, University of "
            "Nowhere]. https://example.org/phd",
        ),
        (
            REPORT,
            "Poe, E. (2034). *A fabricated report* (Technical Report No. 42). Imaginary Institute.",
        ),
        (BOOK, "Poe, E., & Roe, R. (2034). *A fabricated book* (2nd ed.). Imaginary Press."),
        (EDITED, "Doe, J., & Roe, R. (Eds.). (2033). *Edited*. Press."),
        (
            CHAPTER,
            "Poe, E. (2034). A fabricated chapter. In A. Smith (Ed.), *A Fabricated Collection* "
            "(pp. 5–9). Imaginary Press.",
        ),
        (ANONYMOUS, "*Nobody and nothing*. (2033). Press."),
        (
            MANY,
            "A, A., B, B., C, C., D, D., E, E., F, F., G, G., H, H., I, I., J, J., K, K., L, L., "
            "M, M., N, N., O, O., P, P., Q, Q., R, R., S, S., … V, V. (2033). Many hands. "
            "*Journal of Imaginary Results*, *7*.",
        ),
        (CHINESE, "张三, 李四, 王五, & 赵六. (2033). 虚构的论文. *虚构学报*, *7*(3), 1–9."),
    ],
)
def test_apa(text: str, cited: str) -> None:
    assert marked(apa(record(text))) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            CONFERENCE,
            "VAN DEN BERG A, ROE M W, POE E A, et al. TOY: Pre-training of Deep Fabricated "
            "Models for Language Understanding[C]//SMITH A, JONES B. Proceedings of the 2031 "
            "Conference of the Imaginary Chapter. Nowhere, Utopia: Imaginary Press, 2031: "
            "4171-4186.",
        ),
        # citeproc has no comma before "Jr"; the standard's own example has: PEEBLES P Z, Jr
        (
            CONFERENCE_IN_A_SERIES,
            "DOE J, ROE R, Jr. On Two Authors[C]//Proceedings of the Second Imaginary "
            "Conference: Vol. 12. 2032: 7.",
        ),
        (
            ARTICLE,
            "DOE J, ROE R, POE E. A Fabricated Journal Article: With a Subtitle[J]. Journal of "
            "Imaginary Results, 2033, 7(3): 1-99.",
        ),
        (BARE_ARTICLE, "DOE J. Is this a Question?[J]. Journal of Imaginary Results, 2033."),
        (ISSUE_ONLY, "ROE R, Jr, O'HARA J P R. Numbers Only[J]. Imaginary Letters, 2033(3): 7."),
        (UNDATED, "DOE J. No Date[J]. Imaginary Letters."),
        # citeproc writes organisations in capitals; the standard (8.1.4) as they write themselves
        (
            PREPRINT,
            "Imaginary Institute, ROE R. An Imaginary Preprint[EB/OL]. (2034). "
            "https://arxiv.org/abs/3401.99999.",
        ),
        (
            PREPRINT_OF_OTHERS,
            "Imaginary Institute, ROE R, et al. An Imaginary Preprint[EB/OL]. (2034). "
            "https://arxiv.org/abs/3401.99999.",
        ),
        (
            CORR,
            "ROE R, Jr. An Imaginary Preprint[EB/OL]. (2034). https://arxiv.org/abs/3401.99999.",
        ),
        (BLOG, "POE E. A Fabricated Blog Post[EB/OL]. (2034). https://example.org/blog."),
        (THESIS, "POE E. A Fabricated Thesis[D]. Utopia: University of Nowhere, 2034."),
        (REPORT, "POE E. A Fabricated Report: 42[R]. Imaginary Institute, 2034."),
        # citeproc's "2nd 版" for a book in English; the standard (8.3) has "5th ed."
        (BOOK, "POE E, ROE R. A Fabricated Book[M]. 2nd ed. Nowhere: Imaginary Press, 2034."),
        (EDITED, "DOE J, ROE R. Edited[M]. Press, 2033."),
        (
            CHAPTER,
            "POE E. A Fabricated Chapter[M]//SMITH A. A Fabricated Collection. Nowhere: "
            "Imaginary Press, 2034: 5-9.",
        ),
        (ANONYMOUS, "Nobody and Nothing[M]. Press, 2033."),
        (MANY, "A A, B B, C C, et al. Many Hands[J]. Journal of Imaginary Results, 2033, 7."),
        # citeproc writes "et al." here; the standard (8.1.2) "等"
        (CHINESE, "张三, 李四, 王五, 等. 虚构的论文[J]. 虚构学报, 2033, 7(3): 1-9."),
        (
            CHINESE_CONFERENCE,
            "张三, 李四. 虚构的论文[C]//虚构会议论文集. 乌有: 虚构出版社, 2033: 1-9.",
        ),
    ],
)
def test_gbt7714(text: str, cited: str) -> None:
    assert marked(gbt7714(record(text))) == cited


def test_gbt7714_tells_when_a_resource_was_looked_at() -> None:
    assert plain(gbt7714(record(PREPRINT), date(2035, 1, 31))) == (
        "Imaginary Institute, ROE R. An Imaginary Preprint[EB/OL]. (2034)[2035-01-31]. "
        "https://arxiv.org/abs/3401.99999."
    )


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            CONFERENCE,
            "Anna van den Berg, Ming-Wei Roe, Edgar A. Poe, Jóe Blöggs, and Jane Doe. 2031. TOY: "
            "Pre-training of deep fabricated models for language understanding. In *Proceedings "
            "of the 2031 Conference of the Imaginary Chapter*, pages 4171–4186, Nowhere, Utopia. "
            "Imaginary Press.",
        ),
        (
            CONFERENCE_IN_A_SERIES,
            "Jane Doe and Richard Roe, Jr. 2032. On two authors. In *Proceedings of the Second "
            "Imaginary Conference*, volume 12 of *Lecture Notes in Nothing*, page 7.",
        ),
        (
            ARTICLE,
            "Jane Doe, Richard Roe, and Edgar Poe. 2033. A fabricated journal article: With a "
            "subtitle. *Journal of Imaginary Results*, 7(3):1–99.",
        ),
        (BARE_ARTICLE, "Jane Doe. 2033. Is this a question? *Journal of Imaginary Results*."),
        (
            ISSUE_ONLY,
            "Richard Roe, Jr. and J.-P. R. O'Hara. 2033. Numbers only. *Imaginary Letters*, (3):7.",
        ),
        (
            PREPRINT,
            "Imaginary Institute and Richard Roe. 2034. An imaginary preprint. *Preprint*, "
            "arXiv:3401.99999.",
        ),
        (
            PREPRINT_OF_OTHERS,
            "Imaginary Institute, Richard Roe, et al. 2034. An imaginary preprint. *Preprint*, "
            "arXiv:3401.99999.",
        ),
        (CORR, "Richard Roe, Jr. 2034. An imaginary preprint. *CoRR*, abs/3401.99999."),
        (BLOG, "Edgar Poe. 2034. A fabricated blog post. Imaginary blog. Version 2."),
        (
            THESIS,
            "Edgar Poe. 2034. *A Fabricated Thesis*. Ph.D. thesis, University of Nowhere, Utopia.",
        ),
        (
            REPORT,
            "Edgar Poe. 2034. A fabricated report. Technical Report 42, Imaginary Institute.",
        ),
        (
            BOOK,
            "Edgar Poe and Richard Roe. 2034. *A Fabricated Book*, second edition. Imaginary "
            "Press, Nowhere.",
        ),
        (EDITED, "Jane Doe and R. Roe, editors. 2033. *Edited*. Press."),
        (
            CHAPTER,
            "Edgar Poe. 2034. A fabricated chapter. In Ann Smith, editor, *A Fabricated "
            "Collection*, pages 5–9. Imaginary Press, Nowhere.",
        ),
        (
            MANY,
            "A A, B B, C C, D D, E E, F F, G G, H H, I I, J J, K K, L L, M M, N N, O O, P P, Q "
            "Q, R R, S S, and 3 others. 2033. Many hands. *Journal of Imaginary Results*, 7.",
        ),
    ],
)
def test_acl(text: str, cited: str) -> None:
    assert marked(acl(record(text))) == cited


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        ("Second", "2nd ed."),
        ("3", "3rd ed."),
        ("4th", "4th ed."),
        ("11", "11th ed."),
        ("21st edition", "21st ed."),
        ("Revised", "Revised"),
    ],
)
def test_editions(edition: str, shown: str) -> None:
    book = record(f"@book{{k, author = {{Doe, Jane}}, title = {{T}}, edition = {{{edition}}}}}")
    assert plain(apa(book)) == f"Doe, J. (n.d.). T ({shown})."
    stopped = shown if shown.endswith(".") else f"{shown}."
    assert plain(gbt7714(book)) == f"DOE J. T[M]. {stopped}"


def test_the_first_edition_is_not_mentioned() -> None:
    book = record("@book{k, author = {Doe, Jane}, title = {T}, edition = {First}, year = 2034}")
    assert plain(apa(book)) == "Doe, J. (2034). T."
    assert plain(gbt7714(book)) == "DOE J. T[M]. 2034."


def test_one_author_and_others() -> None:
    alone = record("@misc{k, author = {Doe, Jane and others}, title = {T}, year = 2034}")
    assert plain(apa(alone)) == "Doe, J., et al. (2034). T."
    assert plain(gbt7714(alone)) == "DOE J, et al. T[Z]. 2034."
    assert plain(acl(alone)) == "Jane Doe et al. 2034. T."


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_citations_are_clean_text(path: Path, style: object) -> None:
    assert callable(style)
    cited = style(record(path.read_text(encoding="utf-8")))
    text = plain(cited)
    assert text.strip() == text
    assert not any(sign in text for sign in ("  ", "..", ",,", " ,", "{", "}", "\\", "None"))
    assert all(part.text for part in cited)
    assert all(one.italic != other.italic for one, other in pairwise(cited))


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_markup_in_a_title_is_only_text(style: object) -> None:
    assert callable(style)
    cited = plain(style(record("@misc{k, title = {<b>bold</b> \\& co}}")))
    assert "<b>bold</b> & co" in cited
