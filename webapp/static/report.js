// Steps through the hits (buttons, n and p), follows the reader in the outline, copies section links.
// The page works without it.
"use strict";

const marks = [...document.querySelectorAll("main mark:not(.rest, .quote)")];
const steps = document.querySelector(".steps");
const toast = document.querySelector(".toast");
let current = -1;

function inView(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight - 72;
}

function target() {
  const id = decodeURIComponent(location.hash.slice(1));
  return id ? document.getElementById(id) : null;
}

const ticks = [...document.querySelectorAll("[data-hit]")];

function tickOf(index) {
  return ticks.findLast((tick) => Number(tick.dataset.hit) <= index);
}

function show(index, scroll) {
  marks[current]?.classList.remove("current");
  tickOf(current)?.classList.remove("current");
  current = (index + marks.length) % marks.length;
  marks[current].classList.add("current");
  tickOf(current)?.classList.add("current");
  steps.querySelector(".place").textContent = `${current + 1} / ${marks.length}`;
  if (scroll && !inView(marks[current])) marks[current].scrollIntoView({ block: "center" });
}

function step(by) {
  if (current < 0) {
    const below = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
    show(below < 0 ? 0 : by > 0 ? below : below - 1, true);
  } else {
    show(current + by, true);
  }
}

function startAtTarget() {
  const section = target();
  const first = section ? marks.findIndex((mark) => section.contains(mark)) : -1;
  if (first >= 0) show(first, true);
}

function say(text) {
  toast.textContent = text;
  toast.classList.add("shown");
  setTimeout(() => toast.classList.remove("shown"), 2000);
}

if (steps && marks.length) {
  steps.hidden = false;
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) step(Number(button.dataset.step));
  });
  for (const tick of ticks) {
    tick.addEventListener("click", (event) => {
      event.preventDefault();
      show(Number(tick.dataset.hit), true);
    });
  }
  keys.set("n", () => step(1));
  keys.set("p", () => step(-1));
  window.addEventListener("hashchange", startAtTarget);
  startAtTarget();
}

for (const link of document.querySelectorAll("[data-key]")) keys.set(link.dataset.key, () => link.click());

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.anchor");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    say(toast.dataset.copied);
  } catch {
    location.href = link.href;
  }
});

// The outline's entry of the section a tenth down the window; at the page's end, of the one aimed at.
const outline = document.querySelector(".outline");
const parts = [...document.querySelectorAll(".part")];
const entries = new Map(
  [...outline.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
);
let followed;
let due = false;

function readNow() {
  const root = document.documentElement;
  const aimed = target()?.closest(".part");
  if (aimed && window.scrollY + window.innerHeight >= root.scrollHeight - 2) {
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

for (const event of ["scroll", "resize", "hashchange"]) window.addEventListener(event, soon, { passive: true });
soon();
