"""Each fault is on the wire what its name says, seen by a client without ideas of its own."""

from __future__ import annotations

import json
import re
import time
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from tests.hub import faults
from tests.hub.faults import (
    Body,
    CutBody,
    EmptyList,
    Fine,
    HostileLink,
    Html200,
    HugeBody,
    InvalidUtf8,
    Redirect,
    RedirectLoop,
    Refuse,
    Reset,
    SlowDrip,
    Status,
    Timeout,
    TooMany,
    WithoutId,
)
from tests.hub.local import LocalHub
from tests.hub.recorded import RECORDINGS, read_recordings
from tests.hub.wire_client import BERT, get, limits, raw, read_all

RECORDED = {
    recording.file.rpartition("/")[2]: recording for recording in read_recordings(RECORDINGS)
}


def test_faults_are_met_in_order_and_then_no_more(hub: LocalHub) -> None:
    hub.fault("/api/models/google-bert/*", Status(500), Fine(), Status(503), times=2)

    assert get(hub, "/api/models/facebook/bart-base").status == 200
    met = [get(hub, BERT).status for _ in range(8)]
    assert met == [500, 200, 503, 500, 200, 503, 200, 200]
    assert [request.fault for request in hub.requests] == [
        "Fine",
        *["Status", "Fine", "Status"] * 2,
        *["Fine", "Fine"],
    ]


def test_a_fault_can_stay_for_ever(hub: LocalHub) -> None:
    hub.fault("*", Status(503), times=None)

    assert [get(hub, BERT).status for _ in range(5)] == [503] * 5


def test_a_fault_of_a_status_is_as_it_was_recorded(hub: LocalHub) -> None:
    hub.fault("*", Status(401), Status(403), Status(404), Status(429), Status(500))
    told = [get(hub, BERT) for _ in range(5)]

    assert [answer.status for answer in told] == [401, 403, 404, 429, 500]
    assert [answer.headers.get("X-Error-Code") for answer in told] == [
        None,
        "GatedRepo",
        "RepoNotFound",
        None,
        None,
    ]
    assert told[0].body == RECORDED["model-not-found.json"].body
    assert all("ETag" not in answer.headers for answer in told)
    gated = json.loads(RECORDED["commits-gated.json"].body)
    hub.fault("*", Status(403))
    answer = get(hub, "/api/models/meta-llama/Llama-3.1-8B")
    assert answer.json == gated


def test_a_status_takes_headers_and_a_body(hub: LocalHub) -> None:
    hub.fault("*", Status(503, {"retry-after": "7"}, '{"error": "later"}'))

    answer = get(hub, BERT)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "7")
    assert answer.json == {"error": "later"}


def test_too_many_with_a_time_of_nothing(hub: LocalHub) -> None:
    hub.fault("*", TooMany(), TooMany(t=3, retry_after="4"))

    answer = get(hub, BERT)
    assert (answer.status, limits(answer)) == (429, (0, 0))
    assert "Retry-After" not in answer.headers
    answer = get(hub, BERT)
    assert (limits(answer), answer.headers["Retry-After"]) == ((0, 3), "4")


def test_any_body(hub: LocalHub) -> None:
    hub.fault("*", Body('"text"'))

    answer = get(hub, BERT)
    assert (answer.status, answer.json) == (200, "text")


def test_html_with_200(hub: LocalHub) -> None:
    hub.fault("*", Html200())

    answer = get(hub, BERT)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.body.startswith(b"<!DOCTYPE html>")


def test_an_empty_list(hub: LocalHub) -> None:
    hub.fault("/api/models", EmptyList())

    assert get(hub, "/api/models?author=facebook&expand=sha").json == []
    assert len(get(hub, "/api/models?author=facebook&expand=sha").json) == 2


def test_a_body_without_id(hub: LocalHub) -> None:
    whole = get(hub, BERT).json
    hub.fault("*", WithoutId(), times=2)

    assert whole.keys() - get(hub, BERT).json.keys() == {"id", "modelId"}
    for item in get(hub, "/api/models?author=facebook&expand=sha").json:
        assert item.keys() == {"_id", "sha"}


def test_bytes_that_are_not_utf8(hub: LocalHub) -> None:
    hub.fault("*", InvalidUtf8())

    body = get(hub, BERT).body
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    mended = json.loads(body.decode(errors="ignore"))
    assert mended["_id"] == "(621ffdc036468d709f174338"  # a lax reader takes it for another one


def test_a_link_to_another_host(hub: LocalHub) -> None:
    hub.fault("/api/models", HostileLink("http://127.0.0.1:9/api/models?cursor=x"))

    answer = get(hub, "/api/models?author=facebook&expand=sha")
    assert len(answer.json) == 2
    assert answer.headers["Link"] == '<http://127.0.0.1:9/api/models?cursor=x>; rel="next"'


def test_a_redirect_to_anywhere(hub: LocalHub) -> None:
    hub.fault("*", Redirect("http://127.0.0.1:9/api/models/x/y", 302))

    answer = get(hub, BERT)
    assert (answer.status, answer.headers["Location"]) == (302, "http://127.0.0.1:9/api/models/x/y")


def test_a_redirect_to_itself(hub: LocalHub) -> None:
    hub.fault("*", RedirectLoop(), times=None)

    answer = get(hub, f"{BERT}?expand=sha")
    assert (answer.status, answer.headers["Location"]) == (307, f"{BERT}?expand=sha")


def test_a_cut_body_with_its_length_announced(hub: LocalHub) -> None:
    whole = get(hub, BERT).body
    hub.fault("*", CutBody(0.5))

    with pytest.raises(IncompleteRead) as caught:
        get(hub, BERT)
    assert caught.value.partial == whole[: len(whole) // 2]
    assert caught.value.expected == len(whole) - len(whole) // 2


def test_a_cut_body_in_chunks(hub: LocalHub) -> None:
    whole = get(hub, BERT).body
    hub.fault("*", CutBody(0.25, chunked=True))

    with raw(hub) as connection:
        head, _, body = read_all(connection).partition(b"\r\n\r\n")
    assert b"Content-Length" not in head
    part = whole[: len(whole) // 4]
    assert body == b"%x\r\n%s\r\n" % (len(part), part)  # and no last chunk


@pytest.mark.parametrize("head", [False, True])
def test_a_slow_drip_is_one_byte_at_a_time(hub: LocalHub, head: bool) -> None:
    interval, needed = 0.03, 10
    hub.fault("*", SlowDrip(interval, head=head))

    with raw(hub, f"{BERT}?expand=gated") as connection:
        if not head:
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n")
        began, dripped = time.perf_counter(), b""
        while len(dripped) < needed:
            dripped += connection.recv(4096)
            # A client that was slow itself may find some bytes at once, but no byte comes early.
            assert len(dripped) <= (time.perf_counter() - began) / interval + 2
    assert dripped.startswith(b"HTTP/1.1 " if head else b'{"_id":"62')


def test_a_slow_drip_ends_some_time(hub: LocalHub) -> None:
    whole = get(hub, f"{BERT}?expand=gated").body
    hub.fault("*", SlowDrip(0.001))

    assert get(hub, f"{BERT}?expand=gated").body == whole


@pytest.mark.parametrize("how", ["length", "chunked"])
def test_a_huge_body_is_as_large_as_it_says(hub: LocalHub, how: Any) -> None:
    hub.fault("*", HugeBody(3, how))

    answer = get(hub, BERT)
    assert len(answer.body) == 3 << 20
    assert answer.headers.get("Content-Length") == (str(3 << 20) if how == "length" else None)
    assert answer.json["id"] == "google-bert/bert-base-uncased"  # sound, only too long


def test_a_huge_body_may_be_small_on_the_wire(hub: LocalHub) -> None:
    hub.fault("*", HugeBody(200, "gzip"))

    answer = get(hub, BERT)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 2 << 20
    unpacked, size = zlib.decompressobj(16 + zlib.MAX_WBITS), 0
    rest = answer.body
    while rest:
        size += len(unpacked.decompress(rest, 1 << 20))
        rest = unpacked.unconsumed_tail
    size += len(unpacked.flush())
    assert size == 200 << 20
    assert unpacked.eof


def test_two_hundred_megabytes_do_not_wait_for_a_client_that_left(hub: LocalHub) -> None:
    hub.fault("*", HugeBody())

    with raw(hub) as connection:
        assert b"Content-Length: 209715200\r\n" in connection.recv(4096)
    assert get(hub, BERT).status == 200


def test_a_huge_list_is_still_a_list(hub: LocalHub) -> None:
    hub.fault("*", HugeBody(1))

    models = get(hub, "/api/models?author=facebook&expand=sha").json
    assert [type(model) for model in models] == [dict, dict, str]


def test_a_timeout_is_silence(hub: LocalHub) -> None:
    hub.fault("*", Timeout())

    with raw(hub) as connection:
        connection.settimeout(0.4)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert get(hub, BERT).status == 200  # the others are served
    assert [request.status for request in hub.requests] == [None, 200]


def test_a_timeout_ends_with_a_reset_of_the_hub(hub: LocalHub) -> None:
    hub.fault("*", Timeout())

    with raw(hub) as connection:
        while not hub.requests:
            time.sleep(0.01)
        hub.reset()
        assert connection.recv(1) == b""


def test_a_reset_is_a_reset(hub: LocalHub) -> None:
    hub.fault("*", Reset())

    with raw(hub) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)
    assert get(hub, BERT).status == 200


def test_a_closed_port_refuses(hub: LocalHub) -> None:
    with raw(hub) as idle:
        assert idle.recv(1 << 16)
        hub.close()
        with pytest.raises(ConnectionResetError):
            idle.recv(1)
        with pytest.raises(ConnectionRefusedError):
            get(hub, BERT)
    hub.reopen()
    assert get(hub, BERT).status == 200
    assert [request.path for request in hub.requests] == [BERT, BERT]


def test_connections_are_refused_in_the_middle_of_eight(hub: LocalHub) -> None:
    hub.delay(0.05)
    hub.fault("*", Refuse(after=12))

    def outcome(number: int) -> str:
        try:
            return str(get(hub, f"{BERT}?expand=sha").status)
        except ConnectionRefusedError:
            return "refused"
        except ConnectionError:
            return "lost"

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(outcome, range(40)))
    assert outcomes.keys() == {"200", "lost", "refused"}
    assert 1 <= outcomes["200"] <= 12  # of the twelve, some were still under way
    assert outcomes["refused"] >= 20
    hub.reset()
    assert get(hub, BERT).status == 200


def test_every_fault_has_its_test() -> None:
    kinds = {kind.__name__ for kind in faults.Fault.__subclasses__()}
    tests = Path(__file__).read_text("utf-8")

    assert {
        kind for kind in kinds if not re.search(rf"hub\.fault\([^\n]*\b{kind}\(", tests)
    } == set()
