"""The governor: waits as long as the Hub asks for, and gives up where that is too long."""

from __future__ import annotations

import pytest

from atlas.hub.governor import Governor, RunEndedError


class Clock:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


def governed(patience: float = 310.0, in_all: float = 930.0) -> tuple[Governor, Clock]:
    clock = Clock()
    return Governor(patience, in_all, now=clock, wait=clock.wait), clock


def answered(governor: Governor, *, refused: bool = False, **headers: str) -> None:
    governor.enter()
    governor.leave(
        {name.replace("_", "-"): value for name, value in headers.items()}, refused=refused
    )


def test_nothing_is_waited_for_while_something_is_left() -> None:
    governor, clock = governed()
    for left in (499, 3, 2, 1):
        answered(governor, ratelimit=f'"api";r={left};t=200')
    governor.enter()
    assert clock.waits == []


def test_the_end_of_the_window_is_a_second_later_than_told() -> None:
    governor, clock = governed()
    answered(
        governor, ratelimit='"api";r=0;t=55', ratelimit_policy='"fixed window";"api";q=500;w=300'
    )
    governor.enter()
    assert clock.waits == [56]
    assert governor.waited == 56
    assert str(governor.quota) == "500 calls in 300 seconds"


def test_t_of_nothing_is_a_second() -> None:
    governor, clock = governed()
    answered(governor, ratelimit='"api";r=0;t=0', refused=True)
    governor.enter()
    assert clock.waits == [1]


def test_answers_that_overtake_each_other() -> None:
    governor, clock = governed()
    governor.enter()
    governor.enter()
    governor.leave({"ratelimit": '"api";r=0;t=9'}, refused=False)
    governor.leave({"ratelimit": '"api";r=1;t=9'}, refused=False)
    governor.enter()
    assert clock.waits == [10]


def test_retry_after_counts_where_an_answer_was_refused() -> None:
    governor, clock = governed()
    answered(governor, retry_after="7")
    governor.enter()
    assert clock.waits == []
    governor.leave({"retry-after": " 7 "}, refused=True)
    governor.enter()
    assert clock.waits == [8]


@pytest.mark.parametrize("value", ["", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "-5", "1e9", "٣"])
def test_headers_that_say_nothing(value: str) -> None:
    governor, clock = governed()
    answered(governor, ratelimit=value, ratelimit_policy=value, retry_after=value, refused=True)
    governor.enter()
    assert clock.waits == []


def test_no_longer_than_patience_lasts() -> None:
    governor, clock = governed(patience=100)
    answered(governor, ratelimit='"api";r=0;t=100')
    with pytest.raises(RunEndedError, match=r"^the Hub asks to wait 101 seconds$"):
        governor.enter()
    with pytest.raises(RunEndedError):
        governor.enter()
    assert (clock.waits, governor.has_ended) == ([], True)


def test_no_longer_in_all_than_patience_lasts() -> None:
    governor, clock = governed(patience=100, in_all=150)
    for _ in range(2):
        answered(governor, ratelimit='"api";r=0;t=99')
    with pytest.raises(RunEndedError):
        governor.enter()
    assert clock.waits == [100]
