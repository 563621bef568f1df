"""도움말 운영: what it may cost, what it cost today, what people make of it."""

from __future__ import annotations

import streamlit as st

from assistant.domain.agreement import Evaluation
from assistant.domain.outgoing import Limits
from assistant.domain.share import ENOUGH, Share
from assistant.ui.errors import attempt
from assistant.ui.labels import ADVICE_KINDS, won
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import mark, say

REACHES = {
    "off": mark("No text leaves this computer."),
    "internal": mark("Texts go only to addresses inside the organisation."),
    "any": mark("Texts may go to an address outside the organisation."),
}


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Running the advice"), anchor=False)
    settings = app.settings
    st.text(say(REACHES[settings.advice_endpoints]))
    if app.advising.configured is None:
        st.text(say("No language model is set up; the built-in advisor answers and costs nothing."))
    else:
        st.text(
            say("Language model: {model} at {address}", model=settings.openai_model, address=settings.openai_base_url)
        )
    if settings.embedder == "endpoint":
        where, model = settings.embedding_base_url, settings.embedding_model
        st.text(
            say("Similar ideas: texts go to {address} for their vectors, model {model}", address=where, model=model)
        )
    st.link_button(say("The public record"), "/record/advice", icon=":material/public:")
    _costs()
    _evaluation(app.measuring.evaluation(person))


def _costs() -> None:
    app, person = application(), me()
    limits, use = app.spending.limits(person), app.spending.today(person)
    st.header(say("Limit and cost"), anchor=False)
    if message := st.session_state.pop("said", ""):
        st.success(message)
    if limits.is_reached(use.tokens, use.cost_micro):
        st.warning(
            say("Today's limit is used up; the built-in advisor answers until midnight."), icon=":material/info:"
        )
    each = use.cost_micro // use.proposals if use.proposals else 0
    lines = [
        Line((say("Requests today"), f"{use.requests:,}")),
        Line((say("Tokens in / out today"), f"{use.input_tokens:,} / {use.output_tokens:,}")),
        Line((say("Cost today"), won(use.cost_micro))),
        Line((say("Proposals today"), f"{use.proposals:,}")),
        Line((say("Cost of a proposal, on average"), won(each))),
    ]
    if app.settings.embedder == "endpoint":
        vectors = app.spending.embedded_today(person)
        told = f"{vectors.requests:,} / {vectors.input_tokens:,}"
        lines.append(Line((say("Requests for vectors / their tokens today (no price, under no limit)"), told)))
    table("use", "", [Column(say("Today")), Column(say("Amount"), is_number=True)], lines)
    with st.form("limits"):
        left, right = st.columns(2)
        most_tokens = left.number_input(say("Most tokens a day"), 0, None, limits.most_tokens, step=100_000)
        most_won = right.number_input(say("Most won a day (0: no limit in won)"), 0, None, limits.most_won, step=1_000)
        won_input = left.number_input(say("Won for a million tokens in"), 0, None, limits.won_input, step=100)
        won_output = right.number_input(say("Won for a million tokens out"), 0, None, limits.won_output, step=100)
        if st.form_submit_button(say("Save limits")):
            new = Limits(int(most_won), int(most_tokens), int(won_input), int(won_output))
            if attempt(lambda: app.spending.set_limits(person, new)):
                st.session_state["said"] = say("Saved. The limits hold from now on.")
                st.rerun()


def _evaluation(found: Evaluation) -> None:
    st.header(say("What people make of it"), anchor=False)
    st.text(
        say(
            "For one proposal in five the author names a track before she sees one; only that is agreement. "
            "Who sees a suggestion first tends to follow it."
        )
    )
    lines = [
        Line((say("Same track, named before seeing any (blind)"), *_share(found.blind))),
        Line((say("Same track, chosen after seeing it"), *_share(found.after_seeing))),
    ]
    number = Column(say("Number"), is_number=True)
    table("agreement", "", [Column(say("Agreement")), number, Column(say("Share (95%)"), is_number=True)], lines)
    if not found.fates:
        st.text(say("Nobody has decided on any advice yet."))
        return
    names = {kind.value: say(label) for kind, label in ADVICE_KINDS.items()}
    rows = [
        Line(
            (
                names.get(fate.kind, fate.kind),
                f"{fate.model} · {fate.prompt.split('#')[0]}",
                str(fate.n),
                *(_share(fate.share(hits))[1] for hits in (fate.accepted, fate.edited, fate.dismissed)),
                f"{fate.mean_edit:.0f}" if fate.edited and fate.is_text else "–",
            )
        )
        for fate in found.fates
    ]
    heads = [say("Taken over"), say("Taken over with changes"), say("Not taken over"), say("Characters changed")]
    named = [Column(say("Kind")), Column(say("Model and prompt")), number]
    table("fates", "", [*named, *(Column(head, is_number=True) for head in heads)], rows)


def _share(share: Share) -> tuple[str, str]:
    if not share.is_enough:
        return str(share.n), say("too few for a verdict (under {count})", count=ENOUGH)
    low, high = share.interval
    return str(share.n), f"{share.rate:.0%} ({low:.0%}–{high:.0%})"
