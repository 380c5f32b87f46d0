"""What appeared when: papers by their first appearance, checkpoints by their claimed release."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from atlas.dates import first_appearance
from atlas.records import Kind, Model, Paper
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet
from atlas.store import Entry, Key

# The marks of the drawing: filled for papers, hatched for checkpoints.
_STYLES = ((Kind.PAPER, "b2"), (Kind.MODEL, "b3"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Event:
    """A paper, or the checkpoints of one family that came out on the same day."""

    date: str
    """``2019-06-20``, or as much of it as is known."""
    entries: tuple[Entry, ...]

    @property
    def kind(self) -> Kind:
        """Whether it is a paper or a release of models."""
        return self.entries[0].kind

    @property
    def year(self) -> int:
        """The year."""
        return int(self.date[:4])


@dataclass(frozen=True)
class Year:
    """What appeared in a year, in order; nothing in a year that only stands between two others."""

    number: int
    events: tuple[Event, ...]

    def count(self, kind: Kind) -> int:
        """How many papers or checkpoints."""
        return sum(len(event.entries) for event in self.events if event.kind is kind)


def years(catalogue: Catalogue) -> list[Year]:
    """Every year from the first to the last, those without anything included."""
    events = sorted(
        (*_papers(catalogue), *_releases(catalogue)),
        # What is known to the day stands before what may be any day of the month.
        key=lambda event: (_padded(event.date), event.kind is Kind.MODEL, event.entries[0].id),
    )
    if not events:
        return []
    return [
        Year(number, tuple(event for event in events if event.year == number))
        for number in range(events[0].year, events[-1].year + 1)
    ]


def undated(catalogue: Catalogue) -> list[Entry]:
    """The papers and models of which no source tells the date."""
    dated = {entry.key for year in years(catalogue) for e in year.events for entry in e.entries}
    entries = (*catalogue.kb.of(Kind.PAPER), *catalogue.kb.of(Kind.MODEL))
    return [entry for entry in entries if entry.key not in dated]


def day(sheet: Sheet, date: str) -> str:
    """The month and the day of a date, as far as they are known; the year stands over them."""
    numbers = [int(part) for part in date.split("-")[1:]]
    if not numbers:
        return ""
    name = _MONTHS[numbers[0] - 1]
    if len(numbers) == 1:
        return sheet.t(name, f"{numbers[0]}月")
    return sheet.t(f"{numbers[1]} {name}", f"{numbers[0]}月{numbers[1]}日")


def drawing(sheet: Sheet, told: list[Year]) -> Markup:
    """Papers and checkpoints of each year as two columns, over the years; it repeats the page."""
    most = max(year.count(kind) for year in told for kind in (Kind.PAPER, Kind.MODEL))
    columns = Markup("").join(
        Markup('<div><p>{}{}</p><a href="#y{}">{}</a></div>').format(
            *(_column(year.count(kind), most, style) for kind, style in _STYLES),
            year.number,
            year.number,
        )
        if year.events
        else Markup("<div><p></p><span>{}</span></div>").format(year.number)
        for year in told
    )
    keys = Markup("").join(
        Markup('<span><i class="swatch {}"></i>{}</span>').format(style, name)
        for (_, style), name in zip(
            _STYLES, (sheet.t("papers", "论文"), sheet.t("checkpoints", "检查点")), strict=True
        )
    )
    return Markup('<nav class="decades" aria-label="{}"><p class="key">{}</p>\n{}</nav>').format(
        sheet.t("Years", "年份"), keys, columns
    )


def _column(count: int, most: int, style: str) -> Markup:
    if not count:
        return Markup("")
    return Markup('<i class="{}" style="height:{:.1f}%"><b>{}</b></i>').format(
        style, count * 100 / most, count
    )


def _papers(catalogue: Catalogue) -> list[Event]:
    found = []
    for entry in catalogue.kb.of(Kind.PAPER):
        appeared = first_appearance(entry.as_(Paper).arxiv, catalogue.papers.get(entry.id))
        if appeared:
            found.append(Event(appeared.iso, (entry,)))
    return found


def _releases(catalogue: Catalogue) -> list[Event]:
    groups: dict[tuple[str, Key], list[Entry]] = {}
    for entry in catalogue.kb.of(Kind.MODEL):
        if released := catalogue.released(entry):
            family = Key(Kind.FAMILY, entry.as_(Model).family)
            groups.setdefault((released, family), []).append(entry)
    return [Event(date, tuple(entries)) for (date, _), entries in groups.items()]


def _padded(date: str) -> str:
    return f"{date}-99-99"[:10] if len(date) < 10 else date
