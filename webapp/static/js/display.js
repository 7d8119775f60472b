// The reader's own colours and size of type, kept in this browser. Without it the system's hold.

const root = document.documentElement;
const panel = document.querySelector(".display");

for (const select of panel.querySelectorAll("select")) {
  const { name } = select;
  select.value = root.dataset[name] ?? "";
  select.addEventListener("change", () => {
    if (select.value) root.dataset[name] = select.value;
    else delete root.dataset[name];
    try {
      if (select.value) localStorage.setItem(name, select.value);
      else localStorage.removeItem(name);
    } catch {
      // it holds for this page
    }
  });
}

document.addEventListener("click", (event) => {
  if (!panel.contains(event.target)) panel.open = false;
});
panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
