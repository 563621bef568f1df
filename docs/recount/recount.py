"""Recount an exported contest: python3 recount.py EXPORT.zip [CLOSING]   (Python 3.11 or newer, nothing to install)

Written from SPEC.md alone; shares no code with the application. Exit 0 and "recount agrees", or exit 1 and what differs.
"""
import csv, hashlib, io, json, re, struct, sys, tomllib, unicodedata, zlib
from fractions import Fraction

NAMES = ["opening.txt", "rules.toml", "finalists.csv", "ballots.csv", "result.json", "closing.txt"]
faults = []


def say(where, what):
    faults.append(f"{where}: {what}")


def sha(content):
    return hashlib.sha256(content).hexdigest()


# --- the container (SPEC 1) -------------------------------------------------------------------------------------------
def rebuild(members):
    body = directory = b""
    for name, content in members.items():
        middle = struct.pack("<5H3L2H", 20, 0, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + middle + struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\3\4" + middle + name.encode() + content
    count = len(members)
    return body + directory + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(body), 0)


def open_container(raw):
    members, at = {}, 0
    for name in NAMES:
        if raw[at : at + 4] != b"PK\3\4" or raw[at + 30 : at + 30 + len(name)] != name.encode() or len(raw) < at + 30:
            say(name, f"is not where it belongs, at byte {at} of the zip")
            return members
        size = int.from_bytes(raw[at + 18 : at + 22], "little")
        start = at + 30 + int.from_bytes(raw[at + 26 : at + 28], "little")
        members[name] = raw[start : start + size]
        at = start + size
    whole = rebuild(members)
    if whole != raw:
        at = next((i for i, (a, b) in enumerate(zip(whole, raw)) if a != b), min(len(whole), len(raw)))
        end, place = 0, "zip directory"
        for name in reversed(NAMES):
            if at < sum(30 + len(n) + len(members[n]) for n in NAMES[: NAMES.index(name) + 1]):
                place = name
        say(place, f"byte {at} of the zip differs")
    return members


# --- the records and the chain (SPEC 2, 3) ----------------------------------------------------------------------------
def check_record(name, content, wanted):
    lines = content.split(b"\n")
    for at, (key, value) in enumerate(wanted):
        if at >= len(lines) or lines[at] != f"{key} {value}".encode():
            say(f"{name}:{at + 1}", f"should be '{key} {value}'")


def check_seals(members, announced):
    opening, ballots, closing = members["opening.txt"], members["ballots.csv"], members["closing.txt"]
    form = ("format", "proposal-contest-export/1")
    seals = [("rules", sha(members["rules.toml"])), ("finalists", sha(members["finalists.csv"]))]
    check_record("opening.txt", opening, [form, *seals])
    lines = ballots.split(b"\n")
    if lines[0] != b"panel,voter,finalist,score,link":
        say("ballots.csv:1", "is not the heading")
    if len(lines) < 2 or lines[-1]:
        say(f"ballots.csv:{len(lines)}", "the last line is cut off")
    link, before, rows = sha(opening).encode(), None, lines[1:-1]
    for number, line in enumerate(rows, start=2):
        content, _, stated = line.rpartition(b",")
        true = sha(link + b"\n" + content).encode()
        if true != stated:
            say(f"ballots.csv:{number}", "the chain breaks here")
        link = stated if re.fullmatch(rb"[0-9a-f]{64}", stated) else true
        try:
            key = next(csv.reader([content.decode()]), [])[:3]
        except (UnicodeDecodeError, csv.Error):
            key = []
        if before is not None and not before < key:
            say(f"ballots.csv:{number}", "is out of order or stands twice")
        before = key
    last = rows[-1].rpartition(b",")[2].decode(errors="replace") if rows else sha(opening)
    facts = [("opening", sha(opening)), ("ballots", len(rows)), ("last", last), ("result", sha(members["result.json"]))]
    check_record("closing.txt", closing, [form, *facts])
    cut = closing.rfind(b"\nclosing ") + 1
    value = sha(closing[:cut])
    if closing[cut:] != f"closing {value}\n".encode():
        say("closing.txt", "the closing link does not close this record")
    if announced and announced != value:
        say("closing.txt", f"the closing link is {value}, announced was {announced}")
    return value


# --- the count (SPEC 4) -----------------------------------------------------------------------------------------------
def plain(text):
    return unicodedata.normalize("NFC", text).strip()


def exact(number):
    if not re.fullmatch(r"-?[0-9]{1,30}([/.][0-9]{1,30})?", str(number).strip()):
        raise ValueError(f"{number!r} is no exact number")
    return Fraction(str(number).strip())


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def count(members):
    rules = tomllib.loads(members["rules.toml"].decode("utf-8-sig"), parse_float=str)
    tracks = [plain(track["code"]) for track in rules["tracks"]]
    weight = {plain(panel["code"]): exact(panel["weight"]) for panel in rules["panels"]}
    choosing, way = rules["ballot"]["form"] == "choices", rules["scoring"]["panel_score"]
    low, high = (1, 1) if choosing else (rules["ballot"]["minimum"], rules["ballot"]["maximum"])
    track_of = {row["finalist"]: row["track"] for row in table(members["finalists.csv"])}
    given, voters, chosen = {}, {panel: set() for panel in weight}, {}
    for number, row in enumerate(table(members["ballots.csv"]), start=2):
        panel, voter, name, score = row["panel"], row["voter"], row["finalist"], int(row["score"])
        papers = given.setdefault((panel, name), {})
        if panel not in weight or name not in track_of or voter in papers or not low <= score <= high:
            raise ValueError(f"ballots.csv:{number} is not a ballot of this contest")
        papers[voter] = score
        voters[panel].add(voter)
        mine = chosen.setdefault((panel, track_of[name]), {}).setdefault(voter, [])
        mine.append(name)
        if choosing and len(mine) > rules["ballot"]["most"]:
            raise ValueError(f"ballots.csv:{number} is one choice too many")
    standing = {}
    for name, track in track_of.items():
        panels = {}
        for panel in weight:
            papers = given.get((panel, name), {})
            if not papers and not choosing:
                raise ValueError(f"{panel} has no ballot for {name}")
            size = len(chosen.get((panel, track), ())) if choosing else len(papers)
            whole = sum(sum(given.get((panel, other), {}).values()) for other in track_of if track_of[other] == track)
            over, times = {"mean": (size, 1), "sum": (1, 1), "share": (whole, 100)}[way]
            panels[panel] = (Fraction(times * sum(papers.values()), over) if over else Fraction(0), size)
        total = sum(weight[panel] * score for panel, (score, _) in panels.items())
        merit = [total, *(panels[plain(panel)][0] for panel in rules["ties"]["order"])]
        standing[name] = {"track": track, "panels": panels, "total": total, "merit": merit}
    awards = rules["awards"]
    worthy = [each for each in standing.values() if each["total"] >= exact(awards.get("minimum_total", 0))]
    best = max((each["merit"] for each in worthy), default=None) if awards["grand_prize"] != "none" else None
    answer, winners = [], []
    for track in tracks:
        rivals = [each["merit"] for each in standing.values() if each["track"] == track]
        placed = [(1 + sum(m > each["merit"] for m in rivals), name) for name, each in standing.items() if each["track"] == track]
        for place, name in sorted(placed, key=lambda pair: pair[0]):
            each, left, award = standing[name], place, None
            for title, places in awards["per_track"]:
                if award is None and left <= places:
                    award = plain(title)
                left -= places
            if each not in worthy:
                award = None
            elif each["merit"] == best:
                winners.append(name)
                award = f"대상 · {award}" if award and awards["grand_prize"] == "adds" else "대상"
            panels = {panel: {"score": str(s), "ballots": n} for panel, (s, n) in each["panels"].items()}
            shared = rivals.count(each["merit"]) > 1
            answer.append({"finalist": name, "track": track, "panels": panels, "total": str(each["total"]),
                           "place": place, "shared": shared, "award": award})
    turnout = {panel: len(names) for panel, names in voters.items()}
    return {"standings": answer, "grand_prize": winners[0] if len(winners) == 1 else None, "turnout": turnout}


def main(path, announced=""):
    with open(path, "rb") as file:
        members = open_container(file.read())
    if len(members) == len(NAMES):
        print("closing", check_seals(members, announced.strip().lower()))
        try:
            counted = count(members)
            for each in counted["standings"]:
                print(each["track"], each["place"], each["finalist"], each["total"], each["award"] or "", sep="\t")
            stated = json.loads(members["result.json"])
            for one, other in zip(stated["standings"], counted["standings"]):
                if one != other:
                    say("result.json", f"announced {one}, counted {other}")
            if stated != counted:
                say("result.json", "is not what the ballots give")
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, csv.Error) as error:
            say("count", f"cannot be counted: {type(error).__name__} {error}")
    print("\n".join(faults) if faults else "recount agrees")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
