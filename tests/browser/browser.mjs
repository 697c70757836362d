// One browser for the whole run; whoever comes has a profile of their own in it, and the way in.

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

/** How long one waits for a page that somebody asked for. */
export const PATIENCE_MS = 20_000;
export const PHONE = { width: 320, height: 640 };
export const DESK = { width: 1440, height: 900 };

/** CHROMIUM names another browser than Debian's. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** Does something in one tab of a profile of its own, so that nobody inherits another one's state. */
export async function inTab(browser, options, act) {
  const { cookies = [], ...rest } = options;
  const context = await browser.newContext({ locale: "fr-FR", viewport: DESK, ...rest });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    await context.addCookies(cookies);
    // No colour is measured halfway from day to night.
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    return await act(page, context);
  } finally {
    await context.close();
  }
}

/** Signs in by e-mail and password, and waits to be somewhere else. */
export async function signIn(page, origin, email, password) {
  await page.goto(`${origin}/connexion`);
  await page.fill('input[name="courriel"]', email);
  await page.fill('input[type="password"]', password);
  await page.press('input[type="password"]', "Enter");
  await page.waitForURL((url) => url.pathname !== "/connexion");
}
