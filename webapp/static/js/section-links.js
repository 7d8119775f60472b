// Copies the permanent link of a section, or its source in words, when it is clicked. The page works without it.
import { say } from "./toast.js";

const phone = window.matchMedia("(pointer: coarse)").matches;
const copies = {
  anchor: async (link) => {
    if (phone && navigator.share) return navigator.share({ title: document.title, url: link.href });
    return navigator.clipboard.writeText(link.href);
  },
  cite: async (link) => {
    const address = new URL(link.href);
    address.pathname += ".txt";
    const text = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return new Blob([await answer.text()], { type: "text/plain" });
    });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  },
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.anchor, .tools a.cite");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const kind = link.className;
  try {
    await copies[kind](link);
    if (kind === "cite") say("cited", "styles", link.href);
    else say("linked");
  } catch {
    location.href = link.href;
  }
});
