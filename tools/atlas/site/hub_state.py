"""One line on what the Hub said of a checkpoint, or that nobody has asked yet."""

from __future__ import annotations

from markupsafe import Markup

from atlas.records import HubFacts, Model
from atlas.site.sheet import Sheet

_STATES = {
    "ok": ("On the Hub", "在 Hub 上"),
    "moved": ("Moved on the Hub", "已在 Hub 上改名"),
    "replaced": ("Another repository stands under this id", "此标识下已是另一个仓库"),
    "gated": ("Gated on the Hub: access must be asked for", "在 Hub 上需申请访问"),
    "disabled": ("Disabled on the Hub", "已被 Hub 停用"),
    "missing": ("No longer on the Hub", "Hub 上已不存在"),
    "unreachable": ("The Hub could not be reached", "未能连上 Hub"),
}


def line(sheet: Sheet, model: Model) -> Markup:
    """The state with the date of the facts; nothing for a checkpoint without an id."""
    if model.hub is None:
        return Markup("")
    facts = sheet.catalogue.kb.hub.get(model.hub)
    if facts is None:
        return _line(
            "unsynced",
            sheet.t(
                "Not synced yet: nobody has asked the Hub about this id.",
                "尚未同步：还没有向 Hub 查询过这个标识。",
            ),
        )
    return _line(facts.state, _said(sheet, facts))


def _said(sheet: Sheet, facts: HubFacts) -> str:
    parts = [sheet.t(*_STATES[facts.state])]
    if facts.license:
        parts.append(sheet.t(f"licence {facts.license}", f"授权 {facts.license}"))
    if facts.formats:
        parts.append(", ".join(facts.formats))
    parts.append(sheet.t(f"as observed on {facts.observed}", f"观察于 {facts.observed}"))
    return sheet.t("; ", "；").join(parts) + sheet.t(".", "。")


def _line(state: str, words: str) -> Markup:
    return Markup('<p class="hub-state" data-atlas="hub-state" data-state="{}">{}</p>').format(
        state, words
    )
