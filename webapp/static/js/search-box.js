// Completions in the search box; / leads to it.
import { onKey } from "./keys.js";

const box = document.getElementById("q");
const list = document.getElementById("completions");
let waiting;

function sections(count) {
  return count === 1 ? list.dataset.one : list.dataset.many.replace("{}", count);
}

async function complete() {
  const typed = box.value.trim();
  const answer = typed && (await fetch(`${list.dataset.source}?q=${encodeURIComponent(typed)}`));
  const found = answer && answer.ok ? await answer.json() : [];
  list.replaceChildren(...found.map(({ text, count }) => new Option(sections(count), text)));
}

box?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(complete, 120);
});

onKey("/", () => {
  box.focus();
  box.select();
});
