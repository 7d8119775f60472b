// Copies what stands in an element when its button is pressed; selects it where copying is not allowed.
import { say } from "./toast.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      say("copied");
    } catch {
      document.getSelection().selectAllChildren(source);
    }
  });
}
