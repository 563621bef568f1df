// Looks again every two seconds and puts in what changed; the clock counts down in between.
const main = document.querySelector("main");
let left = null, at = 0;
function clock() {
  const shown = document.querySelector(".clock");
  if (!shown) return;
  if (shown.dataset.left !== left) { left = shown.dataset.left; at = performance.now(); }
  const rest = Math.max(0, Math.round(Number(left) - (performance.now() - at) / 1000));
  shown.textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
}
async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) {
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const other = next.querySelector("main");
      if (other.innerHTML !== main.innerHTML) main.innerHTML = other.innerHTML;
      document.body.className = next.body.className;
      left = null;
    }
  } catch { /* the network is gone: what is shown stays until it is back */ }
  clock();
  setTimeout(look, 2000);
}
clock();
setInterval(clock, 250);
setTimeout(look, 2000);
