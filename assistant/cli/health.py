"""`assistant doctor`: what is configured, reachable and healthy, in plain words."""

from __future__ import annotations

from assistant.cli.faults import sentences
from assistant.config import load_settings


def doctor() -> None:
    """설정과 상태를 살펴 알려 줍니다. 문제가 있으면 1로 끝납니다."""
    from assistant.probes import probes
    from assistant.services.checking import check

    well = True
    for finding in check(probes(load_settings()), lambda fault: " ".join(sentences(fault))):
        well = well and finding.is_well
        print(f"{'정상' if finding.is_well else '문제'}  {finding.what}: {finding.detail}", flush=True)
    if not well:
        raise SystemExit(1)
