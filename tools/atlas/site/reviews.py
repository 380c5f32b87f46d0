"""The line at the foot of an entry's page: when somebody compared its two languages."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from atlas.site.sheet import Sheet

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def line(sheet: Sheet) -> Markup:
    """When the page's entry was last reviewed, and whether that still holds."""
    assert sheet.entry is not None
    record = sheet.entry.record
    mark, day = getattr(record, "reviewed", None), getattr(record, "reviewed_on", None)
    stale = sheet.catalogue.is_stale(sheet.entry)
    return Markup('<p class="reviewed" data-atlas="reviewed">{}</p>').format(
        _said(sheet, day if mark else None, reviewed=mark is not None, stale=stale)
    )


def _said(sheet: Sheet, day: date | None, *, reviewed: bool, stale: bool) -> Markup:
    if not reviewed:
        return escape(
            sheet.t(
                "Not reviewed yet: nobody has compared the two languages.",
                "还没有人核对过中英文。",
            )
        )
    if stale:
        holds = sheet.t("; the text has changed since.", "；此后文字有改动。")
    else:
        holds = sheet.t("; the two languages agree.", "；中英文一致。")
    if day is None:
        return Markup("{}{}").format(sheet.t("Reviewed", "已核对"), holds)
    return Markup("{} {}{}").format(
        sheet.t("Last reviewed on", "最近核对于"), when(sheet, day), holds
    )


def when(sheet: Sheet, day: date) -> Markup:
    """A day as the page's language writes it."""
    words = sheet.t(
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
    )
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words)
