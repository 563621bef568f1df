// Two texts that grew out of one: what differs, and both in one. Compared word by word; plain values in and out.

const MOST_CELLS = 3e7; // of the table below: 60 MB, a tenth of a second

function piecesOf(text) {
  return text.match(/\s+|\S+/g) ?? [];
}

// Places where `to` differs from `from`: [start, end, pieces instead], by a longest common subsequence.
function editsBetween(from, to) {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const a = from.slice(head, from.length - tail);
  const b = to.slice(head, to.length - tail);
  if (a.length * b.length > MOST_CELLS) return [[head, from.length - tail, b]];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      longest[at] = a[i] === b[j] ? longest[at + width + 1] + 1 : Math.max(longest[at + width], longest[at + 1]);
    }
  }
  const edits = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { i += 1; j += 1; continue; }
    const [startA, startB] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) i += 1;
      else j += 1;
    }
    const before = edits.at(-1);
    const between = before ? from.slice(before[1], head + startA) : [];
    if (before && between.every((piece) => !piece.trim())) { // blanks alone hold no two changes apart
      before[1] = head + i;
      before[2].push(...between, ...b.slice(startB, j));
    } else edits.push([head + startA, head + i, b.slice(startB, j)]);
  }
  return edits;
}

// Pieces in reading order: ["same" | "gone" | "come", text]; "same" and "gone" joined give `from`.
function differences(from, to) {
  const a = piecesOf(from);
  const found = [];
  const put = (kind, pieces) => { if (pieces.length) found.push([kind, pieces.join("")]); };
  let at = 0;
  for (const [start, end, instead] of editsBetween(a, piecesOf(to))) {
    put("same", a.slice(at, start));
    put("gone", a.slice(start, end));
    put("come", instead);
    at = end;
  }
  put("same", a.slice(at));
  return found;
}

// Both texts in one: where only one side changed `base`, its change; where both did, her words and then the others'.
function joined(base, mine, theirs) {
  const pieces = piecesOf(base);
  const hers = editsBetween(pieces, piecesOf(mine));
  const others = editsBetween(pieces, piecesOf(theirs));
  const whole = [];
  let at = 0;
  while (hers.length || others.length) {
    const start = Math.min(hers[0]?.[0] ?? Infinity, others[0]?.[0] ?? Infinity);
    let end = start;
    const taken = [[], []];
    for (let grew = true; grew;) {
      grew = false;
      for (const [side, edits] of [hers, others].entries()) {
        while (edits.length && (edits[0][0] < end || edits[0][0] === start)) {
          taken[side].push(edits.shift());
          end = Math.max(end, taken[side].at(-1)[1]);
          grew = true;
        }
      }
    }
    whole.push(...pieces.slice(at, start));
    const [a, b] = taken.map((edits) => (edits.length ? applied(pieces, start, end, edits) : null));
    if (a === null || b === null || a.join("") === b.join("")) whole.push(...(a ?? b));
    else whole.push(beside(a.join(""), b.join("")));
    at = end;
  }
  return [...whole, ...pieces.slice(at)].join("");
}

function beside(left, right) {
  const apart = !left || !right || /\s$/.test(left) || /^\s/.test(right);
  return left + (apart ? "" : " ") + right;
}

function applied(pieces, start, end, edits) {
  const out = [];
  let at = start;
  for (const [from, to, instead] of edits) {
    out.push(...pieces.slice(at, from), ...instead);
    at = to;
  }
  return [...out, ...pieces.slice(at, end)];
}
