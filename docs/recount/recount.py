"""Recount an exported contest: python3 recount.py EXPORT.zip [CLOSING]   (Python 3.11 or newer, nothing to install)

Written from SPEC.md alone; shares no code with the application. Exit 0 and "recount agrees", or exit 1 and what differs.
"""
import csv, hashlib, io, json, re, struct, sys, tomllib, unicodedata, zlib
from fractions import Fraction

NAMES = ["opening.txt", "rules.toml", "finalists.csv", "ballots.csv", "result.json", "closing.txt"]
HELD = ["package.json", "receipts.txt", "box.txt"]  # besides, where the contest was held and not only counted (SPEC 7)
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
    members, at, names = {}, 0, list(NAMES)
    for name in names:
        if raw[at : at + 4] != b"PK\3\4" or raw[at + 30 : at + 30 + len(name)] != name.encode() or len(raw) < at + 30:
            say(name, f"is not where it belongs, at byte {at} of the zip")
            return members
        size = int.from_bytes(raw[at + 18 : at + 22], "little")
        start = at + 30 + int.from_bytes(raw[at + 26 : at + 28], "little")
        members[name] = raw[start : start + size]
        at = start + size
        if name == "opening.txt" and b"\npackage " in members[name]:
            names += HELD
    whole = rebuild(members)
    if whole != raw:
        at = next((i for i, (a, b) in enumerate(zip(whole, raw)) if a != b), min(len(whole), len(raw)))
        ends = {name: sum(30 + len(n) + len(members[n]) for n in names[: i + 1]) for i, name in enumerate(names)}
        say(next((name for name in names if at < ends[name]), "zip directory"), f"byte {at} of the zip differs")
    return members

# --- the records and the chain (SPEC 2, 3) ----------------------------------------------------------------------------
def check_record(name, content, wanted):
    lines = content.split(b"\n")
    for at, (key, value) in enumerate(wanted):
        if at >= len(lines) or lines[at] != f"{key} {value}".encode():
            say(f"{name}:{at + 1}", f"should be '{key} {value}'")
    cut = content.rfind(b"\nclosing ") + 1
    value = sha(content[:cut])
    if not name.startswith("opening") and content[cut:] != f"closing {value}\n".encode():
        say(name, "the closing link does not close this record")
    return value

def check_seals(members, announced):
    opening, ballots = members["opening.txt"], members["ballots.csv"]
    form, held = ("format", "proposal-contest-export/1"), [(n.partition(".")[0], sha(members[n])) for n in HELD if n in members]
    seals = [("rules", sha(members["rules.toml"])), ("finalists", sha(members["finalists.csv"]))]
    check_record("opening.txt", opening, [form, *seals, *held[:1]])
    heading, *lines = ballots.split(b"\n")
    if heading != b"panel,voter,finalist,score,link":
        say("ballots.csv:1", "is not the heading")
    if not lines or lines.pop():
        say(f"ballots.csv:{len(lines) + 2}", "the last line is cut off")
    link, before, rows, leaves = sha(opening).encode(), None, [], []
    for number, line in enumerate(lines, start=2):
        content, _, stated = line.rpartition(b",")
        true = hashlib.sha256(link + b"\n" + content).hexdigest().encode()
        if true != stated:
            say(f"ballots.csv:{number}", "the chain breaks here")
        link = stated if true == stated or re.fullmatch(rb"[0-9a-f]{64}", stated) else true
        try:
            row = next(csv.reader([content.decode()]), []) if b'"' in content else content.decode().split(",")
        except (UnicodeDecodeError, csv.Error):
            row = []
        if before is not None and not before < row[:3]:
            say(f"ballots.csv:{number}", "is out of order or stands twice")
        before = row[:3]
        rows.append(row), leaves.append(hashlib.sha256(b"\0" + content).digest())
    last = lines[-1].rpartition(b",")[2].decode(errors="replace") if lines else sha(opening)
    facts = [("opening", sha(opening)), ("ballots", len(lines)), ("last", last), ("result", sha(members["result.json"]))]
    value = check_record("closing.txt", members["closing.txt"], [form, *facts, *held])
    if announced not in ("", value, check_box(members, leaves) if held else value):
        say("closing.txt", f"the closing link is {value}, announced was {announced}")
    print("closing", value)
    return rows

# --- the box the papers were cast into (SPEC 7) -----------------------------------------------------------------------
def check_box(members, tree):
    packaged = json.loads(members["package.json"])["package"]["finalists"]
    if [[each["id"], each["track"], each["department"]] for each in packaged] != table(members["finalists.csv"])[1:]:
        say("finalists.csv", "is not what the package says")
    count, tree = len(tree), tree or [hashlib.sha256(b"").digest()]
    while len(tree) > 1:
        joined = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(tree[::2], tree[1::2])]
        tree = joined + tree[len(tree) - len(tree) % 2 :]
    codes = members["receipts.txt"].split(b"\n")
    if codes != [*sorted(set(codes[:-1])), b""]:
        say("receipts.txt", "is out of order or holds one twice")
    stated = [line.partition(" ")[::2] for line in members["box.txt"].decode().split("\n")]
    form = [("format", "proposal-contest-box/1"), ("opening", sha(members["opening.txt"])), ("papers", len(codes) - 1)]
    facts = [*form, ("last", dict(stated).get("last")), ("ballots", count), ("root", tree[0].hex())]
    return check_record("box.txt", members["box.txt"], [*facts, ("receipts", sha(members["receipts.txt"]))])

# --- the count (SPEC 4) -----------------------------------------------------------------------------------------------
def plain(text):
    return unicodedata.normalize("NFC", text).strip()

def exact(number):
    if not re.fullmatch(r"-?[0-9]{1,30}([/.][0-9]{1,30})?", str(number).strip()):
        raise ValueError(f"{number!r} is no exact number")
    return Fraction(str(number).strip())

def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))

def count(members, rows):
    rules = tomllib.loads(members["rules.toml"].decode("utf-8-sig"), parse_float=str)
    tracks = [plain(track["code"]) for track in rules["tracks"]]
    weight = {plain(panel["code"]): exact(panel["weight"]) for panel in rules["panels"]}
    choosing, way = rules["ballot"]["form"] == "choices", rules["scoring"]["panel_score"]
    low, high = (1, 1) if choosing else (rules["ballot"]["minimum"], rules["ballot"]["maximum"])
    track_of = {name: track for name, track, _ in table(members["finalists.csv"])[1:]}
    given, voters, chosen = {}, {panel: set() for panel in weight}, {}
    for number, (panel, voter, name, score) in enumerate(rows, start=2):
        score, papers = int(score), given.setdefault((panel, name), {})
        if panel not in weight or name not in track_of or voter in papers or not low <= score <= high:
            raise ValueError(f"ballots.csv:{number} is not a ballot of this contest")
        papers[voter] = score
        voters[panel].add(voter)
        mine = chosen.setdefault((panel, track_of[name]), {})
        mine[voter] = mine.get(voter, 0) + 1
        if choosing and mine[voter] > rules["ballot"]["most"]:
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
            panels[panel] = Fraction(times * sum(papers.values()), over) if over else Fraction(0), size
        total = sum(weight[panel] * score for panel, (score, _) in panels.items())
        merit = [total, *(panels[plain(panel)][0] for panel in rules["ties"]["order"])]
        standing[name] = {"track": track, "panels": panels, "total": total, "merit": merit}
    awards, answer, winners = rules["awards"], [], []
    worthy = [each for each in standing.values() if each["total"] >= exact(awards.get("minimum_total", 0))]
    best = max((each["merit"] for each in worthy), default=None) if awards["grand_prize"] != "none" else None
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
    if len(members) in (len(NAMES), len(NAMES + HELD)):
        try:
            counted = count(members, check_seals(members, announced.strip().lower()))
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
