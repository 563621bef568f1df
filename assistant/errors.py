"""Every error this application raises on purpose.

A `Refused` is a rule that says no: the person can change something. Everything else is a file, a setting, a model or a
store that fails.

Law: an error carries facts; the sentence a person reads is made in one place (`ui/errors.py`, `cli/errors.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


class AssistantError(Exception):
    """The root: catch this at an edge, nothing wider."""


class Refused(AssistantError):
    """A rule says no."""


class NotAllowed(Refused):
    """The person's role does not permit the act."""

    def __init__(self, act: str) -> None:
        super().__init__(f"not allowed: {act}")
        self.act = act


class NotFound(Refused):
    """There is nothing of that kind under that id."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"no {kind} {key!r}")
        self.kind, self.key = kind, key


class Incomplete(Refused):
    """Required fields are empty."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__("empty: " + ", ".join(fields))
        self.fields = tuple(fields)


class TooLong(Refused):
    """Fields are over their limits; `fields` maps each name to the most characters it may have."""

    def __init__(self, fields: Mapping[str, int]) -> None:
        super().__init__("too long: " + ", ".join(f"{name} (at most {most})" for name, most in fields.items()))
        self.fields = dict(fields)


class DeadlinePassed(Refused):
    """Submissions are closed, or not open yet."""

    def __init__(self, opens_at: datetime, closes_at: datetime) -> None:
        super().__init__(f"submissions are taken from {opens_at.isoformat()} to {closes_at.isoformat()}")
        self.opens_at, self.closes_at = opens_at, closes_at


class StageForbids(Refused):
    """The proposal's stage does not allow the act."""

    def __init__(self, act: str, stage: str) -> None:
        super().__init__(f"{act} is not possible at stage {stage}")
        self.act, self.stage = act, stage


class EditConflict(Refused):
    """Somebody saved a newer version in the meantime; nothing was overwritten."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"version {expected} was expected, {found} is stored")
        self.expected, self.found = expected, found


class MergeCycle(Refused):
    """A link that would make an idea part of, or built on, itself."""

    def __init__(self, a: str, b: str) -> None:
        super().__init__(f"linking {a} to {b} closes a circle")
        self.a, self.b = a, b


class AlreadyJudged(Refused):
    """The pair has a standing judgement; `relation` and whose (`by`, a person's id). It has to be taken back first."""

    def __init__(self, relation: str, by: str) -> None:
        super().__init__(f"already judged {relation} by {by}")
        self.relation, self.by = relation, by


class ReviewRefused(Refused):
    """The state of a review forbids the act; `reason` is one of REASONS."""

    REASONS = (
        "withdrawn",  # the proposal was taken back
        "own",  # the person wrote it, alone or with others
        "recused",  # a conflict of interest
        "not_assigned",
        "not_under_review",  # reviewing has not begun, or is closed
        "under_review",  # reviewing has to be closed first
        "bad_score",
        "abstained",
        "answer_late",
        "answered",
    )

    def __init__(self, reason: str) -> None:
        super().__init__(f"review refused: {reason}")
        self.reason = reason


class ShortlistRefused(Refused):
    """The state of a shortlist or a package forbids the act; `reason` is one of REASONS, `count` how many there are."""

    REASONS = (
        "sealed",  # two officers signed; nothing changes any more
        "under_review",
        "undecided",  # ties at the line that people have to settle
        "not_released",
        "released",
        "objections_open",
        "answered",
        "no_package",
        "pitch_not_approved",
        "empty",
        "unknown_criterion",  # the rules settle ties by a criterion that does not exist
        "full",  # the rules' number of finalists is reached
        "own",  # the person wrote it, alone or with others
        "changed_since",  # what is to be signed is not what is stored
        "unchanged",
    )

    def __init__(self, reason: str, count: int = 0) -> None:
        super().__init__(f"shortlist refused: {reason} ({count})")
        self.reason, self.count = reason, count


class RulesContradict(Refused):
    """Contest rules nobody could count by; `contradictions` are pairs of (path to the key, reason)."""

    def __init__(self, contradictions: Sequence[tuple[tuple[str | int, ...], str]]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, path))}: {reason}" for path, reason in contradictions))
        self.contradictions = tuple(contradictions)


class PackageRefused(Refused):
    """A finalist package that cannot be sealed or voted on; `flaw` is a `domain.package.Flaw`."""

    def __init__(self, flaw: str, finalist: str = "") -> None:
        super().__init__(f"package refused: {flaw}{f' ({finalist})' if finalist else ''}")
        self.flaw, self.finalist = flaw, finalist


class RulesSealed(Refused):
    """A poll is open, or closed and not yet published; its rules may not change."""

    def __init__(self) -> None:
        super().__init__("the rules are sealed while a poll stands on them")


class RehearsalTooLarge(Refused):
    """A rehearsal of more `ballots` than somebody would wait for; `most` are taken."""

    def __init__(self, ballots: int, most: int) -> None:
        super().__init__(f"{ballots} ballots, at most {most}")
        self.ballots, self.most = ballots, most


class FollowUpForbids(Refused):
    """The carrying-out of a finalist cannot go from `before` to `step`; both are `domain.implementation.Status`."""

    def __init__(self, before: str, step: str) -> None:
        super().__init__(f"{step} does not follow {before}")
        self.before, self.step = before, step


class BallotRefused(Refused):
    """The contest's rules forbid this ballot; `reason` is a `domain.ballot.Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"ballot refused: {reason}")
        self.reason = reason


class PanelSilent(Refused):
    """Panels have no ballot for some finalists: never a zero, a person must settle it. Pairs of (panel, finalist)."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__("no ballot: " + ", ".join(f"{panel} for {finalist!r}" for panel, finalist in missing))
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where it stands and what to mend. `line` 0 means the whole file."""

    file: str
    line: int
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.mend}" if self.line else f"{self.file}: {self.mend}"


class TooFewJudgements(Refused):
    """Nothing can be said on so few judged pairs."""

    def __init__(self, found: int, needed: int) -> None:
        super().__init__(f"{found} of {needed}")
        self.found, self.needed = found, needed


class BadFile(AssistantError):
    """A file from outside cannot be taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class ConfigurationError(AssistantError):
    """A setting is missing or wrong; the message names it."""


class ModelUnavailable(AssistantError):
    """The embedded model cannot be used; the message says why in one sentence."""


class AdvisorFailed(AssistantError):
    """A language model gave no usable answer; `reason` is one of REASONS."""

    REASONS = (
        *("timeout", "refused", "unauthorised", "rate_limited", "server_error", "bad_answer", "too_long"),
        "private",  # the text holds personal data that must not leave
        "off",  # the organisation lets no text out, or not to this address
        "over_budget",  # today's limit is used up
        "cancelled",  # the person stopped it
    )

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


class EmbeddingFailed(AssistantError):
    """An embedding endpoint gave no usable answer."""


class TextRefused(EmbeddingFailed):
    """An embedding endpoint answered, and refused what it was sent: the fault may be the text's."""


class GroupingFailed(AssistantError):
    """The process that groups proposals ended without an answer; what stood before still stands."""


class IndexBusy(AssistantError):
    """Another process owns the vector index."""


class IndexUnavailable(AssistantError):
    """The vector index cannot be reached."""


class StorageUnavailable(AssistantError):
    """The database cannot be read or written; `kind` is "gone", "read_only" or "full"."""

    def __init__(self, detail: str, kind: str = "gone") -> None:
        super().__init__(detail)
        self.kind = kind
