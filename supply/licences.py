"""The licences of everything that comes with the program: `python -m supply.licences > docs/licences.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from supply.runtime import Package, runtime

FORBIDDEN = re.compile(
    r"\b(?:A?GPL|SSPL|BUSL|CC-BY-NC)|GNU (?:Affero )?General Public|(?:Business|Server) Source", re.IGNORECASE
)
"""Licences that would bind an office that changes or serves the program. The word boundary keeps LGPL out."""
WEAK = re.compile(r"\bLGPL|Lesser General|\bMPL\b|Mozilla", re.I)
"""Licences that bind changes to the package itself only; each such package has to stand in REASONS."""

REASONS: Mapping[str, str] = {
    "psycopg": "LGPL-3.0: PostgreSQL에 잇는 데만 쓰고 고치지 않으며 동적으로 불러 씀. SQLite만 쓰면 불리지 않음",
    "psycopg-binary": "LGPL-3.0: psycopg의 미리 만든 실행 파일",
    "certifi": "MPL-2.0: 인증서 목록. 고치지 않음",
    "orjson": "MPL-2.0 부분이 있음: LangGraph가 쓰는 JSON. 고치지 않음",
    "tqdm": "MPL-2.0 부분이 있음: 진행 막대. 고치지 않음",
}
UNSAID: Mapping[str, str] = {"opentsne": "BSD-3-Clause (배포 파일의 LICENSE에 있음)"}
"""Packages whose metadata does not name their licence; read from the licence file they bring."""


def table(packages: Mapping[str, Package]) -> str:
    """The page."""
    lines = [
        "# Licences of what comes with the program",
        "",
        "Made by `make licences` from the metadata of the installed packages (Python 3.11, Linux); "
        "`tests/supply/test_licences.py` keeps it whole. Tools for development are not in it: they are not shipped.",
        "",
        f"{len(packages)} packages; none under GPL, AGPL or a licence that forbids a use.",
        "",
        "| package | version | licence | why it is here, where that needs a word |",
        "|---|---|---|---|",
    ]
    for name, package in packages.items():
        told = UNSAID.get(name, package.licence)
        lines.append(f"| {name} | {package.version} | {told} | {REASONS.get(name, '')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(runtime()), end="")
