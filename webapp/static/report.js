// Steps through the hits (buttons, n and p) and copies section links. The page works without it.
"use strict";

const marks = [...document.querySelectorAll("main mark:not(.rest)")];
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

function show(index, scroll) {
  marks[current]?.classList.remove("current");
  current = (index + marks.length) % marks.length;
  marks[current].classList.add("current");
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
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
  });
  window.addEventListener("hashchange", startAtTarget);
  startAtTarget();
}

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
