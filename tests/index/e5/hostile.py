"""Texts that broke some encoder, or would break this one if it trusted them."""

from __future__ import annotations

import unicodedata

KOREAN = "서울시 긴급차량이 지나갈 때 신호를 자동으로 바꾸어 도착을 앞당기자. AI 예측으로 5분을 줄인다."

TEXTS: dict[str, str] = {
    "empty": "",
    "blanks": " \t\n\r\u3000\u00a0 ",
    "NUL": "\0",
    "NUL inside": "가로\0수",
    "arabic ligatures of eighteen letters": "\ufdfa" * 5_000,
    "lone surrogates": "신호\ud800등\udfff",
    "only lone surrogates": "\udc80" * 1_000,
    "non-characters": "\ufffe\uffff\ufdd0\U0010ffff\U0001fffe",
    "unassigned and private": "\u0378\ue000\U000f0000\U0010fffd",
    "family emoji": "👨‍👩‍👧‍👦" * 300,
    "flags and skin tones": "🇰🇷👍🏽" * 300,
    "jamo": "ㄱㄴㄷㅏㅑㅓ" * 500,
    "conjoining jamo without a syllable": "\u1100" * 3_000,
    "no blank": "가나다라" * 50_000,
    "no blank, latin": "a" * 200_000,
    "end token": "</s>",
    "all tokens' names": "<s></s><pad><unk><mask>",
    "prefix in the text": "query: passage: query: 안녕",
    "NFD": unicodedata.normalize("NFD", KOREAN),
    "marks without end": "e" + "\u0301\u0323" * 60_000,
    "Tibetan vowels": "\u0f73" * 60_000,
    "right to left": "\u202eمرحبا\u202c שלום",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\x9f",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060" * 1_000,
    "metaspace": "\u2581" * 1_000,
    "blanks and letters": "가 " * 100_000,
    "all planes": "".join(chr(code) for code in range(0x100, 0x10FFFF, 997)),
}
