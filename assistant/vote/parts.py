"""What the pages of a ballot are put together from: a finalist with its field, what lies in the box, hidden fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.paper import tidy_number
from assistant.domain.rules import Form
from assistant.services.voting import Booth, Line
from assistant.vote import words
from assistant.vote.html import Html, both, hidden, join, tag, text
from assistant.vote.words import Both

FEW = 11
"""Up to so many possible scores are shown as buttons; more are typed."""
LONGEST_PITCH = 300


def field(booth: Booth, line: Line, typed: str) -> Html:
    """A finalist with its score: buttons where there are few, a number where there are many."""
    form, name = booth.form, f"s.{line.finalist.id}"
    assert form.minimum is not None
    assert form.maximum is not None
    if form.maximum - form.minimum < FEW:
        options = [str(score) for score in range(form.minimum, form.maximum + 1)]
        picks = [_pick("radio", name, value, text(value), typed == value) for value in options]
        nothing = _pick("radio", name, "", both(words.NO_SCORE), typed == "")
        score = tag("div", *picks, nothing, class_="pick", role="radiogroup", aria_labelledby=f"t{line.finalist.order}")
    else:
        bounds = f"{form.minimum}–{form.maximum}"
        label = tag("label", both(words.SCORE), f" ({bounds})", for_=f"f{line.finalist.order}")
        field = tag(
            "input",
            id=f"f{line.finalist.order}",
            type="number",
            inputmode="numeric",
            name=name,
            min=str(form.minimum),
            max=str(form.maximum),
            step="1",
            value=typed,
            aria_describedby=f"t{line.finalist.order}",
        )
        score = join(label, field)
    return tag("section", head(line), pitch(line), more(line), score)


def choices(booth: Booth, lines: Sequence[Line], typed: Mapping[str, str]) -> list[Html]:
    """One group for each track, with as many choices as the rules allow."""
    most, groups = booth.form.most or 1, []
    for track in dict.fromkeys(line.finalist.track for line in lines):
        picks = []
        for line in (each for each in lines if each.finalist.track == track):
            label = join(tag("span", head(line), pitch(line)))
            picks.append(_pick("checkbox", f"s.{line.finalist.id}", "1", label, typed.get(line.finalist.id) == "1"))
            picks.append(more(line))
        legend = tag("legend", f"{most}편까지 고르십시오 ", tag("span", f"choose up to {most}", lang="en"))
        groups.append(tag("fieldset", legend, tag("div", *picks, class_="pick wide")))
    return groups


def _pick(kind: str, name: str, value: str, label: Html, checked: bool) -> Html:
    return tag("label", tag("input", type=kind, name=name, value=value, checked=checked), label)


def head(line: Line) -> Html:
    """Order, title and department, and whether a paper of the voter covers it."""
    each = line.finalist
    state = tag("span", " (", both(words.CAST_ALREADY), ")") if line.is_cast else Html()
    return join(
        tag("h2", f"{each.order}. {each.title}", state, id=f"t{each.order}"),
        tag("p", each.department, class_="dept") if each.department else Html(),
    )


def pitch(line: Line) -> Html:
    """The approved pitch."""
    said = line.finalist.pitch.text.strip()
    return tag("p", said if len(said) <= LONGEST_PITCH else said[:LONGEST_PITCH] + " …") if said else Html()


def more(line: Line) -> Html:
    """The way to the proposal's own words."""
    return tag(
        "a", both(words.READ), href=f"/vote/read/{line.finalist.order}", aria_describedby=f"t{line.finalist.order}"
    )


def recused(line: Line) -> Html:
    """A finalist the voter has a conflict of interest with."""
    return tag("section", head(line), tag("p", both(words.RECUSED), class_="hint"))


def counting(booth: Booth) -> Html:
    """What lies in the box for this voter."""
    cast = [line for line in booth.lines if line.is_cast]
    listed = [
        join(tag("dt", f"{e.finalist.order}. {e.finalist.title}"), tag("dd", shown(booth, as_typed(e.score))))
        for e in cast
    ]
    inside = tag("dl", *listed) if cast else tag("p", both(words.NOTHING_CAST))
    return tag("section", tag("h2", both(words.COUNTS_NOW)), inside)


def who(booth: Booth) -> Html:
    """The voter's seat, and name on a named panel."""
    return tag("p", both(words.SEAT), ": ", tag("strong", f"{booth.seat} {booth.name}".strip()), class_="dept")


def news() -> Html:
    """Hidden until the script finds that something else was opened."""
    link = tag("a", "새로 열린 투표지 보기", href="/vote")
    return tag("p", link, id="news", class_="note", role="status", hidden=True)


def foot(booth: Booth) -> Html:
    """The voter's latest receipts and the way out."""
    codes = ", ".join(booth.receipts[-3:])
    shown = tag("p", both(words.RECEIPT), f": {codes}", class_="hint") if codes else Html()
    return join(shown, tag("a", both(words.LEAVE), href="/vote/leave"))


def constants(token: str, key: str, papers: str, covers: Sequence[str]) -> list[Html]:
    """What makes a resend the same cast, and which finalists stand on the form."""
    return [hidden("t", token), hidden("key", key), hidden("papers", papers), *(hidden("on", each) for each in covers)]


def box(name: str, label: Both, value: str, **attributes: str) -> Html:
    """A labelled line of text."""
    field = tag(
        "input", id=name, type="text", name=name, value=value, required=True, autocapitalize="characters", **attributes
    )
    return join(tag("label", both(label), for_=name), field)


def shown(booth: Booth, typed: str) -> Html:
    """A score in words."""
    if not typed.strip():
        return both(words.NO_SCORE)
    return text("고름") if booth.form.form is Form.CHOICES else text(f"{tidy_number(typed)}점")


def as_typed(score: int | None) -> str:
    """A score as it would be typed."""
    return "" if score is None else str(score)
