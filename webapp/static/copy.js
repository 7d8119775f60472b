// Copies what stands in an element when its button is pressed; selects it where copying is not allowed.
"use strict";

const said = document.querySelector(".toast");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      said.textContent = said.dataset.copied;
      said.classList.add("shown");
      setTimeout(() => said.classList.remove("shown"), 2000);
    } catch {
      document.getSelection().selectAllChildren(source);
    }
  });
}
