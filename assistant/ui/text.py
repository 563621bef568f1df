"""Words on the screen: English in the code, Korean and English from the .po files, without a build step.

Law: every sentence of the screens passes through `say`, `say_many` or `mark`; a test finds what a language lacks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = ("ko", "en")
DEFAULT = "ko"
LOCALES = Path(__file__).parent / "locale"


_SIGN = re.compile(r"[\\`*_{}\[\]<>$~&]|^[-+#=|:]")
_NUMBER = re.compile(r"^(\d+[.)]) ")
_READ_TOGETHER = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[-<>~=])(?=[-<>~=])", re.IGNORECASE)
_JOINER = "\u2060"
_PARTICLE = re.compile(r"\{(\w+)\}([’”]?)(이\(가\)|은\(는\)|을\(를\)|\(으\)로)")
_AFTER_CONSONANT = {"이(가)": ("이", "가"), "은(는)": ("은", "는"), "을(를)": ("을", "를"), "(으)로": ("으로", "로")}
_DIGITS = "영일이삼사오육칠팔구"
_RIEUL = 8
"""The number of the final ㄹ among the finals of a syllable: “로” follows it, as it follows a vowel."""


@cache
def catalogue(language: str) -> Catalog:
    """The parsed .po file of a language; read once."""
    with (LOCALES / language / "assistant.po").open("rb") as file:
        return read_po(file, locale=language)


def language() -> str:
    """The language of this person's screen: "ko" or "en"."""
    chosen = st.session_state.get("language", DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def say(sentence: str, **facts: object) -> str:
    """`sentence` in the person's language, with `{name}` filled in from `facts`."""
    return translate(sentence, language(), **facts)


def say_many(one: str, many: str, count: int, **facts: object) -> str:
    """Like `say` for a number of things; `{count}` is filled in too."""
    found = catalogue(language()).get(one)
    forms = found.string if found and isinstance(found.string, tuple) else ()
    chosen = one if count == 1 else many
    if any(forms):
        chosen = forms[min(catalogue(language()).num_plurals - 1, 0 if count == 1 else 1)]
    return chosen.format(count=count, **facts)


def translate(sentence: str, to: str, **facts: object) -> str:
    """`sentence` in the language `to`; an untranslated one stays English."""
    found = catalogue(to).get(sentence)
    shown = found.string if found and isinstance(found.string, str) and found.string else sentence
    return with_particles(shown, facts).format(**facts) if facts else shown


def with_particles(sentence: str, facts: Mapping[str, object]) -> str:
    """Korean `sentence` with the one of two particles that the sound of the fact before it asks for.

    Both stay where that sound is not known: after Latin letters.
    """

    def chosen(found: re.Match[str]) -> str:
        name, quote, both = found.groups()
        heard = "".join(each for each in unicodedata.normalize("NFC", str(facts[name])) if each.isalnum())[-1:]
        syllable = ord(_DIGITS[int(heard)] if heard.isdecimal() else heard or " ") - ord("가")
        if not 0 <= syllable <= ord("힣") - ord("가"):
            return found.group()
        final = syllable % 28
        closed = final not in (0, _RIEUL) if both == "(으)로" else final != 0
        return f"{{{name}}}{quote}{_AFTER_CONSONANT[both][not closed]}"

    return _PARTICLE.sub(chosen, sentence) if "(" in sentence else sentence


def plain(text: str) -> str:
    """People's or a model's `text` for one of Streamlit's Markdown places (labels, captions, headings), shown as typed.

    A backslash takes the meaning from a sign that has one there; no other gets it, for screen readers read a label with
    its backslashes. Addresses, names of emoji and icons, and arrows are found in the finished text, where no backslash
    is left: there a word joiner, which nobody sees, keeps the signs apart, and a number at the beginning is kept from
    counting a list by a blank that does not break. Line ends become blanks.
    """
    one_line = _NUMBER.sub("\\1\u00a0", " ".join(text.split()))
    return _SIGN.sub(r"\\\g<0>", _READ_TOGETHER.sub(_JOINER, one_line))


def mark(sentence: str) -> str:
    """`sentence` itself: tells the test that it will be passed to `say` later."""
    return sentence
