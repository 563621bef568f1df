"""The pages, one errand each."""

from assistant.ui.pages import archive, home, mine, write
from assistant.ui.pages.sign_in import show as sign_in

SHOWS = {"home": home.show, "write": write.show, "mine": mine.show, "archive": archive.show}

__all__ = ["SHOWS", "sign_in"]
