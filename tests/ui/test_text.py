"""Every sentence of the screens exists in Korean and in English, and says the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir

from assistant.config import PROJECT
from assistant.ui.text import LANGUAGES, catalogue, plain, translate, with_particles

KEYWORDS = {"say": None, "mark": None, "say_many": (1, 2)}
FACT = re.compile(r"\{\w+\}")
HANGUL = re.compile("[가-힣]")


def sentences() -> Iterator[str | tuple[str, ...]]:
    """What the code of the screens passes to `say`, `mark` and `say_many`."""
    found = extract_from_dir(str(PROJECT / "assistant" / "ui"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        yield message


def test_the_code_has_sentences_to_translate() -> None:
    assert len(set(sentences())) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_code_is_missing_and_none_is_left_over(language: str) -> None:
    used = {message if isinstance(message, str) else message[0] for message in sentences()}
    held = {
        message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(language) if message.id
    }
    assert held == used


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_there_and_names_the_same_facts(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        facts = set(FACT.findall(ids[-1]))
        if message.id and not all(string and set(FACT.findall(string)) == facts for string in strings):
            wrong.append(ids[0])
    assert wrong == []


def test_korean_is_korean() -> None:
    foreign = [
        str(m.id) for m in catalogue("ko") if m.id and not HANGUL.search("".join(m.string)) and str(m.id)[0] != "{"
    ]
    assert foreign == []


def test_facts_are_filled_in_as_they_are_even_where_they_look_like_facts() -> None:
    assert translate("Saved {time}", "ko", time="{title}") == "저장됨 {title}"


def test_a_sentence_nobody_translated_stays_english() -> None:
    assert translate("Nobody translated this.", "ko") == "Nobody translated this."


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("[여기](x) **굵게**", r"\[여기\](x) \*\*굵게\*\*"),
        ("http://x www.y a@b :red[c]", "http:⁠//x www⁠.y a@⁠b :⁠red\\[c\\]"),
        ("가 -> 나\n\n    다", "가 -⁠\\> 나 다"),
        ("3. 회의록 정리(AI), 24시간!", "3.\u00a0회의록 정리(AI), 24시간!"),
        ("- 줄", r"\- 줄"),
        ("9~18시 & 3~5일", r"9\~18시 \& 3\~5일"),
    ],
)
def test_a_label_keeps_peoples_signs_and_makes_nothing_of_them(typed: str, sent: str) -> None:
    assert plain(typed) == sent


@pytest.mark.parametrize(
    ("fact", "follows"),
    [
        ("개선", "이 은 을 으로"),
        ("도우미", "가 는 를 로"),
        ("우리 마을", "이 은 을 로"),
        ("도우미\\)", "가 는 를 로"),
        ("\u1100\u1162\u1109\u1165\u11ab", "이 은 을 으로"),
        ("12", "가 는 를 로"),
        ("13", "이 은 을 으로"),
        ("11", "이 은 을 로"),
        ("GPT", "이(가) 은(는) 을(를) (으)로"),
        ("", "이(가) 은(는) 을(를) (으)로"),
    ],
)
def test_particles_follow_the_sound_of_what_stands_before_them(fact: str, follows: str) -> None:
    sentence = "‘{fact}’이(가) {fact}은(는) {fact}을(를) ‘{fact}’(으)로"
    said = with_particles(sentence, {"fact": fact}).replace("{fact}", "").replace("‘’", "")
    assert said == follows


def test_a_person_who_writes_both_particles_keeps_them() -> None:
    assert translate("Saved {time}", "ko", time="제목을(를)") == "저장됨 제목을(를)"
