"""Handing in, and what an author finds when she opens the proposal again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from assistant.domain.proposal import Content
from assistant.wiring import Application
from tests.conftest import KIM

FULL = Content(title="가", problem="나", idea="다", effect="라")


def _page(application: object, proposal_id: str) -> None:
    from assistant.ui.desk.state import desk_of
    from assistant.ui.desk.submission import show_stage, show_submission
    from assistant.wiring import Application
    from tests.conftest import KIM

    assert isinstance(application, Application)
    desk = desk_of(application, KIM, proposal_id)
    show_stage(desk.proposal)
    show_submission(desk)


def _submitted(application: Application) -> str:
    draft = application.drafting.start(KIM, FULL)
    return application.submitting.submit(KIM, draft.id, draft.version).id


def _shown(application: Application, proposal_id: str) -> AppTest:
    page = AppTest.from_function(_page, args=(application, proposal_id)).run(timeout=30)
    assert not page.exception
    return page


def test_a_submitted_proposal_shows_its_receipt_above_the_form_and_below(application: Application) -> None:
    page = _shown(application, _submitted(application))
    above, below = (each.value for each in page.success)
    assert above == below
    assert above.startswith("제출했습니다. 접수번호 ")


def test_a_withdrawn_proposal_says_above_the_form_how_to_go_on(application: Application) -> None:
    submitted = _submitted(application)
    application.submitting.withdraw(KIM, submitted)
    page = _shown(application, submitted)
    assert "이 글로 새로 쓰기" in page.info[0].value
