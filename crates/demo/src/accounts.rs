//! An account per role, so that anyone who runs the demonstration sees what each one sees.

use db::Tx;
use directory::{Act, Error, NewSeat, association_by_slug, grant_seat};
use domain::rights::Role;

use crate::days::day;

/// The password of every account of a demonstration: its data are nobody's.
pub const PASSWORD: &str = "lavoir brouette tilleul";

/// An account.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Its address, of a domain that can never receive anything.
    pub email: &'static str,
    /// Whose it is.
    pub name: &'static str,
    /// As what.
    pub role: Role,
    /// Where; none: over the whole pôle.
    pub association: Option<&'static str>,
    /// What it shows.
    pub told: &'static str,
}

const fn account(
    email: &'static str,
    name: &'static str,
    role: Role,
    association: Option<&'static str>,
    told: &'static str,
) -> Account {
    Account { email, name, role, association, told }
}

/// One per role; two presidents, who must not see each other's association.
pub const ACCOUNTS: [Account; 12] = [
    account(
        "comptable@pole.example",
        "Odile Verhaeghe",
        Role::Accountant,
        None,
        "la comptable, dans tous les livres",
    ),
    account(
        "presidente.jardins@pole.example",
        "Hélène Marquet-Sorel",
        Role::President,
        Some("jardins"),
        "la présidente d'un chantier",
    ),
    account(
        "president.batir@pole.example",
        "Denis Aubrespy",
        Role::President,
        Some("batir"),
        "le président d'une autre structure",
    ),
    account(
        "tresorier@pole.example",
        "Yves Rambaudet",
        Role::Treasurer,
        Some("coup-de-main"),
        "le trésorier d'une structure",
    ),
    account(
        "conseil@pole.example",
        "Gérard Lanquetot",
        Role::BoardMember,
        None,
        "un membre du conseil",
    ),
    account(
        "secretaire@pole.example",
        "Joëlle Tréguier",
        Role::Secretary,
        None,
        "la secrétaire du conseil",
    ),
    account(
        "direction@pole.example",
        "Anne-Sophie Kermorvant",
        Role::Director,
        None,
        "la direction du pôle",
    ),
    account(
        "accompagnement@pole.example",
        "Samir Haddouche",
        Role::Counsellor,
        Some("jardins"),
        "un conseiller en insertion",
    ),
    account("paie@pole.example", "Brigitte Lassalle", Role::Payroll, None, "la paie"),
    account(
        "financeur@pole.example",
        "Direccte, service insertion",
        Role::Funder,
        None,
        "un financeur, le rapport seul",
    ),
    account(
        "commissaire@pole.example",
        "Cabinet Delarive",
        Role::Auditor,
        None,
        "le commissaire aux comptes",
    ),
    account(
        "administration@pole.example",
        "Thierry Bonvallet",
        Role::Administrator,
        None,
        "les accès de chacun",
    ),
];

/// Opens the accounts.
///
/// # Errors
/// What any of the acts refuses, and the database's own.
pub async fn open_accounts(tx: &Tx, act: &Act) -> Result<(), Error> {
    let hash = office::hash(PASSWORD.to_owned()).await;
    let hash = hash.map_err(|_| Error::refused("le mot de passe n'a pas pu être haché"))?;
    for account in &ACCOUNTS {
        let association = match account.association {
            Some(slug) => Some(association_by_slug(tx, slug).await?.id),
            None => None,
        };
        let new = NewSeat {
            email: account.email.to_owned(),
            name: account.name.to_owned(),
            role: account.role,
            association,
            from: day(2008, 1, 1),
            until: None,
        };
        let (seat, _) = grant_seat(tx, act, &new).await?;
        office::set_password(tx, act, seat.person_id, hash.clone(), true).await?;
    }
    Ok(())
}
