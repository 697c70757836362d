// Adds a passkey, comes in by it, removes it, in a real browser whose authenticator is simulated by the
// browser itself. Starts the command given after --, as run.mjs does; the site must know itself as
// http://localhost:{port}, for keys are made for names only.
//
//   node passkeys.mjs --as EMAIL:PASSWORD -- COMMAND… {port}…

import assert from "node:assert/strict";
import { asked, inTab, signIn } from "./browser.mjs";
import { lookAt, lookWithoutScript } from "./look.mjs";
import { startServer } from "./server.mjs";

const PATIENCE_MS = 10_000;
const KEY = "Téléphone d'essai";
const AUTHENTICATOR = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

/** A telephone beside the page, that does as it is told. */
async function telephone(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
  return {
    keys: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    recognises: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

async function signOut(page, origin) {
  await page.goto(`${origin}/compte`);
  await page.getByRole("button", { name: "Se déconnecter partout" }).click();
  await page.waitForURL(`${origin}/connexion`, { timeout: PATIENCE_MS });
}

/** Comes in by the button, and is where one wanted to go. */
async function enterByKey(page, origin, email) {
  await page.goto(`${origin}/connexion?vers=%2Fcompte`);
  await page.fill('input[name="courriel"]', email);
  await page.getByRole("button", { name: "Donner ma clé d'accès" }).click();
  await page.waitForURL(`${origin}/compte`, { timeout: PATIENCE_MS });
}

/** Tries the button, stays where one is, and reads why. */
async function refusedByKey(page, origin) {
  await page.goto(`${origin}/connexion`);
  await page.getByRole("button", { name: "Donner ma clé d'accès" }).click();
  const said = page.locator(".said:not(:empty)");
  await said.waitFor({ timeout: PATIENCE_MS });
  assert.equal(new URL(page.url()).pathname, "/connexion");
  return said.innerText();
}

async function wrongOn(page, origin, path) {
  const wrong = [];
  for (const [width, height] of [[320, 640], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    const narrow = width === 320;
    wrong.push(...(await lookAt(page, origin, path, { narrow, byKeyboard: !narrow })).wrong);
  }
  return wrong.map((what) => `${path}: ${what}`);
}

async function story(page, origin, who) {
  const [email, password] = [who.slice(0, who.indexOf(":")), who.slice(who.indexOf(":") + 1)];
  const phone = await telephone(page);
  const wrong = await wrongOn(page, origin, "/connexion");
  assert.match(await refusedByKey(page, origin), /Aucune clé/);

  await signIn(page, origin, who);
  await page.goto(`${origin}/compte/cles`);
  await page.fill('input[name="nom"]', KEY);
  await page.fill('input[name="mot_de_passe"]', "ce n'est pas lui");
  await page.press('input[name="mot_de_passe"]', "Enter");
  await page.getByText("pas votre mot de passe").waitFor({ timeout: PATIENCE_MS });
  assert.equal((await phone.keys()).length, 0, "no key without the password");
  await page.fill('input[name="mot_de_passe"]', password);
  await page.press('input[name="mot_de_passe"]', "Enter");
  await page.getByRole("rowheader", { name: KEY }).waitFor({ timeout: PATIENCE_MS });
  const keys = await phone.keys();
  assert.equal(keys.length, 1);
  assert.ok(keys[0].isResidentCredential && keys[0].rpId === "localhost", "a key that names its owner");
  wrong.push(...(await wrongOn(page, origin, "/compte/cles")));

  for (const typed of ["", email]) {
    await signOut(page, origin);
    await enterByKey(page, origin, typed);
    assert.ok((await page.locator("main").innerText()).includes(email), "it is her own account");
  }
  await signOut(page, origin);
  await phone.recognises(false);
  assert.match(await refusedByKey(page, origin), /Aucune clé/);
  await phone.recognises(true);
  await enterByKey(page, origin, "");

  await page.goto(`${origin}/compte/cles`);
  await page.selectOption('select[name="cle"]', { label: KEY });
  await page.fill('input[name="mot_de_passe_retrait"]', password);
  await page.press('input[name="mot_de_passe_retrait"]', "Enter");
  await page.getByRole("rowheader", { name: KEY }).waitFor({ state: "detached", timeout: PATIENCE_MS });
  await signOut(page, origin);
  assert.equal((await phone.keys()).length, 1, "the telephone still keeps it");
  assert.match(await refusedByKey(page, origin), /pas été reconnue/);
  return wrong;
}

const words = asked(process.argv.slice(2));
const server = await startServer(words.command);
const origin = server.origin.replace("127.0.0.1", "localhost");
try {
  const wrong = [];
  for (const who of words.people.filter(Boolean)) {
    await inTab([], {}, async (page) => wrong.push(...(await story(page, origin, who))));
  }
  await inTab([], { javaScriptEnabled: false }, async (page) => {
    wrong.push(...(await lookWithoutScript(page, origin, "/connexion")));
    const box = page.locator("[data-passkey]");
    assert.match(await box.innerText(), /demande JavaScript/);
    assert.equal(await box.getByRole("button").count(), 0, "no button that does nothing");
  });
  for (const what of wrong) console.error(what);
  console.error(`passkeys: added, given, refused, removed; ${wrong.length} wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  await server.stop();
}
