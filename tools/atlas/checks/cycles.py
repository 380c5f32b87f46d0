"""Circles in relations that must not have any."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def cycles(relation: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """The circles that ``relation`` (an id to the ids it leads to) goes in.

    A circle begins with its smallest id. No two circles that are told share an
    id: what else goes round there shows once the first is mended. A relation
    without circles yields nothing. Time and what is yielded grow in proportion
    to the relation.
    """
    done: set[str] = set()
    in_circle: set[str] = set()
    for start in sorted(relation):
        if start in done:
            continue
        # A walk in depth with a stack of its own: a chain may be longer than Python's.
        way, place = [start], {start: 0}
        waiting = [iter(sorted(relation[start]))]
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                del place[way[-1]]
                done.add(way.pop())
            elif step in place:
                circle = way[place[step] :]
                if in_circle.isdisjoint(circle):
                    in_circle.update(circle)
                    yield _from_smallest(circle)
            elif step not in done:
                place[step] = len(way)
                way.append(step)
                waiting.append(iter(sorted(relation.get(step, ()))))


def told(circle: tuple[str, ...]) -> str:
    """A circle as a message shows it: ``a > b > c > a``, a long one cut in the middle."""
    steps = circle if len(circle) <= 6 else (*circle[:4], "…", circle[-1])
    return " > ".join((*steps, circle[0]))


def _from_smallest(circle: list[str]) -> tuple[str, ...]:
    first = circle.index(min(circle))
    return (*circle[first:], *circle[:first])
