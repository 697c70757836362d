//! Whoever is awaited is told by letter, in the transaction of the message: which association, what
//! about, where. Neither words nor amounts leave by mail.

use db::Tx;
use directory::{Act, Error};
use domain::dossier::State;
use dossier::{Thread, hearers};
use mail::Letter;
use web::threads::thread_address;
use web::{Seat, Site};

/// Writes to those for whom a message is.
///
/// # Errors
/// The database's own.
pub(crate) async fn tell(
    tx: &Tx,
    site: &Site,
    seat: &Seat,
    act: &Act,
    thread: &Thread,
) -> Result<(), Error> {
    let author = seat.reader();
    let answers = thread.standing.is_answered_by(author.side());
    let address = thread_address(&seat.association.slug, thread.number);
    let address = format!("{}{address}", site.address);
    for person in hearers(tx, &author, act.person, thread, act.today).await? {
        let Some(to) = person.email else { continue };
        let (subject, text) =
            words(&seat.association.name, thread, answers, &person.name, &address);
        let letter = Letter { to, to_name: person.name, subject, text };
        match mail::post(tx, act.now, &letter).await {
            // Nobody's question waits because a colleague's address cannot be written to.
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The subject and the text of a letter.
fn words(
    association: &str,
    thread: &Thread,
    answers: bool,
    name: &str,
    address: &str,
) -> (String, String) {
    let about = thread.subject.title();
    let (subject, lead, what) = match (answers, thread.standing.missing_piece) {
        (true, _) if thread.standing.state == State::Answered => (
            "Une réponse à une question",
            format!("Une réponse est arrivée à la question {}", thread.number),
            "La lire, demander encore ou clore",
        ),
        (true, _) => (
            "Un message sur une question",
            format!("Un message est arrivé sur la question {}", thread.number),
            "Le lire",
        ),
        (false, true) => (
            "Une pièce manque",
            format!("Une pièce est attendue de {}", thread.standing.awaits.french()),
            "La joindre, en PDF ou en photo",
        ),
        (false, false) => (
            "Une question vous attend",
            format!("Une question est posée à {}", thread.standing.awaits.french()),
            "La lire et y répondre",
        ),
    };
    let text = format!(
        "Bonjour {name},\n\n{lead}.\n\nAssociation : {association}\nSur : {about}\n\n{what} :\n\
         {address}\n\nLe texte reste sur le site : ce courriel ne le contient pas.\n"
    );
    (format!("{subject} – {association}"), text)
}
