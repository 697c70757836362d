//! What the base keeps but must not tell: values sealed by the key of the instance, which is never
//! in the base nor in its backups.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest, Sha256};

use crate::Error;

/// Seals and opens values. A value sealed for one use is not opened for another.
#[derive(Clone)]
pub struct Sealing {
    cipher: XChaCha20Poly1305,
    marking: [u8; 32],
}

/// Bytes of the random part that heads each sealed value.
const NONCE: usize = 24;

impl Sealing {
    /// From the instance's secret, by a key of its own.
    pub fn new(secret: &[u8; 32]) -> Self {
        let key =
            |purpose: &[u8]| Sha256::new().chain_update(purpose).chain_update(secret).finalize();
        Self {
            cipher: XChaCha20Poly1305::new(&key(b"collectif: values sealed in the base, v1")),
            marking: key(b"collectif: marks that only this instance makes, v1").into(),
        }
    }

    /// Seals a value for a use, such as `code:12`.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn seal(&self, used_for: &str, value: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| {
            Error::refused(format!("la machine ne donne pas de hasard : {error}"))
        })?;
        let payload = Payload { msg: value, aad: used_for.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::refused("une valeur n'a pas pu être scellée"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// A mark of a value for a use: always the same, and nobody makes it without the key.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn mark(&self, used_for: &str, value: &[u8]) -> [u8; 32] {
        let mut marking = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.marking)
            .expect("HMAC takes a key of any length");
        marking.update(&(used_for.len() as u64).to_be_bytes());
        marking.update(used_for.as_bytes());
        marking.update(value);
        marking.finalize().into_bytes().into()
    }

    /// Opens a value sealed for the same use; none when it was not, or by another key.
    pub fn open(&self, used_for: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: used_for.as_bytes() };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

/// Never shown.
impl std::fmt::Debug for Sealing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealing")
    }
}
