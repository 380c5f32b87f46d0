"""One line on what the Hub said of a checkpoint, or that nobody has asked yet."""

from __future__ import annotations

from collections.abc import Iterator

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


def facts(sheet: Sheet, model: Model) -> Iterator[tuple[str, str]]:
    """What the Hub said of a checkpoint, line by line: what it is about, and what was said."""
    found = sheet.catalogue.kb.hub.get(model.hub or "")
    if found is None:
        return
    t, many = sheet.t, sheet.t(", ", "、").join
    said = (
        (t("Its id there", "那里的标识"), found.id if found.id != model.hub else None),
        (t("License", "许可证"), found.license),
        (t("Shown under", "所在任务"), found.pipeline_tag),
        (t("Library", "库"), found.library),
        (t("Weight files", "权重格式"), many(found.formats)),
        (t("Tokenizer files", "分词器文件"), many(found.tokenizer_files)),
        (t("Languages", "语言"), many(found.languages)),
        (t("Made from", "来自"), many(each.id for each in found.base_models)),
        (t("Papers that its card links", "模型卡所链论文"), many(found.arxiv)),
        (t("Access", "访问"), t("on request", "需申请") if found.gated else None),
        (t("Commit", "提交"), (found.sha or "")[:8]),
        (t("Made on", "建于"), (found.created or "")[:10]),
        (t("Last changed", "最近修改"), (found.last_modified or "")[:10]),
    )
    yield from ((label, words) for label, words in said if words)


def _said(sheet: Sheet, facts: HubFacts) -> str:
    parts = [sheet.t(*_STATES[facts.state])]
    parts.append(sheet.t(f"as observed on {facts.observed}", f"观察于 {facts.observed}"))
    return sheet.t("; ", "；").join(parts) + sheet.t(".", "。")


def _line(state: str, words: str) -> Markup:
    return Markup('<p class="hub-state" data-atlas="hub-state" data-state="{}">{}</p>').format(
        state, words
    )
