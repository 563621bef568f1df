"""Taking personal data out of texts on their way out, and putting it back into what comes in.

One seal serves all texts of one request for advice, so that a number has the same placeholder in each of them.
Law: `sealed` texts hold nothing that `find` finds; the secrets stay in this object and are never written down.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.domain.personal.finding import find, searchable
from assistant.domain.personal.kinds import STOPPING, Found, Kind

_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(kind.value for kind in Kind) + r")-\d{1,4}\]")
MOST_PASSES = 4
"""What is left over when a find is taken out may be a find itself; more rounds than this never were needed."""


class Seal:
    """Placeholders by secret and secrets by placeholder."""

    def __init__(self) -> None:
        self._placeholders: dict[tuple[Kind, str], str] = {}
        self._secrets: dict[str, str] = {}
        self._counts: Counter[Kind] = Counter()
        self.found: Counter[Kind] = Counter()

    @property
    def stops(self) -> frozenset[Kind]:
        """Kinds seen that forbid sending anything."""
        return STOPPING & self.found.keys()

    def sealed(self, text: str) -> str:
        """`text` in its searchable form with a typed placeholder such as [전화-1] for each find."""
        text = searchable(text)
        for _ in range(MOST_PASSES):
            finds = find(text)
            if not finds:
                return text
            parts, start = [], 0
            for one in finds:
                parts += [text[start : one.start], self._placeholder(one, text)]
                start = one.end
            text = "".join([*parts, text[start:]])
        for one in find(text):
            text = text.replace(one.text, f"[{one.kind.value}]")
        return text

    def restored(self, text: str) -> str:
        """`text` with the secrets in their places; a placeholder nobody gave out stays."""
        return _PLACEHOLDER.sub(lambda found: self._secrets.get(found[0], found[0]), text)

    def _placeholder(self, one: Found, text: str) -> str:
        self.found[one.kind] += 1
        key = (one.kind, one.text)
        while key not in self._placeholders:
            self._counts[one.kind] += 1
            name = f"[{one.kind.value}-{self._counts[one.kind]}]"
            if name not in text:  # the writer may have typed one herself
                self._placeholders[key], self._secrets[name] = name, one.text
        return self._placeholders[key]
