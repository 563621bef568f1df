"""What the server must never do is written into its settings."""

from __future__ import annotations

import tomllib

from assistant.config import PROJECT

SETTINGS = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))


def test_it_listens_to_this_machine_only() -> None:
    assert SETTINGS["server"]["address"] == "127.0.0.1"


def test_programs_cannot_drive_it() -> None:
    assert SETTINGS["server"]["enableAgentApi"] is False


def test_nothing_is_sent_home_and_errors_show_no_internals() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorDetails"] == "none"
    assert SETTINGS["client"]["showErrorLinks"] is False


def test_no_font_comes_from_elsewhere() -> None:
    assert "http" not in SETTINGS["theme"]["font"] + SETTINGS["theme"]["headingFont"]


def test_the_screens_use_nothing_that_runs_peoples_text() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (PROJECT / "assistant" / "ui").rglob("*.py"))
    scripts = "\n".join(path.read_text("utf-8") for path in (PROJECT / "assistant" / "ui").rglob("*.js"))
    assert "unsafe_allow" not in sources
    assert sources.count("st.html(") == 1
    assert [
        word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(") if word in scripts
    ] == []
