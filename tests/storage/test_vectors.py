from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.storage.database import Database


def some_vectors(count: int, seed: int = 1) -> dict[str, NDArray[np.float32]]:
    rows = np.random.default_rng(seed).standard_normal((count, 384), dtype=np.float32)
    return {f"hash {number}": row for number, row in enumerate(rows)}


def test_vectors_come_back_bit_by_bit(database: Database) -> None:
    put = some_vectors(1_300)
    with database.write() as records:
        records.vectors.put_many(put, "e5")
    with database.read() as records:
        got = records.vectors.get_many([*put, "unknown", "hash 3"], "e5")
    assert got.keys() == put.keys()
    assert all(got[name].dtype == np.float32 and got[name].tobytes() == put[name].tobytes() for name in put)
    got["hash 0"] *= 2  # a copy of its own


def test_models_do_not_share_vectors(database: Database) -> None:
    with database.write() as records:
        records.vectors.put_many({"h": np.float32([1, 0])}, "one")
        records.vectors.put_many({"h": np.float32([0, 1, 0])}, "two")
    with database.read() as records:
        assert records.vectors.get_many(["h"], "one")["h"].tolist() == [1, 0]
        assert records.vectors.get_many(["h"], "two")["h"].tolist() == [0, 1, 0]
        assert records.vectors.get_many(["h"], "three") == {}


def test_a_vector_put_again_is_replaced_and_other_number_types_become_float32(database: Database) -> None:
    with database.write() as records:
        records.vectors.put_many({"h": np.float32([1, 0])}, "one")
        records.vectors.put_many({"h": np.array([0.5, -2.0], dtype=">f8")}, "one")  # type: ignore[dict-item]
        records.vectors.put_many({}, "one")
    with database.read() as records:
        assert records.vectors.get_many(["h"], "one")["h"].tolist() == [0.5, -2.0]


def test_missing_names_each_unknown_hash_once_in_order(database: Database) -> None:
    with database.write() as records:
        records.vectors.put_many(some_vectors(3), "e5")
    wanted = ["z", "hash 1", "a", "z", *(f"more {number}" for number in range(1_500))]
    with database.read() as records:
        assert records.vectors.missing(wanted, "e5") == ["z", "a", *wanted[4:]]
        assert records.vectors.missing(["hash 1"], "other") == ["hash 1"]
        assert records.vectors.missing([], "e5") == []
