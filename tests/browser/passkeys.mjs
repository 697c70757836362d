// Adds a passkey, comes in by it, removes it; the authenticator is simulated by the browser itself.

import assert from "node:assert/strict";
import { inTab, signIn } from "./browser.mjs";
import { lookOver } from "./look.mjs";

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
  await page.waitForURL(`${origin}/connexion`);
}

/** Comes in by the button, and is where one wanted to go. */
async function enterByKey(page, origin, email) {
  await page.goto(`${origin}/connexion?vers=%2Fcompte`);
  await page.fill('input[name="courriel"]', email);
  await page.getByRole("button", { name: "Donner ma clé d'accès" }).click();
  await page.waitForURL(`${origin}/compte`);
}

/** Tries the button, stays where one is, and reads why. */
async function refusedByKey(page, origin) {
  await page.goto(`${origin}/connexion`);
  await page.getByRole("button", { name: "Donner ma clé d'accès" }).click();
  const said = page.locator(".said:not(:empty)");
  await said.waitFor();
  assert.equal(new URL(page.url()).pathname, "/connexion");
  return said.innerText();
}

/** He has an account of the demonstration that nothing else signs in to: signing out is everywhere. */
export async function passkeys(site) {
  const { origin, password } = site;
  const email = site.email("president.batir");
  await inTab(site.browser, {}, async (page) => {
    const phone = await telephone(page);
    assert.match(await refusedByKey(page, origin), /Aucune clé/);
    site.tell("/connexion, refused", ...(await lookOver(page)));

    await signIn(page, origin, email, password);
    await page.goto(`${origin}/compte/cles`);
    await page.fill('input[name="nom"]', KEY);
    await page.fill('input[name="mot_de_passe"]', "ce n'est pas lui");
    await page.press('input[name="mot_de_passe"]', "Enter");
    await page.getByText("pas votre mot de passe").waitFor();
    site.tell("/compte/cles, refused", ...(await lookOver(page)));
    assert.equal((await phone.keys()).length, 0, "no key without the password");
    await page.fill('input[name="mot_de_passe"]', password);
    await page.press('input[name="mot_de_passe"]', "Enter");
    await page.getByRole("rowheader", { name: KEY }).waitFor();
    const keys = await phone.keys();
    assert.equal(keys.length, 1);
    assert.ok(keys[0].isResidentCredential && keys[0].rpId === "localhost", "a key that names its owner");
    site.tell("/compte/cles, with a key", ...(await lookOver(page)));

    for (const typed of ["", email]) {
      await signOut(page, origin);
      await enterByKey(page, origin, typed);
      assert.ok((await page.locator("main").innerText()).includes(email), "it is his own account");
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
    await page.getByRole("rowheader", { name: KEY }).waitFor({ state: "detached" });
    await signOut(page, origin);
    assert.equal((await phone.keys()).length, 1, "the telephone still keeps it");
    assert.match(await refusedByKey(page, origin), /pas été reconnue/);
  });
  await inTab(site.browser, { javaScriptEnabled: false }, async (page) => {
    await page.goto(`${origin}/connexion`);
    const box = page.locator("[data-passkey]");
    assert.match(await box.innerText(), /demande JavaScript/);
    assert.equal(await box.getByRole("button").count(), 0, "no button that does nothing");
  });
}
