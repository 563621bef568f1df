"""Drafts and tracks for the advisors' tests, written for them."""

from __future__ import annotations

from assistant.domain.advice import Near
from assistant.domain.archive import Outcome
from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair
from assistant.domain.track import Track

TRACKS = (
    Track(
        "internal_process",
        {"ko": "내부 프로세스 개선", "en": "Internal process"},
        {"ko": "직원이 일하는 방식을 고치는 제안입니다."},
        (
            "직원이 보고서와 공문서 초안을 쓰는 시간을 인공지능으로 줄인다.",
            "부서마다 흩어진 내부 자료를 모아 엑셀 작업을 자동으로 처리한다.",
            "법령과 업무 지침을 담당 공무원이 바로 찾아보는 도구를 만든다.",
            "인사와 당직, 물품 관리처럼 조직 안의 반복되는 일을 덜어 준다.",
        ),
    ),
    Track(
        "citizen_service",
        {"ko": "대시민 서비스 개선", "en": "Citizen service"},
        {"ko": "시민이 직접 쓰는 서비스를 고치는 제안입니다."},
        (
            "홀로 사는 어르신의 안부를 확인하고 돌봄을 제공한다.",
            "시민이 버스와 지하철을 더 편하고 안전하게 타도록 안내한다.",
            "주민이 공원과 도서관을 쉽게 예약하고 즐길 수 있게 한다.",
            "골목의 위험을 빨리 알아내 시민의 안전을 지킨다.",
        ),
    ),
)

COLLECTING = Content(
    title="부서 서식을 한 표로 모으는 도우미",
    problem="부서마다 엑셀 자료를 손으로 모으느라 일주일에 6시간이 든다. 서식이 달라 숫자가 자주 틀린다.",
    idea="인공지능이 서식을 읽어 담당자에게 한 표로 보여 준다. 틀린 칸은 색으로 알려 주어 직원이 확인한다.",
    effect="직원이 자료를 모으는 시간이 줄고 보고 숫자가 정확해진다.",
)
"""An idea for staff."""

BUS_STOP = Content(
    title="정류장에서 어르신께 버스 번호를 읽어 주기",
    problem="눈이 어두운 어르신과 시각장애인은 어떤 버스가 왔는지 알기 어렵다. 추운 정류장에서 오래 기다린다.",
    idea="정류장에 버스가 들어오면 번호와 가는 곳을 소리로 알려 준다. 휴대전화로도 들을 수 있게 한다.",
    effect="시민이 버스를 안전하게 탈 수 있고 보호자의 걱정이 줄어든다.",
)
"""An idea for citizens."""

PAST = Near(
    "A-1",
    Content(title="서식 모으기", body="엑셀 자료를 모으는 일을 자동으로 한다. 담당자가 한 번에 내려받는다."),
    Outcome.ADOPTED,
    (
        SentencePair(
            "부서마다 엑셀 자료를 손으로 모으느라 일주일에 6시간이 든다.", "엑셀 자료를 모으는 일을 자동으로 한다.", 0.8
        ),
    ),
)
"""A past idea like COLLECTING."""
