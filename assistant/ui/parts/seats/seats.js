// Boxes of seats; every text enters as text only. What did not change is not redrawn.

export default function ({ data, parentElement }) {
  const shown = JSON.stringify(data);
  if (parentElement.shownSeats === shown) return;
  parentElement.shownSeats = shown;
  parentElement.querySelector("section")?.remove();
  const counts = new Map();
  for (const { sign, word, tone } of data.seats) {
    const known = counts.get(word) ?? { sign, word, tone, count: 0 };
    known.count += 1;
    counts.set(word, known);
  }
  const legend = make("p", "", { class: "legend" });
  for (const { sign, word, tone, count } of counts.values()) legend.append(make("span", `${sign} ${word} ${count}`, { class: tone }));
  const list = make("ul", "");
  for (const seat of data.seats) {
    const box = make("li", "", { class: seat.tone, title: [seat.label, seat.name, seat.word].filter(Boolean).join(" · ") });
    box.append(make("span", seat.sign, { "aria-hidden": "true" }), make("b", seat.label));
    if (seat.name) box.append(make("small", seat.name));
    box.append(make("span", seat.word, { class: "unseen" }));
    list.append(box);
  }
  const section = make("section", "");
  section.append(make("h3", data.heading), legend, list);
  parentElement.append(section);
}
