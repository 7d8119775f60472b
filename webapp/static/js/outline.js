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

// The printed numbers above an entry of the outline, and its own first words.
function placeOf(entry) {
  const own = entry.querySelector("span").textContent;
  const depthOf = (item) => Number(item.className.slice(1));
  const above = [];
  let depth = depthOf(entry.parentElement);
  for (let item = entry.parentElement.previousElementSibling; item && depth > 1; item = item.previousElementSibling) {
    if (depthOf(item) >= depth) continue;
    depth = depthOf(item);
    above.unshift(item.querySelector("span").textContent.match(/^[^、.．\s]{1,6}(?=[、.．])|^[（(].{1,4}?[）)]/u)?.[0] ?? "");
  }
  return [...above.filter(Boolean), own.slice(0, 40)].join("、");
}

function follow() {
  due = false;
  const entry = entries.get(readNow()?.id);
  if (!entry || entry === followed) return;
  followed?.removeAttribute("aria-current");
  followed = entry;
  at.textContent = placeOf(entry);
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
