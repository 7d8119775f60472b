// The English of an underlined name where it is touched; a mouse has it by hovering.
import { show } from "./toast.js";

document.addEventListener("click", (event) => {
  const gloss = event.target.closest(".gloss");
  if (gloss && event.pointerType !== "mouse") show(`${gloss.textContent} ${gloss.title}`, 4000);
});
