// The proposal form while it is being typed: sends after a pause, remembers at every keystroke, never overwrites.

const PAUSE_MS = 400;
const COMPOSING_PAUSE_MS = 1000; // an input method may hold the last syllable for as long as nothing else is typed
const RETRY_MS = [3000, 5000, 10000];
const editors = new Map(); // by the element each stands in; forms and the keeper

class Editor {
  constructor(parent, data) {
    this.draft = data.draft;
    this.words = data.words;
    this.memory = memoryOf(data.draft);
    this.ledger = newLedger(data.server);
    this.composing = null;
    this.attempts = 0;
    this.fields = data.fields.map((field) => makeField(field, data.draft, data.words));
    this.status = element("p", { class: "status", role: "status" });
    this.banner = element("div", { class: "banner", role: "alert", hidden: true });
    const rest = element("details", { class: "more" }, element("summary", {}, data.words.more));
    this.root = element("div", { class: data.fields.length > 1 ? "editor" : "editor plain", lang: data.language }, this.banner);
    for (const field of this.fields) {
      (field.more ? rest : this.root).append(field.root);
      field.box.value = data.server.content[field.name] ?? "";
      this.listen(field);
    }
    if (rest.childElementCount > 1) this.root.append(rest);
    rest.open = this.fields.some((field) => field.more && field.box.value);
    this.root.prepend(this.status);
    parent.append(this.root);
    this.onLeave = () => {
      this.send();
      this.memory.leave();
    };
    window.addEventListener("pagehide", this.onLeave);
    const record = this.memory.recall();
    if (record) this.takeBack(record);
    requestAnimationFrame(() => this.fields.forEach((field) => grow(field.box)));
  }

  listen(field) {
    const { box } = field;
    box.addEventListener("compositionstart", () => {
      this.composing = field.name;
      this.ledger.edited[field.name] = tick(this.ledger); // from now on the server's text must not enter this box
    });
    box.addEventListener("compositionend", () => { this.composing = null; this.later(PAUSE_MS); });
    box.addEventListener("input", () => this.typed(field));
    box.addEventListener("blur", () => { this.composing = null; this.send(); });
  }

  texts() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.box.value]));
  }

  typed(field) {
    this.ledger.edited[field.name] = tick(this.ledger);
    this.attempts = 0;
    this.remember();
    grow(field.box);
    this.note(field);
    this.say(this.words.unsaved, "waiting");
    this.later(this.composing ? COMPOSING_PAUSE_MS : PAUSE_MS);
  }

  remember() {
    if (!isDirty(this.ledger)) return this.memory.forget();
    this.kept = this.memory.write(recordOf(this.ledger, this.texts()));
  }

  tooLong() {
    return new Set(this.fields.filter((field) => letterCount(field.box.value) > field.most).map((field) => field.name));
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  send() {
    clearTimeout(this.timer);
    const long = this.tooLong();
    if (this.locked) return;
    if (!unsent(this.ledger, long).length) {
      this.sayAllIsSaved();
      return;
    }
    try {
      // A trigger, not a state: Streamlit keeps triggers when it folds two requests into one, for instance on a page change.
      this.setTriggerValue("draft", { draft: this.draft, ...outgoing(this.ledger, this.texts(), long) });
    } catch { /* not connected; tried again below */ }
    const wait = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)];
    this.timer = setTimeout(() => {
      this.say(this.kept === false ? this.words.cut_and_not_kept : this.words.cut, "trouble");
      this.send();
    }, wait);
    this.attempts += 1;
  }

  // Called at every run of the script.
  hear(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.words = data.words;
    this.locked = data.locked;
    const ackedBefore = this.ledger.acked;
    const versionBefore = this.ledger.known.version;
    const show = hear(this.ledger, data.server, data.ack, this.texts());
    for (const field of this.fields) {
      if (field.name in show) put(field, show[field.name]);
      field.box.readOnly = data.locked;
      this.note(field);
    }
    this.remember();
    const waiting = unsent(this.ledger, this.tooLong()).length;
    if (data.trouble) this.say(data.trouble, "trouble");
    else if (!waiting) this.sayAllIsSaved();
    if (!waiting) {
      clearTimeout(this.timer);
      this.attempts = 0;
    } else if (data.server.version !== versionBefore && this.ledger.acked === ackedBefore) this.later(50);
    else if (!this.attempts) this.later(PAUSE_MS);
  }

  takeBack(record) {
    const stored = this.texts();
    const show = restore(this.ledger, record);
    if (!Object.keys(show).length) return this.memory.forget();
    for (const field of this.fields) if (field.name in show) put(field, show[field.name]);
    const at = new Date(record.at);
    const isToday = at.toDateString() === new Date().toDateString();
    const time = (isToday ? "" : `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()} `) + at.toTimeString().slice(0, 8);
    const undo = element("button", { type: "button", onclick: () => {
      for (const field of this.fields) if (field.name in show) { put(field, stored[field.name]); this.typed(field); }
      this.banner.hidden = true;
    } }, this.words.undo_restore);
    const close = element("button", { type: "button", onclick: () => { this.banner.hidden = true; } }, this.words.close);
    this.banner.replaceChildren(element("p", {}, this.words.restored.replace("{time}", time)), undo, close);
    this.banner.hidden = false;
    this.remember();
  }

  // Everything said below a field: too long, or changed elsewhere.
  note(field) {
    const notes = [];
    if (showCount(field, this.words)) notes.push(element("p", { class: "warn" }, this.words.too_long));
    const theirs = this.ledger.conflicts[field.name];
    if (theirs !== undefined) {
      const decide = (text) => {
        delete this.ledger.conflicts[field.name];
        if (text !== null) put(field, text);
        this.typed(field);
        this.send();
      };
      notes.push(element("div", { class: "conflict" },
        element("p", { class: "warn" }, this.words.conflict),
        element("blockquote", {}, ...(theirs ? marked(field.box.value, theirs) : [this.words.nothing])),
        element("p", { class: "hint" }, this.words.differences),
        element("button", { type: "button", onclick: () => decide(joined(this.ledger.bases[field.name] ?? "", field.box.value, theirs)) }, this.words.join),
        element("button", { type: "button", onclick: () => decide(null) }, this.words.keep_mine),
        element("button", { type: "button", onclick: () => decide(theirs) }, this.words.take_theirs)));
    }
    const shown = notes.map((note) => note.textContent).join("\n");
    if (field.shown === shown) return;
    field.shown = shown;
    field.notes.replaceChildren(...notes);
  }

  // What she has still to decide or to shorten is in this browser only, whatever else was saved.
  sayAllIsSaved() {
    if (isDirty(this.ledger)) return this.say(this.words.held_back, "waiting");
    const at = this.ledger.known.saved_at;
    this.say(at ? this.words.saved.replace("{time}", at) : "", "saved");
  }

  say(sentence, mood) {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
    this.status.dataset.mood = mood;
  }

  leave() {
    clearTimeout(this.timer);
    window.removeEventListener("pagehide", this.onLeave);
    this.memory.leave();
    this.root.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let editor = editors.get(parentElement);
  if (editor && editor.draft !== data.draft) {
    editor.leave();
    editor = undefined;
  }
  if (!editor) {
    editor = data.draft ? new Editor(parentElement, data) : new Keeper();
    editors.set(parentElement, editor);
  }
  editor.hear(data, setTriggerValue);
  return () => {
    editor.leave();
    editors.delete(parentElement);
  };
}
