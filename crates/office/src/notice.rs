//! What changed in the way somebody comes in: the line of the trail, and the letter that tells them,
//! so that a change they did not make is seen by them first.

use db::Tx;
use directory::{Act, Error, audit_of, person, pole};
use domain::calendar::long;
use mail::Letter;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

/// A change in what opens somebody's sessions.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// A password, where there was none: whoever chose it followed a letter, and gets no other.
    FirstPassword,
    /// A password in the place of another.
    Password,
    /// Codes from a telephone.
    Code,
    /// Codes and passkeys taken away, by somebody who administers.
    Reset {
        /// How many passkeys.
        passkeys: u64,
    },
    /// A passkey of this name.
    PasskeyAdded(&'a str),
    /// A passkey of this name, no more.
    PasskeyRemoved(&'a str),
    /// A passkey that counted backwards: there are two of it.
    PasskeyRefused(&'a str),
}

impl Change<'_> {
    /// As the trail writes it.
    fn act(self) -> &'static str {
        match self {
            Self::FirstPassword | Self::Password => "password.set",
            Self::Code => "code.set",
            Self::Reset { .. } => "code.reset",
            Self::PasskeyAdded(_) => "passkey.add",
            Self::PasskeyRemoved(_) => "passkey.remove",
            Self::PasskeyRefused(_) => "passkey.refuse",
        }
    }

    fn detail(self, sessions_ended: u64) -> Value {
        match self {
            Self::Reset { passkeys } => {
                json!({"sessions_ended": sessions_ended, "passkeys_removed": passkeys})
            }
            Self::PasskeyAdded(name) | Self::PasskeyRemoved(name) => {
                json!({"sessions_ended": sessions_ended, "name": name})
            }
            Self::PasskeyRefused(name) => json!({"name": name}),
            _ => json!({"sessions_ended": sessions_ended}),
        }
    }

    /// As the letter says it.
    fn told(self) -> Option<String> {
        match self {
            Self::FirstPassword => None,
            Self::Password => Some("votre mot de passe a été changé".to_owned()),
            Self::Code => {
                Some("des codes sur un téléphone sont devenus votre second facteur".to_owned())
            }
            Self::Reset { .. } => Some(
                "votre second facteur a été remis à zéro\u{a0}: vous en choisirez un autre à votre \
                 prochaine connexion"
                    .to_owned(),
            ),
            Self::PasskeyAdded(name) => {
                Some(format!("la clé d'accès «\u{a0}{name}\u{a0}» a été ajoutée"))
            }
            Self::PasskeyRemoved(name) => {
                Some(format!("la clé d'accès «\u{a0}{name}\u{a0}» a été retirée"))
            }
            Self::PasskeyRefused(name) => Some(format!(
                "la clé d'accès «\u{a0}{name}\u{a0}» a été refusée, car quelqu'un en a peut-être une \
                 copie\u{a0}; retirez-la"
            )),
        }
    }
}

/// Writes the change down and tells the person.
///
/// # Errors
/// The database's own.
pub async fn tell(
    tx: &Tx,
    act: &Act,
    person: i64,
    change: Change<'_>,
    sessions_ended: u64,
) -> Result<(), Error> {
    let subject = Some(format!("person:{person}"));
    audit_of(tx, act, None, subject, change.act(), change.detail(sessions_ended)).await?;
    let Some(told) = change.told() else { return Ok(()) };
    let Some(person) = person::Entity::find_by_id(person).one(tx).await? else { return Ok(()) };
    let Some(email) = person.email else { return Ok(()) };
    let (pole, day) = (pole(tx).await?.name, long(act.today));
    let text = format!(
        "Bonjour {},\n\nLe {day}, {told} sur {pole}.\n\nSi c'est vous, ou si vous l'avez demandé, il \
         n'y a rien à faire. Sinon, prévenez tout de suite une personne qui administre les accès, et \
         choisissez un nouveau mot de passe.\n",
        person.name
    );
    let subject = format!("Votre accès a changé – {pole}");
    let letter = Letter { to: email, to_name: person.name, subject, text };
    match mail::post(tx, act.now, &letter).await {
        // Whoever has no address that letters reach still changes what opens their sessions.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
