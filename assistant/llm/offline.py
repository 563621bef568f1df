"""The advisor that needs nothing but the embedded model, and says what it is: it compares and extracts.

Law: it answers for every text, in the same way each time, and writes not a word of its own into a pitch.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant.domain.advice import AdvisorKind, ContentsAdvice, Provenance, Suggestion
from assistant.domain.archive import Outcome
from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.domain.track import Track
from assistant.llm import contents, extract, reading
from assistant.llm.reading import Centre, Embed
from assistant.llm.track_guess import Confirmed, TrackGuess, none_confirmed

METHOD = "prototypes+extract"
VERSION = 1
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

    def suggest(self, content: Content, neighbours: Sequence[tuple[Content, Outcome]]) -> Suggestion:
        """An answer for every text; `neighbours` change nothing. Raises nothing of its own."""
        started = time.monotonic()
        read = reading.read(content, self._embed, self._centre)
        track = self._guess.advise(content, read)
        pitch = extract.pitch(read)
        missing = ContentsAdvice(contents.missing(content))
        origin = Provenance(
            kind=AdvisorKind.OFFLINE,
            model=self._model_id,
            prompt=self._stamp,
            input_hash=content.hash(),
            seconds=round(time.monotonic() - started, 3),
        )
        return Suggestion(track, pitch, missing, origin)
