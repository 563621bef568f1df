"""One draft on this session's desk: what is stored, what the browser sent, what is being looked for.

Law: a text reaches the store only as a message of its own form or by its author's click, never over a newer version.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from assistant.domain.advice import Advice, AdviceKind
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Proposal, Stage
from assistant.errors import AssistantError, EditConflict
from assistant.llm.loop import Stop
from assistant.services.finding import SimilarIdeas
from assistant.ui.errors import sentence
from assistant.ui.labels import clock, form_fields
from assistant.ui.parts.editor import Ack, Delivered, Sent, Stored
from assistant.ui.waiting import ADVISERS, SEARCHERS, Waiting
from assistant.wiring import Application


def _searching() -> Waiting[SimilarIdeas]:
    return Waiting(SEARCHERS)


def _advising() -> Waiting[Advice]:
    return Waiting(ADVISERS)


@dataclass(slots=True)
class Desk:
    """`acked` is the last message that was stored, `acked_as` the content that came of it."""

    app: Application
    person: Person
    proposal: Proposal
    acked: int = 0
    acked_as: Content | None = None
    trouble: str = ""
    similar: Waiting[SimilarIdeas] = field(default_factory=_searching)
    evidence: Waiting[SimilarIdeas] = field(default_factory=_searching)
    advice: Waiting[Advice] = field(default_factory=_advising)
    finished: list[AdviceKind] = field(default_factory=list)
    stop: Stop = field(default_factory=Stop)
    pitch_text: str | None = None
    reading: str = ""

    @property
    def locked(self) -> bool:
        """Whether the text can no longer be changed."""
        return self.proposal.stage is not Stage.DRAFT

    def refresh(self) -> None:
        """Read the stored proposal again: another tab or a co-author may have saved. Raises NotFound."""
        self.proposal = self.app.drafting.open(self.person, self.proposal.id)

    def hear(self, message: Sent) -> None:
        """Take a message of this draft's form; one that was under way when the draft changed is handed in."""
        if message.draft == self.proposal.id:
            self.take(message)
        else:
            hand_in(self.app, self.person, message)

    def take(self, message: Sent) -> bool:
        """Store the texts of a message unless something newer is stored. Whether they are stored now."""
        try:
            if message.version != self.proposal.version:
                self.refresh()
            if message.version != self.proposal.version:
                raise EditConflict(message.version, self.proposal.version)
            ours = {box.name for box in form_fields()}
            content = self.proposal.content.changed(**{n: t for n, t in message.content.items() if n in ours})
            self.proposal = self.app.drafting.save(self.person, self.proposal.id, content, message.version)
        except EditConflict:
            self.refresh()  # the form compares, keeps her text, and sends again
            return False
        except AssistantError as error:
            self.trouble = sentence(error)
            return False
        self.acked, self.acked_as, self.trouble = message.stamp, self.proposal.content, ""
        return True

    def stored(self) -> Stored:
        """What the form is told that the server holds."""
        content = {box.name: getattr(self.proposal.content, box.name) for box in form_fields()}
        was_saved = self.proposal.version > 1 or not self.proposal.content.is_blank()
        return Stored(self.proposal.version, content, clock(self.proposal.saved_at) if was_saved else "")

    def ack(self) -> Ack | None:
        """Which message was stored last, and what has changed since by other means."""
        if self.acked_as is None:
            return None
        before, now = self.acked_as, self.proposal.content
        return Ack(
            self.acked, [box.name for box in form_fields() if getattr(before, box.name) != getattr(now, box.name)]
        )


def desk_of(app: Application, person: Person, proposal_id: str) -> Desk:
    """The desk of this draft, as it was left in this session. Raises NotFound."""
    found = st.session_state.get("desk")
    if isinstance(found, Desk) and found.proposal.id == proposal_id and found.person.id == person.id:
        found.refresh()
        return found
    desk = Desk(app, person, app.drafting.open(person, proposal_id))
    st.session_state["desk"] = desk
    return desk


def hand_in(app: Application, person: Person, message: Sent) -> Delivered:
    """Store what a closed page or tab left in the browser, unless something newer is stored."""
    try:
        desk = Desk(app, person, app.drafting.open(person, message.draft))
    except AssistantError:
        return Delivered(message.stamp, False)
    return Delivered(message.stamp, desk.take(message))
