"""Past ideas like the draft, beside it: the old list stays until the new one is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from assistant.domain.link import Link
from assistant.domain.similarity import Kind
from assistant.services.finding import SimilarIdea
from assistant.ui.desk.sources import cite, cited, show_sources
from assistant.ui.desk.state import Desk
from assistant.ui.errors import sentence
from assistant.ui.labels import KIND_WORDS, KINDS, OUTCOME_TONES, OUTCOMES, in_year, percent
from assistant.ui.parts.cards import Action, Badge, Card, Pair, cards
from assistant.ui.parts.item import read_item
from assistant.ui.text import mark, say, say_many

PATIENCE_S = 0.25
"""How long a run waits for the search; after that the page looks again by itself, and typing goes on meanwhile."""
LOOKS_S = 0.4
STANDING, EARLIER = mark("Adopted or already running"), mark("Other past proposals")
KIND_TONES = {Kind.EXACT: "strong", Kind.NEAR_DUPLICATE: "strong", Kind.RELATED: "warm", Kind.NONE: "quiet"}


def show_similar(desk: Desk) -> None:
    """Ask anew when the text has changed, and show what is known."""
    content = desk.proposal.content
    searching = reading = False
    if not content.is_blank():
        app, person, own = desk.app, desk.person, desk.proposal.id
        desk.similar.ask(content.hash(), lambda: app.drafting.list_similar(person, content, exclude_id=own))
        searching = desk.similar.is_waiting(PATIENCE_S)
        if (listed := desk.similar.answer) and not searching and desk.similar.trouble is None:
            desk.evidence.ask(
                content.hash(), lambda: app.drafting.add_evidence(person, content, listed, exclude_id=own)
            )
        reading = desk.evidence.is_waiting(0.0 if searching else PATIENCE_S)
    found = desk.similar.answer
    ideas = _with_known_evidence(desk) if found and not content.is_blank() else ()

    def act(name: str, item_id: str) -> None:
        if name == "cite":
            cite(desk, item_id)
        else:
            desk.reading = item_id

    sources = cited(desk)
    shown = [
        _citable(replace(idea_card(idea, is_first=rank == 0), section=say(section) if section else ""), sources)
        for rank, (section, idea) in enumerate(_apart(ideas))
    ]
    cards("similar", shown, heading=_heading(desk, searching), on_act=act)
    show_sources(desk, sources)
    if searching or reading:
        _look_again(desk, searching)
    if desk.reading:
        item = next((idea.item for idea in ideas if idea.item.id == desk.reading), None)
        desk.reading = ""
        if item:
            read_item(item)


def _apart(ideas: Sequence[SimilarIdea]) -> list[tuple[str, SimilarIdea]]:
    """What was adopted or is running under a heading of its own; the heading with the nearest idea comes first."""
    if not any(idea.item.stands for idea in ideas):
        return [("", idea) for idea in ideas]
    first = ideas[0].item.stands
    ordered = sorted(ideas, key=lambda idea: idea.item.stands is not first)
    return [(STANDING if idea.item.stands else EARLIER, idea) for idea in ordered]


def _citable(card: Card, sources: Sequence[Link]) -> Card:
    """The card with a way to name the idea as a source, unless it is one already."""
    if any(link.b.id == card.id for link in sources):
        return card
    return replace(card, actions=(*card.actions, Action(say("My proposal carries this on"), "cite", quiet=True)))


def _with_known_evidence(desk: Desk) -> Sequence[SimilarIdea]:
    """The newest list; until its evidence is there, an idea that was in the list before keeps its sentences."""
    listed, shown = desk.similar.answer, desk.evidence.answer
    known = {idea.item.id: idea.evidence for idea in shown.ideas} if shown else {}
    return [replace(idea, evidence=known.get(idea.item.id, ())) for idea in listed.ideas] if listed else ()


def idea_card(idea: SimilarIdea, *, is_first: bool = False) -> Card:
    """A past idea as a card."""
    item = idea.item
    return Card(
        id=item.id,
        title=item.content.title or say("Without a title"),
        badges=(
            Badge(say(OUTCOMES[item.outcome]), OUTCOME_TONES[item.outcome]),
            Badge(say(KINDS[idea.kind]), KIND_TONES[idea.kind]),
        ),
        facts=(
            in_year(item.year),
            item.department,
            say("Sample") if item.is_sample else "",
        ),
        percent=percent(idea.similarity),
        likeness=say(KIND_WORDS[idea.kind]),
        pairs=tuple(Pair(pair.a, pair.b, percent(pair.similarity)) for pair in idea.evidence),
        open=is_first,
        actions=(Action(say("Read it all"), "read", quiet=True),),
    )


def _heading(desk: Desk, searching: bool) -> str:
    found = desk.similar.answer
    if desk.proposal.content.is_blank():
        return say("As you write, past proposals like yours appear here.")
    if desk.similar.trouble is not None:
        return sentence(desk.similar.trouble)
    if found is None:
        return say("Looking through past proposals…")
    again = say("Looking again…")
    if not found.ideas:
        said = say("Looked through {searched} past proposals; none is like this one.", searched=f"{found.searched:,}")
    else:
        said = say_many(
            "{count} of {searched} past proposals is like yours.",
            "{count} of {searched} past proposals are like yours.",
            len(found.ideas),
            searched=f"{found.searched:,}",
        )
    return f"{said} {again}" if searching else said


@st.fragment(run_every=LOOKS_S)
def _look_again(desk: Desk, searching: bool) -> None:
    awaited = desk.similar if searching else desk.evidence
    if not awaited.is_waiting():
        st.rerun()
