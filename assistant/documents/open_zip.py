"""A zip of tables in two spellings: JSON lines as they are, CSV for office programs, rows passed through one by one."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.documents.sheets import harmless
from assistant.documents.whole_files import check_writable, writing_whole

_BOM = b"\xef\xbb\xbf"


class OpenZip:
    """Members, one after another."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, name: str, content: bytes) -> None:
        """A member by its bytes."""
        self._archive.writestr(name, content)

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
        """A table in both spellings; how many rows."""
        count = 0
        with tempfile.TemporaryFile("w+b") as held:
            held.write(_BOM + _line(columns))
            with self._archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
                for row in rows:
                    member.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    held.write(_line([_cell(row[column]) for column in columns]))
                    count += 1
            held.seek(0)
            with self._archive.open(f"tables/{name}.csv", "w", force_zip64=True) as member:
                while chunk := held.read(1 << 20):
                    member.write(chunk)
        return count


@contextmanager
def writing_open(path: Path) -> Iterator[OpenZip]:
    """A zip that is at `path` once the block has ended well, for its owner only. Raises BadFile."""
    check_writable(path)
    with (
        writing_whole(path, mode=0o600) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        yield OpenZip(archive)


def _cell(value: object) -> str | int:
    if value is None:
        return ""
    return str(harmless(value)) if isinstance(value, str) else str(value)


def _line(cells: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8", "ignore")
