"""A short title for a group of like proposals, from its key terms and three examples.

Law: what is sent was sealed first and stands inside a fence; an answer that breaks a rule is dropped, and the key terms
stay what the group is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.outgoing import Errand
from assistant.domain.personal import Seal
from assistant.errors import AdvisorFailed
from assistant.llm import material
from assistant.llm.answers import Answer, Broken, parse, wire_schema
from assistant.llm.chat_model import ChatModel
from assistant.llm.errand import Ledger, Trip
from assistant.llm.prompts import Prompt, load
from assistant.llm.wording import korean, strange

NAME = "name_group.v1"
SHORTEST, LONGEST = 4, 24
LONGEST_EXAMPLE = 400


class GroupAnswer(Answer):
    """Answer of `name_group`."""

    title: str


@dataclass(frozen=True, slots=True)
class GroupTitler:
    """Asks the configured model; one request a title, written down before it goes."""

    model: ChatModel
    prompt: Prompt
    ledger: Ledger | None = None
    nonce: Callable[[], str] = material.nonce

    def title(self, terms: Sequence[str], examples: Sequence[str], person_id: str) -> tuple[str, str]:
        """The title and which model gave it. Raises AdvisorFailed, also for what may not be sent."""
        seal = Seal()
        told = seal.sealed("\n".join([f"핵심어: {', '.join(terms)}", *(f"- {e[:LONGEST_EXAMPLE]}" for e in examples)]))
        if seal.stops:
            raise AdvisorFailed("private", "a group's examples hold what may not leave")
        system, user = self.prompt.render({"fence": self.nonce(), "material": told})
        errand = Errand(person_id=person_id)
        trip = Trip(errand=errand, prompt=self.prompt.stamp, model=self.model.model, ledger=self.ledger)
        reply = self.model.run(self.model.ask(system, user, wire_schema(GroupAnswer), trip))
        return _checked(parse(GroupAnswer, reply.text).title, told), reply.model


def load_group_prompt(folder: Path) -> Prompt:
    """The prompt in use. Raises ConfigurationError."""
    return load(folder, NAME, frozenset({"fence", "material"}))


def _checked(title: str, told: str) -> str:
    """Raises Broken."""
    title = korean(title, "title", SHORTEST, LONGEST)
    if any(sign in title for sign in "[]○.!?"):
        raise Broken("title holds a placeholder or a sentence", "대괄호와 문장 부호 없이 명사구로 쓰십시오.")
    if unknown := strange(title, told):
        raise Broken(f"title has an unknown {unknown}", "자료에 없는 숫자나 이름을 쓰지 마십시오.")
    return title
