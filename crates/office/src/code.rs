//! Codes of six digits that change every thirty seconds (TOTP, RFC 6238): the second factor of
//! those who read or change what belongs to others.

use directory::{Error, Sealing};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};
use web::Problem;

/// A secret shared with somebody's telephone.
pub struct Code(Totp);

impl Code {
    /// A new secret, 160 bits.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn draw(pole: &str, email: &str) -> Result<Self, Problem> {
        let random = directory::Token::random()?.digest();
        Self::of(random.into_iter().take(20).collect(), pole, email)
    }

    fn of(secret: Vec<u8>, pole: &str, email: &str) -> Result<Self, Problem> {
        // A colon parts the issuer from the account in the address that telephones read.
        let issuer = pole.replace(':', " ");
        let built = Builder::new()
            .with_secret(Secret::from(secret))
            .with_issuer(Some(issuer))
            .with_account_name(email.to_owned())
            .build();
        built.map(Self).map_err(|error| Problem::internal(error.to_string()))
    }

    /// The secret as the base keeps it.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn sealed(&self, sealing: &Sealing, person: i64) -> Result<Vec<u8>, Error> {
        let secret = self.secret();
        sealing.seal(&used_for(person), secret.as_bytes())
    }

    /// Reads what the base keeps, or what a page carried; none when it was sealed for somebody else
    /// or by another key.
    ///
    /// # Errors
    /// When the secret makes no codes.
    pub fn opened(
        sealing: &Sealing,
        person: i64,
        sealed: &[u8],
        pole: &str,
        email: &str,
    ) -> Result<Option<Self>, Problem> {
        let Some(secret) = sealing.open(&used_for(person), sealed) else { return Ok(None) };
        let text = String::from_utf8(secret).map_err(Problem::internal)?;
        let secret = Secret::try_from_base32(&text);
        let secret = secret.map_err(|error| Problem::internal(error.to_string()))?;
        Self::of(secret.as_ref().to_vec(), pole, email).map(Some)
    }

    /// The secret, as one types it into a telephone.
    pub fn secret(&self) -> String {
        let url = self.0.to_url().unwrap_or_default();
        let secret = url.split(['?', '&']).find_map(|part| part.strip_prefix("secret="));
        secret.unwrap_or_default().to_owned()
    }

    /// The secret as a picture that telephones read: an SVG without any style of its own.
    ///
    /// # Errors
    /// When the address is too long for one.
    pub fn picture(&self) -> Result<String, Problem> {
        let url = self.0.to_url().map_err(|error| Problem::internal(error.to_string()))?;
        let code = QrCode::new(url).map_err(Problem::internal)?;
        let svg = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
        Ok(svg.split_once("?>").map_or(svg.clone(), |(_, svg)| svg.to_owned()))
    }

    /// The time step for which the digits are right, if it is later than the last one that served:
    /// no code serves twice.
    pub fn step(&self, digits: &str, unix_time_s: i64, last: Option<i64>) -> Option<i64> {
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        let step = self.0.check(&digits, u64::try_from(unix_time_s).ok()?)?;
        i64::try_from(step).ok().filter(|step| last.is_none_or(|last| last < *step))
    }
}

fn used_for(person: i64) -> String {
    format!("code:{person}")
}
