"""UMAP and HDBSCAN over vectors from a file, run by an interpreter that has them; see `grouping.py`.

Law: nothing of the project is imported, so that the peer's packages need not be in its environment.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np


def main(vectors_file: str, labels_file: str, smallest: int, seed: int) -> None:
    """Write labels (-1: noise); print seconds with and without what is compiled at first use."""
    import hdbscan
    import umap

    vectors = np.load(vectors_file)
    reduce = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine", "random_state": seed}
    umap.UMAP(**reduce).fit_transform(vectors[:500])  # compiles; not counted
    wall, cpu = time.perf_counter(), time.process_time()
    low = umap.UMAP(**reduce).fit_transform(vectors)
    labels = hdbscan.HDBSCAN(min_cluster_size=smallest).fit_predict(low)
    print(json.dumps({"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
    np.save(labels_file, labels)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
