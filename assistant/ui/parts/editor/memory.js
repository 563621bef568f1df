// What was typed, kept in this browser until the server has it. One record for each draft and tab; a clean draft has none.
//
// A record: `content` her texts, `known` the server's version and texts she was looking at, `conflicts` names of fields
// both sides changed, `at` the moment (ms), `left` true once its tab went away.

const MEMORY_PREFIX = "draft-in-progress:";
const ORPHAN_AFTER_MS = 5000;

const fallbackTab = Math.random().toString(36).slice(2, 10);

function tabName() {
  try {
    if (!sessionStorage.getItem("tab")) sessionStorage.setItem("tab", fallbackTab);
    return sessionStorage.getItem("tab");
  } catch {
    return fallbackTab;
  }
}

function readRecord(key) {
  try {
    const record = JSON.parse(localStorage.getItem(key) ?? "null");
    const sound = record && record.content && record.known && record.known.content && typeof record.at === "number";
    return sound ? record : null;
  } catch {
    return null;
  }
}

// Records nobody is typing into: of this tab's closed drafts, or of tabs that are gone. [key, draft, record]
function abandonedRecords(isOpen) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(MEMORY_PREFIX))
      .map((key) => [key, key.slice(MEMORY_PREFIX.length).split(":")[0], readRecord(key)])
      .filter(([key, draft, record]) => record && !draft.includes("~") && !isOpen(draft) && (key.endsWith(tabName()) || isOrphan(record)));
  } catch {
    return [];
  }
}

function isOrphan(record) {
  return record.left || Date.now() - record.at > ORPHAN_AFTER_MS;
}

function memoryOf(draft) {
  const prefix = `${MEMORY_PREFIX}${draft}:`;
  const own = prefix + tabName();

  return {
    // False where the browser keeps nothing (private window, full disk).
    write(record) {
      try {
        localStorage.setItem(own, JSON.stringify(record));
        return true;
      } catch {
        return false;
      }
    },
    forget() {
      try {
        localStorage.removeItem(own);
      } catch { /* nothing was kept */ }
    },
    // The tab is going away: another one may take the record over at once.
    leave() {
      try {
        const record = readRecord(own);
        if (record) localStorage.setItem(own, JSON.stringify({ ...record, left: true }));
      } catch { /* nothing was kept */ }
    },
    // The newest record of this tab, or of a tab that is gone; records taken over are deleted.
    recall() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
        const found = [];
        for (const key of keys) {
          const record = readRecord(key);
          if (!record) localStorage.removeItem(key);
          else if (key === own || isOrphan(record)) found.push([key, record]);
        }
        found.sort((a, b) => b[1].at - a[1].at);
        for (const [key] of found) if (key !== own) localStorage.removeItem(key);
        return found.length ? found[0][1] : null;
      } catch {
        return null;
      }
    },
  };
}
