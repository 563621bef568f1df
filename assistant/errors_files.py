"""Why a file from a person's computer is not taken.

    Refused
    └── FileRefused                  a document or an attachment is not taken (reason)

Law: a reason says what she can do about it, and nothing of the machine that read the file.
"""

from __future__ import annotations

from assistant.errors import Refused


class FileRefused(Refused):
    """A document or an attachment is not taken; `reason` is one of REASONS, `most` the limit where there is one."""

    REASONS = (
        "empty",
        "too_large",  # more bytes than may be sent
        "unknown_type",
        "wrong_extension",  # the content is of another type than the name says
        "legacy_hwp",
        "legacy_office",
        "encrypted",
        "macros",
        "embedded",  # other programs' objects inside
        "remote",  # parts that would be fetched from elsewhere
        "unpacks_too_large",
        "too_many_parts",
        "bad_names",  # names in an archive that lead out of it, links, the same name twice
        "doctype",
        "too_deep",
        "broken",
        "active_pdf",  # scripts, programs or files inside a PDF
        "too_many_pages",
        "too_many_cells",
        "no_text",
        "too_much_text",
        "bad_encoding",
        "too_slow",
        "too_much_memory",
        "image_too_large",
        "infected",
        "scan_failed",
        "too_many_files",
        "bad_link",
    )

    def __init__(self, reason: str, most: int = 0) -> None:
        super().__init__(f"file refused: {reason}")
        self.reason, self.most = reason, most
