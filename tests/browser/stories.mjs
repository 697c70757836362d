// What each role comes to do, by the keyboard alone: one story a function, told on the demonstration.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DESK, PHONE, inTab, signIn } from "./browser.mjs";
import { follow, goTo, write } from "./keyboard.mjs";
import { lookOver, sideways, watch } from "./look.mjs";

/** Somebody who has signed in, on a screen of theirs; what their tab does wrong is told. */
function as(site, who, screen, act) {
  return inTab(site.browser, { viewport: screen, acceptDownloads: true }, async (page) => {
    const wrong = watch(page, site.origin);
    await signIn(page, site.origin, site.email(who), site.password);
    await act(page);
    site.tell(who, ...wrong);
  });
}

/** Looks at what stands there now, such as a form that was not right. */
async function look(site, page, where) {
  site.routes.see(page.url());
  site.tell(where, ...(await lookOver(page, [page.viewportSize()])));
}

/** Sends a form as it stands, and is told what is wrong: on top, with links that lead to the fields. */
async function refused(site, page, button, where) {
  await follow(page, "button", button);
  const errors = page.locator(".errors[role=alert]");
  await errors.waitFor();
  const first = errors.getByRole("link").first();
  if ((await first.count()) > 0) {
    const field = page.locator((await first.getAttribute("href")).replace("#", "[id='") + "']");
    assert.ok(await field.isVisible(), `${where}: an error leads to its field`);
  }
  await look(site, page, `${where}, not right`);
}

async function says(page, text) {
  await page.getByText(text).first().waitFor();
}

/** What a link hands over. */
async function taken(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), follow(page, "link", link)]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/** On her phone the president goes from her figures to an entry, and asks; the accountant answers with a
 * document; she reads it and is content. */
async function aPresidentAsksAndIsAnswered(site) {
  const question = "D'où vient cette écriture, je vous prie ?";
  let thread;
  await as(site, "presidente.jardins", PHONE, async (page) => {
    await follow(page, "link", "Les livres, ligne à ligne");
    await follow(page, "link", "31/12/2009");
    await follow(page, "link", "606300");
    await follow(page, "link", /^\d+$/, page.locator("tbody"));
    await page.waitForURL("**/ecritures/**");
    await follow(page, "link", "Poser une question");
    await page.waitForURL("**/questions/poser**");
    await refused(site, page, "Poser la question", "a question");
    await write(page, "Votre question", question);
    await follow(page, "button", "Poser la question");
    await page.waitForURL(/questions\/\d+/);
    await says(page, question);
    assert.deepEqual(await sideways(page), []);
    thread = page.url();
  });
  await as(site, "comptable", DESK, async (page) => {
    await page.goto(thread.replace(/\/\d+$/, ""));
    await follow(page, "link", `Question ${thread.split("/").at(-1)}`);
    await write(page, "Votre message", "Voici la facture.");
    const documents = await goTo(page, page.getByLabel("Documents"));
    await documents.setInputFiles({ name: "facture.pdf", mimeType: "application/pdf", buffer: PDF });
    await follow(page, "button", "Répondre");
    await says(page, "facture.pdf");
  });
  await as(site, "presidente.jardins", PHONE, async (page) => {
    await page.goto(thread);
    await says(page, "Voici la facture.");
    const link = await page.getByRole("link", { name: "facture.pdf" }).getAttribute("href");
    const document = await page.request.get(site.origin + link);
    site.routes.see(document.url());
    assert.deepEqual(await document.body(), PDF);
    await follow(page, "button", "Clore la question");
    await says(page, "close");
  });
}

/** The secretary gives a seat of the board to somebody. */
async function aSecretaryGivesASeat(site) {
  await as(site, "secretaire", DESK, async (page) => {
    await follow(page, "link", "Conseil");
    await page.waitForURL("**/conseil");
    await follow(page, "link", "6");
    await page.waitForURL("**/conseil/structures/6");
    await refused(site, page, "Donner le siège", "a seat");
    await write(page, "Titulaire", "Marie-Laure Quintard");
    await write(page, "En qualité de", "présidente");
    await write(page, "À partir du", "2026-11-01");
    await follow(page, "button", "Donner le siège");
    await page.getByText("Marie-Laure Quintard").first().waitFor();
  });
}

/** A FEC of one sale at the end of the year that follows another one's. */
function nextYear(name, credit) {
  const [, siren, year] = /^(\d{9})FEC(\d{4})1231/.exec(name);
  const day = `${Number(year) + 1}1231`;
  const head = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise";
  const line = (account, label, debit, owed) => ["VE", "Ventes", "1", day, account, label, "", "", "F1", day, "Buvette de la fête", debit, owed, "", "", day, "", ""];
  const lines = [head.split(" "), line("512000", "Banque", "120,00", "0,00"), line("706000", "Prestations", "0,00", credit)];
  return { name: `${siren}FEC${day}.txt`, mimeType: "text/plain", buffer: Buffer.from(lines.map((cells) => `${cells.join("\t")}\r\n`).join("")) };
}

/** The accountant takes last year's file, brings a next one that does not balance, then the right one. */
async function anAccountantImportsAYear(site) {
  await as(site, "comptable", DESK, async (page) => {
    await page.goto(`${site.origin}/a/valbrune/livres`);
    const last = await taken(page, /^FEC$/);
    assert.ok(last.bytes.length > 1000);
    await follow(page, "link", "Importer des fichiers");
    const send = async (credit) => {
      const files = await goTo(page, page.getByLabel("Fichiers"));
      await files.setInputFiles(nextYear(last.name, credit));
      await follow(page, "button", "Voir ce qui se passerait");
    };
    await page.waitForURL("**/importer");
    await refused(site, page, "Voir ce qui se passerait", "a file");
    await send("100,00");
    await page.getByText("refusé").first().waitFor();
    await look(site, page, "a file that does not balance");
    await follow(page, "link", /fichier/, page.locator(".again"));
    await send("120,00");
    await page.locator(".sent").waitFor();
    await look(site, page, "what would happen");
    await follow(page, "button", "Prendre ces fichiers");
    await page.getByText("31/12/2010").first().waitFor();
    await look(site, page, "what happened");
  });
}

/** The pay clerk enters a month, with a slip of the finger first. */
async function aClerkEntersAMonth(site) {
  await as(site, "paie", DESK, async (page) => {
    await page.goto(`${site.origin}/a/lavoir/emplois`);
    await follow(page, "link", "Saisir les heures d'un mois");
    await write(page, /^Heures, contrat/, "cent");
    await refused(site, page, "Enregistrer", "a month");
    await write(page, /^Heures, contrat/, "12,5");
    await follow(page, "button", "Enregistrer");
    await says(page, "Le mois est enregistré");
  });
}

/** The counsellor opens the file of somebody who came. */
async function aCounsellorOpensACaseFile(site) {
  await as(site, "accompagnement", PHONE, async (page) => {
    await follow(page, "link", "Les emplois, mois par mois");
    await follow(page, "link", "Ouvrir un dossier");
    await page.waitForURL("**/nouveau-dossier");
    await refused(site, page, "Ouvrir le dossier", "a case file");
    await write(page, "Numéro du dossier", "JAR-2009-0999");
    await write(page, "Nom de famille", "Lemoine");
    await write(page, "Prénom", "Zoé");
    await write(page, "Date de naissance", "1980-02-03");
    await write(page, "Sexe", "F");
    await write(page, "Accueil le", "2009-11-02");
    await follow(page, "button", "Ouvrir le dossier");
    await page.getByRole("heading", { name: "Dossier JAR-2009-0999" }).waitFor();
  });
}

/** The director goes from the report down to an entry, and ends nothing. */
async function aDirectorReadsDownToAnEntry(site) {
  await as(site, "direction", DESK, async (page) => {
    await follow(page, "link", "Rapport du pôle");
    await follow(page, "link", "Chiffre d'affaires", page.locator("main"));
    await follow(page, "link", "Les Jardins de Valbrune", page.locator("table"));
    await follow(page, "link", "706000");
    await follow(page, "link", /^\d+$/, page.locator("tbody"));
    await page.getByRole("heading", { name: /^Écriture \d+/ }).waitFor();
    assert.equal(await page.locator("main form[method=post]").count(), 0, "she reads");
  });
}

/** The treasurer narrows a list, sorts another, and opens where a figure comes from. */
async function aTreasurerNarrowsAndSorts(site) {
  await as(site, "tresorier", DESK, async (page) => {
    const source = page.locator("details.source").first();
    await goTo(page, source.locator("summary"));
    await page.keyboard.press("Enter");
    await source.getByText("Source").waitFor();
    await page.goto(`${site.origin}/a/coup-de-main/journaux/2009-12-31/AC`);
    await write(page, "Mois", "mars");
    await follow(page, "button", "Filtrer");
    await page.waitForURL(/mois=2009-03/);
    await page.goto(`${site.origin}/rapport/2009`);
    const head = page.locator("[data-sortable] button.sort:visible").nth(1);
    await goTo(page, head);
    for (const order of ["descending", "ascending"]) {
      await page.keyboard.press("Enter");
      assert.equal(await head.locator("..").getAttribute("aria-sort"), order);
    }
  });
}

/** The funder takes the report away. */
async function aFunderTakesTheReport(site) {
  await as(site, "financeur", DESK, async (page) => {
    await follow(page, "link", "Lire le rapport 2009");
    assert.equal((await taken(page, /^PDF/)).bytes.subarray(0, 5).toString(), "%PDF-");
    assert.equal((await taken(page, /^XLSX/)).bytes.subarray(0, 2).toString(), "PK");
  });
}

/** The auditor takes the books of a year, and reads what was done. */
async function anAuditorTakesTheBooks(site) {
  await as(site, "commissaire", DESK, async (page) => {
    await follow(page, "link", "Les Jardins de Valbrune");
    await follow(page, "link", "Les livres, ligne à ligne");
    assert.match((await taken(page, /^FEC$/)).name, /^\d{9}FEC20091231\.txt$/);
    assert.match((await taken(page, /^CSV/)).name, /\.csv$/);
    await page.goto(`${site.origin}/a/jardins`);
    await follow(page, "link", "Ce qui a été fait ici");
    await page.getByRole("heading", { level: 1 }).waitFor();
  });
}

/** The accountant writes an agreement down, and corrects it before it binds. */
async function anAccountantKeepsAConvention(site) {
  await as(site, "comptable", DESK, async (page) => {
    await page.goto(`${site.origin}/pole/conventions`);
    await follow(page, "link", "Inscrire une convention");
    await write(page, "Numéro", "2027-07");
    await write(page, "Objet", "Prêt d'un véhicule");
    await write(page, "Sorte", "autre");
    const parties = page.getByRole("group", { name: "Qui reçoit" });
    for (const name of ["Les Jardins de Valbrune", "Le Lavoir de Montbrelan"]) {
      await goTo(page, parties.getByLabel(name));
      await page.keyboard.press("Space");
    }
    await write(page, "Signée le", "2026-11-02");
    await write(page, "En vigueur à partir du", "2027-01-01");
    await follow(page, "button", "Inscrire la convention");
    await page.getByRole("heading", { name: "Convention 2027-07" }).waitFor();
    await follow(page, "link", "Corriger avant");
    await page.waitForURL("**/corriger");
    await look(site, page, "/pole/conventions/2027-07/corriger");
    await write(page, "Objet", "Prêt d'un camion");
    await follow(page, "button", "Corriger la convention");
    await says(page, "Prêt d'un camion");
  });
}

/** The administrator gives an access, and is told what is missing first. */
async function anAdministratorGivesAnAccess(site) {
  await as(site, "administration", PHONE, async (page) => {
    await refused(site, page, "Donner l'accès", "an access");
    await write(page, "Adresse électronique", "nouvelle@pole.example");
    await write(page, "Prénom et nom", "Lucie Amiot");
    await write(page, "Rôle", "trésorerie");
    await write(page, "Où", "Les Jardins");
    await follow(page, "button", "Donner l'accès");
    await page.getByRole("heading", { name: "Lucie Amiot" }).waitFor();
    await page.goto(`${site.origin}/courriers`);
    await says(page, "nouvelle@pole.example");
    await look(site, page, "/courriers, with a letter");
  });
}

/** Forms that are sent empty say so, all in the same way. */
async function anEmptyFormSaysSo(site) {
  const forms = {
    comptable: [
      ["/pole", "Ajouter l'entité"],
      ["/pole/jardins", "Ajouter l'activité"],
      ["/pole/conventions/nouvelle", "Inscrire la convention"],
      ["/pole/conventions/2009-01", "Inscrire l'avenant"],
    ],
    paie: [["/a/lavoir/emplois/nouveau-contrat", "Enregistrer"]],
    secretaire: [["/conseil", "Créer le siège"]],
    conseil: [["/compte", "Garder ce mot de passe"]],
  };
  for (const [who, pages] of Object.entries(forms)) {
    await as(site, who, DESK, async (page) => {
      for (const [path, button] of pages) {
        await page.goto(site.origin + path);
        await refused(site, page, button, path);
      }
    });
  }
  await inTab(site.browser, {}, async (page) => {
    await page.goto(`${site.origin}/connexion`);
    await refused(site, page, "Se connecter", "/connexion");
    await page.goto(`${site.origin}/nulle-part`);
    await look(site, page, "a page that is not there");
  });
}

export const STORIES = [
  anEmptyFormSaysSo,
  aPresidentAsksAndIsAnswered,
  anAccountantImportsAYear,
  anAccountantKeepsAConvention,
  aSecretaryGivesASeat,
  aClerkEntersAMonth,
  aCounsellorOpensACaseFile,
  aDirectorReadsDownToAnEntry,
  aTreasurerNarrowsAndSorts,
  aFunderTakesTheReport,
  anAuditorTakesTheBooks,
  anAdministratorGivesAnAccess,
];
