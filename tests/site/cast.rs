//! A pôle with two associations that must not see each other and the Collectif itself, and somebody
//! for each role.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use crate::place::Place;
use crate::pole::Pole;
use crate::told::Told;

/// Everybody's password.
pub const PASSWORD: &str = "lavoir brouette tilleul";

const FEC_HEAD: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t\
     CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\t\
     DateLet\tValidDate\tMontantdevise\tIdevise\n";

/// An association of the story: its short name, its SIREN, the letter of its contracts.
const PLACES: [(&str, &str, &str); 3] =
    [("vert", "123456782", "V"), ("bleu", "732829320", "B"), ("commun", "552100554", "K")];

/// The pôle.
pub fn pole(place: Place) -> Pole {
    let pole = Pole::new(place);
    for (slug, siren, letter) in PLACES {
        let kind = if slug == "commun" { "transversal" } else { "aci" };
        pole.run(&format!(
            "association add --slug {slug} --name «Association {slug}» --siren {siren} --kind {kind}"
        ))
        .done();
        pole.run(&format!("perimeter add --association {slug} --from 2025-01-01")).done();
        books(&pole, slug, 2025, 10_000);
        jobs(&pole, slug, letter, 2025);
    }
    for act in [
        "INSERT INTO board_seat (id, college, number, association_id) VALUES (901, 'structures', 1, 1)",
        "INSERT INTO mandate (id, seat_id, holder, capacity, from_date) \
         VALUES (901, 901, 'Rose Le Bihan', 'présidente', '2025-01-01')",
        "INSERT INTO convention (id, number, version, kind, title, signed_on, from_date, renews, \
         notice_months) VALUES (901, '2025-9', 1, 'other', 'Charte du pôle', '2025-01-01', '2025-01-01', 0, 0)",
        "INSERT INTO convention_party (convention_id, association_id, part) \
         SELECT 901, id, 'party' FROM association",
    ] {
        pole.sql(act).expect(act);
    }
    pole
}

/// The SIREN of an association.
fn siren(slug: &str) -> &'static str {
    PLACES.iter().find(|(known, ..)| *known == slug).expect("an association").1
}

/// Brings a year of books: a sale paid by the bank, a purchase, wages.
pub fn books(pole: &Pole, slug: &str, year: i32, cents: u64) {
    let amount = format!("{},{:02}", cents / 100, cents % 100);
    let mut text = FEC_HEAD.to_owned();
    let entries = [
        ("VE", "Ventes", "411000", "706000"),
        ("BQ", "Banque", "512000", "411000"),
        ("OD", "Divers", "641000", "421000"),
    ];
    for (number, (journal, name, debit, credit)) in (1..).zip(entries) {
        for (account, left, right) in
            [(debit, amount.as_str(), "0,00"), (credit, "0,00", amount.as_str())]
        {
            let _ = writeln!(
                text,
                "{journal}\t{name}\t{number}\t{year}0310\t{account}\tCompte {account}\t\t\tP{number}\t\
                 {year}0310\tActe {number} de {slug}\t{left}\t{right}\t\t\t{year}0331\t\t"
            );
        }
    }
    let name = format!("{}FEC{year}1231.txt", siren(slug));
    pole.put(&name, text);
    pole.run(&format!("import fec --association {slug} {name}")).done();
}

/// Brings contracts, hours and files of people received.
pub fn jobs(pole: &Pole, slug: &str, letter: &str, year: i32) {
    pole.put(
        "contrats.csv",
        format!(
            "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n\
             {letter}1;Association {slug};Le Goff {letter};Zoé;1980-02-03;F;insertion;CDDI;{year}-01-01;{year}-06-30;26;35\n\
             {letter}2;Association {slug};Martin {letter};Luc;1971-05-12;H;permanent;CDI;{year}-02-01;;28;35\n"
        ),
    );
    pole.put(
        "heures.csv",
        format!(
            "contrat;mois;heures;brut;net\n{letter}1;{year}-03;112,67;1354,29;1072,10\n\
             {letter}2;{year}-03;121,34;2400,00;1880,55\n"
        ),
    );
    pole.put(
        "accueil.csv",
        format!(
            "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n\
             {letter}1;Association {slug};Le Goff {letter};Zoé;1980-02-03;F;{year}-01-10;\n"
        ),
    );
    for (what, file) in
        [("contracts", "contrats"), ("hours", "heures"), ("beneficiaries", "accueil")]
    {
        pole.run(&format!("import {what} --association {slug} {file}.csv")).done();
    }
}

/// Gives a seat to somebody who signs in with everybody's password.
pub fn add_user(pole: &Pole, email: &str, role: &str, more: &str) -> Told {
    let line = format!("user add --email {email} --name «Nom {email}» --role {role} {more}");
    let mut command = pole.command(&format!("{line} --password-stdin"));
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, "{PASSWORD}").expect("it reads");
    drop(stdin);
    Told::of(&line, &child.wait_with_output().expect("it ends"))
}
