// A browser of its own for each thing that is looked at, and the way in.

import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The people and the command of a command line. */
export function asked(words) {
  const asked = { people: [null], command: [] };
  while (words.length > 0) {
    const word = words.shift();
    if (word === "--") asked.command = words.splice(0);
    else if (word === "--as") asked.people.push(words.shift());
    else throw new Error(`unknown word ${word}`);
  }
  if (asked.command.length === 0) throw new Error("which command serves the pages? give it after --");
  return asked;
}

/** Signs in by e-mail and password, and waits to be somewhere else. */
export async function signIn(page, origin, who) {
  const [email, password] = [who.slice(0, who.indexOf(":")), who.slice(who.indexOf(":") + 1)];
  await page.goto(`${origin}/connexion`);
  await page.fill('input[name="courriel"]', email);
  await page.fill('input[type="password"]', password);
  await page.press('input[type="password"]', "Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/connexion"), { timeout: 10_000 });
}

/** Does something in one tab of a browser of its own, so that no screen inherits another one's state. */
export async function inTab(cookies, options, act) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  try {
    const context = await browser.newContext({ locale: "fr-FR", ...options });
    await context.addCookies(cookies);
    await act(await context.newPage(), context);
  } finally {
    await browser.close();
  }
}
