from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.domain.package import (
    Flaw,
    Package,
    PackagedFinalist,
    Pitch,
    SignOff,
    digest_to_sign,
    draw,
    seal,
)
from assistant.errors import PackageRefused

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def package(count: int = 4) -> Package:
    finalists = tuple(
        PackagedFinalist(f"P-{n}", "a" if n % 2 else "b", f"제안 {n}", "재무과", n, pitch=Pitch("소개", "김위원", True))
        for n in range(1, count + 1)
    )
    return Package("아이디어톤", "0" * 64, finalists)


def sealed(count: int = 4) -> Package:
    return package(count).signed_by("o1", "이주임", AT).signed_by("o2", "박주임", AT)


def _refused(package: Package) -> str:
    with pytest.raises(PackageRefused) as refusal:
        package.require_sealed()
    return refusal.value.flaw


def test_the_package_holds_what_is_on_the_list_and_nothing_else() -> None:
    """Whoever adds a field here has asked whether a machine made it: only an approved pitch may be."""
    assert {kind: tuple(f.name for f in fields(kind)) for kind in (Package, PackagedFinalist, Pitch, SignOff)} == {
        Package: ("contest", "rules_hash", "finalists", "seed", "sign_offs"),
        PackagedFinalist: (
            *("id", "track", "title", "department", "order", "author_ids"),
            *("problem", "idea", "effect", "tools", "needs", "body", "pitch", "videos"),
        ),
        Pitch: ("text", "approved_by", "drafted_by_machine"),
        SignOff: ("officer_id", "officer", "at", "signed"),
    }


def test_two_officers_seal_it() -> None:
    sealed().require_sealed()


def test_one_officer_who_signs_twice_is_one() -> None:
    assert _refused(package().signed_by("o1", "이주임", AT).signed_by("o1", "이주임", AT)) == Flaw.NOT_SIGNED


def test_a_change_after_the_signatures_is_noticed() -> None:
    changed = replace(sealed(), contest="다른 대회")
    assert _refused(changed) == Flaw.SIGNED_SOMETHING_ELSE


def test_the_order_can_be_drawn_again_by_anybody() -> None:
    drawn = package(10).drawn("주사위 4 6 1")
    assert [each.order for each in drawn.finalists] == list(range(1, 11))
    listed = [(each.track, each.id) for each in package(10).finalists]
    assert draw("주사위 4 6 1", listed) == draw("주사위 4 6 1", listed[::-1]) == tuple(e.id for e in drawn.finalists)
    tracks = [each.track for each in drawn.finalists]
    assert tracks in (["a"] * 5 + ["b"] * 5, ["b"] * 5 + ["a"] * 5)


def test_an_order_that_was_not_drawn_with_its_seed_is_refused() -> None:
    drawn = package(10).drawn("씨앗")
    swapped = [drawn.finalists[1], drawn.finalists[0], *drawn.finalists[2:]]
    with pytest.raises(PackageRefused, match=Flaw.NOT_AS_DRAWN):
        replace(drawn, finalists=tuple(replace(each, order=at) for at, each in enumerate(swapped, start=1)))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"id": "P-2"}, Flaw.TWICE),
        ({"title": " "}, Flaw.EMPTY),
        ({"order": 3}, Flaw.ORDER),
        ({"pitch": Pitch("모델이 쓴 소개", "", True)}, Flaw.PITCH_NOT_APPROVED),
    ],
)
def test_a_package_that_contradicts_itself_cannot_be_made(change: dict[str, object], flaw: Flaw) -> None:
    first, *others = package().finalists
    with pytest.raises(PackageRefused, match=flaw):
        replace(package(), finalists=(replace(first, **change), *others))  # type: ignore[arg-type]


def test_the_seal_does_not_depend_on_the_zone_a_moment_was_written_in() -> None:
    korea = AT.astimezone(timezone(timedelta(hours=9)))
    assert seal(package().signed_by("o1", "이", AT)) == seal(package().signed_by("o1", "이", korea))
    assert seal(sealed()) != seal(package())
    assert digest_to_sign(sealed()) == digest_to_sign(package())
