"""Role by page by export while the review is blind, and for who is recused: every cell, counters and means included.

Two worlds differ in nothing but what a person must not know. What she is shown has to be the same in both, letter by
letter; whatever leaks, by whatever way, makes them differ.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from assistant.domain.blind import MASK, masked
from assistant.domain.difference_note import DifferenceNote
from assistant.domain.link import Idea, Relation, Side
from assistant.domain.person import Person, Role
from assistant.domain.review import Assignment, Phase
from assistant.domain.similarity import SentencePair
from assistant.errors import Refused
from assistant.services.annotating import Annotating
from tests.review import CHOI, HAN, JUNG, KIM, LEE, OH, PARK, SIM, Desk, desk_over

BOTH = Person("p-5-both", "겸운영", "기획과", frozenset({Role.ORGANISER, Role.REVIEWER}))
IDLE = Person("p-9-idle", "무배정", "총무과", frozenset({Role.REVIEWER}))
STRANGER = Person("p-stranger", "남제안", "공원과", frozenset({Role.AUTHOR}))
ROLES = {
    "assigned reviewer": PARK,
    "recused reviewer": HAN,
    "reviewer linked by her own": CHOI,
    "reviewer of the author's department": JUNG,
    "reviewer without this proposal": IDLE,
    "organiser": OH,
    "officer": SIM,
    "organiser who reviews": BOTH,
    "another author": STRANGER,
}
REVIEWERS = frozenset(name for name, person in ROLES.items() if Role.REVIEWER in person.roles)
OVERSEERS = frozenset({"organiser", "officer", "organiser who reviews"})
JUDGES = REVIEWERS | {"organiser"}
OPENS = frozenset({"assigned reviewer"}) | OVERSEERS
KEY = "secret"


def sheets(content: bytes, form: str) -> str:
    """An export as text."""
    if form != "xlsx":
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str([cell.value for cell in row]) for row in book.active.iter_rows())  # type: ignore[union-attr]


def _annotating(desk: Desk) -> Annotating:
    """With evidence that gives away both texts in full."""
    return Annotating(
        desk.database, desk.criteria, lambda hers, theirs: [SentencePair(hers.whole(), theirs.whole(), 1.0)]
    )


Surface = Callable[[Desk, Person], object]
SURFACES: dict[str, tuple[Surface, frozenset[str]]] = {
    "list": (lambda d, p: d.reviewing.mine(p), REVIEWERS),
    "today's share": (lambda d, p: d.reviewing.share(p), REVIEWERS),
    "titles to link": (lambda d, p: d.reviewing.titles(p), JUDGES),
    "sheet": (lambda d, p: d.reviewing.open(p, KEY), OPENS),
    "difference notes": (lambda d, p: _annotating(d).notes(p, KEY), OPENS),
    "sentences like her source's": (lambda d, p: _annotating(d).matching(p, KEY, "A-OLD"), OPENS),
    "links": (lambda d, p: d.linking.of(p, KEY), JUDGES),
    "group": (lambda d, p: d.linking.group_of(p, KEY), JUDGES),
    "groups": (lambda d, p: d.linking.groups(p), JUDGES),
    "verdicts": (lambda d, p: d.judging.of(p, KEY), OPENS - {"officer"}),
    "progress": (lambda d, p: d.convening.progress(p), OVERSEERS),
    "board": (lambda d, p: d.convening.board(p), OVERSEERS),
    "panel": (lambda d, p: d.convening.panel(p, KEY), OVERSEERS),
    "disagreements": (lambda d, p: d.convening.disagreements(p), OVERSEERS),
    "notices": (lambda d, p: d.notifying.mine(p), frozenset(ROLES)),
    "questions of hers": (lambda d, p: d.asking.mine(p, KEY), frozenset()),
    "decision": (lambda d, p: d.objecting.decision(p, KEY), frozenset()),
    "objections of hers": (lambda d, p: d.objecting.mine(p, KEY), frozenset()),
    "shortlist": (lambda d, p: d.shortlisting.lists(p), frozenset()),
    "changes": (lambda d, p: d.shortlisting.changes(p), OVERSEERS),
    "name in the shortlist": (lambda d, p: d.shortlisting.name_of(p, KEY), OVERSEERS),
    "objections": (lambda d, p: d.objecting.all(p), OVERSEERS),
    "package": (lambda d, p: d.sealing.package(p), OVERSEERS),
    **{
        f"own sheets as {form}": (lambda d, p, form=form: sheets(d.exporting.mine(p, form), form), REVIEWERS)
        for form in ("csv", "xlsx", "json")
    },  # type: ignore[dict-item]
    **{
        f"board as {form}": (lambda d, p, form=form: sheets(d.exporting.board(p, form), form), OVERSEERS)
        for form in ("csv", "xlsx", "json")
    },  # type: ignore[dict-item]
}


def world(folder: Path, *, author: Person = KIM, second: Person = LEE, other_score: int = 9) -> Iterator[Desk]:
    """A blind review under way: KEY is by `author` and `second`; IDLE's place on its panel has scored `other_score`."""
    with desk_over(folder) as desk:
        with desk.database.write() as records:
            for person in (author, second, BOTH, IDLE, STRANGER):
                records.people.put(person)
        told = f"{author.department} {author.name} 주무관과 {second.name}이(가) 냈습니다."
        desk.hand_in(KEY, author, co=(second,), problem=told, video=f"https://tube.example/{author.name}")
        desk.hand_in("plain", STRANGER)
        with desk.database.write() as records:
            note = DifferenceNote(KEY, "A-OLD", f"{author.department}의 {author.name}만 합니다.", author.id, desk.at)
            records.difference_notes.put(note)
        desk.hand_in("hers", CHOI)
        desk.linking.judge(PARK, KEY, Idea(Side.PROPOSAL, "hers"), Relation.RELATED, "주제가 같습니다.")
        with desk.database.write() as records:
            for reviewer in (PARK, HAN, CHOI, EXTRA):  # a reviewer of the author's department is never assigned
                records.people.put(reviewer)
                records.reviews.assign([_assigned(desk, KEY, reviewer)])
            for reviewer in (PARK, HAN, BOTH, IDLE):
                records.reviews.assign([_assigned(desk, "plain", reviewer)])
        desk.convening.go_on(OH, Phase.BLIND)
        desk.score(EXTRA, KEY, other_score)
        desk.score(HAN, "plain", 4)
        desk.reviewing.declare(HAN, KEY, "친분이 있습니다.")
        asked = desk.asking.ask(PARK, KEY, "누가 합니까?", desk.at + timedelta(days=1))
        desk.asking.answer(author, asked.id, f"{author.department}에서 {author.name}이(가) 합니다.")
        yield desk


EXTRA = Person("p-8-extra", "덧심사", "인사과", frozenset({Role.REVIEWER}))


def _assigned(desk: Desk, key: str, reviewer: Person) -> Assignment:
    return Assignment(key, reviewer.id, desk.at, OH.id)


def seen(desk: Desk, person: Person, surface: Surface) -> str:
    """What the person is shown, or how she is refused."""
    try:
        return repr(surface(desk, person))
    except Refused as refused:
        return f"refused: {type(refused).__name__}"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    yield from world(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same review of a proposal by two other people of other departments."""
    author = replace(KIM, name="황바꿈", department="하수관리과")
    yield from world(
        tmp_path_factory.mktemp("others"), author=author, second=replace(LEE, name="구다름", department="세무과")
    )


@pytest.fixture(scope="module")
def rescored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same review, but the other reviewer gave another score."""
    yield from world(tmp_path_factory.mktemp("rescored"), other_score=2)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_what_while_the_review_is_blind(plain: Desk, role: str, surface: str) -> None:
    show, allowed = SURFACES[surface]
    assert seen(plain, ROLES[role], show).startswith("refused") is (role not in allowed)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "reviewer of the author's department"])
def test_who_wrote_it_changes_nothing_anybody_is_shown(plain: Desk, others: Desk, role: str, surface: str) -> None:
    show = SURFACES[surface][0]
    shown = seen(plain, ROLES[role], show)
    assert shown == seen(others, ROLES[role], show)
    for secret in (KIM.name, LEE.name, KIM.department, LEE.department, KIM.id, LEE.id, "tube.example"):
        assert secret not in shown


@pytest.mark.parametrize("surface", SURFACES)
def test_a_reviewer_of_the_authors_department_never_meets_the_proposal(plain: Desk, surface: str) -> None:
    shown = seen(plain, JUNG, SURFACES[surface][0])
    assert KIM.name not in shown
    assert KIM.department not in shown
    if surface not in {"titles to link", "links", "group", "groups"}:
        assert KEY not in shown


MAY_SEE_SCORES = frozenset({"organiser", "officer"})


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("role", sorted(ROLES.keys() - MAY_SEE_SCORES))
def test_anothers_score_changes_nothing_for_whom_it_is_hidden(
    plain: Desk, rescored: Desk, role: str, surface: str
) -> None:
    show = SURFACES[surface][0]
    assert seen(plain, ROLES[role], show) == seen(rescored, ROLES[role], show)


@pytest.mark.parametrize("role", sorted(MAY_SEE_SCORES))
def test_who_runs_the_review_without_scoring_sees_the_means(plain: Desk, rescored: Desk, role: str) -> None:
    show = SURFACES["board"][0]
    assert seen(plain, ROLES[role], show) != seen(rescored, ROLES[role], show)


ACTS: dict[str, Callable[[Desk, Person], object]] = {
    "score": lambda d, p: d.score(p, KEY, 5),
    "abstain": lambda d, p: d.reviewing.abstain(p, KEY, "사유"),
    "declare": lambda d, p: d.reviewing.declare(p, KEY, "사유"),
    "confirm the track": lambda d, p: d.reviewing.confirm_track(p, KEY, "internal_process"),
    "ask": lambda d, p: d.asking.ask(p, KEY, "질문", d.at + timedelta(days=1)),
    "verdict": lambda d, p: d.judging.record(p, KEY, "is_a_proposal", "사유"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "role",
    ["recused reviewer", "reviewer linked by her own", "reviewer of the author's department",
     "reviewer without this proposal", "another author"],
)  # fmt: skip
def test_who_is_recused_or_has_no_part_in_it_can_do_nothing_to_it(plain: Desk, role: str, act: str) -> None:
    with plain.database.read() as records:
        before = (records.journal.of(KEY), records.reviews.all(), records.reviews.recusals())
    with pytest.raises(Refused):
        ACTS[act](plain, ROLES[role])
    with plain.database.read() as records:
        assert (records.journal.of(KEY), records.reviews.all(), records.reviews.recusals()) == before


def test_names_are_covered_however_they_are_spaced_cased_or_composed() -> None:
    names = ["김제안(예시)", "김제안", "디지털정책과", "AI Lab"]
    for text in ("김 제안이", "디지털 정책과의", "ai  LAB", unicodedata.normalize("NFD", "김제안"), "김제안(예시)"):
        assert MASK in masked(text, names)
    assert masked("그대로 둡니다", names) == "그대로 둡니다"
    assert masked("그대로", []) == "그대로"
