// A map of texts: drag to pan, wheel or buttons to zoom, a frame to choose. Everybody's text enters as text only.

const views = new WeakMap();

function build(parent) {
  const root = make("div", "", { class: "map" });
  const bar = make("div", "", { class: "bar", role: "group" });
  const stage = make("div", "", { class: "stage" });
  const canvas = make("canvas", "", { tabindex: "0", role: "application" });
  const hover = make("div", "", { class: "hover", hidden: "true" });
  const frame = make("div", "", { class: "frame", hidden: "true" });
  const legend = make("ul", "", { class: "legend" });
  const status = make("p", "", { class: "status", role: "status" });
  stage.append(canvas, frame, hover);
  root.append(bar, stage, legend, status);
  parent.append(root);
  return { root, bar, stage, canvas, hover, frame, legend, status, data: null, shown: "", chosen: new Set(), scale: 1, x: 0, y: 0, framing: false, drawn: 0 };
}

function fit(view) {
  const { width, height } = view.stage.getBoundingClientRect();
  const { xs, ys } = view.data;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < xs.length; i += 1) {
    left = Math.min(left, xs[i]); right = Math.max(right, xs[i]); top = Math.min(top, ys[i]); bottom = Math.max(bottom, ys[i]);
  }
  if (!xs.length) [left, right, top, bottom] = [-1, 1, -1, 1];
  view.scale = 0.92 * Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1));
  view.x = width / 2 - view.scale * (left + right) / 2;
  view.y = height / 2 - view.scale * (top + bottom) / 2;
}

const at = (view, i) => [view.x + view.scale * view.data.xs[i], view.y + view.scale * view.data.ys[i]];

function draw(view) {
  if (view.drawn) return;
  view.drawn = requestAnimationFrame(() => {
    view.drawn = 0;
    const { width, height } = view.stage.getBoundingClientRect();
    const dense = window.devicePixelRatio || 1;
    if (view.canvas.width !== Math.round(width * dense) || view.canvas.height !== Math.round(height * dense)) {
      view.canvas.width = Math.round(width * dense);
      view.canvas.height = Math.round(height * dense);
    }
    const pen = view.canvas.getContext("2d");
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    const size = Math.max(2, Math.min(6, view.scale * 0.55));
    view.data.tones.forEach((tone, number) => {
      pen.fillStyle = tone.colour;
      pen.beginPath();
      for (let i = 0; i < view.data.xs.length; i += 1) {
        if (view.data.tone[i] !== number) continue;
        const [x, y] = at(view, i);
        if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
        if (view.data.hollow[i]) pen.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
        else { pen.moveTo(x + size, y); pen.arc(x, y, size, 0, 7); }
      }
      pen.fill();
    });
    pen.lineWidth = 2;
    pen.strokeStyle = "#111";
    for (const i of view.chosen) { const [x, y] = at(view, i); pen.beginPath(); pen.arc(x, y, size + 2.5, 0, 7); pen.stroke(); }
    pen.font = "600 13px sans-serif";
    pen.textAlign = "center";
    const taken = [];
    for (const { x, y, text } of view.data.names) {
      const [px, middle] = [view.x + view.scale * x, view.y + view.scale * y];
      const py = middle - size - 8 < 12 ? middle + size + 16 : middle - size - 8;  // beside the points, not on them
      const half = pen.measureText(text).width / 2 + 6;
      if (px < half || px > width - half || py < 12 || py > height - 6) continue;
      if (taken.some(([tx, ty, th]) => Math.abs(tx - px) < th + half && Math.abs(ty - py) < 20)) continue;
      taken.push([px, py, half]);
      pen.lineWidth = 4; pen.strokeStyle = "rgba(255,255,255,.92)"; pen.strokeText(text, px, py);
      pen.fillStyle = "#1c2730"; pen.fillText(text, px, py);
    }
  });
}

function nearest(view, px, py) {
  let best = -1, least = 144;
  for (let i = 0; i < view.data.xs.length; i += 1) {
    const [x, y] = at(view, i);
    const far = (x - px) ** 2 + (y - py) ** 2;
    if (far < least) { least = far; best = i; }
  }
  return best;
}

function zoom(view, by, px, py) {
  const { width, height } = view.stage.getBoundingClientRect();
  const [cx, cy] = [px ?? width / 2, py ?? height / 2];
  const scale = Math.min(400, Math.max(0.5, view.scale * by));
  view.x = cx - (cx - view.x) * scale / view.scale;
  view.y = cy - (cy - view.y) * scale / view.scale;
  view.scale = scale;
  view.hover.hidden = true;
  draw(view);
}

function choose(view, found) {
  view.chosen = new Set(found);
  view.status.textContent = view.data.words.chosen.replace("{count}", view.chosen.size);
  draw(view);
  view.tell([...view.chosen].map((i) => view.data.keys[i]));
}

function listen(view) {
  const { canvas, stage, hover, frame } = view;
  const place = (event) => { const box = stage.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  let from = null, moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    from = { x, y, vx: view.x, vy: view.y, framing: view.framing || event.shiftKey };
    moved = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    if (!from) {
      const i = nearest(view, x, y);
      hover.hidden = i < 0;
      if (i >= 0) {
        hover.replaceChildren(make("strong", view.data.titles[i]), make("span", view.data.facts[i]));
        hover.style.left = `${Math.min(x + 14, Math.max(0, stage.clientWidth - 290))}px`;
        hover.style.top = `${Math.min(y + 14, stage.clientHeight - 80)}px`;
      }
      canvas.style.cursor = i >= 0 ? "pointer" : view.framing ? "crosshair" : "grab";
      return;
    }
    moved ||= Math.abs(x - from.x) + Math.abs(y - from.y) > 4;
    if (!moved) return;
    if (from.framing) {
      frame.hidden = false;
      Object.assign(frame.style, { left: `${Math.min(x, from.x)}px`, top: `${Math.min(y, from.y)}px`, width: `${Math.abs(x - from.x)}px`, height: `${Math.abs(y - from.y)}px` });
    } else { view.x = from.vx + x - from.x; view.y = from.vy + y - from.y; draw(view); }
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [x, y] = place(event);
    if (from.framing && moved) {
      const inside = [];
      for (let i = 0; i < view.data.xs.length; i += 1) {
        const [px, py] = at(view, i);
        if (px >= Math.min(x, from.x) && px <= Math.max(x, from.x) && py >= Math.min(y, from.y) && py <= Math.max(y, from.y)) inside.push(i);
      }
      choose(view, inside);
    } else if (!moved) {
      const i = nearest(view, x, y);
      if (i >= 0) { const kept = new Set(view.chosen); if (!kept.delete(i)) kept.add(i); choose(view, kept); }
    }
    frame.hidden = true;
    from = null;
  });
  canvas.addEventListener("pointerleave", () => { hover.hidden = true; });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); const [x, y] = place(event); zoom(view, Math.exp(-event.deltaY / 400), x, y); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { view.x += step[0]; view.y += step[1]; draw(view); }
    else if (event.key === "+" || event.key === "=") zoom(view, 1.3);
    else if (event.key === "-") zoom(view, 1 / 1.3);
    else if (event.key === "0") { fit(view); draw(view); }
    else if (event.key === "Escape") choose(view, []);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(() => draw(view)).observe(stage);
}

export default function ({ data, parentElement, setTriggerValue }) {
  let view = views.get(parentElement);
  const isNew = !view;
  if (isNew) { view = build(parentElement); views.set(parentElement, view); }
  view.tell = (keys) => setTriggerValue("chosen", keys);
  const shown = `${data.stamp}`;
  if (view.shown === shown) return;
  const wasPlaced = view.data && view.data.xs.length === data.xs.length;
  view.data = data;
  view.shown = shown;
  if (!wasPlaced) { view.chosen = new Set(); requestAnimationFrame(() => { fit(view); draw(view); }); }
  view.canvas.setAttribute("aria-label", data.words.map);
  const frameButton = make("button", data.words.frame, { type: "button", "aria-pressed": String(view.framing) });
  frameButton.addEventListener("click", () => { view.framing = !view.framing; frameButton.setAttribute("aria-pressed", String(view.framing)); });
  const buttons = [["+", data.words.closer, () => zoom(view, 1.4)], ["−", data.words.farther, () => zoom(view, 1 / 1.4)], [data.words.all, "", () => { fit(view); draw(view); }], [data.words.none, "", () => choose(view, [])]];
  view.bar.replaceChildren(frameButton, ...buttons.map(([text, label, act]) => {
    const button = make("button", text, { type: "button", "aria-label": label });
    button.addEventListener("click", act);
    return button;
  }));
  view.legend.replaceChildren(...data.tones.filter((tone) => tone.label).map((tone) => {
    const entry = make("li", tone.label);
    const dot = make("span", "", { class: "dot", "aria-hidden": "true" });
    dot.style.background = tone.colour;
    entry.prepend(dot);
    return entry;
  }));
  if (isNew) listen(view);
  draw(view);
}
