//! A server that takes letters by SMTP. Off this machine, nothing is said in clear.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use crate::Misread;
use crate::carrier::{Kind, Trouble};

/// A server, how to speak to it, and as whom.
#[derive(Clone)]
pub struct Relay {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
}

/// How what is said is kept secret.
#[derive(Clone)]
enum Security {
    /// From the first byte.
    Tls(TlsParameters),
    /// From the server's consent on; without it nothing more is said.
    StartTls(TlsParameters),
    /// Not at all: the server is this machine.
    None,
}

/// Until the server has greeted and recognised us.
const GREETING: Duration = Duration::from_secs(30);
/// Until it has taken the letter. With the former, well under the postman's lease.
const TAKING: Duration = Duration::from_mins(2);
/// Until it has said goodbye; the letter is taken already.
const GOODBYE: Duration = Duration::from_secs(5);

impl Relay {
    /// Reads `user:pass@host:port`, each part but the host left out at will.
    pub(crate) fn read(text: &str, tls: bool) -> Result<Self, Misread> {
        // From the right: a user's name is often an address.
        let (who, place) = match text.rsplit_once('@') {
            Some((who, place)) => (Some(who), place),
            None => (None, text),
        };
        let credentials = who.map(|who| {
            let (user, password) =
                who.split_once(':').ok_or(Misread::Carrier("utilisateur sans mot de passe"))?;
            let unread = Misread::Carrier("% mal placé dans l'utilisateur ou le mot de passe");
            let (user, password) = decoded(user).zip(decoded(password)).ok_or(unread)?;
            Ok(Credentials::new(user, password))
        });
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            // The colon of `[::1]` is no port's.
            Some((host, port)) if !port.ends_with(']') => {
                let port = port.parse().map_err(|_| Misread::Carrier("port illisible"))?;
                (host, port)
            }
            _ => (place, if tls { 465 } else { 587 }),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() || host.contains(|letter: char| letter.is_whitespace() || letter == '/')
        {
            return Err(Misread::Carrier("serveur illisible"));
        }
        let parameters = || {
            TlsParameters::new(host.to_owned()).map_err(|_| Misread::Carrier("serveur illisible"))
        };
        let security = if tls {
            Security::Tls(parameters()?)
        } else if is_this_machine(host) {
            Security::None
        } else {
            Security::StartTls(parameters()?)
        };
        Ok(Self { host: host.to_owned(), port, security, credentials: credentials.transpose()? })
    }

    /// Trusts these certificates too.
    pub(crate) fn trusting(mut self, pem: &[u8]) -> Result<Self, Misread> {
        // Bytes without any certificate are read as none of them, without complaint.
        let some = pem.windows(BEGIN.len()).any(|window| window == BEGIN);
        let authority = Certificate::from_pem(pem).ok().filter(|_| some);
        let authority = authority.ok_or(Misread::Authority)?;
        if let Security::Tls(parameters) | Security::StartTls(parameters) = &mut self.security {
            let builder = TlsParameters::builder(self.host.clone());
            *parameters =
                builder.add_root_certificate(authority).build().map_err(|_| Misread::Authority)?;
        }
        Ok(self)
    }

    /// Hands over one letter on a connection of its own.
    pub(crate) async fn send(&self, envelope: &Envelope, bytes: &[u8]) -> Result<(), Trouble> {
        let mut connection = match timeout(GREETING, self.greeted()).await {
            Ok(Ok(connection)) => connection,
            // Even a « 535 wrong password »: the setting is at fault, not the letter.
            Ok(Err(error)) => return Err(trouble(Kind::Unreachable, &error)),
            Err(_) => return Err(too_slow(Kind::Unreachable)),
        };
        match timeout(TAKING, connection.send(envelope, bytes)).await {
            Ok(Ok(_)) => {
                let _ = timeout(GOODBYE, connection.quit()).await;
                Ok(())
            }
            // `is_client`: what the letter needs, such as an accent in the address, the server lacks.
            Ok(Err(error)) if error.is_permanent() || error.is_client() => {
                Err(trouble(Kind::Refused, &error))
            }
            Ok(Err(error)) => Err(trouble(Kind::Later, &error)),
            Err(_) => Err(too_slow(Kind::Later)),
        }
    }

    async fn greeted(&self) -> Result<AsyncSmtpConnection, Error> {
        let (place, us) = ((self.host.as_str(), self.port), ClientId::default());
        let wrapped = match &self.security {
            Security::Tls(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(GREETING), &us, wrapped, None).await?;
        if let Security::StartTls(parameters) = &self.security {
            connection.starttls(parameters.clone(), &us).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn trouble(kind: Kind, error: &Error) -> Trouble {
    Trouble { kind, code: error.status().map(u16::from), told: error.to_string() }
}

fn too_slow(kind: Kind) -> Trouble {
    Trouble { kind, code: None, told: "le serveur n'a pas répondu à temps".to_owned() }
}

/// `%40` → `@`; none when what follows a `%` is not two hexadecimal digits, or not UTF-8 together.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                (digit(bytes.next()?)? * 16 + digit(bytes.next()?)?) as u8
            }
            byte => byte,
        };
        out.push(byte);
    }
    String::from_utf8(out).ok()
}

/// The server without user nor password.
impl fmt::Display for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if matches!(self.security, Security::Tls(_)) { "smtps" } else { "smtp" };
        let host = &self.host;
        let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        write!(f, "{scheme}://{host}:{}", self.port)
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
