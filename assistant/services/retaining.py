"""Erasing what is past its time, and forgetting a person: by rule, with counts, and with an entry in the journal.

The journal, the boxes and sealed packages keep their chains: they hold ids, and an id without its name tells nothing.
Law: a rehearsal counts exactly what the true run would erase, and erases nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.poll import PollState
from assistant.domain.retention import Due, Retention
from assistant.domain.trash import KEPT
from assistant.errors import NotFound
from assistant.services.polling import contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records
from assistant.storage.vault import Vault

SUBJECT = "retention"
_EMPTIED = "answers_emptied"


@dataclass(frozen=True, slots=True)
class Retaining:
    """`changed` is called when the index has something to drop."""

    database: Database
    rules: Callable[[], Retention]
    vault: Vault
    now: Callable[[], datetime]
    changed: Callable[[], None]

    def rehearse(self) -> list[Due]:
        """How many records each rule meets now. Raises BadFile, StorageUnavailable."""
        with self.database.read() as records:
            return list(self._apply(records, self.rules(), self.now(), [], erase=False))

    def carry_out(self) -> list[Due]:
        """Erase them, all in one transaction. Raises BadFile, StorageUnavailable."""
        at, files = self.now(), list[str]()
        rules = self.rules()
        with self.database.write() as records:
            done = list(self._apply(records, rules, at, files, erase=True))
            facts = {due.what: str(due.count) for due in done if due.count}
            records.journal.add(Entry(at, "", "retain", SUBJECT, facts))
        for key in files:
            self.vault.drop(key)
        self.changed()
        return done

    def forget(self, person_id: str) -> None:
        """Take a person's name, department, rights and sign-ins away; what she wrote stays under her id.

        Raises NotFound.
        """
        with self.database.write() as records:
            if not records.erasing.forget(person_id):
                raise NotFound("person", person_id)
            records.journal.add(Entry(self.now(), "", "forget", person_id, {}))

    def _apply(
        self, records: Records, rules: Retention, at: datetime, files: list[str], *, erase: bool
    ) -> Iterator[Due]:
        erasing = records.erasing
        over = erasing.trashed_before(at - KEPT)
        if erase:
            files += erasing.erase_drafts(over)
        yield Due("trash", len(over))
        untouched = erasing.untouched_since(at - rules.drafts)
        for proposal_id in untouched if erase else ():
            records.proposals.trash(proposal_id, at)
            records.journal.add(Entry(at, "", "throw_away", proposal_id, {"rule": "drafts"}))
        yield Due("drafts", len(untouched))
        yield Due("ledger", erasing.letters_before(at - rules.ledger, erase=erase))
        yield Due("answers", self._answers(records, rules, at, erase=erase))
        yield Due("notices", erasing.notices_before(at - rules.notices, erase=erase))
        yield Due("roll", sum(self._rolls(records, at - rules.roll, erase=erase)))
        yield Due("visits", erasing.visits_before(at - rules.visits, erase=erase))
        yield Due("vectors", erasing.orphan_vectors(erase=erase))

    def _answers(self, records: Records, rules: Retention, at: datetime, *, erase: bool) -> int:
        last = records.facts.get(_EMPTIED)
        if last is not None and datetime.fromisoformat(last) > at - rules.answers:
            return 0
        if erase:
            records.facts.put(_EMPTIED, at.isoformat())
        return 0 if last is None else records.erasing.answers(erase=erase)

    def _rolls(self, records: Records, before: datetime, *, erase: bool) -> Iterator[int]:
        for poll in records.polls.all():
            published = [entry.at for entry in records.journal.of(poll.id) if entry.act == "publish_poll"]
            if poll.state is PollState.PUBLISHED and published and published[-1] <= before:
                secret = [panel.code for panel in contest_of(poll).rules.panels if not panel.is_named]
                yield records.erasing.secret_voters_of(poll.id, secret, erase=erase)
