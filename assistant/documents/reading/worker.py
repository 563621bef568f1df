"""The process that reads one file: facts and bytes come in on stdin, passages or a reason go out on stdout, as JSON.

Law: before the first byte of the file is looked at, this process has given up opening anything: no file, no socket,
no other process, no more memory than its share.
"""

from __future__ import annotations

import base64
import codecs
import ctypes
import json
import resource
import signal
import sys
from dataclasses import asdict
from typing import Any

from assistant.documents.reading import docx, hwpx, pictures, plain, xlsx
from assistant.documents.reading.kinds import Kind, kind_of
from assistant.domain.document import Document
from assistant.domain.passages import cut
from assistant.errors_files import FileRefused

MOST_TEXT = 200_000
_CODECS = ("ascii", "cp437", "cp949", "idna", "latin-1", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")
"""Loaded while files may still be opened."""
_SET_NO_NEW_PRIVILEGES = 38


def main() -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(asked["size"])
    if asked["name"].casefold().endswith(".pdf"):
        from assistant.documents.reading import pdf  # noqa: F401  (a library of 8 MB, before the door is shut)
    if asked["act"] == "picture":
        pictures.load()
    for name in _CODECS:
        codecs.lookup(name)
    shut(asked["memory"], asked["seconds"])
    try:
        said = answer(asked["act"], asked["name"], content)
    except FileRefused as refused:
        said = {"refused": refused.reason, "most": refused.most}
    except (MemoryError, RecursionError):
        said = {"refused": "too_much_memory", "most": 0}
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()


def answer(act: str, name: str, content: bytes) -> dict[str, Any]:
    """Passages of a document, whether an attachment may be passed on, or a picture made anew. Raises FileRefused."""
    if act == "picture":
        return {"content": base64.b64encode(pictures.redrawn(content)).decode("ascii")}
    kind, package = kind_of(name, content)
    if act == "check" and kind is not Kind.PDF:
        raise FileRefused("unknown_type")
    document = _read(kind, package, content)
    if act == "check":
        return {}
    passages = cut(document)
    if not any(each.text.strip() or each.heading for each in passages):
        raise FileRefused("no_text")
    if sum(len(each.heading) + len(each.text) for each in passages) > MOST_TEXT:
        raise FileRefused("too_much_text", MOST_TEXT)
    return {"kind": kind.value, "passages": [asdict(each) for each in passages]}


def _read(kind: Kind, package: Any, content: bytes) -> Document:
    match kind:
        case Kind.HWPX:
            return hwpx.read_hwpx(package)
        case Kind.DOCX:
            return docx.read_docx(package)
        case Kind.XLSX:
            return xlsx.read_xlsx(package)
        case Kind.PDF:
            from assistant.documents.reading.pdf import read_pdf

            return read_pdf(content)
        case _:
            return plain.read_plain(content, kind)


def shut(memory: int, seconds: float) -> None:
    """Give up whatever reading needs no more; what is open stays open."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds) + 10),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the process: nobody catches the signal
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


if __name__ == "__main__":
    main()
