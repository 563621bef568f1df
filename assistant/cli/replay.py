"""`assistant replay`: a stored answer, for whoever has to account for it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.config import load_settings

if TYPE_CHECKING:
    from assistant.services.replaying import Part


def replay(
    advice: Annotated[str, typer.Argument(help="도움말 번호(화면에서 도움말의 ‘출처’를 누르면 보입니다)")],
) -> None:
    """저장된 도움말을 그대로 다시 보입니다. 모델에 다시 묻지 않습니다."""
    from assistant.groundwork import open_database
    from assistant.services.replaying import replay as read_back

    database = open_database(load_settings())
    try:
        found = read_back(database, advice)
    finally:
        database.close()
    told = {
        "advice": found.advice.id,
        "proposal": found.advice.proposal_id,
        "version": found.advice.version,
        "asked_by": found.advice.asked_by,
        "asked_at": found.advice.asked_at.isoformat(),
        "parts": [_told(part) for part in found.parts],
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _told(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind.value,
        "value": asdict(part.value),
        "origin": asdict(part.origin),
        "requests": [
            {
                "id": entry.sent.id,
                "endpoint": entry.sent.endpoint,
                "sent_at": entry.sent.sent_at.isoformat(),
                "status": entry.returned.status if entry.returned else None,
                "answer": entry.returned.answer if entry.returned else None,
                "cost_micro_won": entry.cost_micro,
            }
            for entry in part.requests
        ],
        "decisions": [
            {"verdict": d.verdict.value, "by": d.decided_by, "at": d.decided_at.isoformat(), "text": d.text}
            for d in part.decisions
        ],
    }
