"""Sessions that write, look and leave for as long as asked: what the server's memory does meanwhile.

    python -m benchmarks.soak --samples DIR [--minutes 60] [--sessions 6] [--warm-up 5] [--out FILE]

Each session is a real browser page that signs in, writes into a draft of its own, changes pages, searches, and comes
again with a new connection every round. The resident memory of the server process is read every ten seconds; growth is
the mean of the last fifth of the time after the warm-up against the mean of the first fifth.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

PEOPLE = ("sample-kim", "sample-lee", "sample-park", "sample-choi", "sample-jung", "sample-yoon")
LOOKS = ("", "mine", "archive", "news", "results", "write")


@dataclass
class Memory:
    """(seconds since the start, megabytes) of one process."""

    pid: int
    began: float = field(default_factory=time.monotonic)
    read: list[tuple[float, float]] = field(default_factory=list)

    def look(self) -> None:
        """Read it, at most every ten seconds."""
        at = time.monotonic() - self.began
        if self.read and at - self.read[-1][0] < 10:
            return
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        self.read.append((at, kilobytes / 1024))

    def growth(self, warm_up_s: float) -> tuple[float, float]:
        """Mean megabytes of the first and of the last fifth after the warm-up. Raises ValueError for too few."""
        after = [megabytes for at, megabytes in self.read if at >= warm_up_s]
        if len(after) < 5:
            raise ValueError("too short a run")
        fifth = max(1, len(after) // 5)
        return mean(after[:fifth]), mean(after[-fifth:])


def main() -> None:
    """Run it and write the table."""
    from playwright.sync_api import Error, sync_playwright

    from tests.chromium import CHROMIUM, FLAGS
    from tests.journeys.conftest import Server

    ask = argparse.ArgumentParser()
    ask.add_argument("--samples", type=Path, required=True, help="a data directory with the samples in it")
    ask.add_argument("--minutes", type=float, default=60)
    ask.add_argument("--sessions", type=int, default=len(PEOPLE))
    ask.add_argument("--warm-up", type=float, default=5, help="minutes")
    ask.add_argument("--pause", type=float, default=0.5, help="seconds between two acts of anybody")
    ask.add_argument("--out", type=Path)
    asked = ask.parse_args()
    acts = trouble = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        shutil.copytree(asked.samples, Path(folder) / "data")
        server = Server(Path(folder) / "data")
        server.start()
        assert server.process is not None
        memory = Memory(server.process.pid)
        browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        pages = []
        for number in range(asked.sessions):
            page = browser.new_context(locale="ko-KR").new_page()
            page.goto(f"{server.url}/demo/enter/{PEOPLE[number % len(PEOPLE)]}?to=write")
            pages.append(page)
        until = time.monotonic() + 60 * asked.minutes
        while time.monotonic() < until:
            page = pages[acts % len(pages)]
            step = acts // len(pages)
            try:
                page.goto(f"{server.url}/{LOOKS[step % len(LOOKS)]}")
                page.get_by_role("heading").first.wait_for()
                if LOOKS[step % len(LOOKS)] == "write":
                    page.get_by_label("현황 및 문제점", exact=True).fill(f"{step}번째로 고친 글입니다. " * 20)
            except Error:
                trouble += 1
            acts += 1
            memory.look()
            time.sleep(asked.pause)
        browser.close()
        server.kill(signal.SIGTERM)
    first, last = memory.growth(60 * asked.warm_up)
    lines = [
        f"| minutes | {asked.minutes:g}, of them {asked.warm_up:g} warm-up |",
        f"| sessions, acts, acts that failed | {asked.sessions}, {acts}, {trouble} |",
        f"| resident memory after the warm-up, first fifth | {first:.0f} MB |",
        f"| resident memory, last fifth | {last:.0f} MB |",
        f"| growth | {100 * (last - first) / first:+.1f} % |",
    ]
    table = "\n".join(["| what | value |", "|---|---|", *lines]) + "\n"
    print(table)
    if asked.out:
        asked.out.write_text(table, "utf-8")


if __name__ == "__main__":
    main()
