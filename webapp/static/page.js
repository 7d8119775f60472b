// Completions in the search box, and single keys: `keys` maps a key to what it does on this page.
"use strict";

const keys = new Map();

(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("completions");
  const choice = document.getElementById("keys");
  let waiting;
  let on = true;

  function sections(count) {
    return count === 1 ? list.dataset.one : list.dataset.many.replace("{}", count);
  }

  async function complete() {
    const typed = box.value.trim();
    const answer = typed && (await fetch(`${list.dataset.source}?q=${encodeURIComponent(typed)}`));
    const found = answer && answer.ok ? await answer.json() : [];
    list.replaceChildren(
      ...found.map(({ text, count }) => new Option(sections(count), text)),
    );
  }

  box?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(complete, 120);
  });

  keys.set("/", () => {
    box.focus();
    box.select();
  });

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Whoever speaks to the computer, or leans on a key, turns single keys off (WCAG 2.1.4).
  function remembered() {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch {
      return true;
    }
  }

  on = remembered();
  choice.checked = on;
  choice.addEventListener("change", () => {
    on = choice.checked;
    localStorage.setItem("keys", on ? "on" : "off");
  });
})();
