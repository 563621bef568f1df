"""Closing races casting: what was receipted is counted, and what was counted was receipted or retried."""

from __future__ import annotations

import random
import threading
import time

from assistant.domain.poll import fact
from assistant.errors_voting import CastRefused
from assistant.storage.database import Database
from assistant.wiring_contest import build_contest
from tests.evening import HOST, Evening
from tests.vote.hall_server import CarelessClosing


def race(evening: Evening, url: str, *, careless: bool = False) -> tuple[list[str], int, int]:
    """One round over an open poll: (faults, receipts, refusals).

    Voters cast over a database of their own, as a ballot server beside the console does.
    """
    hall = Database(url)
    voting = build_contest(hall).voting
    passes = [evening.enter(card.seat) for card in evening.cards]
    receipts: list[str] = []
    refused: list[str] = []
    start = threading.Barrier(len(passes) + 1)

    def vote(voters_pass: str) -> None:
        start.wait()
        for number in range(50):
            try:
                cast = voting.cast(voters_pass, f"{voters_pass[33:65]}-{number}", number, ("F1",), {"F1": str(number)})
                receipts.append(cast.code)
            except CastRefused as refusal:
                refused.append(refusal.why)
                return

    threads = [threading.Thread(target=vote, args=(each,)) for each in passes]
    for thread in threads:
        thread.start()
    start.wait()
    time.sleep(random.random() * 0.08)
    closing = evening.services.closing
    closer = CarelessClosing(closing.database, closing.now, closing.new_salt) if careless else closing
    closed = closer.close(HOST, evening.poll_id).poll
    for thread in threads:
        thread.join()
    hall.close()
    with evening.database.read() as records:
        stored = {paper.receipt for _, paper, _ in records.box.chained(evening.poll_id)}
    faults = [f"receipted and not in the box: {code}" for code in set(receipts) - stored]
    if fact(closed.closing, "papers") != str(len(stored)):
        faults.append(f"closed with {fact(closed.closing, 'papers')} papers, {len(stored)} lie in the box")
    faults += [f"box: {each.position} {each.what}" for each in closing.verify(evening.poll_id)]
    faults += [f"refused as {why}" for why in refused if why != "not_open"]
    return faults, len(receipts), len(refused)
