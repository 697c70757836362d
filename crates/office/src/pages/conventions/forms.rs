//! The forms of agreements, and what they say once read: every fault at its field.

use chrono::NaiveDate;
use directory::association;
use domain::conventions::{Amendment, Draft, Ending, Field as Of, Kind, Part, Term, Wrong};
use sharing::{Convention, wrongs_among};
use web::form::{Field, Form, Input, Pairs};

/// Which form of an agreement's page was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Amendment,
    End,
}

/// The field of a form for what is wrong; an end stands on the page of an amendment, under names of
/// its own.
fn field_of(what: Of, ends: bool) -> &'static str {
    match what {
        Of::Signed if ends => "dite",
        Of::Until if ends => "fin",
        Of::Note if ends => "motif",
        Of::Number => "numero",
        Of::Title => "objet",
        Of::Parties => "recoit",
        Of::Signed => "signature",
        Of::Approved => "approbation",
        Of::From => "du",
        Of::Until => "au",
        Of::Notice => "preavis",
        Of::Price => "prix",
        Of::Note => "note",
    }
}

/// Marks what is wrong, the first fault of each field; while a day cannot be read, no other fault of
/// days is told.
fn mark(form: &mut Form, wrongs: &[Wrong]) {
    let unread = form.fields.iter().any(|one| one.input == Input::Date && one.error.is_some());
    let ends = form.fields.iter().any(|one| one.name == "fin");
    for wrong in wrongs.iter().filter(|wrong| !(unread && wrong.field.is_day())) {
        let name = field_of(wrong.field, ends);
        if !form.fields.iter().any(|field| field.name == name) {
            form.problem = Some(wrong.sentence.clone());
        } else if !is_wrong(form, name) {
            form.wrong(name, &wrong.sentence);
        }
    }
}

fn is_wrong(form: &Form, name: &str) -> bool {
    form.fields.iter().any(|field| field.name == name && field.error.is_some())
}

/// Days that must be told, and what is said while they are not.
const SIGNED: (&str, &str) = ("signature", "Dites le jour de la signature.");
const BEGUN: (&str, &str) = ("du", "Dites le premier jour en vigueur.");
const TOLD: (&str, &str) = ("dite", "Dites le jour où la fin a été dite.");
const ENDED: (&str, &str) = ("fin", "Dites le dernier jour.");

/// A day that must be told; another one stands for it while it is not.
fn required(
    form: &mut Form,
    (name, untold): (&'static str, &str),
    sent: &Pairs,
    today: NaiveDate,
) -> NaiveDate {
    let text = sent.one(name);
    if text.trim().is_empty() {
        form.wrong(name, untold);
    }
    form.day(name, text).unwrap_or(today)
}

fn field(name: &'static str, label: &str, input: Input, sent: &Pairs) -> Field {
    let value = match input {
        Input::Several(_) => sent.all(name).collect::<Vec<_>>().join(","),
        _ => sent.one(name).to_owned(),
    };
    Field::new(name, label, input).value(value)
}

/// What an agreement is written by; none of `corrected` when it is a new one.
pub(super) fn draft_form(
    entities: &[association::Model],
    corrected: Option<&Convention>,
    sent: &Pairs,
) -> Form {
    let form = match corrected {
        None => Form::new("/pole/conventions", "Inscrire la convention")
            .field(field("numero", "Numéro", Input::Text, sent).hint(
                "Celui qu'elle porte sur le papier, 2027-03 par exemple. Il ne change plus.",
            )),
        Some(one) => {
            let address = super::Shelf::Pole.one(&one.row.number);
            Form::new(format!("{address}/corriger"), "Corriger la convention").field(field(
                "version",
                "",
                Input::Hidden,
                sent,
            ))
        }
    };
    let kinds = Kind::ALL.map(|kind| (kind.code().to_owned(), kind.french().to_owned()));
    let all = || entities.iter().map(|one| (one.slug.clone(), one.name.clone())).collect();
    form.field(field("objet", "Objet", Input::Text, sent).hint("En quelques mots."))
        .field(field("sorte", "Sorte", Input::Choice(kinds.into()), sent))
        .field(
            field("fournit", "Qui fournit, ou réunit les comptes", Input::Several(all()), sent)
                .hint("Aucune, si les parties s'engagent également.")
                .optional(),
        )
        .field(field("recoit", "Qui reçoit, ou les autres parties", Input::Several(all()), sent))
        .field(field("signature", "Signée le", Input::Date, sent))
        .field(field("approbation", "Approuvée par le conseil le", Input::Date, sent).optional())
        .field(field("du", "En vigueur à partir du", Input::Date, sent))
        .field(
            field("au", "Jusqu'au", Input::Date, sent)
                .hint("Le dernier jour. Rien, si elle est sans terme.")
                .optional(),
        )
        .field(
            field("reconduite", "Elle se reconduit d'elle-même", Input::Tick, sent)
                .hint("Pour la même durée, si personne ne la dénonce."),
        )
        .field(
            field("preavis", "Préavis, en mois", Input::Text, sent)
                .hint("Le temps entre la dénonciation et la fin.")
                .optional(),
        )
        .field(
            field("prix", "Prix, ou son mode de calcul", Input::Lines, sent)
                .hint(
                    "Un montant, un tarif, une clé de répartition, «\u{a0}à titre gratuit\u{a0}».",
                )
                .optional(),
        )
        .field(field("note", "Note", Input::Lines, sent).optional())
}

/// Reads an agreement, marking each field that something is wrong with.
pub(super) fn read_draft(
    form: &mut Form,
    sent: &Pairs,
    entities: &[association::Model],
    (others, own): (&[Convention], Option<&Convention>),
    today: NaiveDate,
) -> Draft {
    let kind = Kind::parse(sent.one("sorte"));
    if kind.is_none() {
        form.wrong("sorte", "Choisissez dans la liste.");
    }
    let signed_on = required(form, SIGNED, sent, today);
    let from = required(form, BEGUN, sent, today);
    let notice = sent.one("preavis").trim();
    let notice_months = if notice.is_empty() { Ok(0) } else { notice.parse() };
    if notice_months.is_err() {
        form.wrong("preavis", format!("« {notice} » n'est pas un nombre de mois (3 attendu)."));
    }
    let draft = Draft {
        number: match own {
            None => sent.one("numero").trim().to_owned(),
            Some(one) => one.row.number.clone(),
        },
        kind: kind.unwrap_or(Kind::Other),
        title: sent.one("objet").to_owned(),
        parties: parties(form, sent, entities),
        signed_on,
        approved_on: form.day("approbation", sent.one("approbation")),
        term: Term {
            from,
            until: form.day("au", sent.one("au")),
            renews: !sent.one("reconduite").is_empty(),
            notice_months: notice_months.unwrap_or(0),
            ended_on: None,
        },
        price: sent.one("prix").to_owned(),
        note: sent.one("note").to_owned(),
    };
    mark(form, &wrongs_among(&draft, others, own.map(|one| one.row.id), today));
    draft
}

/// Whom it binds; those who stand on one side alone are parties, equally bound.
fn parties(form: &mut Form, sent: &Pairs, entities: &[association::Model]) -> Vec<(i64, Part)> {
    let mut ticked = |name: &'static str| {
        let mut ids = Vec::new();
        for slug in sent.all(name) {
            match entities.iter().find(|one| one.slug == slug) {
                Some(one) if !ids.contains(&one.id) => ids.push(one.id),
                Some(_) => {}
                None => form.wrong(name, "L'une de ces entités n'existe pas."),
            }
        }
        ids
    };
    let (gives, takes) = (ticked("fournit"), ticked("recoit"));
    let alone = gives.is_empty() || takes.is_empty();
    let as_part = |part| if alone { Part::Party } else { part };
    let gives = gives.into_iter().map(|id| (id, as_part(Part::Provider)));
    let takes = takes.into_iter().map(|id| (id, as_part(Part::Beneficiary)));
    gives.chain(takes).collect()
}

/// What would be sent to write an agreement as it is.
pub(super) fn as_sent(one: &Convention, entities: &[association::Model]) -> Pairs {
    let (row, term) = (&one.row, one.term());
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut pairs: Vec<(String, String)> = [
        ("version", row.version.to_string()),
        ("objet", row.title.clone()),
        ("sorte", row.kind.clone()),
        ("signature", day(Some(row.signed_on))),
        ("approbation", day(row.approved_on)),
        ("du", day(Some(term.from))),
        ("au", day(term.until)),
        ("reconduite", if term.renews { "oui".to_owned() } else { String::new() }),
        ("preavis", term.notice_months.to_string()),
        ("prix", text(&row.price)),
        ("note", text(&row.note)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for (id, part) in &one.parties {
        let name = if *part == Part::Provider { "fournit" } else { "recoit" };
        if let Some(entity) = entities.iter().find(|entity| entity.id == *id) {
            pairs.push((name.to_owned(), entity.slug.clone()));
        }
    }
    Pairs::from(pairs)
}

/// What an amendment is written by.
pub(super) fn amendment_form(address: &str, rank: i64, sent: &Pairs) -> Form {
    let known = sent.one("rang");
    let rank = if known.is_empty() { rank.to_string() } else { known.to_owned() };
    Form::new(format!("{address}/avenant"), "Inscrire l'avenant")
        .field(Field::new("rang", "", Input::Hidden).value(rank))
        .field(field("objet", "Ce qu'il change", Input::Text, sent))
        .field(field("signature", "Signé le", Input::Date, sent))
        .field(field("du", "Prend effet le", Input::Date, sent))
        .field(field("au", "Nouveau terme", Input::Date, sent).hint("S'il le change.").optional())
        .field(
            field("prix", "Nouveau prix, ou son mode de calcul", Input::Lines, sent)
                .hint("S'il le change.")
                .optional(),
        )
}

/// Reads an amendment, marking each field that something is wrong with.
pub(super) fn read_amendment(
    form: &mut Form,
    sent: &Pairs,
    (one, others): (&Convention, &[Convention]),
    today: NaiveDate,
) -> Amendment {
    let new = Amendment {
        subject: sent.one("objet").to_owned(),
        signed_on: required(form, SIGNED, sent, today),
        from: required(form, BEGUN, sent, today),
        until: form.day("au", sent.one("au")),
        price: sent.one("prix").to_owned(),
    };
    let last = one.amendments.last().map(|last| last.from_date);
    let mut wrongs = new.wrongs(&one.term(), last, today);
    if let Some(until) = new.until {
        let term = Term { until: Some(until), ..one.term() };
        let longer = Draft { term, ..one.draft() };
        wrongs.extend(
            wrongs_among(&longer, others, Some(one.row.id), today)
                .into_iter()
                .map(|wrong| Wrong { field: Of::Until, ..wrong }),
        );
    }
    mark(form, &wrongs);
    new
}

/// What an end is written by.
pub(super) fn end_form(address: &str, sent: &Pairs) -> Form {
    Form::new(format!("{address}/fin"), "Mettre fin à la convention")
        .field(
            field("dite", "Dite le", Input::Date, sent)
                .hint("Le jour de la lettre, ou de l'accord."),
        )
        .field(field("fin", "Dernier jour", Input::Date, sent))
        .field(
            field("accord", "D'un commun accord", Input::Tick, sent)
                .hint("Le préavis n'est alors pas dû."),
        )
        .field(field("motif", "Motif", Input::Lines, sent).optional())
}

/// Reads an end, marking each field that something is wrong with.
pub(super) fn read_end(
    form: &mut Form,
    sent: &Pairs,
    one: &Convention,
    today: NaiveDate,
) -> Ending {
    let new = Ending {
        told_on: required(form, TOLD, sent, today),
        last_day: required(form, ENDED, sent, today),
        agreed: !sent.one("accord").is_empty(),
        reason: sent.one("motif").to_owned(),
    };
    mark(form, &new.wrongs(&one.term(), today));
    new
}
