"use strict";
// Sends the ballot again by itself while the network is away; the page works without this file.
(() => {
  const say = document.getElementById("status");
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const form = document.querySelector("form[data-cast]");
  if (form && say && window.fetch) {
    let busy = false;
    form.addEventListener("submit", async (event) => {
      if (event.submitter && event.submitter.hasAttribute("formaction")) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      const body = new URLSearchParams(new FormData(form));
      for (let pause = 1000; ; pause = Math.min(pause * 1.5, 8000)) {
        say.hidden = false;
        say.textContent = say.dataset.sending;
        const limit = new AbortController();
        const timer = setTimeout(() => limit.abort(), 10000);
        try {
          const answer = await fetch(form.action, { method: "POST", body, signal: limit.signal, credentials: "same-origin" });
          if (answer.redirected) return location.replace(answer.url);
          if (answer.status < 500) return form.submit();
        } catch (error) { /* no network: try again */ } finally { clearTimeout(timer); }
        say.textContent = say.dataset.waiting;
        await wait(pause + Math.random() * 500);
      }
    });
  }
  // What was typed survives a look at a proposal; it is kept for this voter and this tab, until the ballot is cast.
  const draft = document.querySelector('form[action="/vote/review"]');
  try {
    const name = draft && "ballot " + draft.elements.t.value + draft.elements.papers.value;
    const kept = name && JSON.parse(sessionStorage.getItem(name) || "{}");
    if (!draft && !form && !location.pathname.startsWith("/vote/read")) sessionStorage.clear();
    for (const field of draft ? draft.querySelectorAll('[name^="s."]') : []) {
      if (field.type === "number" && field.value === "" && kept[field.name]) field.value = kept[field.name];
      else if (field.type !== "number" && field.name in kept) field.checked = kept[field.name] === field.value;
      field.addEventListener("input", () => {
        kept[field.name] = field.type === "checkbox" && !field.checked ? "" : field.value;
        sessionStorage.setItem(name, JSON.stringify(kept));
      });
    }
  } catch (error) { /* no storage in this browser */ }
  const now = document.body.dataset.now;
  const news = document.getElementById("news");
  if (now) {
    const look = async () => {
      await wait(4000 + Math.random() * 2000);
      try {
        const answer = await fetch("/vote/now/" + document.body.dataset.poll);
        const said = answer.ok ? await answer.text() : now;
        if (said !== now) {
          if (!document.querySelector("form[data-keep]")) return location.replace("/vote");
          if (news) news.hidden = false;
          return;
        }
      } catch (error) { /* no network: ask again later */ }
      look();
    };
    look();
  }
})();
