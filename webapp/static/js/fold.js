// Opens the folded panels on wide screens, where the style sheet shows them in any case, for readers aloud.

const wide = window.matchMedia("(width >= 60rem)");
const panels = document.querySelectorAll("details.fold");

function fit() {
  for (const panel of panels) panel.open = wide.matches;
}

wide.addEventListener("change", fit);
if (wide.matches) fit();
