"""How long a review of 375 proposals takes to share out, open, score, list and draw up, over SQLite. Prints a table.

python benchmarks/review_desk.py [--proposals 375] [--reviewers 15]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.config import load_settings
from assistant.documents.programme import read_programme, read_tracks
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.domain.review import Phase
from assistant.storage.database import Database
from assistant.wiring import new_id
from assistant.wiring_review import build_review

BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
TRACKS = ("internal_process", "citizen_service")
OH = Person("oh", "오운영", "창의행정담당관", frozenset({Role.ORGANISER}))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--proposals", type=int, default=375)
    options.add_argument("--reviewers", type=int, default=15)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'review.sqlite3'}")
        database.migrate()
        settings = load_settings()
        programme, tracks = read_programme(settings.programme_file), read_tracks(settings.tracks_file)
        review = build_review(settings, database, programme, tracks, lambda: BEGUN, new_id)
        reviewers = [
            Person(f"r{n}", f"심사{n}", f"심사{n}과", frozenset({Role.REVIEWER})) for n in range(chosen.reviewers)
        ]
        with database.write() as records:
            records.people.put(OH)
            for person in reviewers:
                records.people.put(person)
            for n in range(chosen.proposals):
                records.people.put(Person(f"a{n}", f"제안자{n}", f"제안{n % 60}과"))
                text = f"제안 {n}의 글입니다. " * 60
                content = Content(title=f"제안 {n}", problem=text, idea=text, effect=text, track=TRACKS[n % 2])
                records.proposals.add(f"p{n}", f"a{n}", content, BEGUN)
                records.proposals.submit(f"p{n}", f"2026-{n:04d}", BEGUN + timedelta(seconds=n))
        rows = [("share out", once(lambda: review.convening.share_out(OH)))]
        review.convening.go_on(OH, Phase.BLIND)
        scores = {each.code: 5 for each in review.criteria.criteria}
        saving = []
        for number, person in enumerate(reviewers):
            for item in review.reviewing.mine(person):
                given = scores | {"scope": (number + len(saving)) % 11}
                saving.append(once(lambda p=person, k=item.shown.id, g=given: review.reviewing.save(p, k, g)))
        first = reviewers[0]
        key = review.reviewing.mine(first)[0].shown.id
        rows += [
            (f"save one sheet (median of {len(saving)})", statistics.median(saving)),
            ("a reviewer's list", median(lambda: review.reviewing.mine(first))),
            ("open one sheet", median(lambda: review.reviewing.open(first, key))),
            ("the organiser's board", median(lambda: review.convening.board(OH))),
        ]
        review.convening.go_on(OH, Phase.CLOSED)
        rows.append(("draw up the shortlist", median(lambda: review.shortlisting.lists(OH))))
        print(f"{chosen.proposals} proposals, {chosen.reviewers} reviewers\n\n| act | ms |\n|---|---|")
        for name, seconds in rows:
            print(f"| {name} | {seconds * 1000:.0f} |")
        database.close()


def once(act: Callable[[], object]) -> float:
    """Seconds an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def median(act: Callable[[], object]) -> float:
    """The median of seven runs, in seconds."""
    return statistics.median(once(act) for _ in range(7))


if __name__ == "__main__":
    main()
