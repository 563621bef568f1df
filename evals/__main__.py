"""Write the report: `python -m evals [--backend embedded|recorded|endpoint] [--out FILE] [--attacks-every N]`.

The endpoint is the one the settings name (OPENAI_BASE_URL, OPENAI_MODEL, ADVICE_ENDPOINTS); its figures stand in a
table of their own, apart from the embedded ones. Attacks are planted only for backends that cost nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.documents.programme import read_tracks
from assistant.domain.proposal import Content
from assistant.errors import ConfigurationError
from assistant.llm.chat_advisor import ChatAdvisor
from assistant.llm.offline import OfflineAdvisor
from evals.backends import DATA, ROOT, ask, embedded, recorded
from evals.report import answered, flips, labelled, leaks, samples, track_line
from evals.rivals import by_keywords, by_letters


def main() -> None:
    """Measure one backend."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", choices=("embedded", "recorded", "endpoint"), default="embedded")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--attacks-every", type=int, default=1)
    asked = parser.parse_args()
    tracks = read_tracks(ROOT / "data" / "tracks.toml")
    offline, embed = embedded(tracks)
    fresh, archive = labelled(DATA / "track.jsonl"), labelled(ROOT / "data" / "samples" / "archive.jsonl")
    chat = None if asked.backend == "embedded" else _chat(asked.backend, tracks)
    texts = samples() if asked.backend == "recorded" else fresh
    told = answered(texts, lambda content: ask(chat or offline, offline, content))
    out = [f"# Advice: {asked.backend}", "", f"`python -m evals --backend {asked.backend}`", "", "## Track", ""]
    out += ["| method | macro-F1 of the decided (95 %) | coverage |", "|---|---|---|"]
    out += [track_line(f"**{asked.backend}**, no label, {len(texts)} texts", told.pairs)]
    if asked.backend == "embedded":
        letters = by_letters([c for c, _ in archive], [t for _, t in archive])
        taught = _taught(offline, embed, archive, tracks)
        judges = {"keyword rule": by_keywords, f"TF-IDF + LR, {len(archive)} labels": letters}
        for name, judge in judges.items():
            out.append(track_line(name, [(judge(content), truth) for content, truth in fresh]))
        pairs = [(taught.suggest(content, ()).track.track, truth) for content, truth in fresh]
        out.append(track_line(f"**embedded**, the same {len(archive)} labels", pairs))
        out += ["", "## Attacks", "", "| attack | " + " | ".join([*judges, "embedded"]) + " |", "|---|---|---|---|"]
        judges["embedded"] = lambda content: offline.suggest(content, ()).track.track
        for kind in ("order", "heap"):
            counts = [flips(judge, fresh, tracks, kind, every=asked.attacks_every) for judge in judges.values()]
            out.append(f"| {kind} | " + " | ".join(f"{c / max(1, n):.1%} of {n:,}" for c, n in counts) + " |")
    found = leaks()
    out += ["", "## Answers", "", *told.lines(), "", "## Personal data", ""]
    out.append(
        f"* {found.strings - found.missed} of {found.strings} caught; {found.alarms} alarms in {found.clean} clean"
    )
    report = "\n".join(out) + "\n"
    print(report)
    if asked.out:
        asked.out.write_text(report, "utf-8")


def _chat(backend: str, tracks: tuple) -> ChatAdvisor:  # type: ignore[type-arg]
    if backend == "recorded":
        return recorded(tracks)
    from assistant.config import load_settings
    from assistant.wiring_advice import build_configured_advisor

    found = build_configured_advisor(load_settings(), tracks, None)
    if found is None:
        raise ConfigurationError("OPENAI_BASE_URL and OPENAI_MODEL must name an endpoint that ADVICE_ENDPOINTS allows")
    return found


def _taught(offline: OfflineAdvisor, embed, archive: list[tuple[Content, str]], tracks: tuple) -> OfflineAdvisor:  # type: ignore
    vectors, codes = embed([content.whole() for content, _ in archive]), [track for _, track in archive]
    return OfflineAdvisor(tracks, embed, offline._centre, confirmed=lambda: (vectors, codes))


if __name__ == "__main__":
    main()
