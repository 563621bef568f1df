"""The public record of the advice, after the United Kingdom's Algorithmic Transparency Recording Standard.

It is made from the live settings and figures at each request, needs no sign-in, and names nobody. Law: everything on it
is escaped; no key and no address of an endpoint stands here.
"""

from __future__ import annotations

from html import escape

from assistant.config import Settings
from assistant.domain.share import ENOUGH, Share
from assistant.ui.text import mark, translate
from assistant.wiring import Application

_REACH = {
    "off": mark("No text leaves the computer it is written on."),
    "internal": mark("Texts go only to a language model inside the organisation, personal data replaced before."),
    "any": mark("Texts go to a language model outside the organisation, personal data replaced before."),
}
_NO_MODEL = mark("No language model is set up. A small embedded model compares sentences; it writes nothing.")
_NO_MODEL_VECTORS = mark("No language model is set up. A model at an embedding endpoint compares sentences.")
_STOPPED = mark("Registration numbers, cards and bank accounts stop a text from being sent at all.")
_STOPPED_VECTORS = mark(
    "Registration numbers, cards and bank accounts stop a text from being sent to a language model at all; "
    "for an embedding endpoint they are replaced like all others."
)
_VECTORS = mark(
    "To find similar ideas, drafts as they are written, past proposals and words looked for go to an embedding "
    "endpoint, personal data replaced before. Past proposals that went are recorded by their hash."
)
_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;line-height:1.7;"
    "word-break:keep-all;color:#1d2733}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:1.6rem}"
)


def record(app: Application, to: str) -> str:
    """The page as HTML in the language `to`."""

    def say(sentence: str, **facts: object) -> str:
        return escape(translate(sentence, to, **facts))

    title = say(mark("Public record of the writing help"))
    parts = [f'<!doctype html><html lang="{to}"><head><meta charset="utf-8">']
    parts.append('<meta name="viewport" content="width=device-width,initial-scale=1">')
    parts.append(f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>")
    for heading, sentences in _sections(app, app.settings):
        told = "".join(f"<p>{say(sentence, **facts)}</p>" for sentence, facts in sentences)
        parts.append(f"<h2>{say(heading)}</h2>{told}")
    return "".join([*parts, "</main></body></html>"])


_Said = list[tuple[str, dict[str, object]]]


def _sections(app: Application, settings: Settings) -> list[tuple[str, _Said]]:
    tracks = ", ".join(track.label("ko") for track in app.tracks)
    model = app.advising.configured is not None
    vectors = settings.embedder == "endpoint"
    found = app.measuring.figures()
    return [
        (
            mark("Purpose"),
            [
                (mark("It helps an author while she writes: a track, a pitch, what is missing, what differs."), {}),
                (mark("Tracks: {tracks}"), {"tracks": tracks}),
                (
                    mark(
                        "It scores and ranks no idea and reaches neither shortlist, vote nor count. "
                        "A reviewer who confirms a track sees the suggested one."
                    ),
                    {},
                ),
            ],
        ),
        (
            mark("Data"),
            [
                (mark("The author's draft and up to three similar past proposals, at her click only."), {}),
                (_REACH[settings.advice_endpoints], {}),
                *([(_VECTORS, {})] if vectors else []),
                (_STOPPED_VECTORS if vectors else _STOPPED, {}),
                (mark("Every text that left is kept word for word; its author can read it."), {}),
            ],
        ),
        (
            mark("Model"),
            [
                (mark("Language model: {model}"), {"model": settings.openai_model})
                if model
                else (_NO_MODEL_VECTORS if vectors else _NO_MODEL, {}),
                (
                    mark("Embedding model: {model}") if vectors else mark("Embedded model: {model}"),
                    {"model": settings.embedding_model if vectors else app.embedding.model_id},
                ),
            ],
        ),
        (
            mark("Figures"),
            [
                _figure(mark("Same track as the author named before seeing one: {share}"), found.blind),
                _figure(mark("Same track after seeing the suggestion: {share}"), found.after_seeing),
            ],
        ),
        (
            mark("Who decides"),
            [
                (mark("The author takes over, changes or leaves each suggestion. People judge, vote and count."), {}),
                (mark("Generated text wears a label with the model's name wherever it is shown."), {}),
            ],
        ),
        (
            mark("How to object"),
            [
                (mark("Tell the organiser of the contest. A proposal can be submitted without any advice."), {}),
            ],
        ),
    ]


def _figure(sentence: str, share: Share) -> tuple[str, dict[str, object]]:
    low, high = share.interval
    told = f"{share.rate:.0%} ({low:.0%}–{high:.0%}), n = {share.n}"
    return sentence, {"share": told if share.is_enough else f"n = {share.n} < {ENOUGH}"}
