"""What an author reads of the contest: award or none with place, scores and ballots; the next step of carrying out."""

from __future__ import annotations

import json
from fractions import Fraction

from assistant.domain.decimals import USUAL_DIGITS, decimal
from assistant.domain.implementation import Status
from assistant.domain.notice import Notice
from assistant.services.awarding import AWARDED, NOT_AWARDED
from assistant.services.implementing import FOLLOW_UP
from assistant.ui.contest.words import STATUSES, panel_name
from assistant.ui.text import say


def contest_news(notice: Notice) -> str:
    """The sentence; empty for a notice that is not of the contest."""
    match notice.kind:
        case kind if kind == AWARDED:
            return say("Your proposal won: {award}.", award=notice.facts["award"])
        case kind if kind == NOT_AWARDED:
            return say("Your proposal stood in the final and won no award.")
        case kind if kind == FOLLOW_UP:
            return say("Carrying out: {status}.", status=say(STATUSES[Status(notice.facts["status"])]))
    return ""


def contest_reasons(notice: Notice) -> list[str]:
    """What stands behind it, a line each."""
    facts = notice.facts
    if notice.kind == FOLLOW_UP:
        return [fact for fact in (facts["department"], facts["note"]) if fact]
    if notice.kind not in (AWARDED, NOT_AWARDED):
        return []
    ballots, panels = json.loads(facts["ballots"]), json.loads(facts["panels"])
    lines = [
        say(
            "Place {place} of {of} in its track, total {total}.",
            place=facts["place"],
            of=facts["of"],
            total=_shown(facts["total"]),
        )
    ]
    lines += [
        say(
            "{panel}: {score} from {ballots} ballots",
            panel=panel_name(code),
            score=_shown(score),
            ballots=ballots[code],
        )
        for code, score in panels.items()
    ]
    lines.append(say("All scores, the rules and the ballots to recount stand under “Results”."))
    return lines


def _shown(score: str) -> str:
    value = Fraction(score)
    return decimal(value, USUAL_DIGITS) + (f" ({score})" if value.denominator > 1 else "")
