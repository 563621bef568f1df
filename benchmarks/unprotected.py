"""Each scene of losing a draft, played on a copy of the application that lacks what protects against it.

    python -m benchmarks.unprotected [--only NAME] [--out FILE]

A scene that passes on the whole application and also passes here shows nothing; every line has to say "lost". The copy
is made in a temporary folder; what is taken out of it is written below, word for word. `tests/journeys/test_scenes.py`
plays the same scenes on the application as it is, and checks that every word taken out here is still in it.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from assistant.config import PROJECT

EDITOR = "assistant/ui/parts/editor"


@dataclass(frozen=True)
class Protection:
    """What keeps a text, and how it is taken out: in `file`, `whole` becomes `without`."""

    name: str
    file: str
    whole: str
    without: str


KEPT = Protection(
    "the browser keeps every keystroke",
    f"{EDITOR}/memory.js",
    "localStorage.setItem(own, JSON.stringify(record));\n        return true;",
    "return true;",
)
AGAIN = Protection(
    "what was not confirmed is sent again", f"{EDITOR}/editor.js", "this.send();\n    }, wait);", "}, wait);"
)
KEEPER = Protection(
    "every page hands in what another one left",
    f"{EDITOR}/keeper.js",
    "    const open = new Set(",
    "    return;\n    const open = new Set(",
)
BOX = Protection(
    "a box she is changing is hers", f"{EDITOR}/ledger.js", "} else if (name in ledger.edited) {", "} else if (false) {"
)
LOCK = Protection(
    "a save that knew of no newer text is refused",
    "assistant/storage/proposals.py",
    "raise EditConflict(expected_version, stored.version)",
    "expected_version = stored.version",
)
OF_SCENE = {
    "cut_for_three_seconds": AGAIN,
    "cut_for_longer_than_a_session_lasts": AGAIN,
    "server_killed": KEPT,
    "reloaded": KEPT,
    "tab_closed": KEPT,
    "signed_out": KEPT,
    "page_changed": KEEPER,
    "advice_taken_while_typing": BOX,
    "two_tabs": LOCK,
    "two_authors": LOCK,
}
PATIENCE_S = 20.0
"""How long a text may take to arrive; on the whole application it takes one to ten seconds."""


def weakened(protection: Protection, folder: Path) -> Path:
    """A copy of the application in `folder`, without `protection`."""
    for name in ("assistant", "data", "prompts", ".streamlit"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "streamlit_app.py", folder)
    file = folder / protection.file
    text = file.read_text("utf-8")
    if text.count(protection.whole) != 1:
        raise SystemExit(f"{protection.file} does not hold this once any more: {protection.whole!r}")
    file.write_text(text.replace(protection.whole, protection.without), "utf-8")
    return folder


def main() -> None:
    """Play them; one line each."""
    from playwright.sync_api import sync_playwright

    from tests.chromium import CHROMIUM, FLAGS
    from tests.journeys.conftest import Server
    from tests.journeys.scenes import SCENES, SETTINGS, Stage, play
    from tests.journeys.wire import Wire

    ask = argparse.ArgumentParser()
    ask.add_argument("--samples", type=Path, required=True, help="a data directory with the samples in it")
    ask.add_argument("--only", choices=OF_SCENE)
    ask.add_argument("--out", type=Path)
    asked = ask.parse_args()
    lines = ["| scene | taken out | outcome | first sign |", "|---|---|---|---|"]
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        for name, protection in OF_SCENE.items():
            if asked.only not in {None, name}:
                continue
            with tempfile.TemporaryDirectory() as folder:
                project = weakened(protection, Path(folder) / "copy")
                shutil.copytree(asked.samples, Path(folder) / "data")
                settings = {"PYTHONPATH": f"{project}:{PROJECT}", **SETTINGS.get(name, {})}
                server = Server(Path(folder) / "data", project=project, **settings)
                server.start()
                wire = Wire(server.port)
                try:
                    play(SCENES[name], Stage(browser, server, wire, PATIENCE_S))
                    told = ("KEPT ALL THE SAME", "")
                except AssertionError as error:
                    place = traceback.extract_tb(error.__traceback__)[-1].name
                    sign = next(iter(str(error).strip().splitlines()), "") or place
                    told = ("lost", sign[:90])
                finally:
                    wire.close()
                    server.kill(signal.SIGKILL)
            lines.append(f"| {name} | {protection.name} | {told[0]} | {told[1].replace('|', '/')} |")
            print(lines[-1], flush=True)
        browser.close()
    if asked.out:
        asked.out.write_text("\n".join(lines) + "\n", "utf-8")
    sys.exit(any("KEPT ALL" in line for line in lines))


if __name__ == "__main__":
    main()
