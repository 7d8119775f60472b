// Copies the permanent link of a section when it is clicked. The page works without it.
import { say } from "./toast.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.anchor");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    say("copied");
  } catch {
    location.href = link.href;
  }
});
