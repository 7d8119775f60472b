// A long list of values, shortened to those that have what is typed.

const plain = (text) => text.toLowerCase().replaceAll("台", "臺");

for (const field of document.querySelectorAll("input.among")) {
  const rows = [...field.parentElement.querySelectorAll("li")].map((row) => [row, plain(row.textContent)]);
  field.addEventListener("input", () => {
    const typed = plain(field.value.trim());
    for (const [row, text] of rows) row.hidden = !text.includes(typed);
  });
}
