"""A PostgreSQL server of the tests' own: loopback, a folder that is thrown away, a password nobody knows.

Law: it ends with the tests, even when they are killed.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_START_S = 60


class NoServer(Exception):
    """Why there is no PostgreSQL to test with."""


class Server:
    """A running server; makes databases in it."""

    def __init__(self, port: int, password: str) -> None:
        self._address = f"postgres:{password}@127.0.0.1:{port}"

    def make_ideas(self) -> None:
        """The database that schemas are made in; it sorts the Korean way where the server can (version 15)."""
        korean = " LOCALE_PROVIDER icu ICU_LOCALE 'ko' LOCALE 'C'"
        make = "CREATE DATABASE ideas TEMPLATE template0 ENCODING 'UTF8'"
        try:
            self.execute(make + korean)
        except psycopg.Error:
            self.execute(make)

    def execute(self, sql: str, database: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(f"postgresql://{self._address}/{database}", autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def schema(self) -> str:
        """The address of an empty schema, which is cheaper than a database of its own."""
        name = f"s{secrets.token_hex(6)}"
        self.execute(f"CREATE SCHEMA {name}", "ideas")
        return f"postgresql://{self._address}/ideas?options=-csearch_path%3D{name}"

    def database(self, encoding: str) -> str:
        """The address of a new database in another encoding."""
        name = f"d{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'")
        return f"postgresql://{self._address}/{name}"


@contextmanager
def running() -> Iterator[Server]:
    """Raises NoServer where PostgreSQL is not installed or no other user can run it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="storage-test-"))
    try:
        who = _somebody_else(folder)
        password, port = secrets.token_hex(16), _free_port()
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)  # the folder is closed to others
        data = folder / "data"
        options = ("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync")
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", *options],
            **who,
            cwd=folder,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.strip()}")
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
        settings |= {"shared_buffers": "32MB", "max_connections": 60}
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
                **who,
                cwd=folder,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
            )
        try:
            found = Server(port, password)
            _wait(server, found, folder / "log")
            found.make_ideas()
            yield found
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoServer("PostgreSQL is not installed (no initdb)")
    return found[-1].parent if found else Path(os.path.realpath(str(on_path))).parent


def _somebody_else(folder: Path) -> dict[str, object]:
    """Whom to run as, the folder made theirs; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        shutil.chown(folder, "postgres", "postgres")
    except LookupError as exc:
        raise NoServer("PostgreSQL does not run as root, and there is no user postgres") from exc
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGQUIT)


def _wait(server: subprocess.Popen[bytes], found: Server, log: Path) -> None:
    until = time.monotonic() + _START_S
    while True:
        try:
            found.execute("SELECT 1")
            return
        except psycopg.OperationalError as exc:
            if server.poll() is not None or time.monotonic() > until:
                raise NoServer(f"PostgreSQL did not start: {log.read_text()[-500:]}") from exc
            time.sleep(0.05)
