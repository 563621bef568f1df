"""Files under the hash of their content, in a folder beside the database and outside everything a web server shows.

Several replicas need the folder on storage they share. Law: what is under a hash has that hash, checked at every
reading; a file appears whole or not at all.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import NotFound, StorageUnavailable

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Vault:
    """`folder` is made at the first file."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their hash. Raises StorageUnavailable."""
        key = sha256(content).hexdigest()
        place = self.place(key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if place.exists() and place.stat().st_size == len(content):
                return key
            beside = place.with_name(f".{secrets.token_hex(8)}.part")
            try:
                with beside.open("xb") as file:
                    os.chmod(file.fileno(), 0o600)
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(place)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as exc:
            raise StorageUnavailable(f"an attachment could not be written: {exc.strerror}") from exc
        return key

    def get(self, key: str) -> bytes:
        """The bytes. Raises NotFound, StorageUnavailable where they are not what they were."""
        try:
            content = self.place(key).read_bytes()
        except FileNotFoundError as exc:
            raise NotFound("attachment", key) from exc
        except OSError as exc:
            raise StorageUnavailable(f"an attachment could not be read: {exc.strerror}") from exc
        if sha256(content).hexdigest() != key:
            raise StorageUnavailable("an attachment is not what it was")
        return content

    def drop(self, key: str) -> None:
        """Delete the bytes, where they are. Raises StorageUnavailable."""
        try:
            self.place(key).unlink(missing_ok=True)
        except OSError as exc:
            raise StorageUnavailable(f"an attachment could not be deleted: {exc.strerror}") from exc

    def place(self, key: str) -> Path:
        """Where the bytes of a hash lie. Raises NotFound for what is no hash."""
        if not _HASH.fullmatch(key):
            raise NotFound("attachment", key)
        return self.folder / key[:2] / key
