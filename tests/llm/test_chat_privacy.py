"""No trace of a draft leaves for anywhere but the endpoint, whatever the environment asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.llm import chat_server as chat

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from assistant.llm.chat_model import ChatModel
from assistant.llm.answers import TrackAnswer, wire_schema
model = ChatModel(sys.argv[1], "m", timeout_s=20)
print(model.run(model.ask("s", "u", wire_schema(TrackAnswer))).model)
if sys.argv[2] == "traced":
    from langchain_core.runnables import RunnableLambda
    RunnableLambda(lambda x: x).invoke("u")
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


def _run(url: str, collector: str, how: str) -> str:
    asked = {
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_TRACING_V2": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGCHAIN_HANDLER": "langchain",
        "LANGSMITH_ENDPOINT": collector,
        "LANGCHAIN_ENDPOINT": collector,
        "LANGSMITH_API_KEY": "key",
        "LANGSMITH_GATEWAY": "true",
        "OPENAI_LOG": "debug",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", SCRIPT, url, how]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, timeout=200, check=True)
    return done.stdout + done.stderr


def test_tracing_asked_for_by_the_environment_sends_nothing() -> None:
    with chat.serving() as server, chat.serving() as collector:
        said = _run(server.url, collector.url, "plain")
        assert "served-model-7" in said
        assert "json_schema" not in said
        assert (len(server.requests), collector.requests) == (1, [])


def test_the_collector_of_the_test_above_would_notice_tracing() -> None:
    with chat.serving() as server, chat.serving() as collector:
        _run(server.url, collector.url, "traced")
        assert len(collector.requests) > 0
