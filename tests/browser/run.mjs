// Looks at every page as people do: a narrow phone and a wide screen, light and dark, by keyboard,
// without JavaScript. Starts the command given after --, waits until it answers, visits the pages,
// stops it, and says what is wrong.
//
//   node run.mjs [--as EMAIL:PASSWORD]… -- COMMAND… {port}…
//
// {port} in the command becomes a free port. The pages are found by following links from / : first as
// nobody, then as each of the people named, who are asked only for kinds of pages not seen before and
// for their own first page. CHROMIUM names another browser than Debian's.

import { createRequire } from "node:module";
import { asked, inTab, signIn } from "./browser.mjs";
import { helpByKey, lookAt, lookWithoutScript } from "./look.mjs";
import { startServer } from "./server.mjs";

const MOST_PAGES = 40;
const MOST_OF_A_KIND = 1;
const SCREENS = [
  { width: 320, height: 640 },
  { width: 1440, height: 900, byKeyboard: true },
];

/** The room of an association, a page of the report above or below a figure, or the page's first word:
 * /a/vert/comptes/2025-12-31/512000 and /a/bleu/comptes/2024-12-31/401000?mois=2024-05 are of one kind. */
function kind(path) {
  const [, first, ...rest] = path.split("?")[0].split("/");
  if (first === "a") return ["a", rest.length, rest[1]].join("/");
  if (first === "rapport") return [first, rest.length, rest[1] === "chiffre"].join("/");
  return [first, rest.length].join("/");
}

/** Paths of pages reached by links from the first one; files to take away are left alone. */
async function crawl(page, origin, kinds) {
  await page.goto(`${origin}/`);
  const first = new URL(page.url());
  const found = [first.pathname + first.search];
  for (let at = 0; at < found.length && found.length < MOST_PAGES; at += 1) {
    await page.goto(origin + found[at]);
    const links = await page.$$eval("a[href]:not([download])", (all) => all.map((a) => a.href));
    for (const link of links) {
      const url = new URL(link);
      const path = url.pathname + url.search;
      // A whole year's ledger is thousands of lines of what one account's shows: axe takes minutes on it.
      if (url.pathname.includes("/grand-livre/")) continue;
      const file = /\.(pdf|csv|xlsx|ods|txt|ics|xml|json|zip)$|\/(fec|modele)\//.test(url.pathname) || url.searchParams.has("format");
      const met = kinds.get(kind(path)) ?? 0;
      if (url.origin !== origin || file || found.includes(path)) continue;
      if (met >= MOST_OF_A_KIND || found.length >= MOST_PAGES) continue;
      kinds.set(kind(path), met + 1);
      found.push(path);
    }
  }
  return found;
}

/** Looks at the pages of one person, on every screen. */
async function lookAs(who, origin, kinds) {
  const wrong = [];
  const name = who?.split("@")[0] ?? "nobody";
  let cookies = [];
  let pages = [];
  await inTab([], {}, async (page, context) => {
    if (who) await signIn(page, origin, who);
    pages = await crawl(page, origin, kinds);
    cookies = await context.cookies();
  });
  const texts = new Map();
  for (const { width, height, byKeyboard } of SCREENS) {
    await inTab(cookies, { viewport: { width, height } }, async (page) => {
      for (const path of pages) {
        const found = await lookAt(page, origin, path, { narrow: width === 320, byKeyboard });
        texts.set(path, found.main);
        wrong.push(...found.wrong.map((what) => `${path} (${name}, ${width} px): ${what}`));
      }
    });
  }
  if (who) {
    await inTab(cookies, {}, async (page) => {
      const found = await helpByKey(page, origin, pages[0]);
      wrong.push(...found.map((what) => `${pages[0]} (${name}): ${what}`));
    });
  }
  await inTab(cookies, { javaScriptEnabled: false }, async (page) => {
    for (const path of pages) {
      const found = await lookWithoutScript(page, origin, path, texts.get(path));
      wrong.push(...found.map((what) => `${path} (${name}, no JavaScript): ${what}`));
    }
  });
  for (const path of pages) console.error(`looked at ${path} as ${name}`);
  for (const what of wrong.sort()) console.error(what);
  return { count: pages.length, wrong: wrong.length };
}

const words = asked(process.argv.slice(2));
const server = await startServer(words.command);
try {
  const kinds = new Map();
  let [pages, wrong] = [0, 0];
  for (const who of words.people) {
    const seen = await lookAs(who, server.origin, kinds);
    pages += seen.count;
    wrong += seen.wrong;
  }
  const axe = createRequire(import.meta.url)("axe-core/package.json").version;
  console.error(`${pages} pages, ${SCREENS.length} widths by day and by night, axe-core ${axe}: ${wrong} wrong`);
  process.exitCode = wrong > 0 ? 1 : 0;
} finally {
  await server.stop();
}
