// Two versions of a text in one: what went is struck out, what came is underlined. Texts enter as text.

export default function ({ data, parentElement }) {
  parentElement.querySelector(".changes")?.remove();
  const root = document.createElement("div");
  root.className = "changes";
  for (const field of data.fields) {
    const heading = document.createElement("h4");
    heading.textContent = field.label;
    const text = document.createElement("p");
    for (const [kind, words] of field.pieces) {
      const piece = document.createElement(kind === "same" ? "span" : kind === "gone" ? "del" : "ins");
      piece.textContent = words;
      text.append(piece);
    }
    root.append(heading, text);
  }
  parentElement.append(root);
}
