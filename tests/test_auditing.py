"""What an audit may draw is every claim that names a source, and chance is fair and repeatable."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from atlas.auditing import claims, draw
from atlas.records import Kind
from atlas.store import KnowledgeBase, load

SOUND = Path(__file__).parent / "data" / "kb"
COMMAND = Path(__file__).parent.parent / "tools" / "draw_claims.py"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(SOUND)


def test_the_claims_of_a_model(kb: KnowledgeBase) -> None:
    entry = kb.get(Kind.MODEL, "quokka-base")
    assert entry is not None

    found = {claim.path: claim for claim in claims(entry)}

    # Each number of the configuration by itself, with the source of all of them.
    assert found["config.hidden_size"].said == 64
    assert found["config.hidden_size"].source == entry.record.sources["card"]
    assert found["config.hidden_size"].where == "config.json"
    # What a part says, without what it cites.
    assert found["contents"].said == {"mlm": "trained", "pooler": "untrained"}
    assert found["recipes.0"].said["task"] == "Burrow Cup"
    assert not any(path.startswith(("summary", "sources", "name")) for path in found)


def test_the_claims_of_a_term_and_of_a_table(kb: KnowledgeBase) -> None:
    term = kb.get(Kind.TERM, "hop-prediction")
    table = kb.get(Kind.RESULTS, "burrow-cup")
    assert term is not None
    assert table is not None

    assert {"definition", "loss", "points.0"} <= {claim.path for claim in claims(term)}
    rows = [claim for claim in claims(table) if claim.path.startswith("rows.")]
    assert [claim.said["printed"] for claim in rows] == [row.printed for row in table.record.rows]


def test_a_draw_is_repeatable_and_draws_nothing_twice(kb: KnowledgeBase) -> None:
    every = [claim for entry in kb.entries.values() for claim in claims(entry)]

    assert draw(kb, 5, seed=7) == draw(kb, 5, seed=7)
    assert draw(kb, 5, seed=7) != draw(kb, 5, seed=8)
    # Asked for more than there is, it gives all there is.
    drawn = [(str(claim.entry), claim.path) for claim in draw(kb, 10_000, seed=1)]
    assert sorted(drawn) == sorted((str(claim.entry), claim.path) for claim in every)


def test_entries_are_drawn_alike_whether_they_say_much_or_little(kb: KnowledgeBase) -> None:
    first = Counter(draw(kb, 1, seed=seed)[0].entry for seed in range(2000))
    with_claims = [key for key, entry in kb.entries.items() if list(claims(entry))]

    assert first.keys() == set(with_claims)
    assert max(first.values()) < 2 * min(first.values())


def test_the_command_prints_a_claim_a_line() -> None:
    command = [sys.executable, str(COMMAND), "--kb", str(SOUND), "--count", "3", "--seed", "1"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)

    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(lines) == 3
    assert all(line.keys() == {"entry", "path", "said", "source", "where"} for line in lines)


def test_the_command_wants_a_folder() -> None:
    command = [sys.executable, str(COMMAND), "--kb", "nowhere", "--seed", "1"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert answer.returncode == 2
    assert "nowhere is not a folder" in answer.stderr
