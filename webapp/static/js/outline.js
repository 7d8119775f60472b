// Follows the reader in the outline. The page works without it.
import { target } from "./target.js";

const outline = document.querySelector(".outline");
const parts = [...document.querySelectorAll(".part")];
const entries = new Map(
  [...outline.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
);
const at = document.querySelector(".where .at");
let followed;
let due = false;
let landed = true; // until the reader scrolls

// The section a tenth down the window; where a link has led, and at the page's end, the one aimed at.
function readNow() {
  const root = document.documentElement;
  const aimed = target()?.closest(".part");
  if (aimed && (landed || window.scrollY + window.innerHeight >= root.scrollHeight - 2)) {
    const box = aimed.getBoundingClientRect();
    if (box.bottom > 0 && box.top < window.innerHeight) return aimed;
  }
  const line = window.innerHeight / 10;
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (parts[middle].getBoundingClientRect().top <= line) low = middle;
    else high = middle - 1;
  }
  return parts[low];
}

function follow() {
  due = false;
  const entry = entries.get(readNow()?.id);
  if (!entry || entry === followed) return;
  followed?.removeAttribute("aria-current");
  followed = entry;
  at.textContent = entry.querySelector("span").textContent;
  entry.setAttribute("aria-current", "true");
  const box = entry.getBoundingClientRect();
  const around = outline.getBoundingClientRect();
  if (box.top < around.top || box.bottom > around.bottom) {
    outline.scrollTop += box.top - around.top - around.height / 3;
  }
}

function soon() {
  if (!due) requestAnimationFrame(follow);
  due = true;
}

for (const event of ["wheel", "touchmove", "keydown"]) {
  window.addEventListener(event, () => { landed = false; }, { passive: true });
}
window.addEventListener("hashchange", () => { landed = true; });
for (const event of ["scroll", "resize", "hashchange"]) window.addEventListener(event, soon, { passive: true });
soon();
