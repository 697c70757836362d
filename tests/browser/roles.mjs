// Each role on its phone: the first page, the menu by its keys, every entry of it, the help, the search.

import { PHONE, inTab, signIn } from "./browser.mjs";
import { goTo } from "./keyboard.mjs";
import { lookOver, sideways, watch } from "./look.mjs";

/** The accounts of the demonstration, one a role. */
export const ROLES = [
  "comptable",
  "presidente.jardins",
  "tresorier",
  "conseil",
  "secretaire",
  "direction",
  "accompagnement",
  "paie",
  "financeur",
  "commissaire",
  "administration",
];

/** Comes in on a phone and goes round. */
export async function onAPhone(site, who) {
  await inTab(site.browser, { viewport: PHONE }, async (page) => {
    const wrong = watch(page, site.origin);
    await signIn(page, site.origin, site.email(who), site.password);
    const home = page.url();
    const entries = await menuByKeys(page, wrong);
    await palette(page, wrong);
    wrong.push(...(await lookOver(page, [PHONE])));
    for (const entry of entries) {
      const answer = await page.goto(entry);
      const found = answer.ok() ? await sideways(page) : [`answers ${answer.status()}`];
      if ((await page.locator("main h1").count()) !== 1) found.push("has not one h1");
      if ((await page.locator(".menu [aria-current]").count()) === 0 && inMenu(entries, page.url())) found.push("is not marked in the menu");
      wrong.push(...found.map((what) => `${new URL(entry).pathname}: ${what}`));
    }
    await helpByKeys(page, home, wrong);
    site.tell(`${who} on a phone`, ...wrong);
  });
}

const inMenu = (entries, url) => entries.includes(url) && !/\/(recherche|aide|a|compte)(\/|$)/.test(new URL(url).pathname);

/** Opens the menu with Enter, is led to its entries by Tab, closes it with Escape; answers the entries. */
async function menuByKeys(page, wrong) {
  const button = page.getByRole("button", { name: "Menu", exact: true });
  const menu = page.locator("#menu");
  await goTo(page, button);
  await page.keyboard.press("Enter");
  await menu.waitFor({ state: "visible" });
  wrong.push(...(await sideways(page)).map((what) => `with its menu open: ${what}`));
  await page.keyboard.press("Tab");
  if (!(await menu.evaluate((element) => element.contains(document.activeElement)))) wrong.push("Tab does not lead into the menu");
  const entries = await menu.locator("a[href]").evaluateAll((all) => all.map((a) => a.href));
  await page.keyboard.press("Escape");
  if (await menu.isVisible()) wrong.push("Escape does not close the menu");
  if (!(await button.evaluate((element) => element === document.activeElement))) wrong.push("the closed menu does not give the focus back");
  return entries;
}

/** Asks by Ctrl+K, goes down to an answer with an arrow, and away with Escape. */
async function palette(page, wrong) {
  const here = page.url();
  const box = page.getByRole("dialog", { name: "Rechercher" });
  await page.keyboard.press("Control+K");
  await box.waitFor();
  // At once, so that it is asked once.
  await page.keyboard.insertText("rapport");
  const answer = box.getByRole("link").first();
  await answer.waitFor();
  wrong.push(...(await sideways(page)).map((what) => `searching: ${what}`));
  await page.keyboard.press("ArrowDown");
  if (!(await answer.evaluate((element) => element === document.activeElement))) wrong.push("an arrow does not lead to the first answer");
  await page.keyboard.press("Escape");
  if (await box.isVisible()) wrong.push("Escape does not close the search");
  if (page.url() !== here) wrong.push("the search leads away unasked");
}

/** Keys that do not lead from a page to its help, or that lead there while somebody writes. */
async function helpByKeys(page, home, wrong) {
  const helped = (key) => page.waitForURL((url) => url.pathname.startsWith("/aide")).catch(() => wrong.push(`${key} opens no help`));
  await page.goto(home);
  await page.keyboard.press("?");
  await helped("?");
  await page.goto(new URL("/recherche", home).href);
  await page.focus("#q");
  await page.keyboard.press("?");
  if ((await page.inputValue("#q")) !== "?") wrong.push("? is not written in a field");
  await page.keyboard.press("F1");
  await helped("F1");
}
