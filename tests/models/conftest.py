"""What the tests of this folder share: transformers, imported when a test asks for it.

Nothing here imports at collection, so `pytest -m "not models"` runs without torch;
with `-m models` a missing library is an error of every test, never a skip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    import torch

    torch.manual_seed(0)
    return torch


@pytest.fixture(scope="session")
def transformers(torch: ModuleType) -> ModuleType:
    import transformers

    transformers.logging.set_verbosity_error()
    return transformers


@pytest.fixture(scope="session")
def build(torch: ModuleType, transformers: ModuleType) -> Callable[..., Any]:
    """Makes the base model of a config; on the meta device unless told otherwise."""

    def build(model_type: str, config: Mapping[str, object], device: str = "meta") -> Any:
        known = transformers.AutoConfig.for_model(model_type, **config)
        with torch.device(device):
            return transformers.AutoModel.from_config(known).eval()

    return build
