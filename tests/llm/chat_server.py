"""A scripted chat endpoint on loopback: answers well by default, and badly where a test says how."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

TRACK = {
    "track": "internal_process",
    "confidence": 82,
    "why": "직원이 자료를 모으는 일을 줄이는 내용이라 그렇게 보았습니다.",
}
PITCH = {
    "sentences": [
        {
            "text": "부서마다 엑셀 자료를 손으로 모으느라 일주일에 6시간이 들고 숫자가 자주 틀립니다.",
            "source": "부서마다 엑셀 자료를 손으로 모으느라 일주일에 6시간이 든다.",
        },
        {
            "text": "인공지능이 서식을 읽어 한 표로 보여 주면 직원은 색으로 표시된 칸만 확인하면 됩니다.",
            "source": "인공지능이 서식을 읽어 담당자에게 한 표로 보여 준다.",
        },
    ]
}
NAMES = ("현황·문제", "방법", "데이터와 도구", "담당과 비용", "개인정보·보안", "효과 측정", "시범 적용")
COACH = {
    "contents": [
        {"name": NAMES[0], "presence": "present", "quote": "서식이 달라 숫자가 자주 틀린다."},
        {"name": NAMES[1], "presence": "present", "quote": "인공지능이 서식을 읽어 담당자에게 한 표로 보여 준다."},
        {"name": NAMES[2], "presence": "thin", "quote": "인공지능이 서식을 읽어 담당자에게 한 표로 보여 준다."},
        {"name": NAMES[3], "presence": "missing", "quote": ""},
        {"name": NAMES[4], "presence": "missing", "quote": ""},
        {"name": NAMES[5], "presence": "thin", "quote": "직원이 자료를 모으는 시간이 줄고 보고 숫자가 정확해진다."},
        {"name": NAMES[6], "presence": "missing", "quote": ""},
    ],
    "question": "어느 부서에서 먼저 써 볼 수 있습니까?",
}
DIFFERENCE = {
    "items": [
        {
            "past": "P1",
            "relation": "builds_on",
            "same": "엑셀 자료를 모으는 일을 덜려는 점이 같습니다.",
            "different": "초안은 틀린 칸을 색으로 알려 준다는 점이 다릅니다.",
            "mine": "틀린 칸은 색으로 알려 주어 직원이 확인한다.",
            "theirs": "엑셀 자료를 모으는 일을 자동으로 한다.",
        }
    ]
}
GOOD = {"TrackAnswer": TRACK, "PitchAnswer": PITCH, "CoachAnswer": COACH, "DifferenceAnswer": DIFFERENCE}

Act = Callable[["Handler"], None]


def completion(content: str | None, **more: Any) -> dict[str, Any]:
    """A chat completion as endpoints write it; `more` goes into the choice or, for known names, the envelope."""
    choice = {"index": 0, "finish_reason": more.pop("finish_reason", "stop")}
    choice["message"] = {"role": "assistant", "content": content, **more.pop("message", {})}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "served-model-7",
        "choices": [choice],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        **more,
    }


class Handler(BaseHTTPRequestHandler):
    """One request: remembered, then answered by the next act of the script."""

    server: ChatServer
    body: dict[str, Any]

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if urlsplit(self.path).path != "/v1/chat/completions":  # a proxy is given the whole address
            self.server.requests.append({"path": self.path})
            return self.send(200, b"{}")
        self.body = json.loads(raw)
        with self.server.lock:
            self.server.raw.append(raw.decode("utf-8"))
            self.server.requests.append(self.body)
            self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
            act = self.server.script.pop(0) if self.server.script else well
        try:
            act(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up += 1

    def do_GET(self) -> None:
        self.server.requests.append({"path": self.path})
        self.send(200, b"{}")

    @property
    def asked_for(self) -> str:
        """The name of the schema in the request."""
        return str(self.body["response_format"]["json_schema"]["name"])

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer; header names are written with underscores."""
        self.send_response(status)
        headers = {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""


class ChatServer(ThreadingHTTPServer):
    """`script` holds acts for the next requests; when it is empty every request is answered well."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.script: list[Act] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.raw: list[str] = []
        self.hung_up = 0
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving() -> Iterator[ChatServer]:
    """A running server; hanging acts end with it."""
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(**envelope: Any) -> Act:
    """An answer with this envelope instead of a good one."""
    return lambda handler: handler.send(200, json.dumps(envelope).encode())


def well(handler: Handler) -> None:
    handler.send(200, json.dumps(completion(json.dumps(GOOD[handler.asked_for], ensure_ascii=False))).encode())


def answers(content: str | None, **more: Any) -> Act:
    """A well-formed completion with this content."""
    return says(**completion(content, **more))


def status(code: int, **headers: str) -> Act:
    """An error with a body that repeats what was sent, as some endpoints do."""

    def act(handler: Handler) -> None:
        told = handler.body["messages"][-1]["content"]
        handler.send(code, json.dumps({"error": {"message": told, "type": "x", "code": "x"}}).encode(), **headers)

    return act


def hang(handler: Handler) -> None:
    handler.server.stopping.wait(60)


def dribble(handler: Handler) -> None:
    """A good answer, a byte every twentieth of a second: complete only after a minute and a half."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for byte in json.dumps(completion(json.dumps(GOOD[handler.asked_for]))).encode():
        if handler.server.stopping.wait(0.05):
            return
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()


def slowly(seconds: float) -> Act:
    """A good answer after a while."""

    def act(handler: Handler) -> None:
        time.sleep(seconds)
        well(handler)

    return act


def hang_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


def half(handler: Handler) -> None:
    """The first half of a good body, with the length of the whole."""
    body = json.dumps(completion(json.dumps(GOOD[handler.asked_for]))).encode()
    handler.send(200, body[: len(body) // 2], Content_Length=str(len(body)))


def raw(body: bytes, **headers: str) -> Act:
    """Any bytes with status 200."""
    return lambda handler: handler.send(200, body, **headers)
