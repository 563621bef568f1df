"""The application with people at their desks: Streamlit sessions that rerun a page again and again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from tests.vote.killing import free_port

ROOT = Path(__file__).resolve().parents[1]
PAUSE_S = 3.0


@contextmanager
def application(folder: Path) -> Iterator[str]:
    """The application over a data directory that holds a poll; its address."""
    port = free_port()
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(folder), "ASSISTANT_DEMO": "1", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                if httpx.get(f"{base}/vote").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.5)
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


@asynccontextmanager
async def desks(base: str, count: int) -> AsyncIterator[Callable[[], int]]:
    """`count` sessions that rerun their page every PAUSE_S; gives a function telling how many reruns there were."""
    done: list[None] = []
    tasks = [asyncio.create_task(_desk(base, at * PAUSE_S / max(count, 1), done)) for at in range(count)]
    await asyncio.sleep(2 * PAUSE_S if count else 0)
    try:
        yield lambda: len(done)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _desk(base: str, wait_s: float, done: list[None]) -> None:
    import websockets
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    await asyncio.sleep(wait_s)
    address = base.replace("http", "ws") + "/_stcore/stream"
    cookies = {"Cookie": "demo_person=kim"}
    async with websockets.connect(address, additional_headers=cookies, subprotocols=["streamlit"]) as socket:
        while True:
            message = BackMsg()
            message.rerun_script.query_string = ""
            await socket.send(message.SerializeToString())
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(await socket.recv())
                if answer.WhichOneof("type") == "script_finished":
                    break
            done.append(None)
            await asyncio.sleep(PAUSE_S)
