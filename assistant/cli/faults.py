"""What a person at a terminal reads when something is refused: a sentence that says what to do."""

from __future__ import annotations

from assistant import errors


def sentences(fault: errors.AssistantError) -> list[str]:
    """One line per fault, in Korean."""
    match fault:
        case errors.BadFile():
            return [str(one) for one in fault.faults]
        case errors.ConfigurationError():
            return [f"설정이 올바르지 않습니다. {fault}"]
        case errors.ModelUnavailable():
            return [f"내장 모델을 쓸 수 없습니다. {fault} `make install`로 다시 설치해 주십시오."]
        case errors.EmbeddingFailed():
            return [f"임베딩 서버가 답하지 않았습니다({fault}). EMBEDDING_BASE_URL과 키를 확인해 주십시오."]
        case errors.IndexBusy():
            return [
                "다른 프로그램이 벡터 색인을 쓰고 있습니다. 실행 중인 제안 도우미를 끄고 다시 하거나, "
                "CHROMA_URL로 Chroma 서버를 지정해 주십시오."
            ]
        case errors.IndexUnavailable():
            return [f"벡터 색인에 연결할 수 없습니다({fault}). CHROMA_URL을 확인해 주십시오."]
        case errors.StorageUnavailable():
            return [f"데이터베이스를 쓸 수 없습니다. {fault} 위치, 권한, 남은 공간을 확인해 주십시오."]
        case errors.AdvisorFailed():
            return [f"언어 모델이 쓸 수 있는 답을 주지 않았습니다({fault}). 주소와 키를 확인해 주십시오."]
        case errors.TooFewJudgements():
            return [
                f"심사위원이 판단한 짝이 {fault.found}건뿐입니다. {fault.needed}건부터 다시 맞출 수 있습니다. "
                "지금까지의 보정표를 그대로 씁니다."
            ]
        case errors.NotFound():
            return [f"찾을 수 없습니다: {fault.kind} {fault.key}"]
        case _:
            return [str(fault)]
