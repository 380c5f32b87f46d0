"""Circles in a relation."""

from hypothesis import given
from hypothesis import strategies as st

from atlas.checks.cycles import cycles, told

RELATIONS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=8
)


def test_a_relation_without_circles_has_none() -> None:
    assert list(cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []})) == []
    assert list(cycles({})) == []


def test_a_circle_begins_with_its_smallest_id() -> None:
    assert list(cycles({"night": ["dusk"], "dusk": ["dawn"], "dawn": ["night"]})) == [
        ("dawn", "night", "dusk")
    ]


def test_what_leads_to_a_circle_is_no_part_of_it() -> None:
    assert list(cycles({"a": ["b"], "b": ["c"], "c": ["b"]})) == [("b", "c")]


def test_each_of_two_circles_is_told() -> None:
    assert list(cycles({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]})) == [
        ("a", "b"),
        ("c", "d"),
    ]


def test_an_id_that_leads_to_itself_is_a_circle() -> None:
    assert list(cycles({"a": ["a"]})) == [("a",)]


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = {str(number): [str(number + 1)] for number in range(50_000)}
    assert list(cycles(chain)) == []
    (circle,) = cycles({**chain, "50000": ["0"]})
    assert len(circle) == 50_001


def test_a_long_circle_is_told_shortly() -> None:
    assert told(("a", "b")) == "a > b > a"
    assert told(tuple("abcdefgh")) == "a > b > c > d > … > h > a"


@given(RELATIONS)
def test_every_circle_told_goes_round_and_none_is_missed(relation: dict[str, list[str]]) -> None:
    found = list(cycles(relation))
    for circle in found:
        steps = zip(circle, (*circle[1:], circle[0]), strict=True)
        assert all(after in relation.get(before, ()) for before, after in steps)
    assert bool(found) == any(_reaches(relation, start) for start in relation)


def _reaches(relation: dict[str, list[str]], start: str) -> bool:
    """Whether a walk from here comes back, step by step as the definition says."""
    reached: set[str] = set()
    waiting = list(relation[start])
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += relation.get(here, [])
    return start in reached
