// A table of texts: the first cell of a row names it, the label of a column stands before its value on a phone.

export default function ({ data, parentElement }) {
  const shown = JSON.stringify(data);
  if (parentElement.shownTable === shown) return;
  parentElement.shownTable = shown;
  parentElement.querySelector(".wide")?.remove();
  const table = make("table", "");
  if (data.caption) table.append(make("caption", data.caption));
  const kind = (at) => (data.columns[at]?.is_number ? "number" : "");
  const head = make("tr", "");
  head.append(...data.columns.map((column, at) => make("th", column.label, { scope: "col", class: kind(at) })));
  const top = make("thead", "");
  top.append(head);
  const body = make("tbody", "");
  for (const line of data.lines) {
    const row = make("tr", "", { class: line.tone });
    row.append(...line.cells.map((cell, at) => (at
      ? make("td", cell, { class: kind(at), "data-label": data.columns[at]?.label })
      : make("th", cell, { scope: "row" }))));
    body.append(row);
  }
  table.append(top, body);
  // Scrolled with the arrow keys by whoever has no pointer.
  parentElement.append(make("div", "", { class: "wide", tabindex: "0" }, table));
}
