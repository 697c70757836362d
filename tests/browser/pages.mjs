// Every page, found by following links: as nobody, then as each of a few people, who are asked for the
// kinds of pages that nobody before them met.

import { inTab, signIn } from "./browser.mjs";
import { lookAt, lookWithoutScript } from "./look.mjs";

/** Between them they may open everything. */
const PEOPLE = [null, "comptable", "presidente.jardins", "secretaire", "administration"];

/** Addresses not yet met, of kinds not yet met; files to take away are fetched once. */
async function choose(site, met, links, context) {
  const chosen = [];
  for (const link of links) {
    const url = new URL(link);
    const route = url.origin === site.origin && !url.searchParams.has("format") && site.routes.of(url.pathname);
    if (!route || met.has(route.kind(url.pathname))) continue;
    met.add(route.kind(url.pathname));
    if (route.isFile) await take(site, context, url.href);
    else chosen.push(url.pathname + url.search);
  }
  return chosen;
}

async function take(site, context, href) {
  const answer = await context.request.get(href);
  const kind = answer.headers()["content-type"] ?? "";
  if (!answer.ok() || kind.startsWith("text/html")) site.tell(href, `is no file: ${answer.status()} ${kind}`);
  site.routes.see(href);
}

/** Looks at the pages of one person. */
async function lookAs(site, who, met) {
  const name = who ?? "nobody";
  await inTab(site.browser, {}, async (page, context) => {
    if (who) await signIn(page, site.origin, site.email(who), site.password);
    await page.goto(site.origin);
    const first = new URL(page.url());
    const cookies = await context.cookies();
    await inTab(site.browser, { cookies, javaScriptEnabled: false }, async (plain) => {
      const found = [first.pathname];
      met.add(site.routes.of(first.pathname).kind(first.pathname));
      for (const path of found) {
        const { wrong, main, links } = await lookAt(page, site.origin, path);
        site.routes.see(site.origin + path);
        const without = await lookWithoutScript(plain, site.origin, path, main);
        site.tell(`${path} (${name})`, ...wrong, ...without.map((what) => `without JavaScript: ${what}`));
        found.push(...(await choose(site, met, links, context)));
      }
      site.pages += found.length;
    });
  });
}

/** Looks at every page that links lead to. */
export async function everyPage(site) {
  const met = new Set();
  for (const who of PEOPLE) await lookAs(site, who, met);
}
