"""A language model behind an OpenAI-compatible endpoint; the only file that knows LangChain and openai.

The address, the key and the proxy are those it is given: what the environment says about proxies, organisations,
redirects or tracing is not heeded, for a draft must go to one place only. Law: whatever the endpoint does, the caller
has a reply or AdvisorFailed within `timeout_s`, retries and waiting included; no error carries anybody's text.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import httpx2
import openai
from langchain_core.exceptions import ContextOverflowError
from langchain_core.messages import AIMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from pydantic import SecretStr

from assistant.domain.reach import Reach
from assistant.errors import AdvisorFailed
from assistant.llm.errand import MOST_ANSWER_TOKENS, MOST_MORE, Trip, set_out
from assistant.llm.gate import Gate, Patience
from assistant.llm.loop import Loop, Stop

TIMEOUT_S: Final = 27.0
"""For everything a suggestion asks; nobody waits longer than 30 s, and three are left for the offline answer."""
MOST_MENDED: Final = 2_000
"""Characters of a broken answer that are shown to the model again."""

_PROMPT: Final = ChatPromptTemplate.from_messages(
    [("system", "{system}"), ("human", "{user}"), ("placeholder", "{more}")]
)
_MEND: Final = "앞의 답을 쓸 수 없습니다. {rule} 같은 자료로 처음부터 다시 답해 주십시오."
_TALKATIVE: Final = ("openai", "httpx2", "httpcore2", "httpx", "httpcore", "langchain_core", "langsmith")
_OLD_TRACING: Final = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")
_TOO_MUCH: Final = re.compile(r"exceed_context|context[ _](?:length|size|window)")
"""How llama.cpp, vLLM and others say it; LangChain knows OpenAI's way only."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the answer's text, the model that says it answered, and its tokens."""

    text: str
    model: str
    input_tokens: int
    output_tokens: int


class ChatModel:
    """One endpoint and one model. Threads may share it; `run` waits, `ask` is awaited inside what `run` runs."""

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str = "",
        *,
        timeout_s: float = TIMEOUT_S,
        proxy: str | None = None,
        reach: Reach = Reach.INTERNAL,
    ) -> None:
        self.base_url, self.model, self._timeout_s = base_url, model, timeout_s
        for name in _TALKATIVE:  # at DEBUG they write requests, and so people's drafts, to the log
            logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger(name).level))
        for name in _OLD_TRACING:  # LangChain raises RuntimeError where it finds one of these
            os.environ.pop(name, None)
        wire = httpx2.AsyncHTTPTransport(verify=ssl.create_default_context(), proxy=proxy)
        self._loop = Loop("chat-model")
        self._chat = ChatOpenAI(
            base_url=base_url,
            model=model,
            api_key=SecretStr(api_key or "none"),
            openai_proxy=None,
            http_socket_options=(),
            timeout=timeout_s,
            max_retries=MOST_MORE,
            max_completion_tokens=MOST_ANSWER_TOKENS,
            stream_usage=True,
            use_responses_api=False,
            cache=False,
            verbose=False,
            http_async_client=httpx2.AsyncClient(
                transport=Gate(wire, reach=reach), timeout=timeout_s, trust_env=False, follow_redirects=False
            ),
        )

    def run(self, work: Coroutine[Any, Any, _T], stop: Stop | None = None) -> _T:
        """The result of `work`, which may ask several times; all together within the time. Raises AdvisorFailed."""
        with Patience(self._timeout_s), tracing_context(enabled=False):
            return self._loop.wait(work, self._timeout_s, stop)

    async def ask(
        self,
        system: str,
        user: str,
        schema: dict[str, Any],
        trip: Trip | None = None,
        mend: tuple[str, str] | None = None,
    ) -> Reply:
        """One answer of the shape of `schema`, not yet validated; `mend` is a former answer and the rule it broke.

        Raises AdvisorFailed.
        """
        set_out(trip or Trip(model=self.model))
        more = [("ai", mend[0][:MOST_MENDED]), ("human", _MEND.format(rule=mend[1]))] if mend else []
        chain = _PROMPT | self._chat.with_structured_output(schema, method="json_schema", strict=True, include_raw=True)
        try:
            found = await chain.ainvoke({"system": system, "user": user, "more": more})
        except openai.OpenAIError as exc:
            raise _failed(exc) from None
        raw = found["raw"] if isinstance(found, dict) else None
        if not isinstance(raw, AIMessage) or not isinstance(raw.content, str):
            raise AdvisorFailed("bad_answer", "no text")
        usage = raw.usage_metadata
        return Reply(
            text=raw.content,
            model=str(raw.response_metadata.get("model_name") or self.model),
            input_tokens=usage["input_tokens"] if usage else 0,
            output_tokens=usage["output_tokens"] if usage else 0,
        )

    def close(self) -> None:
        """Stop the thread; a request under way is cut."""
        self._loop.close()


def _failed(exc: openai.OpenAIError) -> AdvisorFailed:
    """The error in the application's words. The endpoint's own message may repeat the draft and is left out."""
    if isinstance(exc, openai.APITimeoutError):
        return AdvisorFailed("timeout")
    if isinstance(exc, openai.APIConnectionError):
        return AdvisorFailed("refused", type(exc.__cause__ or exc).__name__)
    if isinstance(exc, ContextOverflowError) or _TOO_MUCH.search(str(getattr(exc, "body", ""))):
        return AdvisorFailed("too_long", "the model cannot take so much text")
    if not isinstance(exc, openai.APIStatusError):
        return AdvisorFailed("bad_answer", type(exc).__name__)
    status = exc.status_code
    if status in (401, 403):
        reason = "unauthorised"
    elif status == 429:
        reason = "rate_limited"
    elif status == 413:
        reason = "too_long"
    elif status >= 500 or status in (408, 409):
        reason = "server_error"
    else:
        reason = "refused"
    return AdvisorFailed(reason, f"HTTP {status}")
