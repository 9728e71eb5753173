// The script of the HTML report: sorting, filtering and saving of the table, arrow keys in the heat
// maps, and unfolding what is printed. The page is complete without it.
#pragma once

#include <string_view>

namespace tailgate::report {

/// Plain ECMAScript 2020 that builds no markup from text. Contains no `</script`.
[[nodiscard]] constexpr std::string_view html_script() noexcept {
  return R"js(
(() => {
  "use strict";
  const table = document.querySelector("table.all");
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
        if (field.dataset.filter === "verdict") return row.dataset.verdict === field.value;
        if (field.value === "*judged") return row.dataset.verdict !== "not_gated";
        return row.cells[field.dataset.filter === "tier" ? 0 : 2].textContent === field.value;
      });
      if (!row.hidden) ++shown;
    }
    output.textContent = `${shown} of ${rows.length} rows`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  const metric = form.querySelector("[data-filter=metric]");
  if (metric.querySelector("[value='*judged']")) metric.value = "*judged";
  apply();

  const text = new Intl.Collator("en", { numeric: true });
  const sortBy = (header, column) => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const sign = ascending ? 1 : -1;
    const numeric = header.dataset.v !== undefined;
    const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
    rows.sort((a, b) => {
      if (!numeric) return sign * text.compare(key(a), key(b));
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
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });

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

  // A spreadsheet takes a text that begins like a formula for one; the apostrophe keeps it a text.
  const quoted = (value) => `"${value.replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`;
  const fields_of = (cell, name) => {
    const columns = table.tHead.rows[0].cells[cell.cellIndex].dataset;
    if (columns.v === undefined)
      return [quoted(name ? cell.textContent : (cell.querySelector(".verdict") ?? cell).textContent)];
    const first = name ? columns.v : cell.dataset.v ?? cell.textContent;
    if (columns.u === undefined) return [first];
    return [first, name ? columns.u : cell.dataset.u ?? (columns.u === "clusters" ? first : "")];
  };
  const save = document.querySelector("button.save");
  save.hidden = false;
  save.addEventListener("click", () => {
    const line = (row, name) => [...row.cells].flatMap((cell) => fields_of(cell, name)).join(",");
    const lines = [line(table.tHead.rows[0], true), ...rows.map((row) => line(row, false))];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = "tailgate-report.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
)js";
}

} // namespace tailgate::report
