"""Attachments and proposals as files, for authors and reviewers alike.

Law: a file leaves as a download under its own media type; only pictures and videos are shown in the page, drawn anew or
played, and an address from a person is text, never a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from assistant.domain.attachment import MEDIA_TYPES, Attachment, AttachmentKind
from assistant.domain.text import visible
from assistant.errors import AssistantError
from assistant.ui.errors import show as show_error
from assistant.ui.text import mark, say

KINDS = {
    AttachmentKind.PDF: mark("PDF document"),
    AttachmentKind.PNG: mark("Picture"),
    AttachmentKind.JPEG: mark("Picture"),
    AttachmentKind.WEBP: mark("Picture"),
    AttachmentKind.MP4: mark("Video"),
    AttachmentKind.WEBM: mark("Video"),
    AttachmentKind.LINK: mark("Address of a video"),
}
FORMS = {
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f.]+')


def show_attachment(attachment: Attachment, content: Callable[[], bytes]) -> None:
    """One attachment: a picture, a player, or its name; and a button that hands it out."""
    kind = attachment.kind
    if kind is AttachmentKind.LINK:
        st.caption(f"{say(KINDS[kind])} · {attachment.domain}")
        st.text(attachment.address)
        return
    st.text(attachment.name)
    st.caption(f"{say(KINDS[kind])} · {_size(attachment.size)}")
    try:
        if kind.is_picture:
            st.image(content(), width=320)
        elif kind.is_video and st.toggle(say("Show the video"), key=f"play-{attachment.id}"):
            st.video(content(), format=MEDIA_TYPES[kind])
    except AssistantError as error:
        show_error(error)
        return
    st.download_button(
        say("Download"),
        content,
        attachment.name,
        MEDIA_TYPES[kind],
        key=f"attachment-file-{attachment.id}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def download_proposal(title: str, make: Callable[[str], bytes], key: str) -> None:
    """The proposal as HWPX and DOCX, made when it is asked for."""
    name = " ".join(_UNSAFE.sub(" ", visible(title)).split())[:60] or "제안"
    with st.container(horizontal=True, vertical_alignment="center", key=f"papers-{key}"):
        for form, media_type in FORMS.items():
            st.download_button(
                say("Save as {form}", form=form.upper()),
                lambda form=form: make(form),  # type: ignore[misc]
                f"제안서 {name}.{form}",
                media_type,
                key=f"paper-{key}-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 100 * 1024 else f"{max(1, round(count / 1024))} KB"
