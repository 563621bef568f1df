// A tree of two levels after the pattern of the ARIA guide: one stop for the Tab key, arrows inside. Names enter as text only.

function item({ id, name }, level, children) {
  const sign = make("span", children ? "▸" : "", { class: "sign", "aria-hidden": "true" });
  const row = make("div", "", { class: "row" }, sign, make("span", name, { class: "name" }));
  const expanded = children ? "false" : null;
  const made = make("li", "", { role: "treeitem", tabindex: "-1", "aria-level": level, "aria-label": name, "aria-expanded": expanded, "data-id": id }, row);
  if (children) made.append(children);
  return made;
}

function branch(each) {
  if (!each.twigs.length && !each.rest) return item(each, 1, null);
  const inside = make("ul", "", { role: "group" }, ...each.twigs.map((twig) => item(twig, 2, null)));
  if (each.rest) inside.append(make("li", each.rest, { class: "rest", role: "none" }));
  return item(each, 1, inside);
}

function unfold(of, open) {
  if (!of.hasAttribute("aria-expanded")) return;
  of.setAttribute("aria-expanded", String(open));
  of.querySelector(".sign").textContent = open ? "▾" : "▸";
}

export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.openGroup = (id) => setTriggerValue("opened", id);
  const shown = JSON.stringify(data);
  if (parentElement.shownTree === shown) return;
  parentElement.shownTree = shown;
  parentElement.querySelector(".tree")?.remove();
  const list = make("ul", "", { role: "tree", "aria-label": data.words.label }, ...data.branches.map(branch));
  const seen = () => [...list.querySelectorAll('[role="treeitem"]')].filter((each) => !each.parentElement.closest('[aria-expanded="false"]'));
  const stand = (on) => {
    if (!on) return;
    for (const each of list.querySelectorAll('[tabindex="0"]')) each.tabIndex = -1;
    on.tabIndex = 0;
    on.focus();
  };
  const first = list.querySelector('[role="treeitem"]');
  if (first) first.tabIndex = 0;
  list.addEventListener("keydown", (event) => {
    const here = event.target.closest('[role="treeitem"]');
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(here);
    const isOpen = here.getAttribute("aria-expanded");
    const acts = {
      ArrowDown: () => stand(all[at + 1]),
      ArrowUp: () => stand(all[at - 1]),
      Home: () => stand(all[0]),
      End: () => stand(all.at(-1)),
      ArrowRight: () => (isOpen === "false" ? unfold(here, true) : isOpen === "true" ? stand(here.querySelector('[role="treeitem"]')) : null),
      ArrowLeft: () => (isOpen === "true" ? unfold(here, false) : stand(here.parentElement.closest('[role="treeitem"]'))),
      Enter: () => parentElement.openGroup(here.dataset.id),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  list.addEventListener("click", (event) => {
    const here = event.target.closest('[role="treeitem"]');
    if (!here) return;
    if (event.target.closest(".sign") && here.hasAttribute("aria-expanded")) {
      unfold(here, here.getAttribute("aria-expanded") === "false");
      stand(here);
    } else if (event.target.closest(".name")) parentElement.openGroup(here.dataset.id);
  });
  parentElement.append(make("div", "", { class: "tree" }, make("p", data.words.help, { class: "help" }), list));
}
