"""The head of a table of results: data and split over measures, best and mean under them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from atlas.records import Results
from atlas.site.sheet import Sheet


def head(sheet: Sheet, results: Results) -> Markup:
    """The rows that head the table: as many as the table needs, and no empty one.

    A column in which any cell has a mean is two columns, so that the best of
    several runs and their mean cannot be taken for each other.
    """
    means = results.columns_with_mean()
    rows = [
        row
        for row in (_over(results, means), _measures(results, means), _readings(sheet, results))
        if row
    ]
    first = Markup('<th scope="col" rowspan="{}">{}</th>').format(
        len(rows), sheet.t("As printed", "原表写法")
    )
    lines = (
        Markup("<tr>{}{}</tr>").format(first if index == 0 else "", Markup("").join(row))
        for index, row in enumerate(rows)
    )
    return Markup("<thead>\n{}\n</thead>").format(Markup("\n").join(lines))


def _over(results: Results, means: frozenset[str]) -> list[Markup]:
    """What several columns have in common: their data set, their split."""
    named = [" ".join(filter(None, (m.dataset, m.split))) for m in results.metrics]
    if not any(named):
        return []
    pairs = zip(named, results.metrics, strict=True)
    return [
        _head(name, sum(2 if m.key in means else 1 for _, m in group), group=True)
        for name, group in groupby(pairs, key=lambda pair: pair[0])
    ]


def _measures(results: Results, means: frozenset[str]) -> list[Markup]:
    return [_head(m.name, 2 if m.key in means else 1) for m in results.metrics]


def _readings(sheet: Sheet, results: Results) -> list[Markup]:
    means = results.columns_with_mean()
    if not means:
        return []
    return list(_best_and_mean(sheet, results, means))


def _best_and_mean(sheet: Sheet, results: Results, means: frozenset[str]) -> Iterator[Markup]:
    for metric in results.metrics:
        if metric.key in means:
            yield _head(sheet.t("best", "最高"), 1)
            yield _head(sheet.t("mean", "平均"), 1, mean=True)
        else:
            yield Markup("<td></td>")


def _head(words: str, columns: int, *, group: bool = False, mean: bool = False) -> Markup:
    style = "n over" if group or columns > 1 else "n mean" if mean else "n"
    span = Markup(' colspan="{}"').format(columns) if columns > 1 else ""
    if not words:
        return Markup("<td{}></td>").format(span)
    scope = "colgroup" if columns > 1 else "col"
    return Markup('<th class="{}" scope="{}"{}>{}</th>').format(style, scope, span, escape(words))
