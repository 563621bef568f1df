"""What a provider's claims and a proxy's headers are taken for."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header
from urllib.parse import quote

import pytest

from assistant.domain.visit import Claim
from assistant.errors_doors import SignedOut
from assistant.sign_in_settings import SignInSettings
from assistant.ui.tickets import decoded, from_claims, from_headers

OIDC = SignInSettings.model_validate({"ASSISTANT_OIDC_CLIENT_ID": "assistant"})
PROXY = SignInSettings.model_validate({"ASSISTANT_PROXY_HEADER": "x-remote-user"})
CLAIMS = {
    "iss": "https://id.example",
    "sub": "4711",
    "aud": "assistant",
    "iat": 1_763_856_000,
    "nonce": "n1",
    "name": "김제안",
    "department": "디지털정책과",
    "groups": ["직원", "제안팀"],
}
NAMES = ["김제안", "남궁 민수", "Kim", "O'Brien", "김제안(예시)", "100% 김"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_in_each_of_the_three_encodings(name: str) -> None:
    assert decoded(quote(name)) == name
    assert decoded(name.encode("utf-8").decode("latin-1")) == name
    assert decoded(Header(name, "utf-8", maxlinelen=1000).encode()) == name


@pytest.mark.parametrize(
    "value",
    [
        "%EA%B9",  # half a syllable
        "%FF%FE",
        "\xea\xb9",
        "Kim%0d%0aX-Remote-Groups: organisers",
        "Kim%00",
        "Kim\u200b".encode().decode("latin-1"),
        "Kim%E2%80%AEnimda",  # turns the writing direction round
        "=?utf-8?q?=FF?=",
        "=?nonsense-8?q?Kim?=",
        "a" * 201,
    ],
)
def test_what_cannot_be_read_or_seen_is_no_name(value: str) -> None:
    with pytest.raises(ValueError):
        decoded(value)


def test_a_proxys_headers_are_a_claim() -> None:
    headers = {
        "x-remote-user": "kim4711",
        "X-Remote-Name": quote("김제안"),
        "X-Remote-Department": "디지털정책과".encode().decode("latin-1"),
        "X-Remote-Groups": quote("직원, 제안팀;심사위원"),
    }
    expected = Claim("proxy", "kim4711", "김제안", "디지털정책과", frozenset({"직원", "제안팀", "심사위원"}))
    assert from_headers(PROXY, headers) == expected
    assert from_headers(PROXY, {"X-Remote-Name": "Kim"}) is None
    assert from_headers(PROXY, {"x-remote-user": "kim"}) == Claim("proxy", "kim", "kim", "")


def test_a_providers_claims_are_a_ticket() -> None:
    ticket = from_claims(OIDC, CLAIMS)
    assert ticket.who == Claim("https://id.example", "4711", "김제안", "디지털정책과", frozenset({"직원", "제안팀"}))
    assert ticket.since == datetime.fromtimestamp(1_763_856_000, UTC)


@pytest.mark.parametrize("changed", [{"nonce": "n2"}, {"iat": 1_763_856_001}, {"sub": "4712"}, {"iss": "https://b"}])
def test_every_sign_in_is_a_visit_of_its_own(changed: dict[str, object]) -> None:
    assert from_claims(OIDC, CLAIMS | changed).key != from_claims(OIDC, CLAIMS).key
    assert from_claims(OIDC, CLAIMS | {"name": "김개명"}).key == from_claims(OIDC, CLAIMS).key


@pytest.mark.parametrize("audience", ["other", ["other"], ["other", "third"], None, [], {"assistant": 1}, "assistant2"])
def test_a_word_meant_for_another_application_opens_nothing(audience: object) -> None:
    with pytest.raises(SignedOut) as refusal:
        from_claims(OIDC, CLAIMS | {"aud": audience, "azp": "assistant"})
    assert refusal.value.reason == "audience"


def test_a_word_meant_for_us_among_others_is_for_us() -> None:
    assert from_claims(OIDC, CLAIMS | {"aud": ["other", "assistant"]}).key


@pytest.mark.parametrize("lacking", ["iss", "sub", "name", "iat"])
@pytest.mark.parametrize("value", [None, "", [], {}])
def test_a_word_without_what_is_needed_opens_nothing(lacking: str, value: object) -> None:
    with pytest.raises(SignedOut) as refusal:
        from_claims(OIDC, CLAIMS | {lacking: value})
    assert refusal.value.reason == "nameless"


def test_groups_may_be_one_or_none() -> None:
    one = from_claims(OIDC, CLAIMS | {"groups": "제안팀"}).who
    none = from_claims(OIDC, {name: value for name, value in CLAIMS.items() if name != "groups"}).who
    assert isinstance(one, Claim)
    assert isinstance(none, Claim)
    assert (one.groups, none.groups) == ({"제안팀"}, frozenset())
