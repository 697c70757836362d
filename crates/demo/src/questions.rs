//! What is asked at the Jardins: a piece that was missing and came, a question of the president, one
//! that waits for her, one that is over. Through the acts, on the entries that the books hold.

use accounting::books::{self, ValidatedEntry};
use chrono::NaiveDate;
use db::Tx;
use directory::{Access, Act, Error, accesses_in, association, association_by_slug};
use domain::Cents;
use domain::dossier::{Document, Message, Subject};
use domain::figure::Figure;
use dossier::{Reader, ask_question, close_question, post_message};
use pdf::{Block, Column, Paper, Row, Table};

use crate::days::day;

const ACCOUNTANT: &str = "comptable@pole.example";
const PRESIDENT: &str = "presidente.jardins@pole.example";

/// Somebody of the demonstration, in the association that is asked about.
struct Speaker {
    access: Access,
    act: Act,
    association: i64,
}

impl Speaker {
    async fn of(tx: &Tx, act: &Act, email: &str, association: i64) -> Result<Self, Error> {
        let mut all = accesses_in(tx, association, act.today).await?.into_iter();
        let access = all.find(|one| one.person.email.as_deref() == Some(email));
        let access = access.ok_or_else(|| Error::refused(format!("{email} n'a pas de compte")))?;
        let act = Act { person: access.person.id, ..*act };
        Ok(Self { access, act, association })
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(&self.access, self.association)
    }

    async fn ask(
        &self,
        tx: &Tx,
        subject: &Subject,
        missing_piece: bool,
        text: &str,
    ) -> Result<i64, Error> {
        let message = message(text, Vec::new())?;
        let asked =
            ask_question(tx, &self.act, &self.reader(), subject, missing_piece, &message).await?;
        Ok(asked.number)
    }

    async fn say(
        &self,
        tx: &Tx,
        question: i64,
        text: &str,
        documents: Vec<Document>,
    ) -> Result<(), Error> {
        let message = message(text, documents)?;
        post_message(tx, &self.act, &self.reader(), question, &message).await?;
        Ok(())
    }
}

fn message(text: &str, documents: Vec<Document>) -> Result<Message, Error> {
    Message::new(text, documents).map_err(|told| Error::refused(told.to_string()))
}

/// Asks and answers, once the accounts are open.
///
/// # Errors
/// What any of the acts refuses, and the database's own.
pub async fn ask_questions(tx: &Tx, act: &Act) -> Result<(), Error> {
    let jardins = association_by_slug(tx, "jardins").await?;
    let accountant = Speaker::of(tx, act, ACCOUNTANT, jardins.id).await?;
    let president = Speaker::of(tx, act, PRESIDENT, jardins.id).await?;
    let ends_on = day(2009, 12, 31);
    let [lacking, unclear] = purchases(tx, &jardins, ends_on).await?;
    let about = |entry: &ValidatedEntry| Subject::Entry { ends_on, number: entry.number };

    let piece = accountant
        .ask(
            tx,
            &about(&lacking),
            true,
            "Bonjour, la facture de cette écriture n'est pas dans le classeur. Pouvez-vous la \
             photographier ou me l'envoyer ?",
        )
        .await?;
    let text = "La voici, elle était restée à l'atelier.";
    president.say(tx, piece, text, vec![invoice(act, &jardins, &lacking)?]).await?;

    let text =
        "Bonjour Odile, qu'est-ce que cette dépense ? Je ne me souviens pas de l'avoir signée.";
    president.ask(tx, &about(&unclear), false, text).await?;

    let cash = Subject::Figure { year: 2009, figure: Figure::Cash };
    let text = "Avant l'assemblée : le fonds de caisse du marché a-t-il été compté le 31 décembre ? Il \
                me faut le montant et le nom de qui l'a compté.";
    accountant.ask(tx, &cash, false, text).await?;

    let left = Subject::Figure { year: 2009, figure: Figure::Left };
    let text = "D'où vient ce qui reste cette année ?";
    let over = president.ask(tx, &left, false, text).await?;
    let text = "Des ventes de légumes surtout. Le détail est dans « Les livres, ligne à ligne », \
                classe 7.";
    accountant.say(tx, over, text, Vec::new()).await?;
    close_question(tx, &president.act, &president.reader(), over).await?;
    Ok(())
}

/// Two purchases of the end of the year.
async fn purchases(
    tx: &Tx,
    place: &association::Model,
    ends_on: NaiveDate,
) -> Result<[ValidatedEntry; 2], Error> {
    let year = books::year_ending(tx, place.id, ends_on).await?;
    let last = books::last_number(tx, &year).await?;
    let all = books::entries(tx, &year, 1, last).await?;
    let autumn = day(2009, 10, 1);
    let bought = |entry: &ValidatedEntry| {
        let of = |class: &str| entry.lines.iter().any(|line| line.account.starts_with(class));
        entry.date >= autumn && of("401") && (of("60") || of("61"))
    };
    let mut found = all.into_iter().filter(bought);
    let two = found.next().zip(found.next());
    let (first, second) = two.ok_or_else(|| Error::refused("deux achats manquent"))?;
    Ok([first, second])
}

/// The invoice that an entry speaks of.
fn invoice(
    act: &Act,
    place: &association::Model,
    entry: &ValidatedEntry,
) -> Result<Document, Error> {
    let total: Cents = entry.lines.iter().map(|line| line.debit).sum();
    let columns = vec![Column::names("Désignation", 3), Column::amounts("Montant", 1)];
    let lines = Table::new("Fournitures", columns).with([
        Row::plain([entry.label.clone(), total.to_string()]),
        Row::total(["À payer".to_owned(), total.to_string()]),
    ]);
    let paper = Paper {
        title: format!("Facture {}", entry.piece_ref),
        organisation: "Fournisseur (document fictif)".to_owned(),
        subtitle: domain::calendar::long(entry.piece_date),
        generated: act.now.fixed_offset(),
        generated_by: String::new(),
        generator: "Collectif, démonstration".to_owned(),
        fingerprint: String::new(),
        blocks: vec![
            Block::part(format!("Facture {}", entry.piece_ref)),
            Block::paragraph(format!("À {}", place.name)),
            Block::Table(lines),
        ],
    };
    let bytes = pdf::render(&paper).map_err(|told| Error::refused(told.to_string()))?;
    let name = format!("facture-{}.pdf", entry.piece_ref);
    Document::parse(&name, bytes).map_err(|told| Error::refused(told.to_string()))
}
