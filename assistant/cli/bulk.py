"""Proposals by the file: `assistant rank`, `compare` and `advise`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings

if TYPE_CHECKING:
    from assistant.domain.advice import Suggestion
    from assistant.services.ranking import Compared, Ranked

Corpus = Annotated[Path, typer.Option(help="찾아볼 제안 파일")]
Out = Annotated[Path, typer.Option(help="결과를 쓸 JSONL 파일")]
_Answer = TypeVar("_Answer")
Quiet = Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")]


def rank(
    corpus: Corpus,
    queries: Annotated[Path, typer.Option(help="비슷한 제안을 찾고 싶은 제안 파일")],
    out: Out,
    top: Annotated[int, typer.Option(min=1, max=1000, help="제안마다 보일 개수")] = 10,
    quiet: Quiet = False,
) -> None:
    """제안마다 자료에서 비슷한 제안을 찾아 가까운 차례로 적습니다."""
    from assistant.documents.proposal_rows import as_jsonl, read_proposals
    from assistant.documents.whole_files import check_writable, write_whole
    from assistant.index.corpus import Entry
    from assistant.wiring import open_ranking

    check_writable(out, corpus, queries)
    entries = [Entry(*row) for row in read_proposals(corpus)]
    asked = [Entry(*row) for row in read_proposals(queries)]
    with Bar("뜻을 계산하는 중", quiet=quiet) as bar, open_ranking(load_settings(), entries, bar) as ranking:
        answers = _counted(ranking.rank(asked, top=top), len(asked), quiet)
        write_whole(out, as_jsonl(map(_ranked, answers)))


def compare(
    corpus: Corpus,
    pairs: Annotated[Path, typer.Option(help='{"a": 번호, "b": 번호}를 한 줄에 하나씩 적은 파일')],
    out: Out,
    quiet: Quiet = False,
) -> None:
    """두 제안이 얼마나 같은지, 어느 문장이 닮았는지 적습니다."""
    from assistant.documents.proposal_rows import as_jsonl, read_pairs, read_proposals
    from assistant.documents.whole_files import check_writable, write_whole
    from assistant.index.corpus import Entry
    from assistant.wiring import open_ranking

    check_writable(out, corpus, pairs)
    entries = [Entry(*row) for row in read_proposals(corpus)]
    wanted = read_pairs(pairs, (entry.id for entry in entries))
    with Bar("뜻을 계산하는 중", quiet=quiet) as bar, open_ranking(load_settings(), entries, bar) as ranking:
        answers = _counted(ranking.compare(wanted), len(wanted), quiet)
        write_whole(out, as_jsonl(map(_compared, answers)))


def advise(
    proposals: Annotated[Path, typer.Option(help="도움말을 받을 제안 파일")],
    out: Out,
    advisor: Annotated[
        Literal["offline", "configured"],
        typer.Option(help="offline: 이 컴퓨터 안의 규칙, configured: 설정한 언어 모델"),
    ] = "offline",
    quiet: Quiet = False,
) -> None:
    """제안마다 분야와 한줄 소개를 추천하고 빠진 내용을 적습니다."""
    from assistant.documents.proposal_rows import as_jsonl, read_proposals
    from assistant.documents.whole_files import check_writable, write_whole
    from assistant.wiring import open_advising

    check_writable(out, proposals)
    rows = read_proposals(proposals)
    with open_advising(load_settings(), must_be_configured=advisor == "configured") as suggest:
        answers = suggest([content for _, content in rows])
        counted = _counted(zip((key for key, _ in rows), answers, strict=True), len(rows), quiet)
        write_whole(out, as_jsonl(_advised(key, suggestion) for key, suggestion in counted))


def _counted(answers: Iterable[_Answer], of: int, quiet: bool) -> Iterator[_Answer]:
    with Bar("답하는 중", quiet=quiet) as bar:
        for done, answer in enumerate(answers, start=1):
            yield answer
            bar(done, of)


def _ranked(answer: Ranked) -> Mapping[str, object]:
    near = [{"id": n.id, "similarity": round(n.similarity, 6), "kind": n.kind.value} for n in answer.neighbours]
    return {"id": answer.id, "neighbours": near}


def _compared(answer: Compared) -> Mapping[str, object]:
    evidence = [{"a": p.a, "b": p.b, "similarity": round(p.similarity, 6)} for p in answer.evidence]
    similarity = round(answer.similarity, 6)
    return {"a": answer.a, "b": answer.b, "similarity": similarity, "kind": answer.kind.value, "evidence": evidence}


def _advised(key: str, suggestion: Suggestion) -> Mapping[str, object]:
    origin = suggestion.provenance
    return {
        "id": key,
        "track": suggestion.track.track,
        "confidence": suggestion.track.confidence,
        "why": suggestion.track.why,
        "pitch": suggestion.pitch.pitch,
        "pitch_sources": list(suggestion.pitch.sources),
        "missing": list(suggestion.contents.missing),
        "advisor": {
            "kind": origin.kind.value,
            "model": origin.model,
            "prompt": origin.prompt,
            "seconds": round(origin.seconds, 3),
            "input_tokens": origin.input_tokens,
            "output_tokens": origin.output_tokens,
        },
    }
