"""Files written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.errors import BadFile, Fault


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a temporary file beside `path`, then put it in place at once. Raises BadFile."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, "쓸 수 없는 위치입니다. 폴더가 있는지와 권한을 확인해 주십시오.")]) from exc
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, "파일을 끝까지 쓰지 못했습니다. 남은 공간을 확인해 주십시오.")]) from exc
    finally:
        Path(name).unlink(missing_ok=True)


def line(row: Mapping[str, object]) -> str:
    """One JSON object on one line, Korean as it is."""
    return json.dumps(row, ensure_ascii=False)
