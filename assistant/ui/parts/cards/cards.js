// A list of cards: badges, a title, facts, sentences side by side, buttons. Everybody's text enters as text only.

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null && value !== "") made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

function wordsOf(text) {
  return new Set((text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((word) => word.toLowerCase()));
}

// Words of one sentence that the other has too, or that begin alike (Korean endings differ), are set off.
function shared(text, other) {
  const theirs = [...wordsOf(other)];
  const near = (word) => theirs.some((their) => {
    const stem = Math.max(2, Math.min(word.length, their.length) - 2);
    return their === word || (word.length > 2 && their.length > 2 && their.slice(0, stem) === word.slice(0, stem));
  });
  return text.split(/([\p{L}\p{N}]{2,})/u).map((part, index) => (index % 2 && near(part.toLowerCase()) ? make("mark", {}, part) : part));
}

function pair({ a, b, percent }, words) {
  return make("div", { class: "pair" },
    make("p", {}, make("span", { class: "who" }, words.mine), ...shared(a, b)),
    make("p", {}, make("span", { class: "who" }, words.theirs), ...shared(b, a)),
    percent == null ? "" : make("span", { class: "percent" }, `${percent}%`));
}

function card(data, words, act, opened) {
  const meter = data.percent == null ? "" : make("div", { class: "likeness" },
    make("span", { class: "bar", "aria-hidden": "true" }, make("span", { style: `width:${data.percent}%` })),
    make("span", {}, `${data.percent}% · ${data.likeness}`));
  const evidence = !data.pairs?.length ? "" : make("details", { open: opened.get(data.id) ?? data.open, ontoggle: (event) => opened.set(data.id, event.target.open) },
    make("summary", {}, words.evidence), ...data.pairs.map((both) => pair(both, words)));
  const buttons = (data.actions ?? []).map((action) => make(action.href ? "a" : "button", {
    class: action.primary ? "primary" : action.quiet ? "quiet" : null, type: action.href ? null : "button", href: action.href, "aria-label": `${action.label}: ${data.title}`,
    onclick: action.href ? () => {} : () => act(action.name, data.id),
  }, action.label));
  return make("li", { class: "card", "data-id": data.id },
    make("div", { class: "badges" }, ...(data.badges ?? []).map(({ text, tone }) => make("span", { class: `badge ${tone ?? ""}` }, text))),
    make("h3", {}, data.title),
    make("p", { class: "facts" }, (data.facts ?? []).filter(Boolean).join(" · ")),
    meter,
    ...(data.lines ?? []).map((line) => make("p", { class: "line" }, line)),
    evidence,
    buttons.length ? make("div", { class: "buttons" }, ...buttons) : "");
}

const lists = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let state = lists.get(parentElement);
  if (!state) {
    state = { opened: new Map(), shown: "", cards: new Map(), titles: new Map(), list: make("ul", {}), heading: make("p", { class: "heading", role: "status" }) };
    parentElement.append(make("section", { class: "cards" }, state.heading, state.list));
    lists.set(parentElement, state);
  }
  const { list, heading, opened } = state;
  if (heading.textContent !== (data.heading ?? "")) heading.textContent = data.heading ?? "";
  list.classList.toggle("wide", Boolean(data.wide));
  const act = (name, id) => setTriggerValue("act", { name, id });
  state.act = act;
  const kept = new Map();
  for (const item of data.cards) {
    const shown = JSON.stringify(item) + JSON.stringify(data.words);
    const before = state.cards.get(item.id);
    kept.set(item.id, before?.shown === shown ? before : { shown, element: card(item, data.words, (...what) => state.act(...what), opened) });
  }
  state.cards = kept;
  let section = "";
  const elements = data.cards.flatMap((item) => {
    const { element } = kept.get(item.id);
    if (!item.section || item.section === section) return [element];
    section = item.section;
    const title = state.titles.get(section) ?? make("li", { class: "section" }, make("h3", {}, section));
    state.titles.set(section, title);
    return [title, element];
  });
  if (elements.length !== list.children.length || elements.some((element, index) => list.children[index] !== element)) list.replaceChildren(...elements);
}
