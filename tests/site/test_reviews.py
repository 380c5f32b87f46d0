"""The last line of an entry says when its languages were compared, and whether that holds."""

from __future__ import annotations

from datetime import date

import pytest
from tests.site.html_pages import read_html

from atlas.records import Kind, Model, review_digest
from atlas.site import reviews
from atlas.site.catalogue import Catalogue
from atlas.site.sheet import Sheet
from atlas.store import Entry

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("mark", "day", "english", "chinese"),
    [
        (
            *("sound", DAY, "Last reviewed on 9 March 2026; the two languages agree."),
            "最近核对于 2026 年 3 月 9 日；中英文一致。",
        ),
        (
            *("stale", DAY, "Last reviewed on 9 March 2026; the text has changed since."),
            "最近核对于 2026 年 3 月 9 日；此后文字有改动。",
        ),
        ("sound", None, "Reviewed; the two languages agree.", "已核对；中英文一致。"),
        ("stale", None, "Reviewed; the text has changed since.", "已核对；此后文字有改动。"),
        *(
            (
                *(None, day, "Not reviewed yet: nobody has compared the two languages."),
                "还没有人核对过中英文。",
            )
            for day in (None, DAY)
        ),
    ],
)
def test_the_line(
    filled: Catalogue, mark: str | None, day: date | None, english: str, chinese: str
) -> None:
    entry = filled.kb.get(Kind.MODEL, "one")
    assert entry is not None
    digest = {"sound": review_digest(entry.record), "stale": "00000000", None: None}[mark]
    record = entry.as_(Model).model_copy(update={"reviewed": digest, "reviewed_on": day})
    changed = Entry(entry.key, record, entry.document)

    for language, said in (("en", english), ("zh", chinese)):
        line = read_html(reviews.line(Sheet(filled, language, "models/one/", changed)))
        assert line.words() == said
        days = [time.attributes["datetime"] for time in line.all("time")]
        assert days == (["2026-03-09"] if mark and day else [])
