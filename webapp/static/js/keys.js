// Single keys: what each does on this page, and the reader's choice to have none.

const acts = new Map();
const choice = document.getElementById("keys");
let on = remembered();

export function onKey(key, act) {
  acts.set(key, act);
}

// Whoever speaks to the computer, or leans on a key, turns single keys off (WCAG 2.1.4).
function remembered() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = acts.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

choice.checked = on;
choice.addEventListener("change", () => {
  on = choice.checked;
  localStorage.setItem("keys", on ? "on" : "off");
});

for (const link of document.querySelectorAll("[data-key]")) onKey(link.dataset.key, () => link.click());
