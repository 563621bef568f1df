"""Looking after the installation: each part asked once, each answer a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assistant.errors import AssistantError

Probe = Callable[[], str]
"""Says in a sentence how a part is; raises AssistantError when it is not well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what was seen."""

    what: str
    is_well: bool
    detail: str


def check(probes: Mapping[str, Probe], explain: Callable[[AssistantError], str]) -> Iterator[Finding]:
    """Ask every probe; one that fails does not keep the others from answering."""
    for what, probe in probes.items():
        try:
            yield Finding(what, True, probe())
        except AssistantError as fault:
            yield Finding(what, False, explain(fault))
