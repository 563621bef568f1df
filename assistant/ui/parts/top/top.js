// Brings the reader to the beginning of the page once for each new thing that is opened.
const seen = new WeakMap();

export default function ({ data, parentElement }) {
  if (seen.get(parentElement) === data.of) return;
  seen.set(parentElement, data.of);
  document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
}
