// Copies what its button names: what stands in an element, or another page with its headings and links.
import { say } from "./toast.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      say("copied");
    } catch {
      document.getSelection().selectAllChildren(source); // where copying is not allowed
    }
  });
}

async function body(address) {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  return page.querySelector("main");
}

for (const button of document.querySelectorAll("[data-copy-page]")) {
  button.addEventListener("click", async () => {
    const address = button.dataset.copyPage;
    const as = (type, read) => body(address).then((main) => new Blob([read(main)], { type }));
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": as("text/html", (main) => main.innerHTML),
          "text/plain": as("text/plain", (main) => main.textContent.trim()),
        }),
      ]);
      say("copied");
    } catch {
      location.href = address; // to be selected there
    }
  });
}
