// The line under the menu: a loud mark in demo mode, who is signed in, the other language, the way out. It also looks
// again when the visit may be over, and remembers for ten minutes which page somebody wanted who has to sign in first.

export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.language;
  clearTimeout(parentElement.looksAgain);
  if (data.looks_again_ms) parentElement.looksAgain = setTimeout(() => setTriggerValue("look", Date.now()), data.looks_again_ms);
  if (data.wanted) document.cookie = `wanted=${encodeURIComponent(data.wanted)}; path=/; max-age=600; samesite=lax`;
  const shown = JSON.stringify({ ...data, looks_again_ms: 0 });
  if (parentElement.shownMasthead === shown) return;
  parentElement.shownMasthead = shown;
  parentElement.querySelector("nav")?.remove();
  const nav = document.createElement("nav");
  nav.className = "masthead";
  nav.setAttribute("aria-label", data.words.nav);
  const add = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    nav.append(made);
    return made;
  };
  if (data.demo) add("strong", "demo", data.demo);
  if (data.person) add("span", "person", data.person);
  for (const link of data.links) {
    if (!link.href) {
      const made = add("button", "link", link.label);
      made.type = "button";
      made.addEventListener("click", () => setTriggerValue("leave", Date.now()));
      continue;
    }
    const made = add("a", "link", link.label);
    if (link.lang) made.lang = link.lang;
    made.href = link.href;
    made.addEventListener("click", () => {
      const page = location.pathname.split("/").pop();
      const draft = new URLSearchParams(location.search).get("draft");
      const to = new URLSearchParams({ to: page, ...(draft ? { draft } : {}) });
      made.href = link.stays ? `${link.href}?${to}` : link.href;
    });
  }
  parentElement.append(nav);
  return () => clearTimeout(parentElement.looksAgain);
}
