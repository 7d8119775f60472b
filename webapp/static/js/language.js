// Keeps the place in a report when the language of the page is changed.

for (const link of document.querySelectorAll("a.language")) {
  link.addEventListener("click", () => { link.hash = location.hash; });
}
