"""Loading a folder: entries by id, links both ways, and whatever does not belong there."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.checks import check
from atlas.problems import as_text
from atlas.records import Kind, Paper, Term
from atlas.store import CODES, Key, KnowledgeBase, entry_files, links_in_prose, load

SOUND = Path(__file__).parents[1] / "data" / "kb"

QUOKKA = Key(Kind.FAMILY, "quokka")


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """A copy of the sound knowledge base, to break."""
    return Path(shutil.copytree(SOUND, tmp_path / "kb"))


def lines(root: Path) -> list[str]:
    return [as_text(problem) for problem in load(root, shown=Path("kb")).problems]


@pytest.fixture(scope="module")
def sound() -> KnowledgeBase:
    return load(SOUND, shown=Path("kb"))


def test_every_kind_by_id(sound: KnowledgeBase) -> None:
    assert sound.problems == ()
    assert {key.kind for key in sound.entries} == set(Kind)
    assert list(sound.entries) == sorted(sound.entries, key=lambda key: [*Kind].index(key.kind))
    assert sound.ids == set(sound.entries)
    assert [entry.id for entry in sound.of(Kind.FAMILY)] == ["quokka", "wombat"]
    found = sound.get(Kind.TERM, "hop-prediction")
    assert found is not None
    assert found.as_(Term).parent == "pouch-learning"
    assert sound.get(Kind.TERM, "quokka") is None
    with pytest.raises(TypeError, match="term:hop-prediction is not a Paper"):
        found.as_(Paper)


def test_what_of_gives_is_the_callers(sound: KnowledgeBase) -> None:
    sound.of(Kind.FAMILY).clear()
    assert len(sound.of(Kind.FAMILY)) == 2


def test_links_from_both_ends(sound: KnowledgeBase) -> None:
    assert [(str(link.target), link.path) for link in sound.links_from[QUOKKA]] == [
        ("paper:burrow-2031-quokka", ("papers", 0)),
        ("term:hop-prediction", ("terms", 0, "term")),
        ("paper:burrow-2031-quokka", ("sources", "paper", "paper")),
    ]
    assert {link.field for link in sound.links_to[QUOKKA]} >= {"family", "derived_from"}
    for link in sound.links:
        assert link in sound.links_from[link.origin]
        assert link in sound.links_to[link.target]
    models = sound.referring(QUOKKA, Kind.MODEL, "family")
    assert [entry.id for entry in models] == ["quokka-base", "quokka-small"]
    assert sound.referring(QUOKKA, Kind.MODEL, "derived_from") == []


def test_links_in_texts(sound: KnowledgeBase) -> None:
    entry = sound.entries[Key(Kind.PAPER, "burrow-2031-quokka")]
    assert [(str(link.target), link.path) for link in links_in_prose(entry)] == [
        ("term:hop-prediction", ("contributions", 0, "en")),
        ("term:hop-prediction", ("contributions", 0, "zh")),
        ("family:quokka", ("summary", "en")),
        ("family:quokka", ("summary", "zh")),
    ]


def test_files_of_entries(sound: KnowledgeBase) -> None:
    files = dict(entry_files(SOUND))
    assert files.keys() == sound.ids
    assert files[QUOKKA] == SOUND / "families" / "quokka.yml"


def test_a_name_in_problems_is_the_one_that_is_shown(kb: Path) -> None:
    (kb / "models" / "wombat-tiny.yml").write_text("", "utf-8")
    assert [problem.file for problem in load(kb, shown=Path("x/y")).problems] == [
        "x/y/models/wombat-tiny.yml"
    ]
    assert [problem.file for problem in load(kb, shown=Path()).problems] == [
        "models/wombat-tiny.yml"
    ]


def test_one_typo_is_one_message(kb: Path) -> None:
    # Models, a trap, texts and a path refer to the family; its own references are not looked at.
    family = kb / "families" / "quokka.yml"
    text = family.read_text("utf-8").replace("cased: false", "cased: nope")
    family.write_text(text.replace("term: hop-prediction", "term: no-such-term"), "utf-8")
    found = load(kb, shown=Path("kb"))
    assert QUOKKA in found.ids
    assert QUOKKA not in found.entries
    assert [as_text(problem) for problem in check(found)] == [
        "kb/families/quokka.yml:11:10: REC004 'nope' is not true or false "
        "(fix: write true or false)"
    ]


def test_a_file_that_cannot_be_read_is_one_message(kb: Path) -> None:
    (kb / "families" / "quokka.yml").write_bytes(b"\xff\xfe")
    assert [as_text(problem) for problem in check(load(kb, shown=Path("kb")))] == [
        "kb/families/quokka.yml:1:1: YML001 byte 0xFF is not UTF-8 "
        "(fix: save the file as UTF-8 (in most editors: Save with Encoding))"
    ]


STRAYS = {
    "models/Quokka Base.yml": "rename it to quokka-base.yml",
    "models/quokka_base.yaml": "rename it to quokka-base.yml",
    "models/短尾.yml": "rename it to an-id.yml",
    "models/notes.txt": "rename it to notes.yml",
    "models/README": "rename it to readme.yml",
    "models/quokka.py": "rename it to quokka.yml",
    "snippets/Count Hops.py": "rename it to count-hops.yml",
}


@pytest.mark.parametrize("name", STRAYS)
def test_a_file_that_is_not_named_as_an_entry(name: str, kb: Path) -> None:
    (kb / name).write_text("name: x\n", "utf-8")
    short = name.partition("/")[2]
    assert lines(kb) == [
        f"kb/{name}:1:1: REC007 '{short}' is not the name of an entry's file "
        f"(fix: {STRAYS[name]}, or move it out of the knowledge base)"
    ]


def folder(path: Path) -> None:
    path.mkdir()


def link(path: Path) -> None:
    path.symlink_to(SOUND / "models" / "wombat-tiny.yml")


def loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [folder, link, loop])
@pytest.mark.parametrize("name", ["models/another.yml", "snippets/another.py"])
def test_what_is_no_file_is_not_read(make: Callable[[Path], None], name: str, kb: Path) -> None:
    make(kb / name)
    found = load(kb, shown=Path("kb"))
    assert [(problem.file, problem.code) for problem in found.problems] == [
        (f"kb/{name}", "REC007")
    ]
    assert Key(Kind.MODEL, "another") not in found.ids
    assert "another" not in found.programs


def test_a_folder_that_is_a_link_is_not_entered(kb: Path) -> None:
    shutil.rmtree(kb / "paths")
    (kb / "paths").symlink_to(SOUND / "paths")
    assert lines(kb) == [
        "kb/paths:1:1: KB001 'paths' is not a folder itself "
        "(fix: make it a folder with the entries in it)"
    ]


def test_what_does_not_belong_in_a_knowledge_base(kb: Path) -> None:
    (kb / "notes.md").write_text("x", "utf-8")
    (kb / "terms").mkdir()
    folders = "taxonomy, papers, families, models, traps, results, disputes, paths, snippets"
    assert lines(kb) == [
        f"kb/{name}:1:1: KB001 '{name}' is not one of the folders of entries "
        f"(fix: move it into {folders}, or out of the knowledge base)"
        for name in ("notes.md", "terms")
    ]


def test_hidden_files_are_nobodys_entries(kb: Path) -> None:
    (kb / ".DS_Store").write_bytes(b"\0")
    (kb / "models" / ".wombat.yml.swp").write_bytes(b"\0")
    (kb / "snippets" / "__pycache__").mkdir()
    assert lines(kb) == []


def test_a_folder_may_be_missing(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.entries, found.ids, found.problems) == ({}, frozenset(), ())
    with pytest.raises(NotADirectoryError, match="nowhere is not a folder"):
        load(tmp_path / "nowhere")


def test_a_program_stands_beside_its_entry(kb: Path) -> None:
    assert load(kb).programs["count-hops"].startswith('"""')
    (kb / "snippets" / "count-hops.py").rename(kb / "snippets" / "count-steps.py")
    assert lines(kb) == [
        "kb/snippets/count-hops.yml:1:1: REC009 the program count-hops.py is not there "
        "(fix: add kb/snippets/count-hops.py)",
        "kb/snippets/count-steps.py:1:1: REC009 the program has no entry count-steps.yml "
        "(fix: add kb/snippets/count-steps.yml)",
    ]


def test_a_broken_entry_of_a_program_is_one_message(kb: Path) -> None:
    (kb / "snippets" / "count-hops.yml").write_text("title: {en: x\n", "utf-8")
    assert [line.split()[1] for line in lines(kb)] == ["YML008"]


def test_facts_of_the_hub_by_the_id_of_the_entry(sound: KnowledgeBase) -> None:
    assert sound.hub.keys() == {"marsupial/quokka-base"}
    assert sound.hub["marsupial/quokka-base"].id == "marsupial/quokka-base"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda facts: facts | {"state": "lost"}, "state: Input should be 'ok', 'moved'"),
        (lambda facts: facts | {"downloads": 4}, "downloads: Extra inputs are not permitted"),
        (lambda facts: {k: v for k, v in facts.items() if k != "_id"}, "_id: Field required"),
        (lambda facts: [facts], "the file: Input should be"),
    ],
)
def test_facts_that_are_not_as_the_sync_writes_them(
    change: Callable[[dict[str, object]], object], message: str, kb: Path
) -> None:
    file = kb / "hub" / "marsupial" / "quokka-base.json"
    file.write_text(json.dumps(change(json.loads(file.read_text("utf-8")))), "utf-8")
    (line,) = lines(kb)
    assert line.startswith(f"kb/hub/marsupial/quokka-base.json:1:1: HUB001 {message}")
    assert line.endswith(
        "(fix: run python tools/sync_hub.py again; the file is not edited by hand)"
    )


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000])
def test_facts_that_are_no_json(raw: bytes, kb: Path) -> None:
    (kb / "hub" / "marsupial" / "quokka-base.json").write_bytes(raw)
    (line,) = lines(kb)
    assert "HUB001 the file: Invalid JSON" in line


def test_each_code_has_a_sentence() -> None:
    assert all(said.endswith(".") for said in CODES.values())
