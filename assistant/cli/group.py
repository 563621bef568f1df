"""Groups by the file: `assistant group`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings

if TYPE_CHECKING:
    from assistant.services.grouping import Named, Placed


def group(
    corpus: Annotated[Path, typer.Option(help="묶을 제안 파일")],
    out: Annotated[Path, typer.Option(help="제안마다 묶음을 적을 JSONL 파일")],
    labels: Annotated[Path | None, typer.Option(help="묶음마다 이름, 크기, 주요어, 보기를 적을 JSONL 파일")] = None,
    map_: Annotated[bool, typer.Option("--map", help="지도에서의 자리(x, y)도 적습니다")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """같은 생각을 담은 제안끼리 묶습니다. 비슷한 제안이 없으면 묶음이 null입니다."""
    from assistant.documents.proposal_rows import as_jsonl, read_proposals
    from assistant.documents.whole_files import check_writable, write_whole
    from assistant.groundwork import group_entries
    from assistant.index.corpus import Entry

    check_writable(out, corpus)
    if labels is not None:
        check_writable(labels, corpus, out)
    entries = [Entry(*row) for row in read_proposals(corpus)]
    with Bar("뜻을 계산하는 중", quiet=quiet) as embedding, Bar("묶는 중", quiet=quiet) as bar:
        grouping = group_entries(load_settings(), entries, embedding, bar)
        placed = as_jsonl(map(_placed, grouping.placed(with_map=map_)))
        named = as_jsonl(map(_named, grouping.named())) if labels is not None else b""
    if labels is not None:
        write_whole(labels, named)
    write_whole(out, placed)


def _placed(answer: Placed) -> Mapping[str, object]:
    found: dict[str, object] = {"id": answer.id, "cluster": answer.cluster}
    if answer.place is not None:
        found["x"], found["y"] = answer.place
    return found


def _named(answer: Named) -> Mapping[str, object]:
    return {
        "cluster": answer.cluster,
        "label": answer.label,
        "size": answer.size,
        "keywords": list(answer.keywords),
        "examples": list(answer.examples),
    }
