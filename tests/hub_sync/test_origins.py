"""Who is asked, and who sees the token: one origin, over the wire."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from tests.hub import faults
from tests.hub.local import LocalHub
from tests.hub_sync.conftest import Place

from atlas.hub.library import httpx

SECRET = "hf_secretsecretsecret"


class Rerouting(httpx.BaseTransport):
    """Takes requests for huggingface.co to the local Hub, which has a certificate for the name."""

    def __init__(self, hub: LocalHub) -> None:
        assert hub.certificate is not None
        trusted = ssl.create_default_context(cafile=str(hub.certificate))
        self._beneath = httpx.HTTPTransport(verify=trusted)
        self._port = httpx.URL(hub.endpoint).port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "huggingface.co" and request.url.port is None:
            request.extensions["sni_hostname"] = "huggingface.co"
            request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return self._beneath.handle_request(request)

    def close(self) -> None:
        self._beneath.close()


@pytest.fixture(scope="module")
def real_name() -> Iterator[LocalHub]:
    with LocalHub(https=True, names=("huggingface.co",)) as hub:
        yield hub


@pytest.fixture
def with_token(place: Place, real_name: LocalHub, monkeypatch: pytest.MonkeyPatch) -> LocalHub:
    """The Hub under its real name, which accepts the token that the environment holds."""
    monkeypatch.setenv("HF_TOKEN", SECRET)
    real_name.reset()
    real_name.token(SECRET)
    for hub in ("den/a", "den/b", "den/c", *(f"solo-{number}/model" for number in range(8))):
        real_name.repository(hub)
    return real_name


def sync(place: Place, hub: LocalHub, *arguments: str) -> tuple[int, str]:
    answer = place.sync(
        "--endpoint", "https://huggingface.co", *arguments, beneath=lambda: Rerouting(hub)
    )
    return answer.status, answer.out


def test_another_endpoint_never_sees_the_token(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", SECRET)
    assert place.sync().status == 0
    assert place.hub.requests
    assert all(SECRET not in str(request) for request in place.hub.requests)


def test_the_hub_itself_sees_the_token(place: Place, with_token: LocalHub) -> None:
    status, out = sync(place, with_token)
    assert status == 0, out
    assert {request.authorization for request in with_token.requests} == {f"Bearer {SECRET}"}
    assert "1,000 calls" in out


def test_no_token_is_needed(
    place: Place, with_token: LocalHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    status, out = sync(place, with_token)
    assert status == 0, out
    assert {request.authorization for request in with_token.requests} == {None}


@pytest.mark.parametrize("kind", ["link", "redirect", "redirect of a list"])
def test_no_other_host_is_asked_whatever_an_answer_says(
    kind: str, place: Place, with_token: LocalHub
) -> None:
    stranger = f"{place.hub.endpoint}/api/models"
    if kind == "link":
        with_token.largest_page(1)
        with_token.fault("/api/models", faults.HostileLink(stranger), times=None)
    elif kind == "redirect":
        with_token.fault("*", faults.Redirect(f"{stranger}/den/a"), times=None)
    else:
        with_token.fault("/api/models", faults.Redirect(stranger), times=None)
    status, _ = sync(place, with_token)
    assert status == (3 if kind == "redirect" else 0)
    assert place.hub.requests == []


def test_a_refused_token_is_no_miss(place: Place, with_token: LocalHub) -> None:
    with_token.token("another")
    status, out = sync(place, with_token)
    assert status == 3
    assert "unreachable den/a: it answered 401 Unauthorized" in out
    assert not (place.facts / "misses.json").exists()


def test_missing_with_a_token(place: Place, with_token: LocalHub) -> None:
    with_token.remove("den/a")
    status, out = sync(place, with_token)
    assert status == 0
    assert "minor first-miss den/a (models/den-a): " in out


def test_nothing_but_models_is_asked_for(place: Place) -> None:
    place.sync()
    paths = {request.path for request in place.hub.requests}
    assert paths == {"/api/models", *(f"/api/models/solo-{number}/model" for number in range(8))}
    assert {request.method for request in place.hub.requests} == {"GET"}
    assert all(
        request.headers["user-agent"].startswith("ptm-atlas/1; hf_hub/")
        for request in place.hub.requests
    )


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        (
            "ftp://example.org",
            "'ftp://example.org' is not the address of a Hub: https:// and a host",
        ),
        ("example.org", "'example.org' is not the address of a Hub: https:// and a host"),
        (
            "https://user@example.org",
            "'https://user@example.org' is not the address of a Hub: https:// and a host",
        ),
        (
            "https://example.org/hub",
            "'https://example.org/hub' is more than the address of a Hub: nothing stands behind "
            "the host",
        ),
        ("https://[", "'https://[' is not the address of a Hub: https:// and a host"),
        ("https://a b", "'https://a b' is not the address of a Hub: https:// and a host"),
        ("https://x:y", "'https://x:y' is not an address"),
    ],
)
def test_an_endpoint_is_a_scheme_and_a_host(endpoint: str, message: str, place: Place) -> None:
    with pytest.raises(SystemExit) as exited:
        place.sync("--endpoint", endpoint)
    assert exited.value.code == 2
    assert place.capsys.readouterr().err.endswith(f"error: {message}\n")
