"""Going from page to page without loading Streamlit anew, and waiting for one that has come to rest.

Law: a page that never rests (a clock, a fragment that looks again) is looked at after `MOST_MS` all the same.
"""

from __future__ import annotations

from playwright.sync_api import Page

STILL_MS = 120
"""Nothing may have changed for so long."""
MOST_MS = 4_000

QUIET = """([still, most]) => new Promise((done) => {
  const begun = performance.now();
  let last = begun;
  const roots = new Set();
  const seen = new MutationObserver((changes) => {
    last = performance.now();
    for (const { addedNodes } of changes) for (const node of addedNodes) watch(node);
  });
  const watch = (root) => {
    const each = root.querySelectorAll ? [root, ...root.querySelectorAll("*")] : [root];
    for (const { shadowRoot } of each) {
      if (!shadowRoot || roots.has(shadowRoot)) continue;
      roots.add(shadowRoot);
      seen.observe(shadowRoot, all);
      watch(shadowRoot);
    }
  };
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  seen.observe(document, all);
  watch(document);
  const busy = () => {
    const app = document.querySelector("[data-testid=stApp]");
    return document.readyState !== "complete"
      || (app && app.dataset.testScriptState !== "notRunning")
      || document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]")
      || document.getAnimations().some(({ playState, effect }) =>
        playState === "running" && effect?.getComputedTiming().endTime !== Infinity);
  };
  const ask = () => {
    const now = performance.now();
    if (busy()) last = now;
    if (now - last < still && now - begun < most) return setTimeout(ask, 25);
    seen.disconnect();
    done(now - last >= still);
  };
  ask();
})"""

TURN = """(address) => new Promise((done) => {
  const app = document.querySelector("[data-testid=stApp]");
  const ran = new MutationObserver(() => app.dataset.testScriptState !== "notRunning" && done());
  ran.observe(app, { attributes: true });
  setTimeout(done, 20_000);
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
})"""


def quiet(page: Page, still_ms: int = STILL_MS, most_ms: int = MOST_MS) -> bool:
    """Until no script runs and nothing has moved for a moment; False where it never came to that.

    A second for `still_ms` is more than any fragment lets pass while it waits for something to be found.
    """
    return bool(page.evaluate(QUIET, [still_ms, most_ms]))


def turn_to(page: Page, address: str) -> None:
    """To a page of the application as "back" and "forward" lead there: the same session, no new document.

    Ends once the page's script was asked for; what it says is still to come.
    """
    page.evaluate(TURN, f"/{address}")
