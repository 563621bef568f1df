// Which text is newer, hers or the server's. Knows no page: plain values in, plain values out.
//
// `known`     the server's version and texts as last heard
// `edited`    field -> moment of her last change that the server has not confirmed
// `conflicts` field -> the server's text, where both sides changed the same field; sent back as it is until she decides
// `bases`     field -> the text both sides started from, for every conflict

function newLedger(server) {
  return { known: server, edited: {}, conflicts: {}, bases: {}, acked: 0, clock: 0 };
}

function tick(ledger) {
  ledger.clock = Math.max(Date.now(), ledger.clock + 1);
  return ledger.clock;
}

// News from the server. `mine` are the texts on the screen. Returns field -> text to put on the screen.
function hear(ledger, server, ack, mine) {
  let theirs;
  if (ack && ack.stamp > ledger.acked) {
    ledger.acked = ack.stamp;
    theirs = ack.changed_since;
    for (const [name, at] of Object.entries(ledger.edited)) {
      if (at <= ack.stamp) delete ledger.edited[name];
    }
  } else {
    theirs = Object.keys(server.content).filter((name) => server.content[name] !== ledger.known.content[name]);
  }
  const before = ledger.known.content;
  ledger.known = server;
  const show = {};
  for (const name of theirs) {
    const text = server.content[name];
    if (text === mine[name]) {
      delete ledger.conflicts[name];
      delete ledger.edited[name];
    } else if (name in ledger.edited) {
      if (!(name in ledger.conflicts)) ledger.bases[name] = before[name];
      ledger.conflicts[name] = text;
    } else show[name] = text;
  }
  return show;
}

// Put back what a browser record holds. Returns field -> text to put on the screen.
function restore(ledger, record) {
  const show = {};
  for (const [name, text] of Object.entries(record.content)) {
    const before = record.known.content[name];
    const now = ledger.known.content[name];
    if (now === undefined || text === before || text === now) continue;
    ledger.edited[name] = tick(ledger);
    if (now !== before || (record.conflicts ?? []).includes(name)) {
      ledger.conflicts[name] = now;
      ledger.bases[name] = record.bases?.[name] ?? before;
    }
    show[name] = text;
  }
  return show;
}

// Fields that wait to be sent; conflicts wait for her, texts over the limit for their shortening.
function unsent(ledger, tooLong) {
  return Object.keys(ledger.edited).filter((name) => !(name in ledger.conflicts) && !tooLong.has(name));
}

function isDirty(ledger) {
  return Object.keys(ledger.edited).length > 0;
}

// What the browser keeps until the server has it.
function recordOf(ledger, mine) {
  return { content: mine, known: ledger.known, conflicts: Object.keys(ledger.conflicts), bases: ledger.bases, at: Date.now() };
}

// What to send: her texts, but the server's own where she has still to decide or where hers is too long.
function outgoing(ledger, mine, tooLong) {
  const stamp = tick(ledger);
  const content = {};
  for (const [name, text] of Object.entries(mine)) {
    const withheld = name in ledger.conflicts || tooLong.has(name);
    content[name] = withheld ? ledger.known.content[name] : text.replaceAll("\0", "").toWellFormed();
    if (withheld && name in ledger.edited) ledger.edited[name] = tick(ledger); // this message does not confirm it
  }
  return { stamp, version: ledger.known.version, content };
}
