"""The part of the composition root that asks models: the advisors, and titles for groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from assistant.config import Settings
from assistant.domain.reach import Reach
from assistant.domain.track import Track
from assistant.index.profile import Profile
from assistant.llm.offline import OfflineAdvisor
from assistant.llm.prompts import refuse_edited
from assistant.llm.tasks import load_tasks
from assistant.llm.tokens import Tokens
from assistant.services.embedding import Embedding, Vector
from assistant.services.spending import Keeping
from assistant.services.titling import Titling
from assistant.storage.database import Database

if TYPE_CHECKING:
    from assistant.llm.chat_advisor import ChatAdvisor
    from assistant.llm.chat_model import ChatModel

Now = Callable[[], datetime]


def present() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def build_advisors(
    settings: Settings, tracks: tuple[Track, ...], embedding: Embedding, profile: Profile, now: Now
) -> tuple[OfflineAdvisor, ChatAdvisor | None]:
    """The offline advisor, and the configured one where an endpoint is named. Raises ConfigurationError."""
    database = embedding.database

    def confirmed() -> tuple[Vector, list[str]]:
        with database.read() as records:
            pairs = records.advice.confirmed_tracks()
            vectors = records.vectors.get_many([key for key, _ in pairs], embedding.model_id)
        known = [(track, vectors[key]) for key, track in pairs if key in vectors]
        return np.array([vector for _, vector in known], dtype=np.float32), [track for track, _ in known]

    offline = OfflineAdvisor(tracks, embedding.many, profile.centre, confirmed=confirmed, model_id=embedding.model_id)
    advisor = build_configured_advisor(settings, tracks, database, now)
    if advisor is not None:
        with database.read() as records:
            refuse_edited(advisor.prompts, records.advice.stamps())
    return offline, advisor


def build_configured_advisor(
    settings: Settings, tracks: tuple[Track, ...], database: Database | None, now: Now = present
) -> ChatAdvisor | None:
    """The language model by settings, None where none may be asked; without a database nothing is written down.

    Raises ConfigurationError.
    """
    if not settings.has_advisor_endpoint:
        return None
    # LangChain takes two seconds to import, and without an endpoint nobody needs it
    from assistant.llm.chat_advisor import ChatAdvisor

    model = _model(settings)
    keeping = Keeping(database, now) if database else None
    tasks, tokens = load_tasks(settings.prompts_dir, tracks), Tokens(settings.tokenizer_dir)
    return ChatAdvisor(model, tasks, tracks, tokens, ledger=keeping, memory=keeping, marks=settings.advice_marks)


def build_titling(settings: Settings, database: Database, now: Now) -> Titling:
    """Titles for groups; without an endpoint there are none. Raises ConfigurationError."""
    if not settings.has_advisor_endpoint:
        return Titling(database, None, now)
    from assistant.llm.group_titles import GroupTitler, load_group_prompt

    prompt = load_group_prompt(settings.prompts_dir)
    return Titling(database, GroupTitler(_model(settings), prompt, Keeping(database, now)), now)


def _model(settings: Settings) -> ChatModel:
    from assistant.llm.chat_model import ChatModel

    key, reach = settings.openai_api_key.get_secret_value(), Reach(settings.advice_endpoints)
    return ChatModel(settings.openai_base_url, settings.openai_model, key, reach=reach)
