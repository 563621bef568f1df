"""What the competition refuses: the branch of the error tree that polls, voters and the box raise.

Refused
├── PollForbids              the poll's state does not allow it    (act, state)
├── EntryRefused             a voter is not let in                 (why)
├── CastRefused              a paper the box does not take         (why, finalist)
├── AlreadyCast              a new code would allow a second paper (seat)
├── RollRefused              a voter roll with faults              (faults)
├── BoxBroken                the box is not as it was filled       (breaks)
└── SecondOfficerNeeded      one person may not do this alone      (act)
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import Refused


class PollForbids(Refused):
    """The poll's state does not allow the act."""

    def __init__(self, act: str, state: str) -> None:
        super().__init__(f"{act} is not possible while the poll is {state}")
        self.act, self.state = act, state


class EntryRefused(Refused):
    """A voter is not let in; `why` is a `domain.voter.Entry`. It never says whether seat or code was wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(f"entry refused: {why}")
        self.why = why


class CastRefused(Refused):
    """A paper the box does not take; nothing was stored. `why` is a `domain.paper.Why`."""

    def __init__(self, why: str, finalist: str = "") -> None:
        super().__init__(f"paper refused: {why}{f' ({finalist})' if finalist else ''}")
        self.why, self.finalist = why, finalist


class AlreadyCast(Refused):
    """The voter of a secret panel has cast: nobody can tell which paper a new code would have to replace."""

    def __init__(self, seat: str) -> None:
        super().__init__(f"seat {seat} has cast already")
        self.seat = seat


class RollRefused(Refused):
    """A voter roll with faults: (line, 0 the first; a `domain.voter.RollFault`; which seat, panel or finalist)."""

    def __init__(self, faults: Sequence[tuple[int, str, str]]) -> None:
        super().__init__("; ".join(f"line {line + 1}: {what} {which}" for line, what, which in faults))
        self.faults = tuple(faults)


class BoxBroken(Refused):
    """The live box is not as it was filled; `breaks` are `domain.paper.BoxBreak`."""

    def __init__(self, breaks: Sequence[object]) -> None:
        super().__init__("; ".join(map(str, breaks)))
        self.breaks = tuple(breaks)


class SecondOfficerNeeded(Refused):
    """A second, different officer has to confirm."""

    def __init__(self, act: str) -> None:
        super().__init__(f"{act} needs a second officer")
        self.act = act
