"""The pages, one errand each."""

from assistant.ui.pages import archive, home, mine, rehearsal, rules, write
from assistant.ui.pages.sign_in import show as sign_in

SHOWS = {
    "home": home.show,
    "write": write.show,
    "mine": mine.show,
    "archive": archive.show,
    "rules": rules.show,
    "rehearsal": rehearsal.show,
}

__all__ = ["SHOWS", "sign_in"]
