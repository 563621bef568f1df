"""The advisor that needs nothing but the embedded model, and says what it is: it compares, extracts, looks for words.

Law: it answers for every text, in the same way each time, and writes not a word of its own into a pitch.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant.domain.advice import AdviceKind, Near, Provenance, Rung, Suggestion, Value, Wish
from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.domain.track import Track
from assistant.llm import compare, contents, extract, reading
from assistant.llm.reading import Centre, Embed
from assistant.llm.track_guess import Confirmed, TrackGuess, none_confirmed

METHOD = "prototypes+extract"
VERSION = 2
"""Goes up with every change that can change an answer."""


class OfflineAdvisor:
    """`embed` gives raw unit rows, `centre` subtracts the model's mean and makes them unit rows again.

    `model_id` names the embedder; `confirmed` gives raw rows and track codes of proposals whose track a person chose.
    """

    def __init__(
        self,
        tracks: Sequence[Track],
        embed: Embed,
        centre: Centre,
        *,
        confirmed: Confirmed = none_confirmed,
        model_id: str = "embedded",
    ) -> None:
        self._embed, self._centre, self._model_id = embed, centre, model_id
        self._guess = TrackGuess(tracks, embed, centre, confirmed)
        told = "\n".join(f"{t.code}\t{p}" for t in tracks for p in t.prototypes)
        self._stamp = f"{METHOD}@v{VERSION}#{fingerprint(told)[:8]}"

    def suggest(self, content: Content, neighbours: Sequence[Near], wish: Wish | None = None) -> Suggestion:
        """An answer for every text. Raises nothing of its own."""
        started = time.monotonic()
        read = reading.read(content, self._embed, self._centre)
        values: dict[AdviceKind, Value] = {
            AdviceKind.TRACK: self._guess.advise(content, read),
            AdviceKind.PITCH: extract.pitch(read, wish),
            AdviceKind.CONTENTS: contents.coach(content),
            AdviceKind.DIFFERENCE: compare.differences(read, neighbours, self._embed, self._centre),
        }
        seconds = round(time.monotonic() - started, 3)
        origin = Provenance(Rung.OFFLINE, self._model_id, self._stamp, content.hash(), seconds)
        return Suggestion.of(values, dict.fromkeys(AdviceKind, origin))

    def examples(self, content: Content, track: str) -> tuple[str, ...]:
        """The two prototypes of the track that are nearest to the draft; none for an unknown track."""
        return self._guess.examples(reading.read(content, self._embed, self._centre), track)
