// The reader's own colours and size of type, kept in this browser: set before anything is painted, and changed
// in the panel of the header. Without it the system's hold. No module, for modules wait for the page.

(() => {
  const root = document.documentElement;

  for (const name of ["theme", "size"]) {
    try {
      const chosen = localStorage.getItem(name);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      break; // nothing is kept in this browser
    }
  }

  function keep(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch {
      // it holds for this page
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector(".display");
    for (const select of panel.querySelectorAll("select")) {
      select.value = root.dataset[select.name] ?? "";
      select.addEventListener("change", () => keep(select.name, select.value));
    }
    document.addEventListener("click", (event) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
    panel.addEventListener("focusout", (event) => {
      if (!panel.contains(event.relatedTarget)) panel.open = false; // it would cover what is reached next
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      panel.open = false;
      panel.querySelector("summary").focus();
    });
  });
})();
