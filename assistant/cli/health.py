"""`assistant doctor`: what is configured, reachable and healthy, in plain words."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.faults import sentences
from assistant.config import load_settings


def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="저장된 것이 그대로인지, 찾아지는지까지 살핍니다")] = False,
) -> None:
    """설정과 상태를 살펴 알려 줍니다. 문제가 있으면 1로 끝납니다."""
    from assistant.probes import probes
    from assistant.probes_deep import deep_probes
    from assistant.services.checking import check

    settings, well = load_settings(), True
    # the deep ones come first: they look at the database as it is, the others bring its tables up to date
    asked = {**(deep_probes(settings) if deep else {}), **probes(settings)}
    for finding in check(asked, lambda fault: " ".join(sentences(fault))):
        well = well and finding.is_well
        print(f"{'정상' if finding.is_well else '문제'}  {finding.what}: {finding.detail}", flush=True)
    if not well:
        raise SystemExit(1)
