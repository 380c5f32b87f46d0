"""The local Hub for its own tests, started once and made as new for each."""

from collections.abc import Iterator

import pytest
from tests.hub.local import LocalHub


@pytest.fixture(scope="module")
def running() -> Iterator[LocalHub]:
    with LocalHub() as hub:
        yield hub


@pytest.fixture
def hub(running: LocalHub) -> LocalHub:
    running.reset()
    return running


@pytest.fixture(scope="module")
def running_with_tls() -> Iterator[LocalHub]:
    with LocalHub(https=True, names=("huggingface.co",)) as hub:
        yield hub


@pytest.fixture
def tls_hub(running_with_tls: LocalHub) -> LocalHub:
    running_with_tls.reset()
    return running_with_tls
