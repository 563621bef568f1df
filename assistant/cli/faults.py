"""What a person at a terminal reads when something is refused: a sentence that says what to do."""

from __future__ import annotations

from assistant import errors, errors_doors, errors_keeping

_REFUSED = {
    "not_a_backup": "백업 파일이 아닙니다. assistant backup으로 만든 파일을 지정해 주십시오.",
    "cut": "백업 파일이 잘렸거나 상했습니다. 다른 백업을 써 주십시오.",
    "altered": "백업이 만든 그대로가 아닙니다({detail}). 아무것도 바꾸지 않았습니다. 다른 백업을 써 주십시오.",
    "newer": "이 프로그램이 모르는 판의 백업입니다. 프로그램을 그 백업을 만든 판 이상으로 올린 뒤 다시 해 주십시오.",
    "other": "적어 주신 지문의 백업이 아닙니다. 파일과 지문을 확인해 주십시오.",
    "chain": "백업 안의 사슬이 끊어져 있습니다({detail}). 아무것도 바꾸지 않았습니다. 더 이른 백업을 써 주십시오.",
}
"""By `BackupRefused.reason`."""


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
        case errors_keeping.InstallationNotEmpty():
            return [
                f"비어 있지 않은 설치입니다({fault.table}에 자료가 있습니다). "
                "새 자료 폴더나 새 데이터베이스를 지정해 주십시오."
            ]
        case errors_keeping.BackupRefused():
            return [_REFUSED[fault.reason].format(detail=fault.detail)]
        case errors.StorageUnavailable(kind="read_only"):
            return ["데이터베이스에 쓸 수 없습니다(읽기 전용). 파일의 권한과 DATABASE_URL의 계정을 확인해 주십시오."]
        case errors.StorageUnavailable(kind="full"):
            return ["디스크가 가득 찼습니다. 공간을 비운 뒤 다시 해 주십시오. 저장된 자료는 그대로입니다."]
        case errors.StorageUnavailable():
            return [f"데이터베이스를 쓸 수 없습니다. {fault} 위치, 권한, 남은 공간을 확인해 주십시오."]
        case errors.AdvisorFailed():
            return [f"언어 모델이 쓸 수 있는 답을 주지 않았습니다({fault}). 주소와 키를 확인해 주십시오."]
        case errors.TooFewJudgements():
            return [
                f"심사위원이 판단한 짝이 {fault.found}건뿐입니다. {fault.needed}건부터 다시 맞출 수 있습니다. "
                "지금까지의 보정표를 그대로 씁니다."
            ]
        case errors_doors.LastOrganiser():
            return ["마지막 운영자의 역할은 거둘 수 없습니다. 먼저 다른 사람을 운영자로 정하십시오."]
        case errors.NotFound():
            return [f"찾을 수 없습니다: {fault.kind} {fault.key}"]
        case _:
            return [str(fault)]
