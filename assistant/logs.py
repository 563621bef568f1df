"""Log lines for machines: one JSON object a line on stderr, through structlog, whoever wrote it.

A line has a time, a level, who wrote it, a request's id and a person's mark. A library's sentence is written out only
where it stands word for word in the library's source, because what it filled in may be somebody's text; an exception
is named by its class and by the lines of code it passed. Law: no text, no secret and no personal data ever gets here.
"""

from __future__ import annotations

import hashlib
import linecache
import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from enum import Enum
from typing import Any

import structlog

from assistant.errors import AssistantError
from assistant.meters import LOGGED

TALKATIVE = ("httpx", "httpcore", "openai", "uvicorn.access", "alembic", "watchdog")
"""Their lines below a warning are many, or about single requests, which `assistant.pulse` tells better."""
_NEAR = 6
"""Lines of source around the one a record names in which its sentence has to stand."""
_FRAMES = 12


class _Lines(logging.Handler):
    """To whatever stderr is now; a line that cannot be written is lost, for telling so would tell what was in it."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()


def begin(level: str = "") -> None:
    """Route every logger of this process to JSON lines on stderr; safe to call again."""
    handler = _Lines()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.contextvars.merge_contextvars, _tell],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel((level or os.environ.get("ASSISTANT_LOG", "INFO")).upper())
    logging.captureWarnings(True)
    for name in list(logging.root.manager.loggerDict):
        adopt(logging.getLogger(name))
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def adopt(logger: logging.Logger) -> None:
    """Take a logger's own handlers away, so that its lines come through ours."""
    logger.handlers[:] = []
    logger.propagate = True


def know(*, request: str = "", person: str = "") -> None:
    """From now on lines of this thread or task carry these; a person is only a mark that can be compared."""
    structlog.contextvars.clear_contextvars()
    known = {"request": request, "person": mark_of(person) if person else ""}
    structlog.contextvars.bind_contextvars(**{name: value for name, value in known.items() if value})


def mark_of(person_id: str) -> str:
    """Twelve characters that stand for a person in the log; the id itself may be an office's number for somebody."""
    return hashlib.sha256(f"log {person_id}".encode()).hexdigest()[:12]


def note(event: str, **facts: int | float | str) -> None:
    """A line of our own; `event` and the names of `facts` are literal words, values are numbers or our own words."""
    logging.getLogger("assistant").info(event, extra={"facts": facts})


def _tell(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record: logging.LogRecord = event["_record"]
    if record.levelno >= logging.WARNING:
        LOGGED.add(level=record.levelname.lower())
    told: dict[str, Any] = {"level": record.levelname.lower(), "logger": record.name, "event": _sentence(record)}
    told |= getattr(record, "facts", {})
    if filled_in := event.get("positional_args"):
        told["with"] = [_harmless(value) for value in filled_in]
    told["at"] = f"{os.path.basename(record.pathname)}:{record.lineno}"
    fault = record.exc_info[1] if record.exc_info else None
    if fault is not None:
        told |= {"fault": _class(fault), "passed": _passed(fault)}
    kept = {name: event[name] for name in ("request", "person", "_record", "_from_structlog") if name in event}
    return {**told, **kept}


def _sentence(record: logging.LogRecord) -> str:
    """The sentence as it stands in the source, its places not filled in; empty where it is made up at run time."""
    said = str(record.msg)
    if hasattr(record, "facts"):
        return said
    lines = linecache.getlines(record.pathname)
    near = "".join(lines[max(0, record.lineno - _NEAR) : record.lineno + _NEAR])
    return said if said and (said in near or repr(said)[1:-1] in near) else ""


def _harmless(value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Enum):
        return type(value).__name__
    if isinstance(value, AssistantError):
        facts = [getattr(value, name) for name in ("reason", "kind") if isinstance(getattr(value, name, None), str)]
        return ":".join([_class(value), *facts])
    return _class(value) if isinstance(value, BaseException) else type(value).__name__


def _class(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")


def _passed(fault: BaseException) -> list[str]:
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames]
