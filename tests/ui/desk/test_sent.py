"""What left for a draft: its author reads every character of it, newest first, however much it was."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from assistant.domain.outgoing import EMBEDDING, Errand, Outgoing, Returned
from assistant.domain.proposal import Content
from assistant.services.spending import PAGE
from assistant.wiring import Application, now
from tests.conftest import KIM


def _page(application: object, proposal_id: str) -> None:
    from assistant.ui.desk.sent import show_sent
    from assistant.ui.desk.state import desk_of
    from assistant.wiring import Application
    from tests.conftest import KIM

    assert isinstance(application, Application)
    show_sent(desk_of(application, KIM, proposal_id))


def _sent(application: Application, count: int) -> AppTest:
    draft = application.drafting.start(KIM, Content(title="가"))
    with application.database.write() as records:
        for number in range(count):
            body = json.dumps({"input": [f"[전화-1]로 온 {number}번째 글"], "model": "m"}, ensure_ascii=False)
            errand = Errand("", draft.id, KIM.id)
            records.outgoing.add(Outgoing(f"o{number}", errand, "http://10.0.0.1/v1", "m", EMBEDDING, body, now()))
            records.outgoing.answer(f"o{number}", Returned("200", "m", "", 7), 0)
    return AppTest.from_function(_page, args=(application, draft.id)).run(timeout=30)


def _texts(page: AppTest) -> list[str]:
    return [code.value.split("\n\n")[0] for code in page.code]


def test_where_nothing_left_it_says_so(application: Application) -> None:
    page = _sent(application, 0)
    assert not page.exception
    assert "나간 적이 없습니다" in page.text[0].value


def test_every_text_is_on_exactly_one_page_and_the_newest_comes_first(application: Application) -> None:
    page = _sent(application, PAGE + 1)
    assert not page.exception
    found = _texts(page)
    assert '{"model": "m"}' in page.code[0].value
    assert any("http://10.0.0.1/v1" in text.value for text in page.text)
    found += _texts(page.button(key="after-left").click().run(timeout=30))
    assert found == [f"[전화-1]로 온 {number}번째 글" for number in reversed(range(PAGE + 1))]
