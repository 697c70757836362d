// What is wrong with one page, as it is seen on one screen.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"] };
/** Of those rules, what the light changes. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Opens a page and answers what is wrong on it, by day and by night, and the text of its main part. */
export async function lookAt(page, origin, path, { narrow, byKeyboard }) {
  const wrong = [];
  page.on("console", (said) => said.type() === "error" && wrong.push(`console: ${said.text()}`));
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => wrong.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) wrong.push(`asks elsewhere: ${request.url()}`);
  });
  // No colour is measured halfway from day to night.
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const answer = await page.goto(origin + path, { waitUntil: "load" });
  if (!answer?.ok()) wrong.push(`answers ${answer?.status()}`);
  await page.evaluate(AXE);
  wrong.push(...(await axe(page, TAGS)));
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  wrong.push(...(await axe(page, COLOURS)).map((what) => `in the dark: ${what}`));
  if (narrow) wrong.push(...(await sideways(page)));
  if (byKeyboard) wrong.push(...(await unreachable(page)));
  const main = await mainText(page);
  page.removeAllListeners();
  return { wrong, main };
}

async function axe(page, rules) {
  const run = (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] });
  const { violations } = await page.evaluate(run, rules);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}

async function sideways(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  return wide > seen ? [`scrolls sideways: ${wide} px wide in ${seen}`] : [];
}

/** Stops of one page that are tried: a ledger has thousands, all made by the same row. */
const MOST_STOPS = 200;

/** Links that Tab does not reach, pressed from the top. Of a long page, the links of its beginning. */
async function unreachable(page) {
  const stops = await page.evaluate((most) => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    const first = all.filter(shown).slice(0, most);
    window.unreached = new Set(first.filter((element) => element.matches("a[href]")));
    document.addEventListener("focusin", (event) => window.unreached.delete(event.target));
    document.activeElement?.blur();
    return first.length;
  }, MOST_STOPS);
  for (let pressed = 0; pressed < stops + 10; pressed += 10) {
    for (let i = 0; i < 10; i += 1) await page.keyboard.press("Tab");
    if ((await page.evaluate(() => window.unreached.size)) === 0) return [];
  }
  const left = await page.evaluate(() => [...window.unreached].map((a) => a.outerHTML.slice(0, 120)));
  return left.map((link) => `Tab does not reach ${link}`);
}

async function mainText(page) {
  const main = page.locator("main");
  return (await main.count()) === 1 ? (await main.innerText()).trim() : "";
}

/** Keys that do not lead from a page to its help, or that lead there while somebody writes. */
export async function helpByKey(page, origin, path) {
  const wrong = [];
  for (const key of ["?", "F1"]) {
    await page.goto(origin + path, { waitUntil: "load" });
    await page.keyboard.press(key);
    await page.waitForURL((url) => url.pathname.startsWith("/aide"), { timeout: 10_000 }).catch(() => wrong.push(`${key} opens no help`));
  }
  await page.goto(`${origin}/recherche`, { waitUntil: "load" });
  await page.focus("#q");
  await page.keyboard.press("?");
  if ((await page.inputValue("#q")) !== "?") wrong.push("? is not written in a field");
  return wrong;
}

/** Opens a page where scripts do not run: its main part must say much the same. */
export async function lookWithoutScript(page, origin, path, withScript) {
  await page.goto(origin + path, { waitUntil: "load" });
  const main = await mainText(page);
  const title = (await page.locator("h1").count()) > 0;
  if (main === "") return ["there is no main part, or it is empty"];
  const wrong = title ? [] : ["there is no h1"];
  if (main.length * 2 < (withScript ?? "").length) wrong.push(`says ${main.length} letters instead of ${withScript.length}`);
  return wrong;
}
