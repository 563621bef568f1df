"""Files and links beside the draft: what is there, adding and taking away; and the proposal itself as a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.domain.attachment import MOST_ATTACHMENTS, Attachment
from assistant.errors import AssistantError
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.parts.files import download_proposal, show_attachment
from assistant.ui.text import say, say_many

TYPES = ["pdf", "png", "jpg", "jpeg", "webp", "mp4", "webm"]


def show_attached(desk: Desk) -> None:
    """The section below the form."""
    attaching = desk.app.papers.attaching
    found = attaching.mine(desk.person, desk.proposal.id)
    if found:
        st.caption(say_many("{count} attachment", "{count} attachments", len(found)))
    heading, key = say("Add files or a video"), f"attached-{desk.proposal.id}"  # another heading would fold it again
    with st.expander(heading, icon=":material/attach_file:", key=key, on_change="rerun") as section:
        if section.open:  # most runs of a draft happen while she types elsewhere
            _inside(desk, found)
    handing_out = desk.app.papers.handing_out
    download_proposal(
        desk.proposal.content.title,
        lambda form: handing_out.mine(desk.person, desk.proposal.id, form),
        desk.proposal.id,
    )


def _inside(desk: Desk, found: Sequence[Attachment]) -> None:
    for each in found:
        _one(desk, each)
    if not desk.locked and len(found) < MOST_ATTACHMENTS:
        _add(desk)
        _add_link(desk, len(found))


def _one(desk: Desk, attachment: Attachment) -> None:
    attaching = desk.app.papers.attaching
    with st.container(border=True, key=f"attachment-{attachment.id}"):
        show_attachment(attachment, lambda: attaching.content(desk.person, attachment))
        if desk.locked:
            return
        if st.button(
            say("Take away"), key=f"detach-{attachment.id}", type="tertiary", icon=":material/close:"
        ) and attempt(lambda: attaching.remove(desk.person, desk.proposal.id, attachment.id)):
            st.rerun(scope="fragment")


def _add(desk: Desk) -> None:
    """The box for a file. It gets a new key once a file was taken, so that it is empty again."""
    attaching, counter = desk.app.papers.attaching, f"attached-count-{desk.proposal.id}"
    number = int(st.session_state.get(counter, 0))
    sent = st.file_uploader(
        say("PDF, picture (PNG, JPEG, WebP; 10 MB) or video (MP4, WebM; {most} MB)", most=attaching.largest_video_mb),
        type=TYPES,
        key=f"attach-{desk.proposal.id}-{number}",
        max_upload_size=max(10, attaching.largest_video_mb),
    )
    st.caption(
        say(
            "Places and other facts hidden in pictures are taken out. Reviewers see attachments after the blind review."
        )
    )
    if sent is None:
        return
    try:
        with st.spinner(say("Checking …")):
            attaching.add(desk.person, desk.proposal.id, sent.name, sent.getvalue())
    except AssistantError as error:
        show_error(error)
        return
    st.session_state[counter] = number + 1
    st.rerun(scope="fragment")


def _add_link(desk: Desk, number: int) -> None:
    """The box for an address: what was refused stays in it, and it is a new one once there is one attachment more."""
    key = f"link-{desk.proposal.id}-{number}"
    with st.form(key, border=False):
        address = st.text_input(say("Address of a video (https://)"), max_chars=500, key=f"{key}-address")
        is_sent = st.form_submit_button(say("Add the address"))
    if is_sent and attempt(lambda: desk.app.papers.attaching.add_link(desk.person, desk.proposal.id, address)):
        st.rerun(scope="fragment")
