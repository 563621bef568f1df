"""After the last paper: close the box, count it, publish, and hand everything out to be recounted.

Closing is one writing transaction, so a paper is in the box before it or refused after it. It writes the record whose
last line, the closing link, is read out in the hall. Law: no count exists before closing, and the count reads the box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.documents.contest_export import ballot_lines, export
from assistant.documents.contest_files import tally_json
from assistant.documents.contest_held import BOX_FORMAT
from assistant.domain.award import Awards, award
from assistant.domain.ballot import Ballot
from assistant.domain.journal import Entry
from assistant.domain.paper import BoxBreak, Paper, root, standing, walk
from assistant.domain.person import Person, Role
from assistant.domain.poll import Poll, PollState, digest, fact
from assistant.domain.tally import Tally, tally
from assistant.errors_voting import BoxBroken
from assistant.services.polling import OFFICIALS, Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records

_OVER = (PollState.CLOSED, PollState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ballots give."""

    contest: Contest
    tally: Tally
    awards: Awards


@dataclass(frozen=True, slots=True)
class Closing:
    """The host's last acts. `new_salt` makes 64 random hexadecimal characters.

    `tell` is called in the transaction that publishes, `published` after it.
    """

    database: Database
    now: Callable[[], datetime]
    new_salt: Callable[[], str]
    tell: Callable[[Records, Poll], None] = lambda records, poll: None
    published: Callable[[], None] = lambda: None

    def close(self, person: Person, poll_id: str) -> Contest:
        """Close for good: nothing is taken any more, and the codes of secret panels are forgotten.

        The poll's `closing` record ends with the closing link. Raises NotAllowed, PollForbids, BoxBroken.
        """
        person.require("close a poll", Role.ORGANISER)
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("close", PollState.OPEN)
            salted = replace(contest.poll, salt=self.new_salt(), open_ids=(), state=PollState.CLOSED)
            chained = list(records.box.chained(poll_id))
            position, link = records.box.last(poll_id) or (0, salted.first_link)
            if breaks := walk(salted.first_link, chained, link, position):
                raise BoxBroken(breaks)
            papers = [paper for _, paper, _ in chained]
            closed = replace(salted, closing=self._record(contest_of(salted), records, papers, link))
            records.polls.put(closed)
            records.roll.forget(poll_id, [each.code for each in contest.rules.panels if not each.is_named])
            facts = {"closing_link": closing_link(closed.closing), "papers": str(len(papers))}
            records.journal.add(Entry(self.now(), person.id, "close_poll", poll_id, facts))
        return contest_of(closed)

    def verify(self, poll_id: str) -> list[BoxBreak]:
        """Where the live box is not as it was closed; none: it is. Raises NotFound, PollForbids."""
        with self.database.read() as records:
            return self.breaks(records, poll_id)

    def breaks(self, records: Records, poll_id: str) -> list[BoxBreak]:
        """The same as `verify` within a transaction."""
        return self._verify(records, self._over(records, poll_id))

    def count(self, person: Person, poll_id: str) -> Outcome:
        """Count the box; officials only until it is published. Raises NotAllowed, PollForbids, BoxBroken, PanelSilent.

        The rules are checked against the hash in the opening record first.
        """
        with self.database.read() as records:
            contest = self._over(records, poll_id)
            if contest.poll.state is PollState.CLOSED:
                person.require("see the count", *OFFICIALS)
            return self._count(records, contest)[0]

    def publish(self, person: Person, poll_id: str) -> Contest:
        """Let everybody see the result. Raises NotAllowed, PollForbids, BoxBroken, PanelSilent."""
        person.require("publish the result", Role.ORGANISER)
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("publish", PollState.CLOSED)
            self._count(records, contest)
            records.polls.put(published := replace(contest.poll, state=PollState.PUBLISHED))
            self.tell(records, published)
            records.journal.add(Entry(self.now(), person.id, "publish_poll", poll_id, {}))
        self.published()
        return contest_of(published)

    def export(self, person: Person, poll_id: str) -> bytes:
        """The whole contest as the zip that `assistant recount` verifies. Raises like `count`."""
        with self.database.read() as records:
            contest = self._over(records, poll_id)
            if contest.poll.state is PollState.CLOSED:
                person.require("export the contest", *OFFICIALS)
            outcome, papers, ballots = self._count(records, contest)
        return export(
            contest.poll.rules,
            contest.listed(),
            ballots,
            tally_json(outcome.tally, outcome.awards),
            opening=contest.poll.opening.encode(),
            closing={},
            held=(contest.poll.package, _receipts(papers), contest.poll.closing.encode()),
        )

    def _over(self, records: Records, poll_id: str) -> Contest:
        contest = contest_of(records.polls.get(poll_id))
        contest.poll.require("count", *_OVER)
        return contest

    def _count(self, records: Records, contest: Contest) -> tuple[Outcome, list[Paper], list[Ballot]]:
        if breaks := self._verify(records, contest):
            raise BoxBroken(breaks)
        papers = [paper for _, paper, _ in records.box.chained(contest.poll.id)]
        ballots = self._ballots(contest, records, papers)
        counted = tally(contest.rules, contest.listed(), ballots)
        return Outcome(contest, counted, award(contest.rules, counted)), papers, ballots

    def _verify(self, records: Records, contest: Contest) -> list[BoxBreak]:
        poll = contest.poll
        chained = list(records.box.chained(poll.id))
        breaks = walk(poll.first_link, chained, fact(poll.closing, "last"), int(fact(poll.closing, "papers") or -1))
        if fact(poll.opening, "rules") != digest(poll.rules):
            breaks.append(BoxBreak(0, "the rules are not those in the opening record"))
        if fact(poll.opening, "package") != digest(poll.package):
            breaks.append(BoxBreak(0, "the package is not the one in the opening record"))
        if not breaks and poll.closing != self._record(contest, records, [each for _, each, _ in chained], ""):
            breaks.append(BoxBreak(0, "the closing record is not what the box gives"))
        return breaks

    def _record(self, contest: Contest, records: Records, papers: list[Paper], link: str) -> str:
        """The closing record; of a poll that has one, the same again from what lies in the box now."""
        poll = contest.poll
        ballots = self._ballots(contest, records, papers)
        lines = ballot_lines(ballots)
        facts = {
            "format": BOX_FORMAT,
            "opening": poll.first_link,
            "papers": str(len(papers)),
            "last": link or fact(poll.closing, "last"),
            "ballots": str(len(lines)),
            "root": root(lines),
            "receipts": digest(_receipts(papers)),
            "closed": fact(poll.closing, "closed") or self.now().isoformat(timespec="seconds"),
        }
        record = "".join(f"{key} {value}\n" for key, value in facts.items())
        return record + f"closing {digest(record.encode())}\n"

    def _ballots(self, contest: Contest, records: Records, papers: list[Paper]) -> list[Ballot]:
        """What counts, under names that only the live database can lead back to a token, and never to a voter."""
        names = {each.id: f"{each.seat} {each.name}".strip() for each in records.roll.all(contest.poll.id)}
        whose = {paper.token: names.get(paper.voter_id, "") for paper in papers}
        return [
            Ballot(panel, whose[token] or pseudonym(contest.poll.salt, token), finalist, score)
            for (panel, token), scores in standing(papers).items()
            for finalist, score in scores.items()
        ]


def closing_link(record: str) -> str:
    """What is read out in the hall: the hash of the closing record."""
    return fact(record, "closing")


def pseudonym(salt: str, token: str) -> str:
    """A paper's name in the publication: random to everybody outside the live database, its order too."""
    return digest(f"{salt} {token}".encode())[:16]


def _receipts(papers: list[Paper]) -> bytes:
    return "".join(f"{code}\n" for code in sorted(paper.receipt for paper in papers)).encode()
