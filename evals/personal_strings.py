"""Strings with personal data, all invented: values of every form, put into sentences with the particle attached.

    python -m evals.personal_strings 400 --seed 7 > evals/data/personal.jsonl

Numbers have right check digits where their form has one; another seed gives other strings of the same kinds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable

from assistant.domain.personal import Kind
from assistant.domain.personal.numbers import luhn

ROADS = [
    "세종대로",
    "테헤란로",
    "통일로",
    "성북로",
    "왕십리로",
    "독막로",
    "올림픽로",
    "디지털로",
    "백제고분로",
    "도산대로",
    "새말로",
    "은행나무로",
    "별빛로",
    "솔밭길",
    "느티나무길",
]
DISTRICTS = ["중구", "종로구", "강남구", "노원구", "마포구", "금천구", "송파구", "은평구", "동작구"]
QUARTERS = ["역삼동", "신림동", "상계동", "망원동", "가산동", "잠실동", "불광동", "사당동", "태평로1가"]
BUILDINGS = ["한빛아파트", "푸른마을아파트", "중앙빌라", "새봄오피스텔", "미래타워"]
LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자하허호배"
FRAMES: dict[Kind, tuple[str, ...]] = {
    Kind.RESIDENT: (
        "주민등록번호는 {}입니다",
        "신청서에 {}를 적게 합니다",
        "{}이라고 쓰인 서류가 남습니다",
        "대장에 {}가 그대로 보입니다",
    ),
    Kind.FOREIGNER: (
        "외국인등록번호 {}로 조회합니다",
        "등록증의 {}를 입력합니다",
        "{}이 화면에 나옵니다",
        "체류자 {}에게 안내합니다",
    ),
    Kind.CARD: (
        "카드번호 {}로 결제합니다",
        "법인카드 {}를 씁니다",
        "영수증에 {}가 찍혀 있습니다",
        "{}의 결제 내역을 봅니다",
    ),
    Kind.ACCOUNT: (
        "국민은행 {}으로 보냅니다",
        "환급 계좌는 {}입니다",
        "농협 {}에 입금합니다",
        "{}(신한)로 이체합니다",
        "계좌번호 {}를 받아 적습니다",
    ),
    Kind.PASSPORT: (
        "여권번호 {}를 확인합니다",
        "여권 {}으로 예약합니다",
        "방문객의 {}가 명단에 있습니다",
        "{}인 사람을 찾습니다",
    ),
    Kind.LICENCE: (
        "운전면허번호 {}를 입력합니다",
        "면허 {}가 확인되어야 합니다",
        "{}으로 조회합니다",
        "기사의 {}를 등록합니다",
    ),
    Kind.EMAIL: (
        "{}로 보내 주십시오",
        "담당자 메일은 {}입니다",
        "{}에게 알림이 갑니다",
        "문의는{}으로 받습니다",
        "({})에 회신합니다",
    ),
    Kind.PHONE: (
        "{}로 전화해 주십시오",
        "연락처 {}입니다",
        "{}에서 안내합니다",
        "어르신이 {}을 누릅니다",
        "문의:{}(평일)",
        "번호가{}이라서",
    ),
    Kind.VEHICLE: (
        "차량 {}가 늘 서 있습니다",
        "{}를 견인했습니다",
        "주차된 {}의 주인을 찾습니다",
        "{}은 등록된 차입니다",
    ),
    Kind.ADDRESS: (
        "{}에 사는 주민입니다",
        "{}로 우편을 보냅니다",
        "저희 집은 {}입니다",
        "{}에서 신고했습니다",
        "{} 거주자가 신청합니다",
    ),
    Kind.IP: ("{}에서 접속했습니다", "서버 {}로 보냅니다", "{}이 차단되었습니다", "내부 주소 {}를 씁니다"),
}


class Maker:
    """Draws values."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.makers: dict[Kind, Callable[[], str]] = {
            Kind.RESIDENT: lambda: self.registration("1234"),
            Kind.FOREIGNER: lambda: self.registration("5678"),
            Kind.CARD: self.card,
            Kind.ACCOUNT: self.account,
            Kind.PASSPORT: self.passport,
            Kind.LICENCE: self.licence,
            Kind.EMAIL: self.email,
            Kind.PHONE: self.phone,
            Kind.VEHICLE: self.vehicle,
            Kind.ADDRESS: self.address,
            Kind.IP: self.ip,
        }

    def digits(self, many: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(many))

    def first(self, many: int) -> str:
        return self.chance.choice("123456789") + self.digits(many - 1)

    def registration(self, genders: str) -> str:
        born = f"{self.chance.randrange(100):02}{self.chance.randint(1, 12):02}{self.chance.randint(1, 28):02}"
        body = born + self.chance.choice(genders) + self.digits(5)
        weighed = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
        check = (11 - weighed % 11) % 10
        if genders == "5678":
            check = (check + 2) % 10
        whole = f"{body}{check}"
        return self.chance.choice(
            (f"{whole[:6]}-{whole[6:]}", f"{whole[:6]}-{whole[6:]}", whole, f"{whole[:6]} - {whole[6:]}")
        )

    def card(self) -> str:
        body = self.chance.choice("4595") + self.digits(14)
        whole = next(body + d for d in "0123456789" if luhn(body + d))
        parts = [whole[i : i + 4] for i in range(0, 16, 4)]
        return self.chance.choice(("-", "-", " ", "")).join(parts)

    def account(self) -> str:
        form = self.chance.choice(((6, 2, 6), (3, 3, 6), (4, 3, 6), (3, 4, 4, 2), (3, 6, 5), (3, 6, 2, 3), (4, 2, 7)))
        return self.chance.choice(("-", "-", "-", "")).join(map(self.first, form))

    def passport(self) -> str:
        letter = self.chance.choice("MMMSRD")
        newer = f"{letter}{self.digits(3)}{self.chance.choice('ABCDEFGH')}{self.digits(4)}"
        return self.chance.choice((f"{letter}{self.first(1)}{self.digits(7)}", newer))

    def licence(self) -> str:
        region = self.chance.choice(("11", "12", "13", "21", "26", "28"))
        rest = f"{self.digits(2)}-{self.digits(6)}-{self.digits(2)}"
        return self.chance.choice((f"{region}-{rest}", f"{region}-{rest}", f"서울 {rest}", f"경기-{rest}"))

    def email(self) -> str:
        local = self.chance.choice(
            ("minji.kim", "hong_gd", "seoul-ai", "p.lee92", "aa1234", "civil+help")
        ) + self.digits(2)
        host = self.chance.choice(("seoul.go.kr", "naver.com", "korea.kr", "sub.example.co.kr", "gmail.com"))
        return f"{local}@{host}"

    def phone(self) -> str:
        last = self.digits(4)
        mobile = ("010", self.first(4), last)
        land = (
            self.chance.choice(("02", "031", "032", "051", "064", "070", "0505")),
            self.first(self.chance.choice((3, 4))),
            last,
        )
        kind = self.chance.randrange(10)
        if kind < 5:
            return self.chance.choice(("-", "-", " ", ".", "")).join(mobile)
        if kind < 8:
            return self.chance.choice(("-", "-", ")")).join(land[:2]) + "-" + last
        return f"+82-10-{mobile[1]}-{last}" if kind == 8 else f"+82 10 {mobile[1]} {last}"

    def vehicle(self) -> str:
        blank = self.chance.choice(("", "", " "))
        number = f"{self.first(self.chance.choice((2, 3)))}{self.chance.choice(LETTERS)}{blank}{self.first(4)}"
        return self.chance.choice((number, number, f"서울{self.first(2)}바{self.first(4)}"))

    def address(self) -> str:
        district, road, house = self.chance.choice(DISTRICTS), self.chance.choice(ROADS), self.chance.randint(1, 400)
        flat = f"{self.chance.randint(101, 130)}동 {self.chance.randint(1, 20)}0{self.chance.randint(1, 6)}호"
        forms = (
            f"서울특별시 {district} {road} {house}",
            f"서울 {district} {road}{self.chance.randint(1, 60)}길 {house}",
            f"{district} {road} {house}-{self.chance.randint(1, 20)}, {flat}",
            f"서울시 {district} {self.chance.choice(QUARTERS)} {house}-{self.chance.randint(1, 30)}번지",
            f"{district} {self.chance.choice(QUARTERS)} {house}-{self.chance.randint(1, 30)}",
            f"{self.chance.choice(BUILDINGS)} {flat}",
            f"{road} {house} {self.chance.choice(BUILDINGS)} {flat}",
        )
        return self.chance.choice(forms)

    def ip(self) -> str:
        four = ".".join(str(self.chance.randint(1, 254)) for _ in range(4))
        six = ":".join(f"{self.chance.randrange(65536):x}" for _ in range(8))
        return self.chance.choice(
            (
                four,
                four,
                f"10.{self.chance.randint(0, 255)}.{self.chance.randint(0, 255)}.7",
                f"2001:db8::{six[-4:].strip(':')}",
                six,
            )
        )


def strings(many: int, seed: int) -> list[dict[str, str]]:
    """Rows with `text`, `kind`, and the `secret` that must not leave."""
    maker, kinds = Maker(seed), list(Kind)
    rows = []
    for number in range(many):
        kind = kinds[number % len(kinds)]
        secret = maker.makers[kind]()
        text = maker.chance.choice(FRAMES[kind]).format(secret)
        rows.append({"id": f"P-{number + 1:03}", "kind": kind.name, "text": text, "secret": secret})
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("many", type=int)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    for row in strings(asked.many, asked.seed):
        print(json.dumps(row, ensure_ascii=False))
