// A word at the foot of the page that something is done, also read aloud; perhaps with a link to more of it.

const toast = document.querySelector(".toast");
let waiting;

// `what` names the data attribute with the sentence in the page's language, `more` the one of the link.
export function say(what, more, address) {
  show(toast.dataset[what], more ? 8000 : 2000);
  if (more) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = toast.dataset[more];
    toast.append(" ", link);
  }
}

export function show(text, milliseconds) {
  clearTimeout(waiting);
  toast.textContent = text;
  toast.classList.add("shown");
  waiting = setTimeout(() => toast.classList.remove("shown"), milliseconds);
}
