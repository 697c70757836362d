//! An association in plain words: what it has, what came in, what went out, who works there.

use askama::Template;
use axum::response::Response;
use chrono::Datelike;
use domain::Cents;
use domain::figure::Figure as Named;
use domain::rights::Right;
use web::french::long_date;
use web::pieces::{Empty, EntityBadge, Link, Source, Tile};
use web::{Page, Problem, Reading, Seat, Site, notice, render};

use super::asked::{ForReader, OfFigures, answered, awaited, open_questions};
use super::tiles::tile;
use crate::compared::Compared;
use crate::figure::{Figure, Quantity};
use crate::own::{Own, latest};

#[derive(Template)]
#[template(path = "report/own.html")]
struct Association {
    page: Page,
    badge: EntityBadge,
    lead: String,
    warning: Option<String>,
    for_reader: Vec<ForReader>,
    money: Vec<Tile>,
    changed: Option<Changed>,
    people: Vec<Tile>,
    links: Vec<Link>,
    empty: Empty,
}

/// What changed most in what went out, and the way to all that did.
struct Changed {
    sentence: String,
    way: Link,
}

/// `GET /a/{slug}`.
pub(super) async fn show(page: Page, seat: Seat, site: Site) -> Result<Response, Problem> {
    let badge = page.association().ok_or_else(|| Problem::internal("a page without a place"))?;
    let reading = Reading::to_publish(&site).await?;
    let counted_in = crate::years_counting(&*reading, seat.association.id).await?;
    reading.hold(&site).await?;
    let open = open_questions(&reading, &seat).await?;
    let answered = answered(&reading, &seat).await?;
    let found = latest(&*reading, &seat.association, site.clock.today().year()).await?;
    let (mut money, mut changed, mut people) = (Vec::new(), None, Vec::new());
    let mut links = Vec::new();
    let mut lead = String::new();
    if let Some((now, before)) = &found {
        lead = format!(
            "Du {} au {}, la dernière année qui est ici.",
            long_date(now.period.start),
            long_date(now.period.end)
        );
        let counted = counted_in.contains(&now.year);
        let asked = OfFigures { seat: &seat, year: now.year, open: &open };
        if seat.may(Right::Books) && now.has_books {
            let before = before.as_ref().filter(|before| before.has_books);
            money = money_tiles(&asked, now, before);
            changed = before.and_then(|before| changes(&seat, now, before));
        }
        people = people_tiles(&asked, now, before.as_ref(), counted);
        if counted {
            let address = format!("/rapport/{}/{}", now.year, seat.association.slug);
            links.push(Link::new(format!("Dans le rapport du pôle {}", now.year), address));
        }
    }
    if seat.may(Right::Books) {
        links.push(Link::new(
            "Les livres, ligne à ligne",
            format!("/a/{}/livres", seat.association.slug),
        ));
    }
    if seat.may(Right::JobCounts) {
        let address = format!("/a/{}/emplois", seat.association.slug);
        links.push(Link::new("Les emplois, mois par mois", address));
    }
    if seat.may(Right::Conventions) {
        let address = format!("/a/{}/conventions", seat.association.slug);
        links.push(Link::new("Les conventions signées avec d'autres entités du pôle", address));
    }
    if seat.may(Right::Trail) {
        links.push(Link::new(
            "Ce qui a été fait ici",
            format!("/a/{}/actes", seat.association.slug),
        ));
    }
    if seat.may(Right::KeepStaff) {
        links.push(Link::new("Qui a accès", format!("/a/{}/equipe", seat.association.slug)));
    }
    let empty = Empty {
        title: "Rien n'est encore là".to_owned(),
        explanation: "Les livres, les contrats et les personnes reçues paraissent ici dès que la \
                      comptabilité les a pris."
            .to_owned(),
        action: None,
    };
    render(&Association {
        page,
        badge,
        lead,
        warning: notice(&reading).await?,
        for_reader: awaited(&seat, &open).into_iter().chain(answered).collect(),
        money,
        changed,
        people,
        links,
        empty,
    })
}

/// What books say of money in words that need no book-keeping.
struct Money {
    figure: Named,
    definition: &'static str,
    origin: &'static str,
    of: fn(&Own) -> Cents,
    /// The accounts that make it, by the beginning of their numbers.
    accounts: &'static str,
    /// What leads to them.
    way: &'static str,
}

const EXPENSES: &str = "6";
const ALL_EXPENSES: &str = "Voir les dépenses, de la plus forte hausse à la plus forte baisse";

const MONEY: [Money; 4] = [
    Money {
        figure: Named::Cash,
        definition: "Ce qu'il y avait à la fin de l'exercice sur les comptes en banque et dans les caisses.",
        origin: "comptes 51, 53 et 54",
        of: |own| own.cash,
        accounts: "51,53,54",
        way: "Voir les comptes de banque et de caisse",
    },
    Money {
        figure: Named::Earned,
        definition: "Ventes, subventions, dons, cotisations et tous les autres produits de l'année.",
        origin: "comptes de la classe 7",
        of: |own| own.earned,
        accounts: "7",
        way: "Voir ce qui est entré, de la plus forte hausse à la plus forte baisse",
    },
    Money {
        figure: Named::Spent,
        definition: "Achats, salaires, loyers, impôts et toutes les autres charges de l'année.",
        origin: "comptes de la classe 6",
        of: |own| own.spent,
        accounts: EXPENSES,
        way: ALL_EXPENSES,
    },
    Money {
        figure: Named::Left,
        definition: "Ce qui est entré moins ce qui est sorti. Au-dessus de zéro un excédent, au-dessous un déficit.",
        origin: "classes 6 et 7",
        of: |own| own.figures.result,
        accounts: "6,7",
        way: "Voir ce qui est sorti et ce qui est entré, compte par compte",
    },
];

/// What books say in four figures, each opening the accounts that make it.
fn money_tiles(asked: &OfFigures<'_>, now: &Own, before: Option<&Own>) -> Vec<Tile> {
    let slug = &asked.seat.association.slug;
    let told = |money: &Money| {
        let figure = money.figure;
        let earlier = before.map(|before| Quantity::Money((money.of)(before)));
        let compared = Compared::known(Quantity::Money((money.of)(now)), earlier);
        let mut source = Source::new(figure.name(), money.definition, money.origin);
        let mark = format!("{}-{}", figure.slug(), now.year);
        let mut told = tile(figure.name(), &compared, now.year).mark(mark);
        if let Some(ends_on) = now.books_end {
            let way = accounting::ways::changes(slug, ends_on, money.accounts);
            source = source.link(money.way, way.clone());
            told = told.href(way);
        }
        source.links.extend(asked.links(figure));
        told.source(source)
    };
    MONEY.iter().map(told).collect()
}

/// What changed most in what went out.
fn changes(seat: &Seat, now: &Own, before: &Own) -> Option<Changed> {
    let way = accounting::ways::changes(&seat.association.slug, now.books_end?, EXPENSES);
    let sentence = crate::changes::of_expenses(now, before);
    Some(Changed { sentence, way: Link::new(ALL_EXPENSES, way) })
}

/// What jobs say, and what they are paid.
fn people_tiles(
    asked: &OfFigures<'_>,
    now: &Own,
    before: Option<&Own>,
    counted: bool,
) -> Vec<Tile> {
    let seat = asked.seat;
    let mut tiles = Vec::new();
    if seat.may(Right::JobCounts) {
        let jobs = [Figure::Persons, Figure::InsertionFte, Figure::PermanentFte];
        let some = jobs.into_iter().filter(|figure| {
            !figure.of_entity(&now.figures).is_nothing()
                || before.is_some_and(|before| !figure.of_entity(&before.figures).is_nothing())
        });
        tiles.extend(some.map(|one| figure(one, asked, now, before, counted)));
    }
    if seat.may(Right::Books) && now.has_books {
        tiles.push(figure(Figure::GrossSalaries, asked, now, before, counted));
    }
    tiles
}

/// A figure that the report names too; it opens where the report shows its rows.
fn figure(
    figure: Figure,
    asked: &OfFigures<'_>,
    now: &Own,
    before: Option<&Own>,
    counted: bool,
) -> Tile {
    let seat = asked.seat;
    let before = before.map(|before| &before.figures);
    let compared = Compared::of_figures(&now.figures, before, figure);
    let mut source = Source::new(figure.name(), figure.definition(), figure.origin());
    if counted {
        source.links = asked.links(figure.named());
    }
    let told = tile(figure.name(), &compared, now.year).source(source);
    if counted && seat.may(figure.right()) {
        let (year, slug) = (now.year, &seat.association.slug);
        return told.href(format!("/rapport/{year}/chiffre/{}/{slug}", figure.slug()));
    }
    told
}
