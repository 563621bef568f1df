"""What a person at the host's console reads when the competition says no."""

from __future__ import annotations

from assistant import errors as e
from assistant import errors_voting as v
from assistant.domain.package import Flaw
from assistant.domain.paper import Why
from assistant.errors_files import FileRefused
from assistant.ui.refusals_files import file_refusal
from assistant.ui.text import mark, say

PLAIN: dict[type[e.AssistantError], str] = {
    v.PollForbids: mark("The state of the poll does not allow this. Load the page again and look where it stands."),
    v.EntryRefused: mark("This voter cannot come in. The trouble desk can help."),
    v.RollRefused: mark("The roll has faults. Nothing was changed."),
    v.BoxBroken: mark("The box is not as it was filled. Stop here and call the officers; nothing is published."),
    v.SecondOfficerNeeded: mark("A second, different officer has to confirm this."),
}

FLAWS: dict[str, str] = {
    Flaw.NO_FINALISTS: mark("The package has no finalists."),
    Flaw.TWICE: mark("A finalist stands twice in the package."),
    Flaw.EMPTY: mark("A finalist of the package lacks its number, track or title."),
    Flaw.ORDER: mark("The order of presentation in the package has gaps."),
    Flaw.NOT_AS_DRAWN: mark("The order in the package is not the one its seed draws."),
    Flaw.PITCH_NOT_APPROVED: mark("A pitch in the package was approved by nobody."),
    Flaw.NOT_SIGNED: mark("Two officers have to sign the package first."),
    Flaw.SIGNED_SOMETHING_ELSE: mark("The package was changed after it was signed. Have it signed again."),
    Flaw.OTHER_RULES: mark(
        "The package was sealed for other rules than those saved now. Seal it again, or bring the rules back."
    ),
    Flaw.UNKNOWN_TRACK: mark("The package has a track that the rules do not know."),
    Flaw.TOO_MANY: mark("The package has more finalists in a track than the rules allow."),
}

PAPERS: dict[str, str] = {
    Why.NOT_OPEN: mark("Not taken: voting is not open."),
    Why.NOT_YOURS: mark("Not taken: choose whose sheet it is, and a finalist of this poll."),
    Why.RECUSED: mark("Not taken: this voter is recused from a finalist that has a score."),
    Why.NOT_A_NUMBER: mark("Not taken: a score is a whole number."),
    Why.OUT_OF_RANGE: mark("Not taken: a score is out of range."),
    Why.TOO_MANY_CHOICES: mark("Not taken: too many are chosen in a track."),
    Why.NOTHING: mark("Not taken: the sheet is not whole."),
    Why.CHANGED_ELSEWHERE: mark("Not taken: it was changed elsewhere. Load the page again."),
    Why.NO_CHANGE: mark("Not taken: a sheet of this number is in the box already, or the number is empty."),
    Why.NOT_HANDED_OUT: mark("Not taken: more sheets than were handed out. Hand one out at the trouble desk first."),
}


def refusal(error: e.AssistantError) -> str:
    """The sentence in the person's language; empty where the error is none of the competition's."""
    match error:
        case FileRefused():
            return file_refusal(error)
        case v.CastRefused():
            return say(PAPERS[error.why])
        case v.AlreadyCast():
            return say("Seat {seat} has voted already; a second paper must not come from it.", seat=error.seat)
        case e.PackageRefused():
            return say(FLAWS[error.flaw])
        case e.PanelSilent():
            which = ", ".join(f"{panel} – {finalist}" for panel, finalist in error.missing)
            return say("A panel gave no ballot: {which}. People have to settle this; it is never a zero.", which=which)
    return say(PLAIN[type(error)]) if type(error) in PLAIN else ""
