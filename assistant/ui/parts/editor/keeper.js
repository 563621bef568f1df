// Hands in what a closed page or tab left behind, from whichever page is open. Only texts that nobody else has changed
// since are taken by the server; the rest waits until its draft is opened.

const KEEPER_LOOKS_MS = 1000;
const KEEPER_TRIES_AGAIN_MS = 15000;

class Keeper {
  constructor() {
    this.tries = new Map(); // record's name -> { at, stamp }
    this.timer = setInterval(() => this.deliver(), KEEPER_LOOKS_MS);
  }

  hear(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    for (const [name, tried] of this.tries) {
      if (!data.delivered || tried.stamp !== data.delivered.stamp || !data.delivered.was_stored) continue;
      if (readRecord(name)?.at === tried.at) localStorage.removeItem(name);
      this.tries.delete(name);
    }
  }

  deliver() {
    const open = new Set([...editors.values()].map((editor) => editor.draft));
    for (const [name, draft, record] of abandonedRecords((key) => open.has(key))) {
      const tried = this.tries.get(name);
      if ((record.conflicts ?? []).length || (tried?.at === record.at && Date.now() - tried.stamp < KEEPER_TRIES_AGAIN_MS)) continue;
      const stamp = Date.now();
      this.tries.set(name, { at: record.at, stamp });
      this.setTriggerValue("kept", { stamp, draft, version: record.known.version, content: record.content });
      return;
    }
  }

  leave() {
    clearInterval(this.timer);
  }
}
