"""본선 자료: drawing the order by a published seed, two officers' signatures, the sealed file."""

from __future__ import annotations

import streamlit as st

from assistant.domain.package import OFFICERS, READ, Package, PackagedFinalist, Pitch, digest_to_sign, seal
from assistant.domain.person import Person, Role
from assistant.ui.errors import attempt
from assistant.ui.labels import clock, field_label
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.review.words import track_label
from assistant.ui.session import application
from assistant.ui.text import plain, say


def package(person: Person) -> None:
    """The package as it stands and what the person may do with it."""
    app = application()
    st.header(say("Finalist package"), anchor=False)
    found = app.review.sealing.package(person)
    if found is None or not found[1]:
        if Role.ORGANISER in person.roles:
            _prepare(person)
        if found is None:
            st.caption(say("There is no package yet. Draw the order first."))
            return
    made, is_sealed = found
    lines = [
        Line((each.title, str(each.order), track_label(app, each.track), _pitch(each.pitch))) for each in made.finalists
    ]
    columns = [Column(say("Title")), Column(say("Order"), True), Column(say("Track")), Column(say("Pitch"))]
    table("package", say("Order of presentation"), columns, lines)
    st.caption(say("Drawn with the seed: {seed}", seed=plain(made.seed)))
    with st.expander(say("Texts as the voters will read them"), key="package-texts"):
        for each in made.finalists:
            _text(each)
    for signed in made.sign_offs:
        st.text(say("Signed: {officer}, {when}", officer=signed.officer, when=clock(signed.at)))
    if is_sealed:
        st.success(say("Sealed. Nothing in it can be changed any more."), icon=":material/lock:")
        st.code(seal(made), language=None, wrap_lines=True)
        st.download_button(
            say("Download the sealed package"),
            lambda: app.review.sealing.file(person),
            "finalists.json",
            "application/json",
            key="package-file",
        )
        return
    st.code(digest_to_sign(made), language=None, wrap_lines=True)
    st.caption(say("{count} of {needed} officers have signed.", count=len(made.sign_offs), needed=OFFICERS))
    if Role.OFFICER in person.roles:
        _sign(person, made)


def _prepare(person: Person) -> None:
    app = application()
    with st.form("prepare", border=True):
        seed = st.text_input(
            say("Published seed"),
            help=say("Something everybody can look up later and nobody could choose."),
            max_chars=200,
        )
        if st.form_submit_button(say("Draw the order")) and attempt(lambda: app.review.sealing.prepare(person, seed)):
            st.session_state["said"] = say("The order is drawn. Two officers can sign now.")
            st.rerun()


def _sign(person: Person, made: Package) -> None:
    st.text(say("Read the order and the texts. Your signature belongs to exactly this package."))
    if st.button(say("Sign the package"), key="sign", type="primary") and attempt(
        lambda: application().review.sealing.sign(person, digest_to_sign(made))
    ):
        st.session_state["said"] = say("Signed.")
        st.rerun()


def _text(finalist: PackagedFinalist) -> None:
    st.subheader(plain(f"{finalist.order}. {finalist.title}"), anchor=False)
    for name in READ:
        if words := str(getattr(finalist, name)).strip():
            st.markdown(f"**{plain(field_label(name))}**")
            st.text(words)
    for address in finalist.videos:
        st.text(address)


def _pitch(pitch: Pitch) -> str:
    if not pitch.text:
        return "–"
    if pitch.drafted_by_machine:
        return say("{pitch} (drafted by the assistant, approved by the author)", pitch=pitch.text)
    return pitch.text
