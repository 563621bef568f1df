"""Every operation a person can ask for, by role: the table is the promise, and an operation without a row fails.

Each is called, over real storage, by a person of each role and by one of none. "Nobody" is a person without any role;
who is not signed in at all is no person and reaches no operation (`tests/journeys/test_signing_in.py`).
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest

import assistant.services
from assistant.domain.advice import AdviceKind, Verdict, Wish
from assistant.domain.attachment import Attachment, AttachmentKind
from assistant.domain.cluster import Side as GroupSide
from assistant.domain.cluster import Text
from assistant.domain.link import Idea, Link, Origin, Relation, Side
from assistant.domain.outgoing import Limits
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content, Proposal
from assistant.domain.request import Request
from assistant.errors import NotAllowed, NotFound
from assistant.services import rehearsing
from assistant.services.finding import SimilarIdeas
from assistant.services.rolling import Act
from assistant.wiring import Application
from tests.conftest import KIM, LEE

AUTHOR, REVIEWER, ORGANISER, OFFICER = (frozenset({role}) for role in Role)
EVERYBODY = frozenset(Role)
JUDGES, BROWSERS, OVERSEERS = REVIEWER | ORGANISER, REVIEWER | ORGANISER | OFFICER, ORGANISER | OFFICER
HERS = "hers"
"""Whoever wrote it, in whatever role; for everybody else it does not exist."""
SELF = "self"
"""Anybody, and what comes is her own only."""
HERS_OR_REVIEW = "hers or under review"
"""Her own; else as `require_readable` allows: never a draft."""

AUTHORS_OWN = (
    "advising.ask advising.rewrite_pitch advising.latest advising.wants_own_track advising.name_own_track "
    "advising.decisions advising.decide asking.answer asking.mine attaching.remove attaching.mine drafting.open "
    "drafting.save drafting.versions linking.cite noting.write noting.of objecting.decision objecting.file "
    "objecting.mine spending.what_left spending.what_was_embedded submitting.withdraw taking_in.left taking_in.place "
    "linking.of trashing.throw_away trashing.take_back sharing.authors sharing.ask_in sharing.end"
)
ROWS: tuple[tuple[frozenset[Role] | str, str], ...] = (
    (HERS, AUTHORS_OWN),
    (SELF, "drafting.mine notifying.mine notifying.unread notifying.mark_read trashing.mine"),
    (HERS_OR_REVIEW, "attaching.content"),
    (AUTHOR, "drafting.start submitting.submit attaching.add attaching.add_link taking_in.read taking_in.take"),
    (AUTHOR, "sharing.named"),
    (EVERYBODY, "searching.search searching.browse searching.years searching.get"),
    (AUTHOR | JUDGES, "drafting.find_similar drafting.list_similar drafting.add_evidence"),
    (BROWSERS, "browsing.overview browsing.search browsing.like browsing.nearest browsing.kinship"),
    (BROWSERS, "browsing.views browsing.save_view"),
    (BROWSERS, "clustering.regroup clustering.rename clustering.move clustering.split clustering.merge"),
    (BROWSERS, "titling.start titling.run clustering.changes comparing.compare"),
    (BROWSERS, "annotating.notes annotating.matching asking.ask"),
    (BROWSERS, "attaching.of_review reviewing.open reviewing.declare reviewing.confirm_track"),
    (REVIEWER, "reviewing.mine reviewing.share reviewing.save reviewing.abstain"),
    (JUDGES, "reviewing.titles linking.judge linking.choose_canonical linking.group_of linking.groups"),
    (JUDGES, "linking.take_back judging.record judging.take_back judging.of"),
    (OVERSEERS, "convening.progress convening.board convening.panel convening.disagreements"),
    (ORGANISER, "convening.go_on convening.set_until convening.share_out convening.reopen convening.recuse"),
    (ORGANISER, "convening.unrecuse asking.extend objecting.answer"),
    (OVERSEERS, "objecting.all shortlisting.lists shortlisting.standing shortlisting.name_of shortlisting.changes"),
    (OVERSEERS, "sealing.package"),
    (ORGANISER, "shortlisting.add shortlisting.remove shortlisting.no_finalist shortlisting.take_back"),
    (ORGANISER, "shortlisting.release sealing.prepare"),
    (OFFICER, "sealing.sign"),
    (ORGANISER, "ruling.latest ruling.history ruling.sealed ruling.current ruling.save"),
    (ORGANISER, "rehearsing.rehearse_made rehearsing.rehearse_past"),
    (ORGANISER, "polling.create polling.draw polling.open polling.show closing.close closing.publish"),
    (ORGANISER, "rolling.put rolling.issue staging.start_timer staging.rehearsed_steps staging.reveal"),
    (OVERSEERS, "polling.all polling.hall polling.recused polling.unheard transcribing.outstanding"),
    (OVERSEERS, "closing.count rolling.ask rolling.asked rolling.drop rolling.confirm"),
    (OVERSEERS, "transcribing.read transcribing.sheets"),
    (ORGANISER, "implementing.say spending.limits spending.set_limits spending.today measuring.evaluation"),
    (ORGANISER, "spending.embedded_today"),
    (ORGANISER, "granting.members granting.changes granting.change"),
    # exports: what leaves as a file
    (HERS, "handing_out.mine"),
    (BROWSERS, "handing_out.of_review"),
    (REVIEWER, "exporting.mine"),
    (OVERSEERS, "exporting.board closing.export sealing.file"),
    (ORGANISER, "awarding.certificates"),
)
TABLE = {name: row for row, names in ROWS for name in names.split()}
NO_OPERATIONS = {
    "owning.own": "the rule by which the others decide",
    "docket.conflicts": "part of Docket, which services read inside their own transaction",
    "docket.mine": "the same",
    "docket.require_readable": "the same",
    "docket.may_see_scores": "the same",
    "docket.require_overseer": "the same",
    "pacing.search": "counts, shows nothing",
    "pacing.advise": "counts, shows nothing",
}
NEEDS_A_POLL = frozenset({"closing.count", "closing.export"})
"""Open to everybody once the result is published, so the poll is read before the role is asked for: real polls do that
in `test_closing.py`."""

ROLES: dict[str, Person] = {
    role.value: Person(f"only-{role.value}", "남남", "다른과", frozenset({role})) for role in Role
} | {"nobody": Person("nobody", "남남", "다른과", frozenset())}


def operations() -> Iterator[tuple[str, Callable[..., object]]]:
    """Everything public in `assistant.services` that takes a person."""
    for found in pkgutil.iter_modules(assistant.services.__path__):
        module = importlib.import_module(f"assistant.services.{found.name}")
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
                continue
            inside = vars(thing) if inspect.isclass(thing) else {name: thing}
            for method, function in inside.items():
                if method.startswith("_") or not inspect.isfunction(getattr(function, "__func__", function)):
                    continue
                told = getattr(function, "__func__", function).__annotations__
                if any("Person" in str(kind).split(" | ") for to, kind in told.items() if to != "return"):
                    yield f"{found.name}.{method}", function


OPERATIONS = dict(operations())


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(TABLE) | set(NO_OPERATIONS) == set(OPERATIONS)
    assert not set(TABLE) & set(NO_OPERATIONS)


@dataclass
class World:
    """A proposal of Kim's with everything that hangs on it, and what to pass for each parameter."""

    application: Application
    draft: Proposal
    known: dict[str, object]

    def call(self, operation: str, person: Person) -> object:
        service, method = operation.split(".")
        function = OPERATIONS[operation]
        parts = {service_of(part): part for part in services(self.application)}
        bound = getattr(parts[service], method) if service in parts else getattr(rehearsing, method)
        signature = inspect.signature(function)
        arguments: dict[str, object] = {}
        for name, parameter in signature.parameters.items():
            if name == "self":
                continue
            if "Person" in str(parameter.annotation):
                arguments[name] = person
            elif parameter.default is inspect.Parameter.empty:
                arguments[name] = self.value(name, str(parameter.annotation))
        return bound(**arguments)

    def value(self, name: str, kind: str) -> object:
        if name in self.known:
            return self.known[name]
        if kind in self.known:
            return self.known[kind]
        for start, made in (("str", "x"), ("bytes", b"x"), ("int", 1), ("bool", True), ("Mapping", {})):
            if kind.startswith(start):
                return made
        if kind.startswith(("Sequence", "Iterable", "tuple")):
            return ()
        found = next(
            getattr(module, kind)
            for info in pkgutil.walk_packages(assistant.domain.__path__, "assistant.domain.")
            if hasattr(module := importlib.import_module(info.name), kind)
        )
        assert issubclass(found, Enum), f"what to pass for {name}: {kind}? Add it to `known`."
        return next(iter(found))


def services(parts: object) -> Iterator[object]:
    for field in fields(parts):  # type: ignore[arg-type]
        part = getattr(parts, field.name)
        if type(part).__module__.startswith("assistant.services."):
            yield part
        elif type(part).__module__.startswith("assistant.wiring") and is_dataclass(part):
            yield from services(part)


def service_of(part: object) -> str:
    return type(part).__module__.rsplit(".", 1)[-1]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from assistant.config import load_settings
    from assistant.wiring import build
    from tests.conftest import PAST

    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "CHROMA_URL", "OPENAI_BASE_URL", "OPENAI_MODEL"):
            patch.delenv(name, raising=False)
        patch.setenv("ASSISTANT_DATA_DIR", str(tmp_path_factory.mktemp("matrix") / "data"))
        application = build(load_settings())
    now = datetime.now(UTC)
    with application.database.write() as records:
        for person in (KIM, LEE, *ROLES.values()):
            records.people.put(person)
        records.archive.put_many(PAST)
    application.indexing.catch_up()
    draft = application.drafting.start(KIM, Content(title="안부 전화", problem="가", idea="나", effect="다"))
    advice = application.advising.ask(KIM, draft.id)
    other = application.drafting.start(LEE, Content(title="안부 전화"))
    attachment = Attachment("at1", draft.id, next(iter(AttachmentKind)), "a.pdf", 1, "0" * 64, "", KIM.id, now)
    with application.database.write() as records:
        records.requests.add(Request("rq1", draft.id, KIM.id, now, "?", now + timedelta(days=1)))
        records.attachments.add(attachment)
        ideas = (Idea(Side.PROPOSAL, draft.id), Idea(Side.PROPOSAL, other.id))
        records.links.add(Link("li1", *ideas, Relation.SAME, Origin.REVIEWER, LEE.id, now, "같은 글"))
        seen = records.proposals.get(draft.id)
    known: dict[str, object] = {
        "proposal_id": draft.id,
        "for the trash": application.drafting.start(KIM, Content(title="버릴 초안")).id,
        "advice_id": advice.id,
        "request_id": "rq1",
        "link_id": "li1",
        "Act": Act.REISSUE,
        "attachment": attachment,
        "item_id": "A-CALL",
        "person_id": KIM.id,
        "kind": AdviceKind.PITCH,
        "verdict": Verdict.DISMISSED,
        "wish": Wish(),
        "content": Content(title="x"),
        "bytes": b"x",
        "due_at": now + timedelta(days=1),
        "until": now + timedelta(days=1),
        "other": Idea(Side.ARCHIVE, "A-CALL"),
        "relation": Relation.BUILDS_ON,
        "limits": Limits(),
        "texts": (Text(GroupSide.PROPOSAL, draft.id), Text(GroupSide.PROPOSAL, "none")),
        "expected_version": seen.version,
        "into": None,
        "form": "csv",
        "roles": (),
        "before": (),
        "Rules": None,
        "voters": {"experts": 3},
        "contests": 1,
        "LeftPassage": None,
        "SimilarIdeas": SimilarIdeas((), 0),
    }
    yield World(application, seen, known)
    application.close()


def refused(world: World, operation: str, person: Person) -> str:
    """ "role" or "missing" where it is refused for that, "" for every other outcome."""
    if operation in {"attaching.add", "taking_in.read", "taking_in.take"}:
        world.known["content"] = b"x"
    else:
        world.known["content"] = Content(title="x")
    is_thrown = operation.startswith("trashing.")
    world.known["proposal_id"] = world.known["for the trash"] if is_thrown else world.draft.id
    try:
        world.call(operation, person)
    except NotAllowed:
        return "role"
    except NotFound:
        return "missing"
    except Exception:  # noqa: BLE001 - whatever else is wrong with made-up arguments, it was not refused
        return ""
    return ""


CELLS = [
    (operation, role)
    for operation, row in TABLE.items()
    for role in ROLES
    if isinstance(row, frozenset) and operation not in NEEDS_A_POLL
]


@pytest.mark.parametrize(("operation", "role"), CELLS)
def test_an_operation_is_open_to_its_roles_and_to_no_other(world: World, operation: str, role: str) -> None:
    row = TABLE[operation]
    person = ROLES[role]
    assert (refused(world, operation, person) == "role") is not person.may_act_as(row)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", [name for name, row in TABLE.items() if row == HERS])
def test_what_is_somebodys_own_does_not_exist_for_others_whatever_their_role(
    world: World, operation: str, role: str
) -> None:
    assert refused(world, operation, ROLES[role]) in {"missing", "role"}
    assert refused(world, operation, KIM) != "role"


@pytest.mark.parametrize("operation", ["drafting.open", "advising.latest", "asking.mine", "noting.of", "linking.of"])
def test_its_author_is_let_in_by_the_same_call(world: World, operation: str) -> None:
    world.call(operation, KIM)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", [name for name, row in TABLE.items() if row == SELF])
def test_a_list_of_ones_own_holds_nothing_of_others(world: World, operation: str, role: str) -> None:
    assert KIM.id not in str(world.call(operation, ROLES[role]))
    assert world.draft.id not in str(world.call(operation, ROLES[role]))


@pytest.mark.parametrize("role", ROLES)
def test_an_attachment_of_a_draft_is_its_authors_alone(world: World, role: str) -> None:
    assert refused(world, "attaching.content", ROLES[role]) in {"missing", "role"}
