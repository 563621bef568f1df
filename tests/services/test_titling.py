"""Titles for groups by a language model: labelled, bounded, never over a person's name, and no author's name leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import PROJECT
from assistant.domain.cluster import Cluster, Level, Side, Standing, Text
from assistant.domain.outgoing import Limits
from assistant.domain.person import Role
from assistant.domain.reach import Reach
from assistant.errors import AdvisorFailed, NotAllowed
from assistant.llm.chat_model import ChatModel
from assistant.llm.group_titles import GroupTitler, load_group_prompt
from assistant.services.spending import Keeping, Spending
from assistant.services.titling import Titling
from tests.llm.chat_server import Act, ChatServer, Handler, answers, serving
from tests.review import KIM, NINE, OH, PARK, Desk, desk_over

TITLE = "심야 버스 노선 늘리기"


def says(title: str) -> Act:
    """An act of the scripted endpoint: this title."""
    return answers(json.dumps({"title": title}))


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two groups of two proposals each, the first with names in its titles."""
    with desk_over(tmp_path) as desk:
        titles = ("심야 버스를 늘리자는 김제안의 생각", "디지털정책과 심야 버스 노선", "수소 충전소", "충전소 확대")
        for number, title in enumerate(titles):
            desk.hand_in(f"p{number}", KIM, title=title)
        with desk.database.write() as records:
            groups = [
                Cluster("G1", Level.IDEA, desk.at, terms=("심야", "버스", "노선")),
                Cluster("G2", Level.IDEA, desk.at, terms=("수소", "충전소")),
            ]
            records.clusters.put(groups)
            placed = {Text(Side.PROPOSAL, f"p{n}"): Standing(idea="G1" if n < 2 else "G2") for n in range(4)}
            records.clusters.stand(placed, desk.at)
        yield desk


def titling(desk: Desk, server: ChatServer) -> Titling:
    model = ChatModel(server.url, "a-model", "key", reach=Reach.INTERNAL)
    prompt = load_group_prompt(PROJECT / "prompts")
    return Titling(desk.database, GroupTitler(model, prompt, Keeping(desk.database, desk.now)), desk.now)


def labels(desk: Desk) -> dict[str, tuple[str, str]]:
    with desk.database.read() as records:
        return {each.id: (each.label(), each.titled_by) for each in records.clusters.standing().values()}


def test_a_group_gets_a_title_that_says_which_model_gave_it(desk: Desk, server: ChatServer) -> None:
    server.script = [says(TITLE), says("수소 충전소 늘리기")]
    assert titling(desk, server).run(PARK) == 2
    assert labels(desk) == {"G1": (TITLE, "served-model-7"), "G2": ("수소 충전소 늘리기", "served-model-7")}
    assert desk.acts("G1") == ["title_cluster"]


def test_no_name_of_an_author_leaves_and_every_request_is_written_down(desk: Desk, server: ChatServer) -> None:
    server.script = [says(TITLE), says("수소 충전소 늘리기")]
    titling(desk, server).run(PARK)
    sent = "".join(server.raw)
    assert "심야 버스" in sent
    assert KIM.name not in sent
    assert KIM.department not in sent
    assert Spending(desk.database, desk.now).today(OH).tokens == 240


def test_a_persons_name_is_never_overwritten_whenever_it_came(desk: Desk, server: ChatServer) -> None:
    def named_meanwhile(handler: Handler) -> None:
        with desk.database.write() as records:
            records.clusters.change("G1", 1, name="우리가 붙인 이름", named_by=OH.id, named_at=desk.at)
        says(TITLE)(handler)

    server.script = [named_meanwhile, says("수소 충전소 늘리기")]
    assert titling(desk, server).run(PARK) == 1
    assert labels(desk)["G1"] == ("우리가 붙인 이름", "")
    asked = len(server.requests)
    assert titling(desk, server).run(PARK) == 0
    assert len(server.requests) == asked


@pytest.mark.parametrize(
    "bad",
    [
        "Night bus",
        "심야 버스 12개 노선",
        "[이름-1]의 심야 버스",
        "심야 버스를 늘리자!",
        "가" * 40,
        "버스",
        "<b>심야 버스</b>",
    ],
)
def test_an_answer_that_breaks_a_rule_leaves_the_key_terms(desk: Desk, server: ChatServer, bad: str) -> None:
    server.script = [says(bad), says("수소 충전소 늘리기")]
    assert titling(desk, server).run(PARK) == 1
    assert labels(desk)["G1"] == ("심야 · 버스 · 노선", "")


def test_at_the_days_limit_nothing_is_sent_and_the_key_terms_stay(desk: Desk, server: ChatServer) -> None:
    Spending(desk.database, desk.now).set_limits(OH, Limits(most_tokens=0))
    with pytest.raises(AdvisorFailed, match="over_budget"):
        titling(desk, server).run(PARK)
    assert server.requests == []
    assert labels(desk)["G2"] == ("수소 · 충전소", "")


def test_without_an_endpoint_there_is_nothing_to_start_and_authors_may_not(desk: Desk, server: ChatServer) -> None:
    assert not Titling(desk.database, None, desk.now).start(PARK)
    with pytest.raises(NotAllowed):
        titling(desk, server).start(KIM)
    assert Role.REVIEWER in PARK.roles


def test_a_run_beside_the_page_says_how_it_ended(desk: Desk, server: ChatServer) -> None:
    server.script = [says(TITLE), says("수소 충전소 늘리기")]
    service = titling(desk, server)
    assert service.start(PARK)
    for thread in threading.enumerate():
        if thread.name == "titling":
            thread.join(timeout=30)
    assert (service.state().is_running, service.state().titled) == (False, 2)


def test_a_title_goes_with_the_terms_it_was_made_for() -> None:
    old = Cluster("G1", Level.IDEA, NINE, terms=("심야", "버스"), title=TITLE, titled_by="m")
    assert old.described(("심야", "버스"), "보기").label() == TITLE
    assert old.described(("심야", "택시"), "보기").label() == "심야 · 택시"
