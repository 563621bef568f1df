// The form itself: labels, boxes that grow, counters, notes below a field. Texts enter as text, never as markup.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function letterCount(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function grow(box) {
  if (CSS.supports("field-sizing", "content") || box.tagName !== "TEXTAREA") return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function makeField(field, draft, words) {
  const id = `${draft}-${field.name}`;
  const tag = field.rows > 1 ? "textarea" : "input";
  const box = element(tag, {
    id,
    name: field.name,
    class: "box",
    rows: field.rows > 1 ? field.rows : null,
    type: field.rows > 1 ? null : "text",
    autocomplete: "off",
    "aria-required": field.required ? "true" : null,
    "aria-describedby": `${id}-hint ${id}-count`,
    placeholder: field.placeholder,
  });
  const mark = field.required === null ? "" : element("span", { class: field.required ? "required" : "optional" }, field.required ? words.required : words.optional);
  const count = element("span", { id: `${id}-count`, class: "count" });
  const notes = element("div", { class: "notes" });
  const root = element(
    "div",
    { class: "field" },
    element("div", { class: "head" }, element("label", { for: id }, field.label), mark, count),
    element("p", { id: `${id}-hint`, class: "hint", hidden: !field.hint }, field.hint ?? ""),
    box,
    notes,
  );
  return { ...field, root, box, count, notes };
}

function showCount(field, words) {
  const length = letterCount(field.box.value);
  const over = length > field.most;
  field.count.textContent = over || length > field.most * 0.8 || field.rows > 1 ? `${length.toLocaleString()} / ${field.most.toLocaleString()}` : "";
  field.count.classList.toggle("over", over);
  field.box.setAttribute("aria-invalid", over ? "true" : "false");
  return over;
}

// The other text: what only it has is underlined, what only hers has is struck out.
function marked(mine, theirs) {
  const tags = { same: "span", gone: "del", come: "ins" };
  return differences(mine, theirs).map(([kind, text]) => element(tags[kind], {}, text));
}

// Put a text into a box without moving the caret more than needed.
function put(field, text) {
  const { box } = field;
  if (box.value === text) return;
  const active = box.getRootNode().activeElement === box;
  const [start, end] = [box.selectionStart, box.selectionEnd];
  box.value = text;
  if (active) box.setSelectionRange(Math.min(start, text.length), Math.min(end, text.length));
  grow(box);
}
