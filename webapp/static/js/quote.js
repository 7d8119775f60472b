// Offers a link to the words selected in a section, and to collect them. The page works without it.
import { send } from "./memo.js";
import { say } from "./toast.js";

const offer = document.querySelector(".quoter");
const longest = 300; // characters of a quotation; a link should fit into a mail

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const inside = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const section = inside(range.startContainer).closest("section.part");
  const words = selection.toString().replace(/\s+/g, " ").trim().slice(0, longest);
  if (!section || words.length < 2) return null;
  return { section, words, box: range.getBoundingClientRect() };
}

// The short link comes from the server; the long one, which needs nobody, is where a browser is led instead.
function address({ section, words }) {
  const url = new URL(section.querySelector("a.anchor").href);
  url.search = new URLSearchParams({ quote: words });
  return url;
}

async function short(found) {
  const url = address(found);
  url.pathname += "/short";
  const answer = await fetch(url);
  return answer.ok ? answer.text() : address(found).href;
}

document.addEventListener("selectionchange", () => {
  const found = selected();
  offer.hidden = !found;
  if (!found) return;
  const top = found.box.bottom + window.scrollY + 8;
  const left = Math.min(found.box.left, document.documentElement.clientWidth - offer.offsetWidth - 12);
  offer.style.top = `${top}px`;
  offer.style.left = `${Math.max(12, left)}px`;
});

offer.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
offer.querySelector(".link").addEventListener("click", async () => {
  const found = selected();
  if (!found) return;
  try {
    const link = short(found).then((text) => new Blob([text], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": link })]);
    say("quoted");
    offer.hidden = true;
  } catch {
    location.href = address(found).href;
  }
});
offer.querySelector(".add").addEventListener("click", async () => {
  const found = selected();
  if (!found) return;
  const key = found.section.querySelector("button.collect").value;
  if ((await send("add", `${key} ${found.words}`).catch(() => null)) !== null) offer.hidden = true;
});
