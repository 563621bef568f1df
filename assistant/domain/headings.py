"""Headings of a proposal's form, as people write them: numbered, bracketed, bulleted, with blanks inside.

Law: a line is a heading only if all of it is one, or it ends its heading with a bracket or a colon.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.document import NOTE_LINE, without_marks

NAMES: Mapping[str, str] = {
    "title": "제목 제안명 제안제목 제안의제목 제안과제명 과제명 사업명 아이디어명 아이디어제목 공모제안명 건명"
    " 제안건명",
    "problem": "현황 문제점 현황및문제점 문제점및현황 현실태 실태 현행 현행실태 현재상황 문제 문제인식 제안배경"
    " 문제정의 배경 추진배경 제안이유 제안동기 제안사유 제안취지 취지 제안목적 목적 추진목적 필요성 제안필요성"
    " 추진필요성 제안의배경 제안의필요성 실태및문제점 업무현황 추진경위 제안개요",
    "idea": "개선방안 개선안 개선내용 개선사항 개선대책 개선책 해결방안 해결책 제안내용 제안의내용 주요내용 세부내용"
    " 주요제안내용 아이디어 아이디어내용 내용 추진방법 추진방안 추진내용 추진계획 추진전략 실행방안 실행방법"
    " 실행계획 실시방법 실시방안 시행방안 시행방법 적용방안 구현방안 구현방법 운영방안 활용방안 ai활용방안"
    " 인공지능활용방안 실현방안 실천방안 제안사항 세부추진방안 세부추진계획 방법 방안 개선방향 추진일정",
    "effect": "기대효과 효과 예상효과 파급효과 개선효과 도입효과 제안효과 성과 기대성과 기대되는효과 예상되는효과"
    " 활용효과 실시효과 시행효과 정량적효과 정성적효과 활용방안및기대효과",
    "tools": "ai도구 활용도구 사용도구 사용ai도구 활용ai도구 사용한ai도구 활용한ai도구 활용ai 사용ai 인공지능도구"
    " 활용기술 ai기술",
    "needs": "필요데이터 필요한데이터 필요자료 필요한자료 활용데이터 사용데이터 데이터 데이터및자료",
    "department": "부서 소속 부서명 소속부서 제안부서 담당부서 소관부서 기관및부서 소속기관 소속및부서",
    "video": "영상 영상링크 동영상 동영상링크 시연영상 시연영상링크 영상주소 동영상주소",
    "pitch": "투표자소개글 소개글 한줄소개 홍보문구 투표자를위한소개 투표자에게소개하는글",
    "": "제안자 성명 직급 직위 직위직급 연락처 전화 전화번호 휴대전화 이메일 전자우편 접수번호 접수일"
    " 접수일자 접수일시 제출일 제출일자 작성일 작성일자 생년월일 주소 분야 공모분야 제안분야 응모분야 "
    " 제안구분 제안유형 참여자 공동제안자 팀명 팀원 그밖의내용 소요예산 예산 소요비용 참고자료 붙임 첨부"
    " 첨부자료 첨부파일 개인정보 저작권",
}
"""Names by field, blanks left out; "" are labels of the form that are no field of a draft."""

GENERIC = frozenset({"제안내용", "내용", "주요내용", "세부내용", "아이디어내용", "제안의내용", "제안사항", "제안개요"})
"""Labels under which a whole proposal may stand, with headings of its own."""

_KNOWN = {name: field for field, names in NAMES.items() for name in names.split()}
_LONGEST = 40
_SIGN = r"[\s□■○●◦◇◆▶▷►※◎•·∙ㆍ▪▫ㅇ❏❍☐☑✓✔→⇒~\-–—*#>]"
_NUMBER = (
    r"(?:\d{1,2}(?:[.-]\d{1,2})*[.)]|\d{1,2}\s|\(\d{1,2}\)|제?\d{1,2}[장절]\s|[가-하][.)]|\([가-하]\)"
    r"|[Ⅰ-ⅿ][.)]?|[IVX]{1,4}[.)]|[①-⑳㉠-㉻❶-❿])"
)
_LEAD = re.compile(rf"(?:{_SIGN}|{_NUMBER})*")
_BRACKETED = re.compile(
    r"([\[【〔<《〈「『(]\s*([^\[\]【】〔〕<>《》〈〉「」『』()]{1,40})\s*[\]】〕>》〉」』)])\s*[:：]?"
)
_COLON = re.compile(r"([^:：\n]{1,40})[:：](?!//)")
_ASIDE = re.compile(r"[(（<\[][^()（）<>\[\]]{0,80}[)）>\]]")
_JOINT = re.compile(r"및|[·,/&ㆍ∙]|\+")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """`field` is "" where the label is no field of a draft; `label` as written, `rest` what follows on the line."""

    field: str
    label: str
    rest: str = ""


def heading_of(line: str) -> Heading | None:
    """The heading a line begins with, or None."""
    text = line.strip()
    if not text or NOTE_LINE.match(text):
        return None
    lead = _LEAD.match(text[:60])
    start = lead.end() if lead else 0
    body = text[start:]
    if (field := label_field(body)) is not None:
        return Heading(field, text)
    if found := _BRACKETED.match(body):
        field = label_field(found[2])
        if field is not None:
            return Heading(field, text[: start + found.end()].strip(), body[found.end() :].strip())
    if found := _COLON.match(body):
        field = label_field(found[1])
        if field is not None:
            return Heading(field, text[: start + found.end()].strip(), body[found.end() :].strip())
    return None


def label_field(label: str) -> str | None:
    """The field a label names, "" for a label that is no field, None for what is no label."""
    if len(label) > 4 * _LONGEST:
        return None
    text = _ASIDE.sub("", without_marks(unicodedata.normalize("NFKC", label)))
    text = text.strip().rstrip(":")
    key = letters_of(text)
    if not key or len(key) > _LONGEST:
        return None
    if key in _KNOWN:
        return _KNOWN[key]
    parts = [letters_of(part) for part in _JOINT.split(text)]
    fields = [_KNOWN.get(part) for part in parts]
    return fields[-1] if len(parts) > 1 and all(fields) else None


def is_generic(label: str) -> bool:
    """Whether a whole proposal may stand under this label."""
    lead = _LEAD.match(label.strip()[:60])
    return letters_of(_ASIDE.sub("", label.strip()[lead.end() if lead else 0 :])) in GENERIC


def letters_of(text: str) -> str:
    """Letters and digits only, lower case."""
    return _SIGNS.sub("", text).casefold()
