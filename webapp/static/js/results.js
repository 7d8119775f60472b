// j and k move from hit to hit; Enter opens the one that is focused, as on any link.
import { onKey } from "./keys.js";

const found = [...document.querySelectorAll(".hit h3 a")];

function move(by) {
  const at = found.indexOf(document.activeElement?.closest(".hit")?.querySelector("h3 a"));
  const to = at < 0 ? (by > 0 ? 0 : found.length - 1) : at + by;
  found[Math.min(Math.max(to, 0), found.length - 1)]?.focus();
}

onKey("j", () => move(1));
onKey("k", () => move(-1));
