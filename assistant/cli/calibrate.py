"""How often the shown likeness is right, and fitting it anew: `assistant calibrate`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings
from assistant.domain.calibration import Calibration
from assistant.domain.share import Share


def calibrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """심사위원이 판단한 짝으로 유사도를 다시 맞추고, 새 번호의 보정표 파일로 남깁니다."""
    from assistant.groundwork import open_calibrating

    with open_calibrating(load_settings()) as calibrating, Bar("뜻을 계산하는 중", quiet=quiet) as bar:
        path, found = calibrating.refit(bar)
    for line in table(found):
        print(line)
    print(
        f"보정표 {path.stem}을(를) {path}에 남겼습니다. 다음에 시작할 때부터 씁니다. 되돌리려면 이 파일을 지우십시오."
    )


def table(found: Calibration) -> list[str]:
    """A calibration in lines of text."""
    lines = [f"판단한 짝 {found.pairs}건: 같음 {found.same}, 관련 {found.related}, 다름 {found.different}"]
    lines += [f"{band.low:.0%}~{band.high:.0%}로 보인 짝 가운데 같은 제안: {share(band.same)}" for band in found.bands]
    lines.append(f"'거의 같은 제안'이라고 한 것이 맞은 비율: {share(found.called_same)}")
    lines.append(f"같은 제안 가운데 찾아낸 비율: {share(found.found)}")
    lines.append(f"다른 제안을 '거의 같은 제안'이라고 한 비율: {share(found.look_alikes)}")
    return lines


def share(of: Share) -> str:
    """A share with its count and interval; only the count where it is too small to say more."""
    if not of.is_enough:
        return f"{of.n}건 중 {of.hits}건 (비율을 말하기에 적습니다)"
    low, high = of.interval
    return f"{of.rate:.0%} ({of.n}건 중 {of.hits}건, 95% 구간 {low:.0%}~{high:.0%})"
