"""What the contest asks of somebody today: run the vote, confirm another officer's request, read the results."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person
from assistant.domain.poll import PollState
from assistant.services.polling import OFFICIALS
from assistant.ui.contest.words import STATES
from assistant.ui.session import application
from assistant.ui.text import say, say_many
from assistant.ui.ways import go


def contest_today(person: Person) -> bool:
    """Show it; whether there was anything."""
    contest = application().contest
    if person.may_act_as(OFFICIALS):
        found = contest.polling.all(person)  # a closed one that another was held instead of asks nothing any more
        polls = [each for each in found if each.poll.state in (PollState.CREATED, PollState.OPEN)]
        polls += [each for each in found[:1] if each.poll.state is PollState.CLOSED]
        if polls:
            poll = polls[0].poll
            asked = [each for each in contest.rolling.asked(person, poll.id) if each.asked_by != person.id]
            if asked:
                st.text(say_many("{count} request waits for you", "{count} requests wait for you", len(asked)))
            label = say("Run the vote ({state})", state=say(STATES[poll.state]))
            if st.button(label, key="to-host", type="primary", icon=":material/how_to_vote:"):
                go("host")
            return True
    if contest.awarding.published():
        if st.button(say("Go to the results"), key="to-results", icon=":material/trophy:"):
            go("results")
        return True
    return False
