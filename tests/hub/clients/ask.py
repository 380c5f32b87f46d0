"""Ask a Hub some questions with huggingface_hub: ``ask.py ENDPOINT``; the answers are JSON.

``ask.mjs`` asks the same with another client.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from huggingface_hub import HfApi, ModelInfo
from huggingface_hub.errors import HfHubHTTPError

EXPAND: Any = ["pipeline_tag", "private", "gated", "downloads", "likes", "lastModified"]
api = HfApi(endpoint=sys.argv[1], token=False)


def told(info: ModelInfo) -> dict[str, Any]:
    assert info.last_modified is not None
    return {
        "name": info.id,
        "id": vars(info)["_id"],
        "task": info.pipeline_tag,
        "private": info.private,
        "gated": info.gated,
        "downloads": info.downloads,
        "likes": info.likes,
        "updated": int(info.last_modified.timestamp() * 1000),
    }


def asked(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except HfHubHTTPError as fault:
        return {"error": fault.response.status_code, "message": fault.server_message}


def info(name: str, revision: str | None = None) -> Any:
    return asked(lambda: told(api.model_info(name, revision=revision, expand=EXPAND)))


def owned(author: str) -> Any:
    return asked(lambda: [told(info) for info in api.list_models(author=author, expand=EXPAND)])


json.dump(
    {
        "model": info("google-bert/bert-base-uncased"),
        "branch": info("google-bert/bert-base-uncased", "main"),
        "renamed": info("bert-base-uncased"),
        "gated": info("meta-llama/Llama-3.1-8B-Instruct"),
        "missing": info("openai-community/no-such-model-repoing-x9"),
        "no revision": info("openai-community/gpt2", "no-such-branch-x9"),
        "owned": owned("facebook"),
        "nothing owned": owned("nobody-at-all"),
    },
    sys.stdout,
)
