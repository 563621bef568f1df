"""What goes wrong at the door and with who may do what.

Refused
├── SignedOut      the visit is over, or it cannot begin  (reason)
├── TooOften       more asked in a while than one person needs  (wait_s)
└── LastOrganiser  nobody would be left to give roles
"""

from __future__ import annotations

from assistant.errors import Refused


class SignedOut(Refused):
    """The person is signed in no more, or cannot be; `reason` is one of REASONS."""

    REASONS = (
        "left",  # she signed out, here or in another tab
        "idle",  # nothing was done for too long
        "long",  # signed in for too long in all
        "nameless",  # the provider did not say a name or a subject
        "audience",  # the provider's word was meant for another application
    )

    def __init__(self, reason: str) -> None:
        super().__init__(f"signed out: {reason}")
        self.reason = reason


class TooOften(Refused):
    """More was asked than the limit allows; it is free again after `wait_s` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"again in {wait_s:.0f} s")
        self.wait_s = wait_s


class LastOrganiser(Refused):
    """The change would leave nobody who can give roles."""

    def __init__(self) -> None:
        super().__init__("the last organiser keeps the role")
