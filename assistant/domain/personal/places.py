"""Postal addresses: a road or a lot with its number. A road or a quarter by itself is where a proposal takes place.

Law: without a district before it, a road counts only where its name is known, a side street or a flat follows, or an
address is spoken of; for "바로 119에" ends like a road too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.personal.kinds import Found, Kind

_COUNTED = (
    r"(?!\.\d|,\d{3}|\s?(?:원|천|만|억|명|건|개|회|년|월|일간|시간|시 |분|초|%|퍼센트|점|대|장|권|톤|㎞|km|KM|"
    r"m(?![a-z])|미터|킬로|kg|"
    r"차로|차선|단계|구간|곳|군데|배|세|살|층짜리|호선|번 ?버스|번 ?출구|가(?!길|\s?\d)|가역|여|주년|주 |차 |"
    r"위|등|호기))"
)
_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청북|충청남|전라북|전라남|경상북|경상남|충북|충남|"
    r"전북|전남|경북|"
    r"경남|제주)(?:특별시|광역시|특별자치시|특별자치도|시|도)?"
)
_AREA = rf"(?:{_PROVINCE}\s?)?(?:(?<![가-힣])[가-힣]{{1,5}}(?:시|군|구)\s?){{0,2}}(?:[가-힣]{{1,5}}(?:읍|면)\s?)?"
_NOT_AREAS = (
    r"(?!(?:[가-힣]{0,3}(?:인구|연구|요구|도구|친구|기구|입구|출구|항구|창구|복구|야구|축구|농구|촉구|탐구|"
    r"가구|영구|호구|전구|다시|반드시|"
    r"역시|즉시|표시|실시|전시|제시|지시|일시|택시|당시|수시|임시|무시|게시|중시|감시|몹시|응시|하면|으면|되면|"
    r"다면|라면|려면|이면|화면|방면|"
    r"측면|반면|장면|전면|지면|표면|직군|아군)\s))"
)
_AREA_SAID = rf"(?:(?:{_PROVINCE}\s+)?(?:{_NOT_AREAS}[가-힣]{{1,5}}(?:시|군|구|읍|면)\s+){{1,3}}|{_PROVINCE}\s+)"
_ROAD = r"[가-힣A-Za-z]{1,9}(?:\d{1,3})?[가-힣]{0,3}(?:대로|로|길)(?:\s?\d{1,4}(?:번|가|나|다)?[가-힣]?길)?"
_HOUSE = r"\s?(?:지하\s?)?[1-9]\d{0,4}(?:-\d{1,4})?(?:번지|호(?!선))?"
_FLAT = (
    r"(?:\s?,?\s?(?:[가-힣A-Za-z0-9]{1,12}(?:아파트|빌라|오피스텔|맨션|타워|빌딩|빌|캐슬|자이|하우스|주택)\s?)?"
    r"(?:\(?[가-힣0-9]{1,5}동\)?\s?,?\s?)?(?:제?\d{1,4}동\s?)?(?:지하\s?)?(?:\d{1,3}층\s?)?(?:제?[A-Z]?\d{1,4}호)?)"
)
_WITH_FLAT = (
    r"\s?,?\s?(?:[가-힣A-Za-z0-9]{1,12}(?:아파트|빌라|오피스텔|맨션|타워|빌딩|빌|"
    r"주택)\s?)?(?:\d{1,4}동\s?\d{1,4}호|\d{1,3}층|\d{2,4}호(?!선))"
)
_ROADS_BY_NAME = """
세종대로 테헤란로 강남대로 올림픽로 종로 을지로 퇴계로 통일로 한강대로 천호대로 남부순환로 동일로 도봉로
양재대로 마포대로 여의대로 국회대로 언주로 논현로 봉은사로 학동로 도산대로 압구정로 선릉로 삼성로 영동대로
송파대로 백제고분로 위례성대로 강동대로 아차산로 능동로 광나루로 자양로 뚝섬로 왕십리로 고산자로 청계천로
마장로 답십리로 전농로 망우로 노원로 한글비석로 덕릉로 노해로 방학로 삼양로 솔샘로 정릉로 보국문로 성북로
동소문로 창경궁로 대학로 율곡로 사직로 자하문로 새문안로 연희로 신촌로 서강로 독막로 토정로 월드컵로 양화로
성산로 증산로 가좌로 은평로 불광로 연서로 공항대로 화곡로 강서로 등촌로 양천로 오목로 목동동로 신월로 가마산로
구로중앙로 디지털로 시흥대로 독산로 벚꽃로 신길로 영등포로 당산로 선유로 여의대방로 여의공원로 노량진로 상도로
사당로 동작대로 흑석로 관악로 신림로 난곡로 봉천로 서초대로 반포대로 사평대로 신반포로 방배로 효령로 바우뫼로
무교로 남대문로 소공로 명동길 다산로 동호로 장충단로 이태원로 녹사평대로 서빙고로 원효로 백범로 청파로
만리재로 충정로 서소문로 덕수궁길 정동길 인사동길 삼일대로 북촌로 중앙로 센텀중앙로 해운대로 중앙대로
달구벌대로 경인로 부평대로 무진대로 대덕대로 유성대로 삼산로 번영로 수원천로 정조로 판교로 분당로
"""
_KNOWN = "|".join(_ROADS_BY_NAME.split())
_SPOKEN = r"(?:주소|거주지|자택|소재지|사는 곳|배송지|본적|등록지|우편물|집)[^\n.!?]{0,14}?"
_NOT_ROADS = re.compile(
    r"(?:으로|별로|도로|산책로|등산로|활주로|통로|차로|마음대로|순서대로|차례로|계획대로|예정대로|기준대로)$|"
    r"^(?:바로|서로|주로|새로|따로|대로|실제로|추가로|스스로|함부로|대체로|수시로|때로|홀로|그대로|제대로|"
    r"절대로|최대로|날로|임의로|"
    r"멋대로|진짜로|자체로|단위로|위주로|아래로|뒤로|하루로|경로|진로|선로|기로|회로|수로|하수로|피로|과로|"
    r"항로|미로|별로|하나로|둘로|"
    r"결과로|무료로|유료로|위로|이대로|그리로|이리로|길|가로|세로|새 길|지름길|출근길|퇴근길|하굣길|등굣길|"
    r"골목길|산길|둘레길|뒤로|앞길)$"
)
_NOT_QUARTERS = re.compile(
    r"(?:활동|행동|이동|자동|운동|노동|아동|공동|작동|변동|연동|감동|협동|출동|수동|부동|진동|유동|가동|시동|"
    r"구동|충동|소동|반동|"
    r"처리|관리|정리|분리|수리|거리|자리|머리|우리|심리|권리|편리|논리|원리|유리|달리|빨리|멀리|미리|관리|대리|"
    r"승리|요리|소리|다리|평가|증가|추가|"
    r"참가|허가|인가|국가|전문가|물가|단가|원가|휴가|여가|누가|시가|결과가)$"
)

_WITH_AREA = re.compile(rf"{_AREA_SAID}(?P<road>{_ROAD}){_HOUSE}(?![\d]){_COUNTED}{_FLAT}")
_KNOWN_ROAD = re.compile(
    rf"{_AREA}(?<![가-힣])(?P<road>(?:{_KNOWN})(?:\s?\d{{1,4}}(?:번|가|나|"
    rf"다)?길)?)\s?(?:지하\s?)?[1-9]\d{{0,4}}(?:-\d{{1,4}})?"
    rf"(?:번지|호(?!선))?(?![\d]|길){_COUNTED}{_FLAT}"
)
_SIDE_STREET = re.compile(
    rf"{_AREA}(?<![가-힣])(?P<road>[가-힣]{{2,9}}(?:대로|로)\s?\d{{1,4}}(?:번|가|나|"
    rf"다)?길)\s?\d{{1,5}}(?:-\d{{1,4}})?(?:번지)?(?![\d]){_COUNTED}{_FLAT}"
)
_ROAD_AND_FLAT = re.compile(rf"{_AREA}(?<![가-힣])(?P<road>{_ROAD})\s?\d{{1,5}}(?:-\d{{1,4}})?{_WITH_FLAT}")
_ROAD_SPOKEN_OF = re.compile(rf"{_SPOKEN}(?P<whole>{_AREA}(?P<road>{_ROAD}){_HOUSE}(?![\d]){_COUNTED}{_FLAT})")
_LOT = re.compile(
    rf"{_AREA}(?<![가-힣])(?P<quarter>[가-힣]{{1,5}}\d?(?:동|리)|"
    rf"[가-힣]{{1,5}}\d가)\s?(?:\d{{1,2}}가\s?)?(?:산\s?)?\d{{1,4}}(?:-\d{{1,4}})?\s?번지{_FLAT}"
)
_LOT_IN_AREA = re.compile(
    rf"{_AREA_SAID}(?P<quarter>[가-힣]{{1,5}}\d{{0,2}}(?:동|리)|"
    rf"[가-힣]{{1,5}}\d가)\s?(?:산\s?)?\d{{1,4}}(?:-\d{{1,4}})?(?:번지)?(?![\d]){_COUNTED}{_FLAT}"
)
_LOT_BARE = re.compile(
    rf"(?<![가-힣])(?P<quarter>[가-힣]{{2,4}}\d?(?:동|리))\s?(?:산\s?)?\d{{1,4}}-\d{{1,4}}(?![\d~]|"
    rf"-\d){_COUNTED}{_FLAT}"
)
_FLAT_ALONE = re.compile(
    rf"(?:{_AREA}(?:[가-힣]{{1,5}}(?:동|로|"
    rf"길)\s?)?[가-힣A-Za-z0-9]{{1,12}}\s?)?(?<!\d)(?:제\s?)?\d{{1,4}}동\s?(?:제\s?)?\d{{1,4}}호(?!선)"
)


def address(text: str) -> Iterator[Found]:
    """Every postal address, with its area before and its flat after it."""
    for pattern in (_WITH_AREA, _KNOWN_ROAD, _SIDE_STREET, _ROAD_AND_FLAT, _ROAD_SPOKEN_OF):
        for found in pattern.finditer(text):
            road = found["road"]
            if pattern in (_SIDE_STREET, _KNOWN_ROAD) or not _NOT_ROADS.search(re.sub(r"\s?\d.*$", "", road)):
                span = found.span("whole") if pattern is _ROAD_SPOKEN_OF else found.span()
                yield _trimmed(text, *span)
    for pattern in (_LOT, _LOT_IN_AREA, _LOT_BARE):
        for found in pattern.finditer(text):
            if not _NOT_QUARTERS.search(re.sub(r"\d+", "", found["quarter"])):
                yield _trimmed(text, *found.span())
    for found in _FLAT_ALONE.finditer(text):
        yield _trimmed(text, *found.span())


def _trimmed(text: str, start: int, end: int) -> Found:
    while end > start and text[end - 1] in " ,(":
        end -= 1
    return Found(Kind.ADDRESS, start, end, text[start:end])
