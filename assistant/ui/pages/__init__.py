"""The pages, one errand each."""

from assistant.ui.pages import (
    accuracy,
    advice_desk,
    archive,
    browse,
    compare,
    convene,
    finalists,
    follow_up,
    home,
    host,
    mine,
    news,
    people,
    rehearsal,
    results,
    review,
    rules,
    take_in,
    write,
)
from assistant.ui.pages.sign_in import closed
from assistant.ui.pages.sign_in import show as sign_in

SHOWS = {
    "home": home.show,
    "write": write.show,
    "take_in": take_in.show,
    "mine": mine.show,
    "archive": archive.show,
    "browse": browse.show,
    "compare": compare.show,
    "news": news.show,
    "review": review.show,
    "convene": convene.show,
    "finalists": finalists.show,
    "rules": rules.show,
    "rehearsal": rehearsal.show,
    "host": host.show,
    "results": results.show,
    "follow_up": follow_up.show,
    "accuracy": accuracy.show,
    "people": people.show,
    "advice_desk": advice_desk.show,
}

__all__ = ["SHOWS", "closed", "sign_in"]
