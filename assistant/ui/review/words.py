"""The words for relations, phases, standings and what people are told."""

from __future__ import annotations

from fractions import Fraction

from assistant.domain.blind import Shown
from assistant.domain.notice import Notice
from assistant.domain.review import Phase, State
from assistant.domain.shortlist import Standing, Why
from assistant.ui.contest.news import contest_news, contest_reasons
from assistant.ui.text import language, mark, say
from assistant.wiring import Application

PHASES = {
    Phase.PREPARING: mark("Being prepared"),
    Phase.BLIND: mark("Blind review"),
    Phase.OPEN: mark("Review with names"),
    Phase.CLOSED: mark("Review closed"),
}
STATES = {State.SCORED: mark("Scored"), State.ABSTAINED: mark("Abstained")}
STANDINGS = {
    Standing.IN: mark("Finalist"),
    Standing.OUT: mark("Not a finalist"),
    Standing.TIED: mark("Tied: to be decided"),
}
STANDING_TONES = {Standing.IN: "good", Standing.OUT: "quiet", Standing.TIED: "warm"}
WHYS = {
    Why.BY_RULE: mark("Among the best mean scores of its track"),
    Why.BELOW: mark("Below the number of finalists of its track by mean score"),
    Why.TIE: mark("The same score as others at the line"),
    Why.GROUP: mark("Another proposal linked to it stands for both"),
    Why.BARRED: mark("A verdict says that it is not a proposal within the regulation"),
    Why.UNSCORED: mark("Nobody scored it"),
    Why.NO_TRACK: mark("It belongs to no track of the contest"),
    Why.ADDED: mark("Put on by the organiser"),
    Why.REMOVED: mark("Taken off by the organiser"),
    Why.NO_FINALIST: mark("No finalist in this track"),
}
_RELATION_NEWS = {
    ("same", "a"): mark("Your proposal and “{other}” were linked as the same proposal."),
    ("same", "b"): mark("Your proposal and “{other}” were linked as the same proposal."),
    ("part_of", "a"): mark("Your proposal was linked as a part of “{other}”."),
    ("part_of", "b"): mark("“{other}” was linked as a part of your proposal."),
    ("builds_on", "a"): mark("Your proposal was linked as building on “{other}”."),
    ("builds_on", "b"): mark("“{other}” was linked as building on your proposal."),
    ("related", "a"): mark("Your proposal and “{other}” were linked as related."),
    ("related", "b"): mark("Your proposal and “{other}” were linked as related."),
}


def news(notice: Notice) -> str:
    """A notice as a sentence."""
    facts = notice.facts
    match notice.kind:
        case "linked":
            which = (facts["relation"], facts["side"])
            return say(_RELATION_NEWS[which], other=facts["other"])
        case "unlinked":
            return say("The link between your proposal and “{other}” was taken back.", other=facts["other"])
        case "canonical_chosen":
            return say("“{title}” now stands for the linked proposals.", title=facts["title"])
        case "asked":
            return say("The reviewers ask you something about this proposal.")
        case "decided" if facts["outcome"] == "finalist":
            return say("Your proposal is a finalist.")
        case "decided":
            return say("Your proposal is not among the finalists.")
        case "objection_answered" if facts["upheld"] == "true":
            return say("Your objection was upheld.")
        case "objection_answered":
            return say("Your objection was not upheld.")
    return contest_news(notice) or say("There is news about your proposal.")


def because(notice: Notice) -> list[str]:
    """What stands behind a notice, a line each."""
    facts, lines = notice.facts, []
    if "canonical" in facts:
        lines.append(say("Standing for the group: {title}", title=facts["canonical"]))
    if notice.kind == "decided":
        lines.append(say(WHYS[Why(facts["why"])]))
    for name in ("question", "answer", "reason"):
        if facts.get(name):
            lines.append(say("Reason: {reason}", reason=facts[name]) if name == "reason" else facts[name])
    lines += contest_reasons(notice)
    if notice.kind in {"linked", "unlinked"}:
        lines.append(say("Your text, its date and your credit stay as they are."))
    return lines


def score(value: Fraction | None) -> str:
    """A mean as people read it: two decimals, rounded half up for showing only; ranking uses the fraction."""
    if value is None:
        return "–"
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def share(weight: Fraction) -> str:
    """A weight as people read it: in per cent where that is a whole number, else the fraction."""
    percent = weight * 100
    return f"{percent}%" if percent.denominator == 1 else str(weight)


def track_label(app: Application, code: str) -> str:
    """The name of a track, the code where it is none of ours."""
    names = {track.code: track.label(language()) for track in app.tracks}
    return names.get(code, code) if code else say("Not chosen yet")


def headline(shown: Shown) -> str:
    """Receipt and title in one line."""
    return " · ".join(filter(None, (shown.receipt, shown.title.strip() or say("Without a title"))))
