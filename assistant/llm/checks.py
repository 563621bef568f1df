"""The rules an answer has to keep before anybody sees it.

Law: nothing of an answer is mended. A claim whose sentence does not stand in the draft is dropped and counted; what is
left has to keep every rule, or the whole answer is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.domain.advice import (
    ContentsAdvice,
    Difference,
    DifferenceAdvice,
    Near,
    PitchAdvice,
    Presence,
    RequiredContent,
    Rest,
    TrackAdvice,
    Wish,
)
from assistant.domain.link import Relation
from assistant.domain.proposal import Content
from assistant.domain.text import letters
from assistant.domain.track import UNDECIDED
from assistant.llm import contents
from assistant.llm.answers import Broken, CoachAnswer, DifferenceAnswer, PitchAnswer, TrackAnswer
from assistant.llm.sentences import cut, verbatim
from assistant.llm.wording import korean, levels, strange

PITCH_SHORTEST, PITCH_LONGEST = 80, 200
SHORTER_LONGEST, LONGER_SHORTEST = 130, 130
WHY_LONGEST = 400
QUESTION_LONGEST = 160
TOLD_LONGEST = 220
DECIDED = 50
"""Confidence below which a suggested track is shown as "판단 보류", whatever the model named."""
NONE = "없음"


def check_track(answer: TrackAnswer, codes: Collection[str]) -> TrackAdvice:
    """Raises Broken for an unknown track, a confidence outside 0-100 or an unusable reason."""
    if answer.track not in codes:
        raise Broken("unknown track", "track에는 주어진 코드 가운데 하나만 쓰십시오.")
    if not 0 <= answer.confidence <= 100:
        raise Broken("confidence outside 0-100", "confidence에는 0에서 100 사이의 정수를 쓰십시오.")
    why = korean(answer.why, "why", 5, WHY_LONGEST)
    track = answer.track if answer.confidence >= DECIDED else UNDECIDED
    return TrackAdvice(track, answer.confidence, why)


def check_pitch(answer: PitchAnswer, content: Content, wish: Wish) -> tuple[PitchAdvice, int]:
    """The pitch and how many sentences were dropped. Raises Broken."""
    draft, prose = cut(content), content.prose()
    written = (prose, content.tools, content.needs, content.department)
    kept: list[Rest] = []
    for sentence in answer.sentences:
        text = korean(sentence.text, "pitch 문장", 4, PITCH_LONGEST)
        source = verbatim(sentence.source, draft, prose)
        if source is not None and _shares(text, source):
            kept.append(Rest(text, source))
    if (odd := strange(" ".join(one.text for one in kept), *written)) != "":
        raise Broken(f"a {odd} of the pitch is not in the draft", "초안에 없는 숫자, 이름, 부서, 제품을 쓰지 마십시오.")
    pitch = PitchAdvice(tuple(kept))
    shortest = LONGER_SHORTEST if wish.length > 0 else PITCH_SHORTEST
    longest = SHORTER_LONGEST if wish.length < 0 else PITCH_LONGEST
    korean(pitch.pitch, "근거가 확인된 pitch", shortest, longest)
    if len(kept) > 4:
        raise Broken("more than four sentences", "두세 문장으로 쓰십시오.")
    spoken = levels([one.text for one in kept])
    if len(spoken) > 1 or spoken & {"plain", "noun"} or (wish.is_formal and spoken != {"formal"}):
        raise Broken("mixed speech levels", "모든 문장을 ‘-습니다’로 끝내십시오.")
    return pitch, len(answer.sentences) - len(kept)


def check_coach(answer: CoachAnswer, content: Content) -> tuple[ContentsAdvice, int]:
    """Every required content once; a quotation nobody wrote is dropped and the rule's own finding shown instead."""
    told = {one.name: one for one in answer.contents}
    if set(told) != set(contents.NAMES) or len(answer.contents) != len(contents.NAMES):
        raise Broken("not each content once", "주어진 항목마다 한 번씩, 적힌 이름 그대로 답하십시오.")
    question = korean(answer.question, "question", 5, QUESTION_LONGEST)
    if not question.endswith(("?", "까", "까.", "까요")):
        raise Broken("no question", "question은 물음 한 문장이어야 합니다.")
    draft, prose = cut(content), _all(content)
    by_rule = {one.name: one for one in contents.coach(content).contents}
    found, dropped = [], 0
    for name in contents.NAMES:
        one = told[name]
        if one.presence not in set(Presence):
            raise Broken("unknown presence", "presence에는 present, thin, missing 가운데 하나만 쓰십시오.")
        if one.presence == Presence.MISSING:
            found.append(RequiredContent(name, Presence.MISSING, ""))
        elif (quote := verbatim(one.quote, draft, prose)) is not None:
            found.append(RequiredContent(name, Presence(one.presence), quote))
        else:
            found.append(by_rule[name])
            dropped += 1
    return ContentsAdvice(tuple(found), question), dropped


def check_difference(
    answer: DifferenceAnswer, content: Content, near: Sequence[tuple[str, Near]]
) -> tuple[DifferenceAdvice, int]:
    """Entries whose quotations stand in the draft and in that past idea. Raises Broken where none is left."""
    draft, prose, labelled = cut(content), _all(content), dict(near)
    found: dict[str, Difference] = {}
    for one in answer.items:
        past = labelled.get(one.past)
        if past is None:
            raise Broken("unknown past idea", "past에는 주어진 이름표만 쓰십시오.")
        if one.relation not in set(Relation):
            raise Broken("unknown relation", "relation에는 주어진 다섯 가지 가운데 하나만 쓰십시오.")
        same = korean(one.same, "same", 2, TOLD_LONGEST)
        different = korean(one.different, "different", 2, TOLD_LONGEST)
        theirs_all = _all(past.content)
        mine, theirs = verbatim(one.mine, draft, prose), verbatim(one.theirs, cut(past.content), theirs_all)
        if mine and theirs and not strange(f"{same} {different}", prose, theirs_all) and one.past not in found:
            told = past.id, past.content.title, same, different, mine, theirs
            found[one.past] = Difference(*told, Relation(one.relation))
    if not found:
        raise Broken(
            "no difference with its quotations", "mine은 초안에서, theirs는 그 지난 제안에서 그대로 옮기십시오."
        )
    kept = tuple(found[label] for label, _ in near if label in found)
    return DifferenceAdvice(kept), len(answer.items) - len(kept)


def _all(content: Content) -> str:
    return "\n".join((content.prose(), content.tools, content.needs))


def _shares(text: str, source: str) -> bool:
    """Whether a sentence has at least two pairs of letters in common with the one it claims to rest on."""
    a, b = letters(text), letters(source)
    pairs = {a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)}
    return len(pairs) >= 2
