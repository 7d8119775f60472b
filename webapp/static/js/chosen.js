// Sets the reader's colours and size of type before anything is painted; `display` changes them.

for (const name of ["theme", "size"]) {
  try {
    const chosen = localStorage.getItem(name);
    if (chosen) document.documentElement.dataset[name] = chosen;
  } catch {
    break; // nothing is kept in this browser
  }
}
