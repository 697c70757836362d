//! Whether what a question would be about is there, and open to whoever asks.

use accounting::books;
use domain::dossier::Subject;
use web::{Problem, Reading, Seat, Site};

/// The subject of an address, when its page would open; the association in general without any.
///
/// # Errors
/// The page that does not exist.
pub(crate) async fn subject_at(
    site: &Site,
    reading: &Reading,
    seat: &Seat,
    address: &str,
) -> Result<Subject, Problem> {
    let slug = &seat.association.slug;
    let subject = match address {
        "" => Some(Subject::Association),
        address => Subject::parse(slug, address),
    };
    let subject = subject.filter(|subject| seat.reader().may_read(subject));
    let subject = subject.ok_or(Problem::NotFound)?;
    if is_there(site, reading, seat, &subject).await? {
        Ok(subject)
    } else {
        Err(Problem::NotFound)
    }
}

async fn is_there(
    site: &Site,
    reading: &Reading,
    seat: &Seat,
    subject: &Subject,
) -> Result<bool, Problem> {
    let association = &seat.association;
    Ok(match subject {
        Subject::Entry { ends_on, number } => {
            let year = books::year_ending(&**reading, association.id, *ends_on).await?;
            (1..=books::last_number(&**reading, &year).await?).contains(number)
        }
        Subject::Account { ends_on, code } => {
            let year = books::year_ending(&**reading, association.id, *ends_on).await?;
            books::balance(&**reading, &year).await?.iter().any(|account| account.code == *code)
        }
        Subject::Contract(number) => {
            let today = site.clock.today();
            let found = jobs::lists::contract_numbered(&**reading, association, number, today);
            found.await?.is_some()
        }
        Subject::Figure { year, figure } => {
            report::shows(&**reading, association, *year, *figure).await?
        }
        Subject::Association => true,
    })
}
