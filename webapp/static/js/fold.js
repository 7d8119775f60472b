// Opens the folded panels on wide screens, where the style sheet shows them in any case, for readers aloud.

const wide = window.matchMedia("(width >= 60rem)");
const panels = document.querySelectorAll("details.fold");

// On phones the filters stay as the reader left them, for each choice in them loads the page anew.
const facets = document.querySelector("details.facets");
const left = (panel) => panel === facets && sessionStorage.getItem("facets") === "open";

function fit() {
  for (const panel of panels) panel.open = wide.matches || left(panel);
}

facets?.addEventListener("toggle", () => {
  if (!wide.matches) sessionStorage.setItem("facets", facets.open ? "open" : "folded");
});

wide.addEventListener("change", fit);
fit();
