"""What the sync uses of huggingface_hub; nothing else imports that library.

Its HTTP library is httpx2 from release 2 on and httpx before: it hands out the one it uses.
"""

from __future__ import annotations

from huggingface_hub import HfApi, close_session, set_client_factory
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.hf_api import ModelInfo
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # exported lazily
    httpx,
    tqdm,
)

__all__ = [
    "HfApi",
    "HfHubHTTPError",
    "ModelInfo",
    "close_session",
    "httpx",
    "set_client_factory",
    "tqdm",
]
