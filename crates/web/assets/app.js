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

  // What a printed page says on each sheet: which one, of whom, of when; and the day of printing.
  const nameThePaper = () => {
    const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? "";
    const [title, whose] = [text("main h1"), root.dataset.paper ?? ""];
    const said = text("main .lead");
    const when = said.startsWith(whose) ? said.split(/\s:|\.$/)[0] : whose;
    const day = new Intl.DateTimeFormat("fr", { dateStyle: "long" }).format(new Date());
    const head = title === whose ? [title] : [title, when];
    root.style.setProperty("--paper", JSON.stringify(head.join(" – ")));
    root.style.setProperty("--printed", JSON.stringify(`${text(".foot p")}, imprimé le ${day}`));
  };

  const offerPrint = () => {
    window.addEventListener("beforeprint", nameThePaper);
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

  // Ctrl+K anywhere: the search page in a window, its answers one arrow away.
  const offerPalette = () => {
    const way = document.querySelector("[data-palette]");
    if (!way) return;
    const box = document.createElement("dialog");
    box.className = "palette";
    box.setAttribute("aria-label", "Rechercher");
    const field = document.createElement("input");
    field.type = "search";
    field.setAttribute("aria-label", "Association, compte, fournisseur, écriture, montant, contrat, personne, question, écran");
    field.placeholder = "Un fournisseur, un compte, un montant…";
    field.autocomplete = "off";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button quiet";
    close.textContent = "Fermer";
    close.addEventListener("click", () => box.close());
    const answers = document.createElement("div");
    answers.setAttribute("aria-live", "polite");
    box.append(field, answers, close);
    document.body.append(box);
    let asked = 0;
    const ask = async () => {
      const turn = (asked += 1);
      const response = await fetch(`${way.href}?q=${encodeURIComponent(field.value)}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      // Too late: something else is asked, or one of the answers is being read.
      if (turn !== asked || answers.contains(document.activeElement)) return;
      answers.replaceChildren(...page.querySelectorAll(".hits"));
    };
    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    box.addEventListener("keydown", (event) => {
      const links = [...answers.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to !== undefined && links.length > 0) {
        (to < 0 ? field : links[Math.min(to, links.length - 1)]).focus();
        event.preventDefault();
      } else if (event.key === "Enter" && document.activeElement === field && links.length > 0) {
        links[0].click();
      }
    });
    const open = (event) => {
      event.preventDefault();
      box.showModal();
      field.select();
    };
    way.addEventListener("click", open);
    const keys = document.createElement("kbd");
    keys.textContent = "Ctrl K";
    way.append(" ", keys);
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") open(event);
    });
  };

  // « ? » or F1: the help of this page. A key without Ctrl or Alt can be put aside (WCAG 2.1.4), on the
  // help's page of keys.
  const aside = "collectif-sans-touche-aide";

  const isAside = () => {
    try {
      return localStorage.getItem(aside) !== null;
    } catch {
      return false;
    }
  };

  const offerHelp = () => {
    const way = document.querySelector("[data-help]");
    if (!way) return;
    const keys = document.createElement("kbd");
    keys.textContent = "?";
    keys.hidden = isAside();
    way.append(" ", keys);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
      const asks = event.key === "F1" || (event.key === "?" && !typing && !isAside());
      if (!asks) return;
      event.preventDefault();
      way.click();
    });
    const choice = document.getElementById("touche-aide");
    if (!choice) return;
    choice.checked = !isAside();
    choice.addEventListener("change", () => {
      try {
        if (choice.checked) localStorage.removeItem(aside);
        else localStorage.setItem(aside, "oui");
      } catch {
        // A browser that keeps nothing keeps the key.
        choice.checked = true;
      }
      keys.hidden = isAside();
    });
    choice.closest("[hidden]").hidden = false;
  };

  showTheme(storedTheme());
  document.addEventListener("DOMContentLoaded", () => {
    offerThemes();
    offerPrint();
    offerSorting();
    offerPalette();
    offerHelp();
  });
})();
