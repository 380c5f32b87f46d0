"""Each fault over the wire: the right state and exit status, no traceback, old facts whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from tests.hub import faults
from tests.hub.faults import Fault
from tests.hub_sync.conftest import ALONE, QUICK, TODAY, TOGETHER, Place

ONE = "solo-3/model"
PATH = f"/api/models/{ONE}"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param(
            faults.Status(403, {"X-Error-Code": "Other"}), "it answered 403 Forbidden", id="403"
        ),
        pytest.param(
            faults.Status(404, {"content-type": "text/html"}, "<h1>Not here</h1>"),
            "it answered 404 Not Found",
            id="404 of somebody else",
        ),
        pytest.param(
            faults.Status(401, {"content-type": "text/html"}, "<h1>Log in</h1>"),
            "it answered 401 Unauthorized",
            id="401 of a portal",
        ),
        pytest.param(faults.Status(400), "it answered 400 Bad Request", id="400"),
        pytest.param(faults.Status(500), "it answered 500 Internal Server Error", id="500"),
        pytest.param(faults.Status(503), "it answered 503 Service Unavailable", id="503"),
        pytest.param(faults.TooMany(t=0), "it answered 429 Too Many Requests", id="429"),
        pytest.param(faults.Timeout(), "its answer took too long", id="time-out"),
        pytest.param(faults.SlowDrip(0.05), "its answer took too long", id="slow drip"),
        pytest.param(
            faults.SlowDrip(0.05, head=True), "its answer took too long", id="slow drip in the head"
        ),
        pytest.param(faults.CutBody(), "its answer broke off", id="cut body"),
        pytest.param(faults.CutBody(chunked=True), "its answer broke off", id="cut chunks"),
        pytest.param(faults.Reset(), "its answer broke off", id="reset"),
        pytest.param(
            faults.Html200(), "its answer is not sound: JSONDecodeError", id="HTML with 200"
        ),
        pytest.param(faults.EmptyList(), "its answer is not sound: TypeError", id="empty list"),
        pytest.param(faults.WithoutId(), "its answer is not sound: KeyError", id="no id"),
        pytest.param(
            faults.InvalidUtf8(), "its answer is not sound: UnicodeDecodeError", id="no UTF-8"
        ),
        pytest.param(
            faults.HugeBody(), "its answer is larger than 2,097,152 bytes", id="200 MB announced"
        ),
        pytest.param(
            faults.HugeBody(how="chunked"),
            "its answer is larger than 2,097,152 bytes",
            id="200 MB in chunks",
        ),
        pytest.param(
            faults.HugeBody(how="gzip"), "its answer is larger than 2,097,152 bytes", id="gzip bomb"
        ),
        pytest.param(faults.RedirectLoop(), "it redirects in a circle", id="redirect loop"),
        pytest.param(
            faults.Redirect("http://127.0.0.1:9/api/models/solo-3/model"),
            "it points to another host, http://127.0.0.1:9",
            id="redirect to another host",
        ),
        pytest.param(
            faults.Redirect("/solo-3/model/resolve/main/config.json"),
            "it points to /solo-3/model/resolve/main/config.json, which is not about a model",
            id="redirect to a file",
        ),
        pytest.param(
            faults.Body('{"id": "solo-3/model", "_id": "0123456789abcdef", "safetensors": {}}'),
            "its answer is not sound: it gives no tags",
            id="not all of it",
        ),
        pytest.param(
            faults.Body("[" * 100_000), "its answer is not sound: RecursionError", id="depth"
        ),
        pytest.param(
            faults.Body('{"id": 7}'), "its answer is not sound: it gives no tags", id="id of a kind"
        ),
        pytest.param(
            faults.Body('{"id": "solo-3/model", "cardData": 7, "tags": [], "siblings": [4]}'),
            "its answer is not sound: TypeError",
            id="files of a kind",
        ),
    ],
)
def test_a_failure_for_ever_changes_nothing(fault: Fault, reason: str, synced: Place) -> None:
    synced.hub.fault(PATH, fault, times=None)
    before = synced.tracked()
    answer = synced.sync()

    assert (answer.status, synced.tracked()) == (3, before)
    shown = re.sub(r"\d+ retries", "… retries", answer.out).replace(", 1 s waited", "")
    assert shown.splitlines()[0] == f"unreachable {ONE}: {reason}"
    assert shown.splitlines()[1].startswith("10 of 11 entries, 0 findings, 0 files changed; ")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "passing",
    [
        pytest.param(faults.Status(500), id="500"),
        pytest.param(faults.Status(408), id="408"),
        pytest.param(faults.TooMany(t=0), id="429"),
        pytest.param(faults.Timeout(), id="time-out"),
        pytest.param(faults.CutBody(), id="cut body"),
        pytest.param(faults.Reset(), id="reset"),
    ],
)
def test_a_failure_that_passes_is_asked_again(passing: Fault, synced: Place) -> None:
    synced.hub.fault(PATH, passing, times=2)
    before = synced.tracked()
    answer = synced.sync()

    assert (answer.status, synced.tracked()) == (0, before)
    assert "2 retries" in answer.out


def test_a_long_outage_ends_the_run(synced: Place) -> None:
    synced.hub.fault("*", faults.Status(503), times=None)
    before = synced.tracked()
    answer = synced.sync()

    assert (answer.status, synced.tracked()) == (3, before)
    assert "ended early: 10 questions in a row got no answer" in answer.out
    assert answer.out.count("unreachable ") == 11


def test_429_for_ever_ends_the_run(synced: Place) -> None:
    synced.hub.fault("*", faults.TooMany(t=0), times=None)
    before = synced.tracked()
    answer = synced.sync(limits=replace(QUICK, patience_in_all=4.0))

    assert (answer.status, synced.tracked()) == (3, before)
    assert "ended early: " in answer.out


def test_a_wait_beyond_patience_ends_the_run_at_once(synced: Place) -> None:
    synced.hub.fault("*", faults.TooMany(t=3000, retry_after="3600"), times=None)
    before = synced.tracked()
    answer = synced.sync("--jobs", "1")

    assert (answer.status, synced.tracked()) == (3, before)
    assert "ended early: the Hub asks to wait 3,601 seconds; what was found is kept" in answer.out
    assert len(synced.hub.requests) == 1


def test_a_used_up_quota_is_waited_for(synced: Place) -> None:
    synced.hub.quota(4, window=1.0)
    answer = synced.sync("--jobs", "2", limits=replace(QUICK, patience_in_all=20.0))

    assert answer.status == 0, answer.out
    assert [request.status for request in synced.hub.requests].count(429) == 0


def test_a_port_that_closes_under_parallel_calls(synced: Place) -> None:
    synced.hub.delay(0.05)
    synced.hub.fault("*", faults.Refuse(after=3))
    synced.model("solo-0/other")
    before = synced.tracked()
    answer = synced.sync("--jobs", "8")

    assert (answer.status, synced.tracked()) == (3, before)
    assert ": it could not be reached" in answer.out


@pytest.mark.parametrize("status", [401, 404])
def test_a_single_miss_is_remembered_and_changes_no_state(status: int, synced: Place) -> None:
    told = {"X-Error-Code": "RepoNotFound"} if status == 404 else {}
    synced.hub.fault(PATH, faults.Status(status, told), times=None)
    before = synced.tracked()
    answer = synced.sync()

    changed = synced.tracked()
    assert answer.status == 0
    assert changed.pop("hub/misses.json") is not None
    assert changed == before
    misses = {"misses": {ONE: {"first": TODAY, "status": status}}}
    assert (synced.facts / "misses.json").read_text() == json.dumps(misses, indent=1) + "\n"
    assert answer.out.startswith(
        f"minor first-miss {ONE} (models/solo-3-model): the Hub does not know the id since "
        f"{TODAY}; a second look will tell\n"
    )


@pytest.mark.parametrize(("days", "state"), [(1, "ok"), (2, "ok"), (3, "missing"), (7, "missing")])
def test_two_misses_make_missing_when_days_apart(days: int, state: str, synced: Place) -> None:
    facts = synced.kept(ONE)
    synced.hub.remove(ONE)
    synced.sync()
    synced.today = f"2031-07-{1 + days:02}"
    answer = synced.sync("--check")

    assert answer.status == 1
    kept = synced.kept(ONE)
    assert (kept.pop("state"), kept.pop("since", None)) == (
        state,
        None if state == "ok" else synced.today,
    )
    assert kept == {key: value for key, value in facts.items() if key != "state"}
    assert (synced.facts / "misses.json").exists() == (state == "ok")


def test_what_was_missing_and_is_back(synced: Place) -> None:
    before = synced.tracked()
    synced.hub.fault(PATH, faults.Status(401), faults.Status(401))
    synced.sync()
    synced.today = "2031-07-08"
    synced.sync()
    assert synced.kept(ONE)["state"] == "missing"
    answer = synced.sync()
    assert answer.out.startswith(f"note back {ONE} (models/solo-3-model): ")
    assert synced.tracked() == before


def test_many_sudden_misses_stop_the_run(synced: Place) -> None:
    for hub in ALONE[:2]:
        synced.hub.remove(hub)
    before = synced.tracked()
    answer = synced.sync()

    assert (answer.status, synced.tracked()) == (4, before)
    assert answer.out.startswith(
        "aborted: the Hub suddenly knows 2 ids no more, solo-0/model, solo-1/model, "
        "which is over 5 % of 11; nothing was written\n"
    )


def test_a_new_id_of_the_same_repository_is_moved(synced: Place) -> None:
    synced.hub.rename(ONE, "solo-3/renamed")
    answer = synced.sync("--check")

    assert answer.status == 1
    assert (synced.kept(ONE)["state"], synced.kept(ONE)["id"]) == ("moved", "solo-3/renamed")
    assert answer.out.startswith(
        f"serious moved {ONE} (models/solo-3-model): the repository moved: write the new id, and "
        f"the old one in former_hub: {ONE} → solo-3/renamed\n"
    )


def test_another_repository_under_the_id_is_replaced(synced: Place) -> None:
    facts = synced.kept(ONE)
    other = synced.kept("solo-4/model")["_id"]
    synced.hub.rename(ONE, "solo-4/model")
    answer = synced.sync()

    assert answer.status == 0
    assert synced.kept(ONE) == {**facts, "state": "replaced"}
    assert answer.out.startswith(
        f"serious replaced {ONE} (models/solo-3-model): another repository stands under the id; "
        f"the facts are those of the old one: {facts['_id']} → {other}\n"
    )


def test_another_case_is_a_move_that_keeps_no_former_id(bare: Place) -> None:
    bare.hub.repository("Den/Model")
    file = bare.model("den/model")
    answer = bare.sync("--apply-moves")

    assert answer.status == 0, answer
    assert "hub: Den/Model\nsummary" in file.read_text()
    assert bare.kept("Den/Model")["state"] == "ok"


def test_gated(synced: Place) -> None:
    synced.hub.repository(ONE, gated="manual")
    answer = synced.sync()
    assert (synced.kept(ONE)["state"], synced.kept(ONE)["gated"]) == ("gated", "manual")
    assert f"minor gated {ONE} (models/solo-3-model): readers must ask" in answer.out


def test_gated_so_that_nothing_is_told(synced: Place) -> None:
    facts = synced.kept(ONE)
    synced.hub.fault(PATH, faults.Status(401, {"X-Error-Code": "GatedRepo"}), times=None)
    assert synced.sync().status == 0
    assert synced.kept(ONE) == {**facts, "state": "gated"}


def test_disabled(synced: Place) -> None:
    synced.hub.repository(ONE, disabled=True)
    answer = synced.sync()
    assert (synced.kept(ONE)["state"], synced.kept(ONE)["disabled"]) == ("disabled", True)
    assert f"serious disabled {ONE} (models/solo-3-model): the Hub has switched" in answer.out


def test_disabled_so_that_nothing_is_told(synced: Place) -> None:
    facts = synced.kept(ONE)
    told = {"X-Error-Code": "", "X-Error-Message": "Access to this resource is disabled."}
    synced.hub.fault(PATH, faults.Status(403, told), times=None)
    assert synced.sync().status == 0
    assert synced.kept(ONE) == {**facts, "state": "disabled"}


def test_an_id_that_was_never_there(bare: Place) -> None:
    bare.model("no/such")
    assert bare.sync().status == 0
    assert not list(bare.facts.glob("*/*.json"))
    bare.today = "2031-07-05"
    bare.sync()
    assert bare.kept("no/such") == {
        "_id": None,
        "id": "no/such",
        "observed": "2031-07-05",
        "state": "missing",
    }


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(faults.Status(400), id="400"),
        pytest.param(faults.Status(503), id="503"),
        pytest.param(faults.Html200(), id="HTML"),
        pytest.param(faults.WithoutId(), id="no id"),
        pytest.param(faults.InvalidUtf8(), id="no UTF-8"),
        pytest.param(faults.HugeBody(), id="200 MB"),
        pytest.param(faults.EmptyList(), id="empty"),
        pytest.param(faults.Body('{"error": "no"}'), id="no list"),
        pytest.param(faults.Body("[7]"), id="list of numbers"),
        pytest.param(faults.CutBody(), id="cut"),
        pytest.param(faults.Timeout(), id="time-out"),
    ],
)
def test_where_a_list_fails_each_is_asked_alone(fault: Fault, synced: Place) -> None:
    synced.hub.fault("/api/models", fault, times=None)
    before = synced.tracked()
    answer = synced.sync(*TOGETHER)

    assert (answer.status, synced.tracked()) == (0, before)
    assert {request.path for request in synced.hub.requests} == {
        "/api/models",
        *(f"/api/models/{hub}" for hub in TOGETHER),
    }


def test_a_hostile_next_page_is_not_followed(synced: Place) -> None:
    synced.hub.fault("/api/models", faults.HostileLink("http://127.0.0.1:9/api/models"))
    synced.model("den/unlisted")
    synced.hub.repository("den/unlisted")
    synced.hub.largest_page(2)
    answer = synced.sync()

    assert answer.status == 0, answer
    assert synced.kept("den/unlisted")["state"] == "ok"


def test_what_a_list_lacks_is_asked_alone(synced: Place) -> None:
    synced.hub.rename("den/b", "lair/b")
    answer = synced.sync(*TOGETHER)
    assert answer.status == 0
    assert (synced.kept("den/b")["state"], synced.kept("den/b")["id"]) == ("moved", "lair/b")
    assert "; 2 calls, 1 redirects, 0 retries" in answer.out


def test_an_owner_of_another_name(synced: Place) -> None:
    for hub in TOGETHER:
        synced.hub.rename(hub, hub.replace("den", "lair"))
    answer = synced.sync("--apply-moves")
    assert answer.status == 0, answer
    assert sorted(path.name for path in (synced.facts / "lair").iterdir()) == [
        *("a.json", "b.json", "c.json")
    ]
    assert not (synced.facts / "den").exists()
