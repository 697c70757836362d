// Comforts only: every page is complete without this file.
"use strict";
(() => {
  const root = document.documentElement;
  const key = "collectif-theme";

  const storedTheme = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  };

  const showTheme = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  const offerThemes = () => {
    const select = document.getElementById("theme");
    if (!select) return;
    select.value = root.dataset.theme ?? "";
    select.addEventListener("change", () => {
      showTheme(select.value);
      try {
        localStorage.setItem(key, select.value);
      } catch {
        // A browser that keeps nothing still shows the choice on this page.
      }
    });
    select.closest("[hidden]").hidden = false;
  };

  const offerPrint = () => {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.addEventListener("click", () => window.print());
      button.closest("[hidden]").hidden = false;
    }
  };

  const collator = new Intl.Collator("fr", { numeric: true });

  const compare = (a, b) =>
    a.dataset.order !== undefined && b.dataset.order !== undefined
      ? Number(a.dataset.order) - Number(b.dataset.order)
      : collator.compare(a.textContent.trim(), b.textContent.trim());

  const sortBy = (table, head) => {
    const column = head.cellIndex;
    const figures = head.classList.contains("figure");
    const current = head.getAttribute("aria-sort");
    const first = figures ? "descending" : "ascending";
    const second = figures ? "ascending" : "descending";
    const order = current === first ? second : first;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    // What stands apart, such as what is taken out before the total, stays last.
    const apart = (row) => row.classList.contains("subtotal");
    const rows = [...body.rows].filter((row) => !apart(row));
    rows.sort((a, b) => sign * compare(a.cells[column], b.cells[column]));
    body.append(...rows, ...[...body.rows].filter(apart));
  };

  const offerSorting = () => {
    for (const table of document.querySelectorAll("table[data-sortable]")) {
      for (const head of table.tHead.rows[0].cells) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.append(...head.childNodes);
        button.addEventListener("click", () => sortBy(table, head));
        head.append(button);
      }
    }
  };

  showTheme(storedTheme());
  document.addEventListener("DOMContentLoaded", () => {
    offerThemes();
    offerPrint();
    offerSorting();
  });
})();
