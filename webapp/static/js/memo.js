// Collects sections for the memo without leaving the page. Without it the buttons send a form.
import { say } from "./toast.js";

const form = document.getElementById("collecting");
const link = document.querySelector(".top .to-memo");

// Sends a change, `add` or `drop` of a key; returns the answer, or null where it was refused.
export async function send(name, key) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams([[name, key]]),
  });
  if (answer.status === 413) say("full");
  if (!answer.ok) return null;
  const { count } = await answer.json();
  link.hidden = !count;
  link.querySelector(".count").textContent = count;
  say(name === "add" ? "collected" : "dropped");
  return count;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.collect");
  if (!button) return;
  event.preventDefault();
  const adds = button.name === "add";
  let done;
  try {
    done = await send(button.name, button.value);
  } catch {
    form.requestSubmit(button);
    return;
  }
  if (done === null) return;
  for (const same of document.querySelectorAll("button.collect")) {
    if (same.value !== button.value) continue;
    same.name = adds ? "drop" : "add";
    same.setAttribute("aria-pressed", String(adds));
  }
});
