// What pages are on paper: no wider than the sheet, without what only a screen is for, each sheet saying
// whose it is and of when, heads repeated.

import { execFileSync } from "node:child_process";
import { inTab, signIn } from "./browser.mjs";

/** Of the Jardins, what goes to a board meeting. */
const SHEETS = [
  "/rapport/2009",
  "/rapport/2009/jardins",
  "/a/jardins",
  "/a/jardins/livres",
  "/a/jardins/balance/2009-12-31",
  "/a/jardins/comptes/2009-12-31/512000",
  "/a/jardins/grand-livre/2009-12-31",
  "/a/jardins/journaux/2009-12-31",
  "/a/jardins/journaux/2009-12-31/AC",
  "/a/jardins/tiers/2009-12-31",
  "/a/jardins/ecritures/2009-12-31/100",
  "/a/jardins/emplois",
  "/a/jardins/contrats",
  "/a/jardins/accueil",
];
/** An A4 sheet without its margins, in CSS pixels: 20 mm around it upright, 15 mm lying. */
const UPRIGHT = { width: 642, height: 971 };
const LYING = { width: 1009, height: 680 };
/** Rows that a ledger keeps here: a hundred sheets tell no more than six. */
const MOST_ROWS = 200;
const ONLY_ON_A_SCREEN = ".menu, .menu-button, .crumbs, .exports, .rooms, .filters, .skip, .pager a, .foot";

/** What stands in the page that should not be printed, or not so wide; with what it should say. */
function judge(hidden) {
  const lies = (element) => getComputedStyle(element).page !== "auto" || (element.parentElement !== null && lies(element.parentElement));
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const wrong = [...document.querySelectorAll(hidden)].filter(shown).map((one) => `prints ${one.outerHTML.slice(0, 80)}`);
  const wide = [...document.querySelectorAll("main *")].filter((one) => shown(one) && one.getBoundingClientRect().right > innerWidth + 1 && (lies(one) === innerWidth > 700));
  if (wide.length > 0) wrong.push(`is wider than its sheet: ${wide[0].outerHTML.slice(0, 100)}`);
  for (const head of document.querySelectorAll("thead")) {
    if (shown(head) && getComputedStyle(head).display !== "table-header-group") wrong.push("does not repeat a table's head");
  }
  return wrong;
}

/** The words of each sheet. */
function sheets(pdf) {
  const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8", maxBuffer: 1 << 26 });
  return text.split("\f").slice(0, -1).map((sheet) => sheet.replace(/\s+/g, " "));
}

/** What a page's sheets lack. */
async function lacking(page) {
  const expected = await page.evaluate(() => {
    const text = (selector) => document.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const long = [...document.querySelectorAll("main > .table, section.ledger")].find((table) => table.querySelectorAll("tbody tr").length > 60);
    const heads = long ? [...long.querySelectorAll("thead th")].map((head) => head.textContent.trim().split(/\s/)[0]) : [];
    return { title: text("main h1"), whose: document.documentElement.dataset.paper, heads };
  });
  const told = sheets(await page.pdf({ preferCSSPageSize: true }));
  const wrong = [];
  for (const words of [expected.title, expected.whose, "2009"]) {
    if (!told[0].includes(words)) wrong.push(`the first sheet does not say « ${words} »`);
  }
  told.forEach((sheet, at) => {
    if (!sheet.replaceAll(" ", "").includes(`${at + 1}/${told.length}`)) wrong.push(`sheet ${at + 1} of ${told.length} bears no number`);
    if (at > 0 && !sheet.includes(expected.whose)) wrong.push(`sheet ${at + 1} does not say « ${expected.whose} »`);
    if (sheet.length < 120) wrong.push(`sheet ${at + 1} of ${told.length} is all but empty`);
  });
  if (told.length > 1) {
    const absent = expected.heads.filter((head) => !told[1].includes(head));
    if (absent.length > 0) wrong.push(`the second sheet lacks the heads ${absent.join(", ")}`);
  }
  return wrong;
}

/** Prints the pages that are printed. */
export async function everySheet(site) {
  await inTab(site.browser, {}, async (page) => {
    await signIn(page, site.origin, site.email("comptable"), site.password);
    await page.emulateMedia({ media: "print" });
    for (const path of SHEETS) {
      await page.goto(site.origin + path);
      await page.evaluate((most) => [...document.querySelectorAll(".ledgers tbody tr")].slice(most).forEach((row) => (row.closest("section").querySelectorAll("tbody tr").length > 1 ? row : row.closest("section")).remove()), MOST_ROWS);
      const wrong = [];
      for (const sheet of [UPRIGHT, LYING]) {
        await page.setViewportSize(sheet);
        wrong.push(...(await page.evaluate(judge, ONLY_ON_A_SCREEN)));
      }
      wrong.push(...(await lacking(page)));
      site.tell(`${path} on paper`, ...new Set(wrong));
    }
  });
}
