// The first day of a pôle: nothing is there yet. The administrator comes in by a password given on the
// machine, chooses a second factor, and invites an accountant, who follows the link of the letter.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS, PHONE, inTab, signIn } from "./browser.mjs";
import { byKeyboard, follow, write } from "./keyboard.mjs";
import { lookOver, lookWithoutScript, watch } from "./look.mjs";
import { startServer } from "./server.mjs";

const PASSWORD = "chemin girouette noisetier";

/** An association without books, and whoever administers. */
function newPole(program, base) {
  const run = (words, input) => execFileSync(program, [...words, "--database", base], { input, stdio: ["pipe", "ignore", "inherit"] });
  run(["init", "--name", "Pôle d'un premier jour"]);
  run(["association", "add", "--slug", "vert", "--name", "Les Pousses"]);
  const who = ["--email", "admin@pole.example", "--name", "Ada Minier", "--role", "administrator"];
  run(["user", "add", ...who, "--password-stdin"], PASSWORD);
}

/** The code that a telephone shows for a secret (RFC 6238). */
function code(secret) {
  const bits = [...secret.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The link of the letter that somebody waits for. */
async function linkTo(email, letters) {
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await pause(100)) {
    const names = existsSync(letters) ? readdirSync(letters).filter((name) => name.endsWith(".eml")) : [];
    const texts = names.map((name) => readFileSync(join(letters, name), "utf8"));
    const link = texts.find((text) => text.includes(email))?.match(/\/connexion\/lien\/[0-9a-f]{64}/);
    if (link) return link[0];
  }
  throw new Error(`no letter came to ${email}`);
}

/** Gives a code that is not right, then chooses by the one that the telephone shows. */
async function chooseCode(page, look) {
  const [, secret] = /ce secret\s: ([A-Z2-7 ]+)/.exec(await page.locator("main").innerText());
  await write(page, /^Code/, "000000");
  await page.keyboard.press("Enter");
  await page.locator(".errors[role=alert]").waitFor();
  await look("a code that is not right");
  await write(page, /^Code/, code(secret));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/connexion/code");
}

/** What pages say of nothing. */
const EMPTY = {
  administrator: ["/", "/acces", "/courriers", "/actes", "/conseil", "/pole", "/pole/conventions", "/rapport"],
  accountant: ["/", "/a/vert", "/a/vert/livres", "/a/vert/emplois", "/a/vert/emplois/mois", "/a/vert/questions", "/a/vert/conventions"],
};

export async function firstDay(site, folder) {
  const base = join(folder, "first.db");
  newPole(site.program, base);
  const server = await startServer(site.program, ["serve", "--database", base]);
  const as = (act) =>
    inTab(site.browser, { viewport: PHONE }, async (page, context) => {
      const wrong = watch(page, server.origin);
      const look = async (where) => {
        site.routes.see(page.url());
        wrong.push(...(await lookOver(page, [PHONE])).map((what) => `${where}: ${what}`));
      };
      await act(page, look);
      const cookies = await context.cookies();
      site.tell("a first day", ...wrong);
      return cookies;
    });
  const visit = async (page, look, paths) => {
    for (const path of paths) {
      const answer = await page.goto(server.origin + path);
      assert.equal(answer.status(), 200, path);
      await look(`${path}, with nothing yet`);
    }
  };
  try {
    await as(async (page, look) => {
      await signIn(page, server.origin, "admin@pole.example", PASSWORD);
      await page.waitForURL("**/connexion/code");
      await look("a second factor");
      await chooseCode(page, look);
      await visit(page, look, EMPTY.administrator);
      await page.goto(`${server.origin}/acces`);
      await write(page, "Adresse électronique", "odile@pole.example");
      await write(page, "Prénom et nom", "Odile Neuve");
      await write(page, "Rôle", "comptabilité");
      await follow(page, "button", "Donner l'accès");
      await page.getByRole("heading", { name: "Odile Neuve" }).waitFor();
    });
    const link = await linkTo("odile@pole.example", `${base}.mail`);
    await as(async (page, look) => {
      await page.goto(server.origin + link);
      await look("the link of an invitation");
      await page.reload();
      site.tell("the link of an invitation", ...(await byKeyboard(page)));
      await write(page, /mot de passe/i, PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/connexion/code");
      await chooseCode(page, look);
      await visit(page, look, EMPTY.accountant);
    });
    await inTab(site.browser, { javaScriptEnabled: false }, async (page) => {
      site.tell("a link that has served", ...(await lookWithoutScript(page, server.origin, link)));
    });
  } finally {
    await server.stop();
  }
}
