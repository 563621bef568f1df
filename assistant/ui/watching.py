"""The services as the screens see them: each call is preceded by a look at the visit.

A click's callback runs before the page does, with the person it was drawn for; without this look, the first click after
a visit has ended would still be hers. Work beside the page (`ui/waiting.py`) was begun by such a call and goes on.
Law: a call from a session whose visit is over does nothing and raises SignedOut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

_ANYBODY = frozenset({"admitting", "database", "embedding", "finding", "indexing", "settings", "regroupings"})
"""Parts of the application that act for nobody in particular."""

T = TypeVar("T")


class Watched:
    """Stands before one service."""

    def __init__(self, service: object, look: Callable[[], object]) -> None:
        self._service, self._look = service, look

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._service, name)
        if not callable(found):
            return found

        def act(*args: object, **named: object) -> object:
            if get_script_run_ctx(suppress_warning=True) is not None:
                self._look()
            return found(*args, **named)

        return act


def watched(parts: T, look: Callable[[], object]) -> T:
    """The same dataclass with every service in it watched; `look` raises SignedOut."""
    changed: dict[str, object] = {}
    for field in fields(parts):  # type: ignore[arg-type]
        part = getattr(parts, field.name)
        home = type(part).__module__
        if field.name in _ANYBODY:
            continue
        if home.startswith("assistant.services."):
            changed[field.name] = Watched(part, look)
        elif home.startswith("assistant.wiring") and is_dataclass(part):
            changed[field.name] = watched(part, look)
    return replace(parts, **changed)  # type: ignore[type-var]
