"""The voter roll: a file with names, seats without names, or both."""

from __future__ import annotations

import streamlit as st

from assistant.domain.voter import RollFault, Voter, recusals
from assistant.errors import AssistantError, BadFile, Fault
from assistant.errors_voting import RollRefused
from assistant.services.polling import Contest, VoterStatus
from assistant.services.rolling import seats
from assistant.services.seating import MOST_VOTERS, ROLL_FILE, by_seat, read_roll
from assistant.ui.contest.words import PANELS, panel_name
from assistant.ui.errors import show as show_error
from assistant.ui.errors import show_faults
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import language, mark, say, translate

EXAMPLES = {
    "ko": (
        "평가단,자리,이름,소속,회피\n"
        "전문가 평가단,E1,김전문,한국대학교,\n"
        "전문가 평가단,E2,이전문,서울연구원,\n"
        "직원 평가단,S1,,,\n"
    ),
    "en": (
        "panel,seat,name,department,recused\n"
        "experts,E1,김전문,한국대학교,\n"
        "experts,E2,이전문,서울연구원,\n"
        "staff,S1,,,\n"
    ),
}

FAULTS = {
    RollFault.EMPTY: mark("Nobody would be on the roll. Choose a file, or say how many seats."),
    RollFault.NO_SEAT: mark("The seat of “{which}” is empty."),
    RollFault.SEAT_TWICE: mark("Seat “{which}” stands here a second time. Leave one of them out."),
    RollFault.PERSON_TWICE: mark("“{which}” stands here a second time. Nobody votes twice; leave one of them out."),
    RollFault.NO_NAME: mark("Seat “{which}” needs a name: the papers of this panel carry names."),
    RollFault.UNKNOWN_PANEL: mark("The rules know no panel “{which}”."),
    RollFault.UNKNOWN_FINALIST: mark("There is no finalist “{which}” to be recused from."),
    RollFault.UNPRINTABLE: mark("Seat or name of “{which}” holds a character that cannot be printed."),
}


def show(contest: Contest) -> None:
    """Import, and what is on the roll now."""
    app, person = application(), me()
    hall = app.contest.polling.hall(person, contest.poll.id)
    if hall:
        counts = {panel.code: sum(each.panel == panel.code for each in hall) for panel in contest.rules.panels}
        panels = [say("{panel} {count} people", panel=panel_name(code), count=n) for code, n in counts.items()]
        st.text(say("On the roll: {panels}", panels=", ".join(panels)))
        _recused(contest, {each.voter_id: each for each in hall})
    with st.expander(say("Import the roll") if not hall else say("Replace the roll"), expanded=not hall):
        st.text(
            say(
                "One voter a line: panel, seat, name, department, and finalists to be recused from (by title, several "
                "with “;” between). Staff without names can sit by number instead."
            )
        )
        st.download_button(
            say("Example file"), "\ufeff" + EXAMPLES[language()], "roll.csv", "text/csv", key="roll-example"
        )
        with st.form("roll"):
            given = st.file_uploader(say("Roll (CSV)"), type="csv", key="roll-file")
            with st.container(horizontal=True):
                codes = [panel.code for panel in contest.rules.panels]
                panel = st.selectbox(
                    say("Seats without names: panel"), codes, len(codes) - 1, key="seat-panel", format_func=panel_name
                )
                count = st.number_input(say("How many seats"), 0, MOST_VOTERS, 0, key="seat-count")
                prefix = st.text_input(say("Sign before the number"), "S", max_chars=6, key="seat-prefix")
            asked = st.form_submit_button(say("Put on the roll"), type="primary")
        if asked:
            _put(contest, given.getvalue() if given else b"", seats(panel, count, prefix))


def _recused(contest: Contest, hall: dict[str, VoterStatus]) -> None:
    """Whose ballot lacks which finalists."""
    out = application().contest.polling.recused(me(), contest.poll.id)
    if not out:
        return
    with st.expander(say("Recusals: {count} people", count=len(out))):
        ordered = sorted((hall[key] for key in out if key in hall), key=lambda each: by_seat(each.seat))
        lines = [
            Line((f"{each.seat} {each.name}".strip(), "\n".join(f"{f.order}. {f.title}" for f in out[each.voter_id])))
            for each in ordered
        ]
        table("recusals", "", [Column(say("Seat")), Column(say("Does not vote on"))], lines)
        st.caption(
            say(
                "Whoever has the name of an author is among them. If it is somebody else of that name, "
                "write the department into the roll and import it again."
            )
        )


def _put(contest: Contest, content: bytes, numbered: list[Voter]) -> None:
    app, person = application(), me()
    names = {translate(PANELS[code], to): code for code in PANELS for to in ("ko", "en")}
    names |= {"".join(name.split()): code for name, code in names.items()}
    try:
        listed, lines = read_roll(contest, content, names) if content else ([], [])
        put = app.contest.rolling.put(person, contest.poll.id, [*listed, *numbered])
    except RollRefused as refusal:
        show_error(refusal)
        show_faults(BadFile([_fault(lines, *each) for each in refusal.faults]))
    except AssistantError as error:
        show_error(error)
    else:
        out = sum(len(recusals(voter, contest.package)) for voter in put)
        st.session_state.pop("cards", None)
        st.session_state["said"] = say(
            "{voters} voters are on the roll, {out} recusals found. Codes have to be issued now.",
            voters=len(put),
            out=out,
        )
        st.rerun()


def _fault(lines: list[int], at: int, what: str, which: str) -> Fault:
    """A line of the file, or 0 for a seat that was numbered here."""
    return Fault(ROLL_FILE.name, lines[at] if at < len(lines) else 0, say(FAULTS[RollFault(what)], which=which))
