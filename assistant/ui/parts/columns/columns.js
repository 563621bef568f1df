// Two to four texts side by side: matching sentences, what only one has, the whole text. Everything enters as text only.

const wordsOf = (text) => new Set((text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((word) => word.toLowerCase().slice(0, 3)));

// Words that stand in the other sentence too, or begin like one that does (Korean endings differ), are set off.
function shared(text, other) {
  const theirs = wordsOf(other);
  return text.split(/([\p{L}\p{N}]{2,})/u).map((part, at) => (at % 2 && theirs.has(part.toLowerCase().slice(0, 3)) ? make("mark", part) : part));
}

function passage({ left, right, a, b, percent }, data) {
  const side = (number, text, other) => {
    const quote = make("blockquote", "", {}, make("span", String(number + 1), { class: "number", "aria-label": data.columns[number].title }));
    quote.append(...shared(text, other));
    return quote;
  };
  return make("li", "", { class: "passage" }, side(left, a, b), side(right, b, a), make("span", `${percent}%`, { class: "percent" }));
}

function column(each, number, words) {
  const list = (heading, lines) => [make("h4", heading), lines.length ? make("ul", "", {}, ...lines.map((line) => make("li", line))) : make("p", words.nothing, { class: "quiet" })];
  const facts = make("dl", "", {}, ...each.facts.flatMap(([name, value]) => [make("dt", name), make("dd", value)]));
  const whole = make("details", "", {}, make("summary", words.whole), ...each.parts.flatMap(([name, text]) => [make("h5", name), make("p", text, { class: "text" })]));
  return make("section", "", { class: "column", "aria-label": each.title },
    make("h3", "", {}, make("span", String(number + 1), { class: "number" }), document.createTextNode(each.title)),
    facts, ...list(words.only, each.only), ...list(words.numbers, each.numbers), ...(each.notes.length ? list(words.notes, each.notes) : []),
    ...(each.orders.length ? list(words.orders, each.orders) : []), whole);
}

export default function ({ data, parentElement }) {
  const shown = JSON.stringify(data);
  if (parentElement.shownColumns === shown) return;
  parentElement.shownColumns = shown;
  parentElement.querySelector(".beside")?.remove();
  const print = make("button", data.words.print, { type: "button", class: "print" });
  print.addEventListener("click", () => {
    for (const each of parentElement.querySelectorAll("details")) each.open = true;
    window.print();
  });
  const passages = data.passages.length
    ? make("ol", "", { class: "passages" }, ...data.passages.map((each) => passage(each, data)))
    : make("p", data.words.none, { class: "quiet" });
  const grid = make("div", "", { class: `grid of-${data.columns.length}` }, ...data.columns.map((each, number) => column(each, number, data.words)));
  parentElement.append(make("div", "", { class: "beside" }, print, grid, make("h3", data.words.passages, { class: "heading" }), passages));
}
