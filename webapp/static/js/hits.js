// Steps through the hits of a report: buttons, n and p, ticks of the map. The page works without it.
import { onKey } from "./keys.js";
import { target } from "./target.js";

const marks = [...document.querySelectorAll("main mark:not(.rest, .quote)")];
const steps = document.querySelector(".steps");
const ticks = [...document.querySelectorAll("[data-hit]")];
let current = -1;

function inView(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight - 72;
}

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
  onKey("n", () => step(1));
  onKey("p", () => step(-1));
  window.addEventListener("hashchange", startAtTarget);
  startAtTarget();
  // the browser goes to the section once more when all is loaded
  window.addEventListener("load", () => requestAnimationFrame(startAtTarget), { once: true });
}
