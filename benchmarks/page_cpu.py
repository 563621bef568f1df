"""CPU time of the page script: what one run costs the server's thread, by page, in a real browser over the samples.

    .venv/bin/python -m benchmarks.page_cpu [--rounds 30] [--out benchmarks/results/page_cpu.md]

A run is everything Streamlit does in the session's script thread: callbacks (saving included), our code, its own
bookkeeping and the garbage collection after it. Looking for similar ideas happens in another thread and is not in it.
`--without-freezing` shows what `gc.freeze()` is worth.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PORT = 8799
WARM_UP = 5
WORDS = "밤에 걸려 오는 전화를 인공지능이 먼저 받아 용건과 장소를 확인하고 급한 일은 숙직 직원에게 바로 돌립니다 "
PAGES = {"home": "오늘 할 일", "mine": "내 제안", "archive": "지난 제안 찾기", "write": "제안 쓰기"}


def serve(runs: Path, *, freezing: bool) -> None:
    """Run the application with a clock around every run; one JSON line each goes to `runs`."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.web import cli

    if not freezing:
        gc.freeze = lambda: None  # type: ignore[assignment]
    original = ScriptRunner._run_script

    def timed(self: ScriptRunner, rerun_data: object) -> None:
        began = time.thread_time()
        try:
            original(self, rerun_data)  # type: ignore[arg-type]
        finally:
            with runs.open("a") as file:
                file.write(json.dumps({"ms": 1000 * (time.thread_time() - began)}) + "\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign,assignment]
    cli.main(["run", str(ROOT / "streamlit_app.py"), "--server.port", str(PORT)])


def taken(runs: Path, seen: int) -> tuple[list[float], int]:
    """Milliseconds of the runs since the first `seen` ones."""
    lines = runs.read_text().splitlines() if runs.exists() else []
    return [json.loads(line)["ms"] for line in lines[seen:]], len(lines)


def measure(page: Page, runs: Path, rounds: int) -> dict[str, list[float]]:
    """CPU milliseconds by what was done; the first `WARM_UP` rounds of each are left out."""
    found: dict[str, list[float]] = {}
    page.goto(f"http://127.0.0.1:{PORT}/demo/enter/sample-kim")
    page.get_by_role("heading", name="오늘 할 일").wait_for()
    for name, title in PAGES.items():
        costs: list[float] = []
        for _ in range(rounds + WARM_UP):
            other = "내 제안" if name != "mine" else "오늘 할 일"
            page.get_by_role("link", name=other).click()
            page.get_by_role("heading", name=other).wait_for()
            page.wait_for_timeout(700)
            _, seen = taken(runs, 0)
            page.get_by_role("link", name=title).click()
            page.get_by_role("heading", name=title).wait_for()
            page.wait_for_timeout(700)
            costs.append(taken(runs, seen)[0][0])
        found[f"{name}: opened"] = costs[WARM_UP:]
    page.get_by_role("button", name="새 제안").click()
    page.wait_for_timeout(2000)
    box = page.get_by_label("개선방안", exact=True)
    box.click()
    paused: list[float] = []
    for round_ in range(rounds + WARM_UP):
        _, seen = taken(runs, 0)
        box.press_sequentially(WORDS.split()[round_ % 12] + " ", delay=10)
        page.wait_for_timeout(1500)
        paused += taken(runs, seen)[0] if round_ >= WARM_UP else []
    found["write: after a pause in typing (saved, shown, looked for)"] = paused
    return found


def report(found: dict[str, list[float]], *, freezing: bool) -> str:
    """A table in Markdown."""
    lines = [
        "# CPU of a page run",
        "",
        f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores (shared, load {os.getloadavg()[0]:.1f}), "
        f"Python {platform.python_version()}, gc.freeze() {'on' if freezing else 'off'}. "
        "Command: `.venv/bin/python -m benchmarks.page_cpu`. The aim is under 50 ms.",
        "",
        "| run | n | median ms | p95 ms | most ms |",
        "|---|---|---|---|---|",
    ]
    for name, costs in found.items():
        p95 = statistics.quantiles(costs, n=20)[-1]
        lines.append(f"| {name} | {len(costs)} | {statistics.median(costs):.1f} | {p95:.1f} | {max(costs):.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Load the samples, serve, look, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without-freezing", action="store_true")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(args.serve, freezing=not args.without_freezing)
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"ASSISTANT_DATA_DIR": folder, "ASSISTANT_DEMO": "1"}
        load = [str(Path(sys.executable).parent / "assistant"), "demo", "--load-only", "--quiet"]
        subprocess.run(load, cwd=ROOT, env=environment, check=True)
        runs = Path(folder) / "runs.jsonl"
        command = [sys.executable, "-m", "benchmarks.page_cpu", "--serve", str(runs)]
        command += ["--without-freezing"] if args.without_freezing else []
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for_server()
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page(locale="ko-KR")
                page.set_default_timeout(120_000)
                written = report(measure(page, runs, args.rounds), freezing=not args.without_freezing)
                browser.close()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    print(written)
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(written, "utf-8")


def wait_for_server() -> None:
    """Wait until it answers; it gives up after three minutes."""
    for _ in range(360):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
