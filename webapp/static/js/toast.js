// A word at the foot of the page that something is done, also read aloud.

const toast = document.querySelector(".toast");

// `what` names the data attribute with the sentence in the page's language.
export function say(what) {
  toast.textContent = toast.dataset[what];
  toast.classList.add("shown");
  setTimeout(() => toast.classList.remove("shown"), 2000);
}
