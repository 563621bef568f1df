"""What leaves the building and what it costs: written down before it goes, stopped at the organiser's limit.

The limit is looked at before each request, with what is under way counted at its most, so a day can go over it by one
request and no more, however many replicas ask at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from assistant.domain.journal import Entry
from assistant.domain.outgoing import LedgerEntry, Limits, Outgoing, Returned, Use
from assistant.domain.person import Person, Role
from assistant.errors import AdvisorFailed, Refused, StorageUnavailable
from assistant.llm.errand import MOST_ANSWER_TOKENS
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.records import Records

UNDER_WAY = timedelta(minutes=1)
"""A request without an answer for longer is dead: the advisor waits half of it."""
PAGE = 20
"""Requests for vectors in one page: while she writes there is one at nearly each pause."""
_FACT = "advice_limits"
_LIMITS = TypeAdapter(Limits)
_ZONE = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Ledger and memory of the chat advisor, over the database; it knows no person and asks for none."""

    database: Database
    now: Callable[[], datetime]

    def send(self, sent: Outgoing) -> None:
        """Write it down. Raises AdvisorFailed: over_budget, or off where it cannot be written."""
        try:
            with self.database.write() as records:
                use, limits = records.outgoing.use(midnight(self.now())), _limits(records)
                asked, may_answer = records.outgoing.under_way(self.now() - UNDER_WAY)
                may_answer *= MOST_ANSWER_TOKENS
                may_cost = limits.cost_micro(asked, may_answer)
                if limits.is_reached(use.tokens + asked + may_answer, use.cost_micro + may_cost):
                    raise AdvisorFailed("over_budget", "today's limit is reached")
                records.outgoing.add(sent)
        except StorageUnavailable:
            raise AdvisorFailed("off", "the ledger cannot be written") from None

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        """Write down what came back, with its cost at today's prices."""
        try:
            with self.database.write() as records:
                cost = _limits(records).cost_micro(returned.input_tokens, returned.output_tokens)
                records.outgoing.answer(outgoing_id, returned, cost)
        except StorageUnavailable:
            return  # the request stays in the ledger without an answer, which is the truth

    def recall(self, key: str) -> tuple[str, str] | None:
        """Model and answer kept under `key`."""
        with self.database.read() as records:
            return records.outgoing.recall(key)

    def remember(self, key: str, model: str, answer: str) -> None:
        """Keep an answer."""
        with self.database.write() as records:
            records.outgoing.remember(key, model, answer)


@dataclass(frozen=True, slots=True)
class Spending:
    """Looking at the ledger and setting its limits."""

    database: Database
    now: Callable[[], datetime]

    def limits(self, person: Person) -> Limits:
        """Today's limits and prices. Raises NotAllowed."""
        person.require("see advice costs", Role.ORGANISER)
        with self.database.read() as records:
            return _limits(records)

    def set_limits(self, person: Person, limits: Limits) -> None:
        """From now on these hold. Raises NotAllowed, Refused for a negative number."""
        person.require("set advice limits", Role.ORGANISER)
        if min(asdict(limits).values()) < 0:
            raise Refused("a limit cannot be negative")
        with self.database.write() as records:
            records.facts.put(_FACT, json.dumps(asdict(limits)))
            facts = {name: str(value) for name, value in asdict(limits).items()}
            records.journal.add(Entry(self.now(), person.id, "set_advice_limits", "advice", facts))

    def today(self, person: Person) -> Use:
        """What was spent since midnight in Korea. Raises NotAllowed."""
        person.require("see advice costs", Role.ORGANISER)
        with self.database.read() as records:
            return records.outgoing.use(midnight(self.now()))

    def embedded_today(self, person: Person) -> Use:
        """What went to an embedding endpoint since midnight in Korea: in tokens only. Raises NotAllowed."""
        person.require("see advice costs", Role.ORGANISER)
        with self.database.read() as records:
            return records.outgoing.embedded(midnight(self.now()))

    def what_left(self, person: Person, proposal_id: str) -> list[LedgerEntry]:
        """Every request to a language model made for her own proposal, oldest first. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.outgoing.of_proposal(proposal_id)

    def what_was_embedded(
        self, person: Person, proposal_id: str, *, offset: int = 0, limit: int = PAGE
    ) -> tuple[list[LedgerEntry], int]:
        """A page of the requests for vectors made for her own proposal, newest first, and how many there are.

        Raises NotFound.
        """
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.outgoing.embedded_of(proposal_id, offset=offset, limit=limit)


def midnight(moment: datetime) -> datetime:
    """The beginning of that day in Korea."""
    return moment.astimezone(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def _limits(records: Records) -> Limits:
    told = records.facts.get(_FACT)
    try:
        return _LIMITS.validate_json(told) if told else Limits()
    except ValidationError:
        return Limits(most_tokens=0)  # nobody knows what was allowed, so nothing is
