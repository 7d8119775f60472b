// Completions in the search box; / leads to it.
import { onKey } from "./keys.js";

const box = document.getElementById("q");
const list = document.getElementById("completions");
const kinds = list ? JSON.parse(list.dataset.kinds) : {};
let waiting;
let asked = new AbortController();

function sections(count) {
  return count === 1 ? list.dataset.one : list.dataset.many.replace("{}", count);
}

function option({ text, kind, count, url }) {
  const made = new Option([kinds[kind], sections(count)].filter(Boolean).join(" · "), text);
  if (url) made.dataset.url = url;
  return made;
}

async function complete() {
  const typed = box.value.trim();
  const { signal } = asked;
  try {
    const answer = typed && (await fetch(`${list.dataset.source}?q=${encodeURIComponent(typed)}`, { signal }));
    const found = answer && answer.ok ? await answer.json() : [];
    if (!signal.aborted) list.replaceChildren(...found.map(option));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

box?.addEventListener("input", (event) => {
  clearTimeout(waiting);
  asked.abort(); // an answer to what stood there before is none to this
  asked = new AbortController();
  const chosen = !event.inputType || event.inputType === "insertReplacementText";
  const page = chosen && [...list.options].find((one) => one.value === box.value)?.dataset.url;
  if (page) {
    location.assign(page);
  } else {
    waiting = setTimeout(complete, 120);
  }
});

onKey("/", () => {
  box.focus();
  box.select();
});
