"""What keeping an installation refuses: the branch of the error tree that copies and restores raise.

AssistantError
├── Unwell                   a part of the installation is not well; the message is a whole sentence
├── InstallationNotEmpty     a copy is put into an empty installation only     (table)
└── BackupRefused            a copy is not what was written, or not understood (reason, detail)
"""

from __future__ import annotations

from assistant.errors import AssistantError


class Unwell(AssistantError):
    """A part of the installation is not well; the message says so in a Korean sentence and what to do."""


class InstallationNotEmpty(AssistantError):
    """A copy is put into an empty installation only; `table` has rows."""

    def __init__(self, table: str) -> None:
        super().__init__(f"{table} has rows")
        self.table = table


class BackupRefused(AssistantError):
    """A copy is not what was written, or not of a kind this program reads; `reason` is one of REASONS."""

    REASONS = (
        "not_a_backup",
        "cut",  # the file ends too early, or is damaged
        "altered",  # a part is not as it was written; `detail` names it
        "newer",  # of a form or of tables this program never had
        "other",  # not the one whose fingerprint was asked for
        "chain",  # the journal or a box in it is broken; `detail` says where
    )

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail
