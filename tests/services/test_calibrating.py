"""Refitting the chance that is shown to what reviewers say of pairs: numbered files, and nothing on too few."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import PROJECT
from assistant.domain.link import Idea, Relation, Side
from assistant.errors import TooFewJudgements
from assistant.index.choice import choose
from assistant.index.profile import load_profile
from assistant.services.calibrating import Calibrating
from assistant.services.embedding import Embedding
from tests.review import LEE, PARK, Desk, desk_over

SAMPLES = PROJECT / "data" / "samples"
RELATIONS = {2: Relation.SAME, 1: Relation.RELATED, 0: Relation.DIFFERENT}


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text("utf-8").splitlines()]


def judged(desk: Desk, pairs: int, relation: Relation | None = None) -> None:
    """Sample pairs handed in and judged as their writer did, or all as `relation`."""
    texts = {row["id"]: row for name in ("archive.jsonl", "drafts.jsonl") for row in rows(name)}
    known = set()
    for pair in json.loads("[" + ",".join((SAMPLES / "judged_pairs.jsonl").read_text("utf-8").split("\n")[:-1]) + "]"):
        if pairs == 0:
            return
        if pair["a"] not in texts or pair["b"] not in texts:
            continue
        for key in {pair["a"], pair["b"]} - known:
            fields = ("title", "problem", "idea", "effect")
            desk.hand_in(key, LEE, **{name: texts[key].get(name) or "없음" for name in fields})
            known.add(key)
        said = relation or RELATIONS[pair["label"]]
        desk.linking.judge(PARK, pair["a"], Idea(Side.PROPOSAL, pair["b"]), said, "읽고 판단하였습니다.")
        pairs -= 1
    assert pairs == 0, "too few sample pairs"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        yield desk


def calibrating(desk: Desk, folder: Path) -> Calibrating:
    return Calibrating(Embedding(desk.database, choose("e5", "int8", deferred=True)[0]), folder)


def test_fewer_than_thirty_judged_pairs_change_nothing(desk: Desk, tmp_path: Path) -> None:
    judged(desk, 29)
    with pytest.raises(TooFewJudgements) as refused:
        calibrating(desk, tmp_path / "profiles").refit()
    assert (refused.value.found, refused.value.needed) == (29, 30)
    assert not (tmp_path / "profiles").exists()


def test_every_calibration_is_a_new_file_and_the_newest_is_used(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    judged(desk, 40)
    first, found = calibrating(desk, folder).refit()
    kept = first.read_bytes()
    second, _ = calibrating(desk, folder).refit()
    shipped = load_profile("multilingual-e5-small/int8@1")
    assert [first.stem, second.stem] == [f"{shipped.id}+001", f"{shipped.id}+002"]
    assert first.read_bytes() == kept
    own = load_profile("multilingual-e5-small/int8@1", folder)
    assert own.id == second.stem
    assert own.calibration == found
    assert found.pairs == 40
    assert own.space == shipped.space  # the same mean: the index need not be built anew


def test_reviewers_who_call_everything_different_lower_every_chance_and_keep_the_order(
    desk: Desk, tmp_path: Path
) -> None:
    judged(desk, 40, Relation.DIFFERENT)
    calibrating(desk, tmp_path).refit()
    shipped, own = (load_profile("multilingual-e5-small/int8@1", folder) for folder in (None, tmp_path))
    assert own.bias < shipped.bias
    slopes = {own.weights[name] / weight for name, weight in shipped.weights.items() if weight}
    assert max(slopes) - min(slopes) < 0.01
    assert min(slopes) > 0.0
