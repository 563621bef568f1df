"""The officer's task "find all families and loners" among 375: plants the proposals, and marks what an officer found.

    .venv/bin/python -m benchmarks.officer_task plant --data ../shared/data --set subjects --into DIR --key KEY.json
    ASSISTANT_DEMO=1 ASSISTANT_DATA_DIR=DIR .venv/bin/assistant serve
    .venv/bin/python -m benchmarks.officer_task mark --key KEY.json --found FOUND.json

Both sets hold five families (twelve texts of each Seoul campaign, three of ParaKQC's groups of ten) and ten loners.
`mixed`: the loners are citizens' questions, the 311 others are any Seoul proposals, most of which stand alone as well.
`subjects`: the 311 others are on twelve subjects, told by one word in the title, so that each has some 25 others
beside it; the loners are proposals to the national government that share no noun of their title with any other title,
and name no subject. Neither choice looks at vectors or groups. Ids, order and moments tell nothing; nobody reads the
key until the answer is marked. FOUND.json: {"families": [[title, …], …], "loners": [title, …]}.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from kiwipiepy import Kiwi

from assistant.cli.serving import SAMPLES
from assistant.config import load_settings
from assistant.documents.programme import read_people
from assistant.wiring import build

SUBJECTS = ("따릉이", "미세먼지", "버스", "지하철", "주차", "흡연|금연|담배", "쓰레기|분리수거|재활용", "택시")
SUBJECTS += ("공원", "임산부", "제로페이", "장애인")
CAMPAIGN_WORDS = "헬리오|은평|폐기물|소각"
NO_SUBJECT = {"제안", "건의", "요청", "부탁", "방안", "개선", "문제", "관련", "필요", "정책", "국민", "정부"}
NO_SUBJECT |= {"대한민국", "나라", "의견", "제도", "시행"}
TOTAL, OF_CAMPAIGN, OF_QUESTIONS, LONERS, LONGEST = 375, 12, 10, 10, 600
Row = dict[str, str]


def plant(data: Path, kind: str, seed: int) -> tuple[list[Row], dict[str, list[str]]]:
    """Rows for the import in random order, and the key: for each family its ids, and the ids of the loners."""
    chance = np.random.default_rng(seed)
    seoul = [_text(row) for row in _rows(data / "ko_seoul_proposals_2017_2019.jsonl")]
    campaigns = json.loads((data / "ko_seoul_dev_clusters.json").read_text("utf-8"))
    inside = {each for ids in campaigns.values() for each in ids}
    known = {row["id"]: row for row in seoul}
    groups = {name: _some(chance, [known[each] for each in ids], OF_CAMPAIGN) for name, ids in campaigns.items()}
    asked: dict[str, list[Row]] = {}
    for row in _rows(data / "ko_paraKQC_clusters.jsonl"):
        asked.setdefault(f"question {row['cluster']}", []).append({"id": row["id"], "title": row["text"], "body": ""})
    for name in chance.permutation(sorted(asked))[:3]:
        groups[str(name)] = asked[str(name)][:OF_QUESTIONS]
    planted = sum(map(len, groups.values())) + LONERS
    free = [row for row in seoul if row["id"] not in inside and row["title"].strip() and row["body"].strip()]
    if kind == "mixed":
        others = _some(chance, free, TOTAL - planted)
        questions = [_text(row) for row in _rows(data / "ko_q4all_citizen_questions.jsonl")]
        groups["loners"] = _some(chance, questions, LONERS)
    else:
        others = _on_subjects(chance, free, TOTAL - planted)
        taken = [row for rows in (*groups.values(), others) for row in rows]
        policies = [_text(row) for row in _rows(data / "ko_gwanghwamun_policy_proposals.jsonl")]
        groups["loners"] = _strange(chance, policies, taken)
    family_of = {id(row): name for name, rows in groups.items() for row in rows}
    rows = _some(chance, [*others, *(row for rows in groups.values() for row in rows)], TOTAL)
    key: dict[str, list[str]] = {name: [] for name in groups}
    for number, row in enumerate(rows, 1):
        if name := family_of.get(id(row)):
            key[name].append(f"D-{number:03d}")
    return [row | {"id": f"D-{number:03d}"} for number, row in enumerate(rows, 1)], key


def mark(key: dict[str, list[str]], titles: dict[str, str], found: dict[str, list[object]]) -> list[str]:
    """What was found of the key, a line for each family, one for the loners, one for what nobody had planted."""
    lines, rest = [], [sorted(map(str, each)) for each in found["families"]]  # type: ignore[call-overload]
    for name, ids in key.items():
        wanted = sorted(titles[each] for each in ids)
        if name == "loners":
            named = sorted(map(str, found["loners"]))
            right = [each for each in named if each in wanted]
            lines.append(f"loners: {len(right)} of {len(wanted)} found, {len(named) - len(right)} others named")
            continue
        best = max(rest, key=lambda each: len(_shared(each, wanted)), default=[])
        right = _shared(best, wanted)
        lines.append(f"{name}: {len(right)} of {len(wanted)} found, {len(best) - len(right)} others in it")
        if right:
            rest.remove(best)
    return [*lines, f"families that nobody planted: {len(rest)} ({', '.join(str(len(each)) for each in rest)})"]


def _shared(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """What stands in both, each as often as in the one that has it less often."""
    left, both = list(b), []
    for each in a:
        if each in left:
            left.remove(each)
            both.append(each)
    return both


def _on_subjects(chance: np.random.Generator, free: Sequence[Row], count: int) -> list[Row]:
    """About as many of each subject, of titles that name just one."""
    of: dict[str, list[Row]] = {subject: [] for subject in SUBJECTS}
    for row in free:
        named = [subject for subject in SUBJECTS if re.search(subject, row["title"])]
        if len(named) == 1 and not re.search(CAMPAIGN_WORDS, row["title"]):
            of[named[0]].append(row)
    each = -(-count // len(SUBJECTS)) + 1  # one subject has two too few
    return _some(chance, [row for rows in of.values() for row in _some(chance, rows, each)], count)


def _strange(chance: np.random.Generator, policies: Sequence[Row], taken: Iterable[Row]) -> list[Row]:
    """Loners: in a title two nouns or more, none of them in another title, and no subject's word anywhere."""
    kiwi = Kiwi(num_workers=1)

    def nouns(title: str) -> set[str]:
        found = {token.form for token in kiwi.tokenize(title) if token.tag in {"NNG", "NNP"} and len(token.form) > 1}
        return found - NO_SUBJECT

    used = {noun for row in taken for noun in nouns(row["title"])}
    words = re.compile("|".join((*SUBJECTS, CAMPAIGN_WORDS)))
    chosen: list[Row] = []
    for row in _some(chance, policies, len(policies)):
        own = nouns(row["title"])
        if len(own) > 1 and not own & used and len(row["body"]) > 50 and not words.search(row["title"] + row["body"]):
            chosen.append(row)
            used |= own
        if len(chosen) == LONERS:
            return chosen
    raise SystemExit("too few loners in the data")


def _text(row: dict[str, str | None]) -> Row:
    return {"id": row["id"] or "", "title": row["title"] or "", "body": (row["body"] or "")[:LONGEST]}


def _some(chance: np.random.Generator, rows: Sequence[Row], count: int) -> list[Row]:
    return [rows[int(place)] for place in chance.permutation(len(rows))[:count]]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _load(rows: Iterable[Row], into: Path) -> None:
    """Into a new data directory, beside the past ideas of the samples and without their drafts."""
    os.environ |= {"ASSISTANT_DATA_DIR": str(into), "ASSISTANT_DEMO": "1"}
    application = build(load_settings())
    try:
        with application.database.write() as records:
            for person in read_people(SAMPLES / "people.toml"):
                records.people.put(person)
        application.importing.archive(SAMPLES / "archive.jsonl", {}, lambda _done: None)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            file.flush()
            application.importing.proposals(Path(file.name), {}, lambda _done: None)
        application.indexing.catch_up(lambda _done, _of: None)
    finally:
        application.close()


def main() -> None:
    """Plant or mark."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parse.add_subparsers(dest="task", required=True)
    planting, marking = tasks.add_parser("plant"), tasks.add_parser("mark")
    planting.add_argument("--data", type=Path, default=Path("../shared/data"))
    planting.add_argument("--set", choices=("mixed", "subjects"), required=True)
    planting.add_argument("--seed", type=int, default=1)
    planting.add_argument("--into", type=Path, required=True)
    for each in (planting, marking):
        each.add_argument("--key", type=Path, required=True)
    marking.add_argument("--found", type=Path, required=True)
    asked = parse.parse_args()
    if asked.task == "mark":
        held = json.loads(asked.key.read_text("utf-8"))
        print("\n".join(mark(held["key"], held["titles"], json.loads(asked.found.read_text("utf-8")))))
        return
    if not asked.data.is_dir():
        sys.exit(f"no such folder: {asked.data}")
    rows, key = plant(asked.data, asked.set, asked.seed)
    titles = {row["id"]: " ".join(row["title"].split()) for row in rows}
    asked.key.write_text(json.dumps({"key": key, "titles": titles}, ensure_ascii=False), "utf-8")
    _load(rows, asked.into)
    print(f"{len(rows)} proposals in {asked.into}, the key in {asked.key}")


if __name__ == "__main__":
    main()
