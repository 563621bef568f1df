"""Files read as UTF-8 and written whole or not at all.

Law: whatever goes wrong is a BadFile naming the file, the line and what to mend; a reader never sees half a file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from stat import S_IMODE
from typing import IO

from assistant.errors import BadFile, Fault

_BOM = b"\xef\xbb\xbf"


def read_bytes(path: Path) -> bytes:
    """The file's bytes; BadFile when there is no such file or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        mend = (
            "파일이 없습니다. 경로를 확인해 주십시오."
            if isinstance(exc, FileNotFoundError)
            else "파일을 읽을 수 없습니다"
        )
        raise BadFile([Fault(str(path), 0, f"{mend} ({exc.strerror})")]) from exc


def as_utf8(path: Path, content: bytes) -> str:
    """`content` of `path` as text without a byte order mark; BadFile names the line that is not UTF-8."""
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start + len(_BOM) * content.startswith(_BOM)) + 1
        raise BadFile([Fault(str(path), line, "UTF-8이 아닙니다. ‘CSV UTF-8’ 형식으로 다시 저장해 주십시오.")]) from exc


def check_writable(path: Path, *others: Path) -> None:
    """BadFile when `path` cannot become a file or is one of the `others`; said before the work, not after it."""
    if path.is_dir():
        raise BadFile([Fault(str(path), 0, "폴더입니다. 파일 이름을 적어 주십시오.")])
    if path.exists() and not path.is_file():
        raise BadFile([Fault(str(path), 0, "보통 파일이 아닙니다. 다른 이름을 적어 주십시오.")])
    if not path.absolute().parent.is_dir():
        raise BadFile([Fault(str(path), 0, "이 폴더가 없습니다. 먼저 만들어 주십시오.")])
    if any(_is_same(path, each) for each in others):
        raise BadFile([Fault(str(path), 0, "함께 쓰는 파일에 덮어쓰게 됩니다. 다른 이름을 적어 주십시오.")])


def _is_same(one: Path, other: Path) -> bool:
    return _resolved(one) == _resolved(other) or (one.exists() and other.exists() and one.samefile(other))


@contextmanager
def writing_whole(path: Path, *, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """A file to write that is at `path`, on the disk, once the block has ended well; BadFile when the disk refuses.

    `mode` is what a new file may be used for, less the process's umask; one that was there before lets nobody in who
    was kept out. A killed process leaves what `halves_beside` finds.
    """
    target = _resolved(path)
    beside = target.with_name(f".{_short(target.name)}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            if target.is_file():
                os.fchmod(file.fileno(), S_IMODE(target.stat().st_mode) & mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        _settle(target.parent)
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, f"쓸 수 없습니다 ({exc.strerror or exc})")]) from exc
    finally:
        with suppress(OSError):  # where it could not be made, it cannot be removed either
            beside.unlink()


def halves_beside(target: Path) -> list[Path]:
    """What killed processes left half-written beside `target`."""
    return list(target.parent.glob(f".{escape(_short(target.name))}.*.part"))


def _short(name: str) -> str:
    """As much of a name as leaves room for a longer one: file systems take 255 bytes, a Korean syllable is three."""
    return name.encode()[:200].decode(errors="ignore")


def _resolved(path: Path) -> Path:
    try:
        found = path.resolve()
        is_loop = found.is_symlink()
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, f"쓸 수 없습니다 ({exc.strerror or exc})")]) from exc
    except RuntimeError:  # what Python 3.11 and 3.12 say of a loop
        is_loop = True
    if is_loop:
        raise BadFile([Fault(str(path), 0, "쓸 수 없습니다 (제자리를 도는 링크입니다)")])
    return found


def _settle(folder: Path) -> None:
    """The rename itself is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all; BadFile when the disk refuses."""
    with writing_whole(path) as file:
        file.write(content)
