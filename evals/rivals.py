"""What the advice has to beat to be called intelligent: counting key words, and letters with a logistic regression."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from assistant.domain.proposal import Content
from assistant.domain.text import plain
from assistant.domain.track import UNDECIDED

KEYWORDS = {
    "internal_process": (
        "직원 담당자 공무원 부서 업무 보고서 공문 결재 문서 행정 내부 예산 계약 엑셀 취합 감사 규정"
        " 인수인계 회의록 서류"
    ),
    "citizen_service": (
        "시민 주민 어르신 아이 청년 장애인 외국인 이용자 안전 돌봄 복지 교통 버스 지하철 공원 도서관"
        " 관광 문화 동네 편의"
    ),
}


def by_keywords(content: Content) -> str:
    """The track more of whose words occur."""
    text = plain(content.whole())
    counts = {code: sum(text.count(word) for word in words.split()) for code, words in KEYWORDS.items()}
    best = max(counts, key=counts.__getitem__)
    return UNDECIDED if list(counts.values()).count(counts[best]) > 1 else best


def by_letters(contents: Sequence[Content], tracks: Sequence[str]) -> Callable[[Content], str]:
    """TF-IDF of character 2-4-grams and logistic regression, trained on these."""
    pipe = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        LogisticRegression(class_weight="balanced", C=10, max_iter=1000),
    )
    pipe.fit([content.whole() for content in contents], list(tracks))
    return lambda content: str(pipe.predict([content.whole()])[0])
