"""The local Hub says what the recordings say, and what a test changed."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from tests.hub import faults
from tests.hub.catalogue import EXPAND, EXPAND_OF_LISTS, etag
from tests.hub.faults import (
    CutBody,
    HugeBody,
    Reset,
    SlowDrip,
    Status,
)
from tests.hub.local import ROOT, LocalHub
from tests.hub.recorded import RECORDINGS, Recording, read_recordings
from tests.hub.wire_client import BERT, connect, get, limits

HERE = Path(__file__).parent
RECORDED = {
    recording.file.rpartition("/")[2]: recording for recording in read_recordings(RECORDINGS)
}
NOTES = (RECORDINGS / "wire_notes" / "recorded_headers.md").read_text("utf-8")
WHOLE = [
    recording
    for recording in RECORDED.values()
    if recording.status == 200 and "etag" in recording.headers and "?" not in recording.address
]
REDIRECTS = [recording for recording in RECORDED.values() if recording.status == 307]


def name(recording: Recording) -> str:
    return recording.asked


# ---- What the Hub says


@pytest.mark.parametrize("recording", WHOLE, ids=name)
def test_a_repository_is_answered_as_it_was_recorded(hub: LocalHub, recording: Recording) -> None:
    answer = get(hub, f"/api/models/{recording.asked}")

    assert answer.status == 200
    assert answer.body == recording.body
    assert answer.headers["ETag"] == recording.headers["etag"]
    assert answer.headers["Content-Type"] == recording.headers["content-type"]
    assert "X-Local-Hub" not in answer.headers


def test_headers_are_those_of_the_recordings(hub: LocalHub) -> None:
    block = NOTES.partition("HTTP/1.1 200 OK\n")[2].partition("\n(no Cache-Control")[0]
    recorded = dict(line.split(": ", 1) for line in block.splitlines())
    of_the_network = {"Connection", "X-Cache", "Via"}
    of_each_answer = {"Date", "ETag", "X-Request-Id", "RateLimit"}

    answer = get(hub, BERT, {"Accept-Encoding": "gzip"})
    assert {header.lower() for header in recorded.keys() - of_the_network} == {
        header.lower() for header in answer.headers
    }
    for header in recorded.keys() - of_the_network - of_each_answer - {"Vary", "vary"}:
        assert answer.headers[header] == recorded[header], header
    assert answer.headers["Vary"] == f"{recorded['Vary']}, {recorded['vary']}"
    for header in of_each_answer:
        shape = re.sub(r"[0-9a-f]+", "0", recorded[header])
        if header in {"RateLimit", "X-Request-Id"}:
            assert re.sub(r"[0-9a-f]+", "0", answer.headers[header]) == shape, header


@pytest.mark.parametrize("recording", REDIRECTS, ids=name)
def test_renames_are_those_of_the_recordings(hub: LocalHub, recording: Recording) -> None:
    answer = get(hub, f"/api/models/{recording.asked}")

    assert answer.status == 307
    assert answer.headers["Location"] == recording.headers["location"]
    if recording.body:
        assert answer.body == recording.body
        assert answer.headers["Content-Type"] == recording.headers["content-type"]
        assert answer.headers["Vary"] == recording.headers["vary"]


def test_a_redirect_is_relative_and_keeps_the_query(hub: LocalHub) -> None:
    answer = get(hub, "/api/models/bert-base-uncased?expand=sha&expand=config")

    assert answer.headers["Location"] == f"{BERT}?expand=sha&expand=config"


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("Google-BERT/Bert-base-uncased", "google-bert/bert-base-uncased"),
        ("google%2DBERT/bert-base-uncased", "google-bert/bert-base-uncased"),
        ("meta-llama/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct"),
    ],
)
def test_the_wrong_case_is_a_redirect(hub: LocalHub, asked: str, right: str) -> None:
    answer = get(hub, f"/api/models/{asked}?expand=sha")

    assert answer.status == 307
    assert answer.headers["Location"] == f"/api/models/{right}?expand=sha"


def test_a_gated_repository_is_answered_and_says_so(hub: LocalHub) -> None:
    answer = get(hub, "/api/models/meta-llama/Llama-3.1-8B-Instruct?expand=gated")

    assert (answer.status, answer.json["gated"]) == (200, "manual")


def test_a_disabled_repository_is_answered_and_says_so(hub: LocalHub) -> None:
    hub.repository("google-bert/bert-base-uncased", disabled=True)

    assert (get(hub, BERT).status, get(hub, BERT).json["disabled"]) == (200, True)


def test_what_is_missing_is_401_without_a_token(hub: LocalHub) -> None:
    recorded = RECORDED["model-not-found.json"]

    answer = get(hub, recorded.address)
    assert (answer.status, answer.body) == (recorded.status, recorded.body)
    for header in ("content-type", "x-error-message"):
        assert answer.headers[header] == recorded.headers[header]
    assert "X-Error-Code" not in answer.headers


def test_what_is_missing_is_404_with_a_token(hub: LocalHub) -> None:
    hub.token("hf_right")

    answer = get(hub, "/api/models/no/such", {"Authorization": "Bearer hf_right"})
    assert (answer.status, answer.headers["X-Error-Code"]) == (404, "RepoNotFound")


def test_a_private_repository_is_as_good_as_missing(hub: LocalHub) -> None:
    hub.token("hf_right")
    hub.repository("facebook/bart-base", private=True)

    assert get(hub, "/api/models/facebook/bart-base").status == 401
    bearer = {"Authorization": "Bearer hf_right"}
    assert get(hub, "/api/models/facebook/bart-base", bearer).status == 404
    listed = get(hub, "/api/models?author=facebook&expand=sha").json
    assert [model["id"] for model in listed] == ["facebook/bart-large-mnli"]


def test_a_wrong_token_is_refused_everywhere(hub: LocalHub) -> None:
    hub.token("hf_right")

    answer = get(hub, BERT, {"Authorization": "Bearer hf_wrong"})
    assert answer.status == 401
    assert answer.json == {"error": "Invalid credentials in Authorization header"}
    assert get(hub, BERT, {"Authorization": "Bearer hf_right"}).status == 200


def test_a_revision_is_a_branch_or_a_commit(hub: LocalHub) -> None:
    recorded = RECORDED["commits-bad-revision.json"]
    model = "/api/models/openai-community/gpt2"
    sha = get(hub, model).json["sha"]

    assert get(hub, f"{model}/revision/main").status == 200
    assert get(hub, f"{model}/revision/{sha}").status == 200
    answer = get(hub, f"{model}/revision/no-such-branch-x9")
    assert (answer.status, answer.body) == (recorded.status, recorded.body)
    for header in ("content-type", "x-error-code", "x-error-message"):
        assert answer.headers[header] == recorded.headers[header]


# ---- expand


def test_what_can_be_expanded_is_what_the_recordings_say() -> None:
    line = NOTES.partition("## H. expand options\n")[2].partition("from the 400 message): ")[2]

    assert frozenset(line.splitlines()[0].split()) == EXPAND
    assert {"childrenModelCount", "usedStorage"} == EXPAND - EXPAND_OF_LISTS


def test_an_expanded_answer_is_as_it_was_recorded(hub: LocalHub) -> None:
    (recorded,) = (found for found in RECORDED.values() if "inferenceProviderM" in found.address)

    answer = get(hub, "/api/models/openai/whisper-large-v3?expand=inferenceProviderMapping")
    assert answer.body == recorded.body
    assert answer.headers["ETag"] == recorded.headers["etag"]


def test_an_expanded_answer_in_the_other_spelling_is_as_it_was_recorded(hub: LocalHub) -> None:
    recorded = RECORDED["model-llama-3.1-8b.json"]

    assert get(hub, recorded.address).json == json.loads(recorded.body)


def test_the_identity_always_comes(hub: LocalHub) -> None:
    assert get(hub, f"{BERT}?expand=gated").json == {
        "_id": "621ffdc036468d709f174338",
        "id": "google-bert/bert-base-uncased",
        "gated": False,
    }


@pytest.mark.parametrize(
    ("target", "bad"),
    [
        (f"{BERT}?expand=sha&expand=colour", "colour"),
        (f"{BERT}?expand=sha,config", "sha,config"),
        ("/api/models?author=facebook&expand=usedStorage", "usedStorage"),
        ("/api/models?author=facebook&expand=childrenModelCount", "childrenModelCount"),
    ],
)
def test_one_unknown_value_spoils_the_request(hub: LocalHub, target: str, bad: str) -> None:
    answer = get(hub, target)

    assert answer.status == 400
    assert answer.json["error"].startswith(f'"expand": {bad} is none of ')


# ---- Lists


def pages(hub: LocalHub, target: str) -> list[list[str]]:
    found = []
    while target:
        answer = get(hub, target)
        assert answer.status == 200
        found.append([model["id"] for model in answer.json])
        link = answer.headers.get("Link")
        match = link and re.fullmatch(rf'<{re.escape(hub.endpoint)}(.*)>; rel="next"', link)
        assert bool(link) == bool(match), link
        target = match[1] if match else ""
    return found


def test_a_list_comes_in_pages_and_names_each_model_once(hub: LocalHub) -> None:
    ids = {f"facebook/made-{number}" for number in range(7)}
    for id in ids:
        hub.repository(id)

    found = pages(hub, "/api/models?author=facebook&expand=sha&expand=tags&limit=4")
    assert [len(page) for page in found] == [4, 4, 1]
    flat = [id for page in found for id in page]
    assert len(flat) == len(set(flat))
    assert set(flat) == ids | {"facebook/bart-base", "facebook/bart-large-mnli"}


def test_no_page_is_longer_than_the_largest(hub: LocalHub) -> None:
    hub.largest_page(1)

    assert [len(page) for page in pages(hub, "/api/models?author=facebook&expand=sha")] == [1, 1]


def test_an_item_of_a_list_is_what_the_model_itself_says(hub: LocalHub) -> None:
    query = "expand=sha&expand=config&expand=safetensors"

    for item in get(hub, f"/api/models?author=facebook&{query}").json:
        assert item == get(hub, f"/api/models/{item['id']}?{query}").json


def test_a_list_of_nobody_is_empty(hub: LocalHub) -> None:
    answer = get(hub, "/api/models?author=nobody-at-all&expand=sha")

    assert (answer.status, answer.body) == (200, b"[]")
    assert "Link" not in answer.headers


# ---- Encoding and the cache of a client


def test_a_long_body_is_compressed_and_keeps_its_etag(hub: LocalHub) -> None:
    plain = get(hub, BERT)
    packed = get(hub, BERT, {"Accept-Encoding": "gzip, deflate"})

    assert plain.headers["ETag"] == packed.headers["ETag"] == etag(plain.body)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Transfer-Encoding"] == "chunked"
    assert gzip.decompress(packed.body) == plain.body


def test_a_known_etag_gets_an_empty_304_that_counts(hub: LocalHub) -> None:
    first = get(hub, BERT)
    again = get(hub, BERT, {"If-None-Match": first.headers["ETag"]})

    assert (again.status, again.body) == (304, b"")
    assert limits(first)[0] - limits(again)[0] == 1
    hub.repository("google-bert/bert-base-uncased", likes=0)
    assert get(hub, BERT, {"If-None-Match": first.headers["ETag"]}).status == 200


def test_head_has_no_body_and_the_connection_goes_on(hub: LocalHub) -> None:
    connection = connect(hub)
    for method in ("HEAD", "GET", "HEAD"):
        connection.request(method, BERT)
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (200, method == "GET")
    connection.close()


def test_a_page_of_another_origin_may_read_the_answer(hub: LocalHub) -> None:
    answer = get(hub, BERT, {"Origin": "https://atlas.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "https://atlas.example"
    assert get(hub, BERT).headers["Access-Control-Allow-Origin"] == "https://huggingface.co"
    assert get(hub, BERT, method="OPTIONS").status == 204


# ---- Quota


def test_every_response_counts(hub: LocalHub) -> None:
    answers = [
        get(hub, BERT),
        get(hub, "/api/models/bert-base-uncased"),
        get(hub, "/api/models/no/such"),
        get(hub, f"{BERT}?expand=colour"),
        get(hub, "/api/models?author=facebook&expand=sha"),
    ]

    assert [answer.status for answer in answers] == [200, 307, 401, 400, 200]
    assert [limits(answer)[0] for answer in answers] == [499, 498, 497, 496, 495]
    assert answers[0].headers["RateLimit-Policy"] == '"fixed window";"api";q=500;w=300'


def test_beyond_the_quota_is_429_as_recorded(hub: LocalHub) -> None:
    (text,) = re.findall(r"^(We had to rate limit your IP .*)$", NOTES, re.MULTILINE)
    hub.quota(2)

    answers = [get(hub, BERT) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert [limits(answer)[0] for answer in answers] == [1, 0, 0, 0]
    assert answers[2].body.decode() == re.sub(r"\d+\.\d+\.\d+\.\d+", "127.0.0.1", text)
    assert answers[2].headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Retry-After" not in answers[2].headers


def test_a_window_ends_within_a_second_after_what_t_says(hub: LocalHub) -> None:
    hub.quota(1, window=1)

    assert get(hub, BERT).status == 200
    late = get(hub, BERT)
    assert (late.status, limits(late)[1]) == (429, 0)  # floored
    time.sleep(1)
    assert get(hub, BERT).status == 200


def test_a_token_has_a_quota_of_its_own(hub: LocalHub) -> None:
    hub.token("hf_right")
    bearer = {"Authorization": "Bearer hf_right"}

    assert limits(get(hub, BERT, bearer))[0] == 999
    assert limits(get(hub, BERT))[0] == 499
    assert limits(get(hub, BERT, {"Authorization": "Bearer hf_wrong"}))[0] == 498


def test_without_a_quota_nothing_is_said_of_one(hub: LocalHub) -> None:
    hub.quota(None)

    assert "RateLimit" not in get(hub, BERT).headers


# ---- What a test changes


def test_a_made_repository_is_like_its_source_and_marked(hub: LocalHub) -> None:
    hub.repository("someone/model", source="facebook/bart-base", license="mit", without=("config",))

    answer, source = (
        get(hub, "/api/models/someone/model"),
        get(hub, "/api/models/facebook/bart-base"),
    )
    assert answer.headers["X-Local-Hub"] == "fabricated"
    assert {name for name in source.json if source.json[name] != answer.json.get(name)} == {
        "_id",
        "id",
        "modelId",
        "author",
        "sha",
        "config",
    }
    assert answer.json["license"] == "mit"
    assert "config" not in answer.json
    assert re.fullmatch(r"[0-9a-f]{24}", answer.json["_id"])
    assert re.fullmatch(r"[0-9a-f]{40}", answer.json["sha"])
    made = hub.repositories["someone/model"]
    assert (made["fabricated"], made["origin"]) == (
        True,
        hub.repositories["facebook/bart-base"]["origin"],
    )


def test_a_made_repository_is_the_same_every_time(hub: LocalHub) -> None:
    hub.repository("someone/model")
    first = get(hub, "/api/models/someone/model")
    hub.reset()
    assert get(hub, "/api/models/someone/model").status == 401
    hub.repository("someone/model")

    assert get(hub, "/api/models/someone/model").body == first.body


def test_a_change_that_changes_nothing_is_no_fabrication(hub: LocalHub) -> None:
    hub.repository("google-bert/bert-base-uncased", gated=False)

    assert "X-Local-Hub" not in get(hub, BERT).headers


def test_a_renamed_repository_keeps_its_identity(hub: LocalHub) -> None:
    hub.rename("google-bert/bert-base-uncased", "google/bert")

    answer = get(hub, f"{BERT}?expand=sha")
    assert (answer.status, answer.headers["Location"]) == (
        307,
        "/api/models/google/bert?expand=sha",
    )
    moved = get(hub, "/api/models/google/bert").json
    assert moved["_id"] == "621ffdc036468d709f174338"
    assert (moved["id"], moved["modelId"], moved["author"]) == (
        "google/bert",
        "google/bert",
        "google",
    )


def test_an_id_can_lead_to_another_repository(hub: LocalHub) -> None:
    other = get(hub, "/api/models/facebook/bart-base").json["_id"]
    hub.rename("google-bert/bert-base-uncased", "facebook/bart-base")

    assert get(hub, BERT).headers["Location"] == "/api/models/facebook/bart-base"
    assert get(hub, "/api/models/facebook/bart-base").json["_id"] == other


def test_a_removed_repository_is_missing(hub: LocalHub) -> None:
    hub.remove("google-bert/bert-base-uncased")

    assert get(hub, BERT).status == 401


def test_what_no_recording_shows_is_501(hub: LocalHub) -> None:
    told = {
        target: get(hub, target).json["error"]
        for target in (
            "/api/agent-harnesses",
            "/api/models?author=facebook",
            "/api/models?author=facebook&expand=sha&sort=likes",
            f"{BERT}?securityStatus=true",
            f"{BERT}/refs",
        )
    }
    assert told == {
        target: f"The local Hub has no recording that shows {what}."
        for target, what in zip(
            told,
            [
                "the path /api/agent-harnesses",
                "a list without expand",
                "the parameter sort for lists",
                "the parameter securityStatus for one model",
                f"the path {BERT}/refs",
            ],
            strict=True,
        )
    }
    assert get(hub, BERT, method="POST").status == 501


def test_everything_that_arrives_is_noted(hub: LocalHub) -> None:
    began = time.time()
    get(hub, f"{BERT}?expand=sha&expand=config", {"Authorization": "Bearer hf_any", "X-Any": "1"})
    get(hub, "/api/telemetry")

    model, other = hub.requests
    assert (model.method, model.path, model.status) == ("GET", BERT, 401)
    assert model.query == {"expand": ["sha", "config"]}
    assert (model.authorization, model.headers["x-any"]) == ("Bearer hf_any", "1")
    assert began <= model.time <= time.time()
    assert (other.path, other.authorization) == ("/api/telemetry", None)
    hub.forget()
    assert hub.requests == []


def test_a_delay_is_that_of_each_response_not_of_all(hub: LocalHub) -> None:
    hub.delay(0.2)

    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: get(hub, BERT).status, range(8)))
    spent = time.perf_counter() - began
    assert answers == [200] * 8
    assert 0.2 <= spent < 1.2  # one after the other takes 1.6


def test_a_crowd_can_call_at_once(hub: LocalHub) -> None:
    hub.delay(0.1)

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: get(hub, f"{BERT}?expand=sha").status, range(100)))
    assert answers == [200] * 100


def test_a_wrong_use_is_said(hub: LocalHub) -> None:
    with pytest.raises(ValueError, match=r"^KeyError: 'no/such'$"):
        hub.rename("no/such", "some/other")
    with pytest.raises(
        ValueError, match=r"^ValueError: facebook/bart-base exists: it cannot be made from a/b$"
    ):
        hub.repository("facebook/bart-base", source="a/b")


# ---- TLS


def test_a_strict_client_takes_the_certificate(tls_hub: LocalHub) -> None:
    assert tls_hub.endpoint.startswith("https://127.0.0.1:")

    answer = get(tls_hub, BERT)
    assert answer.status == 200
    assert answer.body == get(tls_hub, BERT, {"Connection": "close"}).body


def test_the_certificate_is_good_for_its_names_alone(tls_hub: LocalHub) -> None:
    assert tls_hub.certificate is not None
    context = ssl.create_default_context(cafile=tls_hub.certificate)
    port = int(tls_hub.endpoint.rpartition(":")[2])

    def shake(name: str) -> None:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as connection,
            context.wrap_socket(connection, server_hostname=name),
        ):
            pass

    shake("huggingface.co")
    shake("localhost")
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake("huggingface.co.example")


def test_a_client_that_does_not_know_the_authority_refuses(tls_hub: LocalHub) -> None:
    connection = connect(tls_hub, ssl.create_default_context())

    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", BERT)
    connection.close()
    assert tls_hub.requests == []


@pytest.mark.parametrize("fault", [Reset(), CutBody(), SlowDrip(0.001), HugeBody(1), Status(500)])
def test_faults_are_there_with_tls_too(tls_hub: LocalHub, fault: faults.Fault) -> None:
    tls_hub.fault("*", fault)
    target = f"{BERT}?expand=gated"

    match fault:
        case Reset():
            with pytest.raises(ConnectionResetError):
                get(tls_hub, target)
        case CutBody():
            with pytest.raises((IncompleteRead, ssl.SSLError)):
                get(tls_hub, target)
        case HugeBody():
            assert len(get(tls_hub, target).body) == 1 << 20
        case _:
            assert get(tls_hub, target).status == (500 if isinstance(fault, Status) else 200)
    assert get(tls_hub, target).status == 200


def test_a_handshake_that_never_comes_holds_up_nobody(tls_hub: LocalHub) -> None:
    port = int(tls_hub.endpoint.rpartition(":")[2])

    with socket.create_connection(("127.0.0.1", port)):
        assert get(tls_hub, BERT).status == 200


# ---- The process


def started_by_hand(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / "server.py"), *arguments],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda process: process.stdin.close(), 0),
        (lambda process: process.send_signal(signal.SIGTERM), -signal.SIGTERM),
    ],
    ids=["its input ends", "it is terminated"],
)
def test_it_starts_by_hand_and_ends(end: Callable[[Any], None], status: int) -> None:
    with started_by_hand("--port", "0") as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told.keys() == {"endpoint", "control"}
        end(process)
        assert process.wait(10) == status


def test_it_ends_with_the_process_that_started_it() -> None:
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from tests.hub.local import LocalHub\n"
        "hub = LocalHub().__enter__(); print(hub.pid, hub.endpoint, flush=True); os._exit(9)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(ROOT)], capture_output=True, text=True, check=False
    )
    pid, endpoint = answer.stdout.split()

    end = time.monotonic() + 10
    port = int(endpoint.rpartition(":")[2])
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            break
        time.sleep(0.02)
    else:
        os.kill(int(pid), signal.SIGKILL)
        pytest.fail("the server outlived the process that started it")


def test_nothing_is_left_when_it_ends() -> None:
    threads = threading.active_count()
    with LocalHub(https=True) as hub:
        certificate = hub.certificate
        assert certificate is not None
        assert certificate.exists()
    assert not certificate.exists()
    assert threading.active_count() == threads
