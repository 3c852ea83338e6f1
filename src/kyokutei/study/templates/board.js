// Filters the records by kind, words and verdict. Without this script the page shows them all.
"use strict";
const form = document.getElementById("filter");
const records = [...document.querySelectorAll("article")];
const shown = document.getElementById("shown");
function filter() {
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = form.elements.kind.value;
  const failingOnly = form.elements.failing.checked;
  let count = 0;
  for (const record of records) {
    const text = record.textContent.toLowerCase();
    const fits = (!kind || record.dataset.kind === kind)
      && (!failingOnly || "failing" in record.dataset)
      && words.every((word) => text.includes(word));
    record.hidden = !fits;
    count += fits;
  }
  shown.textContent = count === records.length ? "" : `${count} of ${records.length} shown`;
}
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
filter();
