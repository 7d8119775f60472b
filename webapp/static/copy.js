// Copies what stands in an element when its button is pressed.
"use strict";

const said = document.querySelector(".toast");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    said.textContent = said.dataset.copied;
    said.classList.add("shown");
    setTimeout(() => said.classList.remove("shown"), 2000);
  });
}
