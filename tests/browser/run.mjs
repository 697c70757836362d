// Looks at the site as people do, in a real browser: every page, on a phone and on a wide screen, by day
// and by night, by keyboard, without JavaScript; each role on its phone; what people do there; what they
// print. Builds a demonstration and an empty pôle with the program, serves both, stops them, and says
// what is wrong.
//
//   node run.mjs PROGRAM [PART…]
//
// Parts: pages, roles, stories, paper, passkeys, first-day; or one role, or one story by its name.

import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./browser.mjs";
import { firstDay } from "./first_day.mjs";
import { everyPage } from "./pages.mjs";
import { everySheet } from "./paper.mjs";
import { passkeys } from "./passkeys.mjs";
import { ROLES, onAPhone } from "./roles.mjs";
import { Routes } from "./routes.mjs";
import { startDemonstration } from "./server.mjs";
import { STORIES } from "./stories.mjs";

/** As many at once as the smallest machine has cores. */
const AT_ONCE = 2;

/** What every part shares: a site that is served, the browser, and what was found wrong. */
class Site {
  constructor(program, browser, server) {
    Object.assign(this, { program, browser, origin: server.origin, password: server.password });
    this.routes = new Routes(program);
    this.pages = 0;
    this.wrong = [];
  }

  email(who) {
    return `${who}@pole.example`;
  }

  tell(where, ...wrong) {
    this.wrong.push(...wrong.map((what) => `${where}: ${what}`));
  }
}

/** What there is to do, the longest first: a part, what it is called, how. */
function tasks(site, folder) {
  return [
    ["pages", "every page", () => everyPage(site)],
    ["first-day", "a first day", () => firstDay(site, folder)],
    ["paper", "on paper", () => everySheet(site)],
    ...STORIES.map((story) => ["stories", story.name, () => story(site)]),
    ["passkeys", "passkeys", () => passkeys(site)],
    ...ROLES.map((role) => ["roles", role, () => onAPhone(site, role)]),
  ];
}

/** Does all of it, a few at once; what one of them throws is told and stops no other. */
async function doAll(site, list) {
  const left = [...list];
  const worker = async () => {
    for (let task = left.shift(); task; task = left.shift()) {
      const [, name, act] = task;
      const began = Date.now();
      await act().catch((error) => site.tell(name, error.stack));
      console.error(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const [program, ...parts] = process.argv.slice(2);
if (!program) throw new Error("which program serves the pages?");
const folder = mkdtempSync(join(tmpdir(), "collectif-browser-"));
let server;
let browser;
try {
  server = await startDemonstration(program, folder);
  browser = await openBrowser();
  const site = new Site(program, browser, server);
  const chosen = tasks(site, folder).filter(([part, name]) => parts.length === 0 || parts.includes(part) || parts.includes(name));
  await doAll(site, chosen);
  if (parts.length === 0) site.tell("nobody looked at", ...site.routes.unseen());
  for (const what of site.wrong.sort()) console.error(what);
  const axe = createRequire(import.meta.url)("axe-core/package.json").version;
  console.error(`${site.pages} pages, ${chosen.length} parts, axe-core ${axe}: ${site.wrong.length} wrong`);
  process.exitCode = site.wrong.length > 0 ? 1 : 0;
} finally {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
}
