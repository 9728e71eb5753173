// The script of the HTML report: sorting and filtering of the table, arrow keys in the heat maps,
// and saving the embedded JSON. The page is complete without it.
#pragma once

#include <string_view>

namespace tailgate::report {

/// Plain ECMAScript 2020 that builds no markup from text. Contains no `</script`.
[[nodiscard]] constexpr std::string_view html_script() noexcept {
  return R"js(
(() => {
  "use strict";
  const table = document.querySelector("table.data");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector("form.filters");
  const fields = [...form.querySelectorAll("[data-filter]")];
  const output = form.querySelector("output");

  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fields.every((field) => {
        if (field.value === "") return true;
        if (field.dataset.filter === "text")
          return row.cells[1].textContent.toLowerCase().includes(field.value.toLowerCase());
        return row.dataset[field.dataset.filter] === field.value;
      });
      if (!row.hidden) ++shown;
    }
    output.textContent = `${shown} of ${rows.length} rows`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();

  const text = new Intl.Collator("en", { numeric: true });
  const sortBy = (header, column) => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const sign = ascending ? 1 : -1;
    const key = (row) => row.cells[column].dataset.v;
    rows.sort((a, b) => {
      if (key(a) === undefined)
        return sign * text.compare(a.cells[column].textContent, b.cells[column].textContent);
      if (key(a) === "" || key(b) === "") return (key(a) === "") - (key(b) === "");
      return sign * (Number(key(a)) - Number(key(b)));
    });
    body.append(...rows);
  };
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sortBy(header, column));
    header.replaceChildren(button);
  });

  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  for (const map of document.querySelectorAll("table.heatmap")) {
    const cells = [...map.tBodies[0].rows].map((row) => [...row.cells].slice(1));
    cells.flat().forEach((cell, i) => { cell.tabIndex = i === 0 ? 0 : -1; });
    map.tBodies[0].addEventListener("keydown", (event) => {
      const step = steps[event.key];
      const from = event.target.closest("td");
      if (!step || !from) return;
      const row = cells.findIndex((line) => line.includes(from));
      const to = cells[row + step[0]]?.[cells[row].indexOf(from) + step[1]];
      if (!to) return;
      event.preventDefault();
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    });
  }

  const save = document.querySelector("button.save");
  save.hidden = false;
  save.addEventListener("click", () => {
    const json = document.getElementById("report").textContent;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
    link.download = "tailgate-report.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
)js";
}

} // namespace tailgate::report
