"""Profiles: what is known of each model."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.domain.similarity import Kind
from assistant.index.likeness import FEATURES
from assistant.index.profile import load_profile

MODELS = ("multilingual-e5-small/int8@1", "use-multilingual-v3@1", "text-embedding-3-small")


@pytest.mark.parametrize("model", MODELS)
def test_every_profile_weighs_every_feature_and_only_those(model: str) -> None:
    assert set(load_profile(model).weights) == set(FEATURES)


@pytest.mark.parametrize("model", MODELS)
def test_the_same_line_is_above_the_related_one(model: str) -> None:
    profile = load_profile(model)
    assert 0.0 < profile.related_from < profile.near_duplicate_from < 1.0
    assert profile.kind(profile.near_duplicate_from) is Kind.NEAR_DUPLICATE
    assert profile.kind(profile.related_from) is Kind.RELATED
    assert profile.kind(profile.related_from - 1e-6) is Kind.NONE


def test_an_unknown_model_gets_a_profile_of_its_own_name() -> None:
    one, other = load_profile("server/a"), load_profile("server/b")
    assert one.id != other.id
    assert one.model_id == "server/a"
    assert one.mean is None


@pytest.mark.parametrize("variant", ["int8", "exact", "fp32"])
def test_every_variant_of_the_bundled_model_has_a_fitted_mean(variant: str) -> None:
    mean = load_profile(f"multilingual-e5-small/{variant}@1").mean
    assert mean is not None
    assert mean.shape == (384,)


def test_the_mean_of_a_small_corpus_is_mostly_the_profiles_and_of_a_large_one_its_own() -> None:
    profile = load_profile(MODELS[0])
    assert profile.mean is not None
    rows = np.tile(np.eye(384, dtype=np.float32)[0], (3_000, 1))
    small, large = profile.mean_of(rows[:3]), profile.mean_of(rows)
    assert small is not None
    assert large is not None
    assert np.linalg.norm(small - profile.mean) < 0.02
    assert np.linalg.norm(large - rows[0]) < 0.15


def test_rows_that_are_missing_neither_move_the_mean_nor_become_unit_rows() -> None:
    profile = load_profile(MODELS[0])
    rows = np.zeros((5, 384), np.float32)
    assert profile.mean is not None
    assert profile.mean_of(rows) == pytest.approx(profile.mean)
    assert not profile.centre(rows).any()
