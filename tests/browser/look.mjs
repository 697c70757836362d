// What is wrong with one page: on a phone and on a wide screen, by day and by night, by keyboard.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESK, PHONE } from "./browser.mjs";
import { byKeyboard } from "./keyboard.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"] };
/** Of those rules, what the night changes: the same stylesheet with other colours, and nothing else. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
/** Rows of one page that axe and the keyboard go through: a ledger has thousands, all made by one loop. */
const MOST_ROWS = 40;

/** Writes down what a tab does that no page should. */
export function watch(page, origin) {
  const wrong = [];
  page.on("console", (said) => {
    // A form that was not right answers 422, and Chromium says so.
    if (said.type() === "error" && !said.text().includes("422")) wrong.push(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") wrong.push(`request: ${request.url()} ${why}`);
  });
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) wrong.push(`asks elsewhere: ${request.url()}`);
  });
  return wrong;
}

/** Opens a page: what is wrong with it everywhere, the text of its main part, the links it has. */
export async function lookAt(page, origin, path) {
  const wrong = watch(page, origin);
  await page.setViewportSize(PHONE);
  const answer = await page.goto(origin + path, { waitUntil: "load" });
  if (!answer?.ok()) wrong.push(`answers ${answer?.status()}`);
  const links = await page.$$eval("a[href]", (all) => all.map((a) => a.href));
  const main = await mainText(page);
  wrong.push(...(await lookOver(page)), ...(await byKeyboard(page)));
  page.removeAllListeners();
  return { wrong, main, links };
}

/** What is wrong with what a tab shows, however it came there: the answer to a form too. The night has
 * the same colours on every screen, so it falls on the last one only. */
export async function lookOver(page, screens = [PHONE, DESK]) {
  const wrong = [];
  for (const [at, screen] of screens.entries()) {
    await page.setViewportSize(screen);
    const found = await sideways(page);
    if (at === 0) {
      await page.evaluate(shorten, MOST_ROWS);
      await page.evaluate(AXE);
    }
    found.push(...(await axe(page, TAGS)));
    wrong.push(...found.map((what) => `${screen.width} px: ${what}`));
  }
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  wrong.push(...(await axe(page, COLOURS)).map((what) => `in the dark: ${what}`));
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  return wrong;
}

async function axe(page, rules) {
  const run = (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] });
  const { violations } = await page.evaluate(run, rules);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}

/** Whether a page is wider than its screen. */
export async function sideways(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  return wide > seen ? [`scrolls sideways: ${wide} px wide in ${seen}`] : [];
}

/** Leaves the first rows of a page's tables, and no table without rows. What is drawn only when it comes
 * near is drawn: until then it has no size of its own, and seems to lie upon what follows. */
function shorten(most) {
  for (const row of [...document.querySelectorAll("tbody tr")].slice(most)) row.remove();
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("tbody tr")) (table.closest("section.ledger, .table") ?? table).remove();
  }
  for (const section of document.querySelectorAll("section.ledger")) section.style.contentVisibility = "visible";
}

async function mainText(page) {
  const main = page.locator("main");
  return (await main.count()) === 1 ? (await main.innerText()).trim() : "";
}

/** Opens a page where scripts do not run: its main part must say much the same. */
export async function lookWithoutScript(page, origin, path, withScript = "") {
  await page.goto(origin + path, { waitUntil: "domcontentloaded" });
  const main = await mainText(page);
  if (main === "") return ["there is no main part, or it is empty"];
  const wrong = (await page.locator("h1").count()) > 0 ? [] : ["there is no h1"];
  if (main.length * 2 < withScript.length) wrong.push(`says ${main.length} letters instead of ${withScript.length}`);
  return wrong;
}
