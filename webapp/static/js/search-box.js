// Completions in a search box, as a combobox with a list (WAI-ARIA Authoring Practices); / leads to the first box.
import { onKey } from "./keys.js";

function piece(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  if (/\p{Script=Han}/u.test(text)) made.lang = "zh-Hant-TW";
  return made;
}

// What the list shows of an answer: [{ text, label, count, url }].
function entries(found, list) {
  if (list.dataset.of !== "people") {
    const kinds = JSON.parse(list.dataset.kinds);
    return found.map((one) => ({ ...one, label: kinds[one.kind] ?? "" }));
  }
  return found.people.map((one) => ({
    text: one.chinese && one.english ? `${one.chinese} ${one.english}` : one.name,
    label: `${one.affiliation}${one.post}`,
    count: one.mentions,
    url: one.url,
  }));
}

function attach(box, list) {
  let waiting;
  let asked = new AbortController();
  let active = -1; // the option that Enter takes; -1 for what was typed

  function option({ text, label, count, url }, index) {
    const made = document.createElement("li");
    made.id = `${list.id}-${index}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.text = text;
    if (url) made.dataset.url = url;
    const times = count === 1 ? list.dataset.one : list.dataset.many.replace("{}", count);
    made.append(piece("text", text), piece("label", label), piece("count", times));
    return made;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function close() {
    clearTimeout(waiting);
    asked.abort(); // an answer to what stood there before is none to this
    asked = new AbortController();
    if (!list.hidden) show([]);
  }

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const chosen = list.children[active];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) box.setAttribute("aria-activedescendant", chosen.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(chosen) {
    if (chosen.dataset.url) {
      location.assign(chosen.dataset.url);
      return;
    }
    box.value = chosen.dataset.text;
    box.form.requestSubmit();
  }

  async function complete() {
    const typed = box.value.trim();
    const { signal } = asked;
    try {
      const source = new URL(list.dataset.source, location.href);
      source.searchParams.set("q", typed);
      const answer = typed && (await fetch(source, { signal }));
      const found = answer && answer.ok ? entries(await answer.json(), list) : [];
      if (!signal.aborted && document.activeElement === box) show(found);
    } catch {
      if (!signal.aborted) show([]); // the box works without completions
    }
  }

  function typed(event) {
    clearTimeout(waiting);
    asked.abort();
    asked = new AbortController();
    if (!event.isComposing) waiting = setTimeout(complete, 120);
  }

  function pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" && !list.hidden) mark(active === last ? -1 : active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) mark(active === -1 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) take(list.children[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  }

  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed); // Chinese is completed once it is written
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the box in focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) take(chosen);
  });
}

for (const list of document.querySelectorAll(".completions")) {
  attach(list.closest("form").querySelector("[type=search]"), list);
}

onKey("/", () => {
  const box = document.getElementById("q");
  box.focus();
  box.select();
});
