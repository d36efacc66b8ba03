"use strict";
const box = document.querySelector("input[type=search]");
const count = document.querySelector("output");
const rows = [...document.querySelectorAll("tbody tr")];
const sections = [...document.querySelectorAll("section")];

// Every word must be in a row, wherever and in whatever case.
function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter(word => word);
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
  }
  for (const section of sections) {
    section.hidden = words.length > 0 && !section.querySelector("tbody tr:not([hidden])");
  }
  const shown = rows.filter(row => !row.hidden).length;
  count.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
}

// A link to a rule that the search has hidden ends the search.
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && !target.offsetParent) {
    box.value = "";
    search();
    target.scrollIntoView();
  }
});
box.closest(".search").hidden = false;
box.addEventListener("input", search);
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
});
