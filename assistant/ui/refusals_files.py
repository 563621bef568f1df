"""What a person reads when a file of hers is not taken: what is the matter with it, and what to do."""

from __future__ import annotations

from assistant.errors_files import FileRefused
from assistant.ui.text import mark, say

FILES: dict[str, str] = {
    "empty": mark("The file is empty. Choose another file."),
    "too_large": mark("The file is larger than {most} MB. Make it smaller or split it, then try again."),
    "unknown_type": mark(
        "This kind of file cannot be taken. Save it in one of the kinds named beside the button, then try again."
    ),
    "wrong_extension": mark(
        "The content of the file is not what its name says. Open it in its program, save it anew, then try again."
    ),
    "legacy_hwp": mark("Old HWP files cannot be read. Save it as HWPX in the word processor, then try again."),
    "legacy_office": mark("Files of old office programs cannot be read. Save it as DOCX or XLSX, then try again."),
    "encrypted": mark("The file is locked with a password. Take the password off, then try again."),
    "macros": mark("The file holds macros. Save it without macros, then try again."),
    "embedded": mark("Objects of other programs are put into the file. Take them out, save it anew, then try again."),
    "remote": mark("The file fetches parts from elsewhere. Copy the text into a new document, then try again."),
    "unpacks_too_large": mark(
        "The file becomes too large when it is unpacked. Save only the text anew, then try again."
    ),
    "too_many_parts": mark("The file is made of too many parts. Copy the text into a new document, then try again."),
    "bad_names": mark("The file was not made by an office program. Copy the text into a new document, then try again."),
    "doctype": mark("The file holds definitions that are not read. Copy the text into a new document, then try again."),
    "too_deep": mark("The file is nested too deeply. Copy the text into a new document, then try again."),
    "broken": mark("The file is damaged. Open it in its program, save it anew, then try again."),
    "active_pdf": mark("The PDF holds scripts or files. Make it anew with “Print to PDF”, then try again."),
    "too_many_pages": mark("The PDF has more than {most} pages. Save only the pages of the proposal, then try again."),
    "too_many_cells": mark("The table is too large. Save only the cells of the proposal, then try again."),
    "no_text": mark("No text was found in the file. A scanned picture cannot be read; choose a file with text."),
    "too_much_text": mark("The text is far too long for a proposal. Save only the proposal, then try again."),
    "bad_encoding": mark("The text cannot be read. Save it as UTF-8, then try again."),
    "too_slow": mark("Reading the file took too long. Save only the text anew, then try again."),
    "too_much_memory": mark("The file could not be read. Save only the text anew, then try again."),
    "image_too_large": mark("The picture is too large or moves. Save it smaller as one picture, then try again."),
    "infected": mark("The virus scanner found something in the file. It was not taken; tell the security officer."),
    "scan_failed": mark("The virus scanner does not answer, so no file is taken. Try again later."),
    "too_many_files": mark("{most} attachments are the most. Take one away first."),
    "bad_link": mark("Only addresses that begin with https:// can be added. Look at the address again."),
}
"""By `FileRefused.reason`."""


def file_refusal(error: FileRefused) -> str:
    """The sentence in the person's language."""
    return (
        say(FILES[error.reason], most=f"{error.most:,}")
        if "{most}" in FILES[error.reason]
        else say(FILES[error.reason])
    )
