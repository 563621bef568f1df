"""The rules of a contest and the ways of counting in plain words, for people who never read a rules file."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assistant.domain.implementation import Status
from assistant.domain.poll import PollState
from assistant.domain.rehearsal import Scaling, Variant
from assistant.domain.rules import Form, GrandPrize, Panel, PanelScore, Rules
from assistant.domain.track import Track
from assistant.ui.text import language, mark, say

STATES = {
    PollState.CREATED: mark("being prepared"),
    PollState.OPEN: mark("under way"),
    PollState.CLOSED: mark("closed"),
    PollState.PUBLISHED: mark("published"),
}
STATUSES = {
    Status.UNDECIDED: mark("Not decided yet"),
    Status.NOT_ADOPTED: mark("Not adopted"),
    Status.PLANNED: mark("Adopted: being planned"),
    Status.UNDER_WAY: mark("Under way"),
    Status.DONE: mark("Carried out"),
    Status.INFEASIBLE: mark("Cannot be carried out"),
}
STATUS_TONES = {
    Status.UNDECIDED: "quiet",
    Status.NOT_ADOPTED: "quiet",
    Status.PLANNED: "warm",
    Status.UNDER_WAY: "live",
    Status.DONE: "good",
    Status.INFEASIBLE: "quiet",
}

PANELS = {"experts": mark("Expert panel"), "staff": mark("Staff panel")}

PANEL_SCORES = {
    PanelScore.MEAN: mark("Mean: of the scores a panel's voters gave the finalist"),
    PanelScore.SUM: mark("Sum: everything a panel gave the finalist; an empty seat or a recusal costs points"),
    PanelScore.SHARE: mark("Share: the finalist's part of everything the panel gave in that track, out of 100"),
}
SCALINGS = {
    Scaling.AS_GIVEN: mark("Scores as given"),
    Scaling.CENTRED: mark("Strict and lenient voters made alike (each voter's own mean taken off)"),
    Scaling.STRETCHED: mark("Each panel stretched to 0–100 in each track"),
    Scaling.PLACES: mark("Only each panel's order in the track counts, not the distance"),
}
GRAND_PRIZES = {
    GrandPrize.REPLACES: mark("The best total of all tracks gets the grand prize instead of its track's award."),
    GrandPrize.ADDS: mark("The best total of all tracks gets the grand prize beside its track's award."),
    GrandPrize.NONE: mark("There is no grand prize."),
}


def panel_name(code: str) -> str:
    """What a panel is called on screen; a code of the organiser's own stays as it is."""
    return say(PANELS[code]) if code in PANELS else code


def track_name(code: str, tracks: Sequence[Track]) -> str:
    """What a track is called on screen."""
    return next((track.label(language()) for track in tracks if track.code == code), code)


def percentage(part: Fraction) -> str:
    """7/10 as "70%"; a weight that is no whole percentage stays a fraction."""
    return f"{part * 100}%" if (part * 100).denominator == 1 else str(part)


def _openness(panel: Panel) -> str:
    return say("ballots carry names") if panel.is_named else say("secret")


def tie_words(order: Sequence[str]) -> str:
    """How ties are settled."""
    if not order:
        return say("Equal totals share the place; nothing settles them.")
    names = ", ".join(map(panel_name, order))
    return say(
        "Equal totals: the higher score of {panels} (in this order) goes first; still equal, they share the place.",
        panels=names,
    )


def rules_in_words(rules: Rules, tracks: Sequence[Track]) -> list[tuple[str, str]]:
    """(what, how) of everything the rules say, in the order of the file."""
    ballot = rules.ballot
    if ballot.form is Form.SCORES:
        paper = say(
            "Each voter gives each finalist a whole number from {low} to {high}.",
            low=ballot.minimum,
            high=ballot.maximum,
        )
    else:
        paper = say("Each voter chooses up to {most} finalists in each track.", most=ballot.most)
    steps = ", ".join(say("{award} {places} places", award=award.name, places=award.places) for award in rules.awards)
    words = [
        (say("Contest"), rules.name or say("Without a name")),
        (
            say("Tracks"),
            ", ".join(
                say("{track}: up to {count} finalists", track=track_name(each.code, tracks), count=each.finalists)
                for each in rules.tracks
            ),
        ),
        (
            say("Panels"),
            ", ".join(
                f"{panel_name(panel.code)} {percentage(panel.weight)} ({_openness(panel)})" for panel in rules.panels
            ),
        ),
        (say("Ballot"), paper),
        (
            say("Changing one's mind"),
            say("A voter may change the scores until closing; the last ballot counts.")
            if ballot.may_change
            else say("What is cast stands; it cannot be changed."),
        ),
        (say("Panel's score"), say(PANEL_SCORES[rules.panel_score])),
        (say("Ties"), tie_words(rules.tie_order)),
        (say("Awards of each track"), steps or say("None")),
        (say("Grand prize"), say(GRAND_PRIZES[rules.grand_prize])),
    ]
    if rules.minimum_total:
        words.append(
            (say("Lowest total for an award"), say("{total}; below it there is no award.", total=rules.minimum_total))
        )
    return words


def variant_words(variant: Variant) -> str:
    """What a variant changes."""
    match variant.changes:
        case "panel_score":
            return say(PANEL_SCORES[variant.panel_score])
        case "scaling":
            return say(SCALINGS[variant.scaling])
        case "ties":
            return tie_words(variant.tie_order)
        case _:
            return say("The rules as they are")
