//! A telephone that keeps passkeys: it makes keys of P-256, counts each use, and says what it is told
//! to say, right or wrong.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// The address of the site, as a browser says it.
pub const ORIGIN: &str = "http://localhost:8099";

/// Somebody was there.
const PRESENT: u8 = 1;
/// And was recognised.
const RECOGNISED: u8 = 4;
/// A key comes with it.
const WITH_KEY: u8 = 64;

/// A telephone with one key.
pub struct Telephone {
    key: Vec<u8>,
    id: Vec<u8>,
    owner: Option<Value>,
    /// Uses so far.
    pub counter: u32,
    /// Where its browser believes to be.
    pub origin: &'static str,
    /// Whether it recognises its owner before it answers.
    pub recognises: bool,
    /// Whether it says whose the key is.
    pub names_owner: bool,
}

impl Telephone {
    /// One that has just been unpacked.
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random);
        let key = key.expect("a key").as_ref().to_vec();
        let id = digest(&SHA256, &key).as_ref().to_vec();
        let (origin, counter) = (ORIGIN, 0);
        Self { key, id, owner: None, counter, origin, recognises: true, names_owner: true }
    }

    fn pair(&self) -> EcdsaKeyPair {
        let random = SystemRandom::new();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.key, &random)
            .expect("a key")
    }

    /// The key's name in the world, as JSON carries it.
    pub fn id(&self) -> String {
        BASE64.encode(&self.id)
    }

    fn flags(&self, more: u8) -> u8 {
        PRESENT | more | if self.recognises { RECOGNISED } else { 0 }
    }

    fn data(&mut self, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let party = digest(&SHA256, b"localhost");
        [party.as_ref(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let told = json!({
            "type": kind, "challenge": asked["cle"]["challenge"], "origin": self.origin,
            "crossOrigin": false,
        });
        told.to_string().into_bytes()
    }

    /// Makes its key for what a site asks.
    pub fn make(&mut self, asked: &Value) -> Value {
        self.owner = Some(asked["cle"]["user"]["id"].clone());
        let pair = self.pair();
        let point = pair.public_key().as_ref();
        // A map in CBOR: an elliptic key, for ES256, on P-256, its two coordinates.
        let key = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..],
            &point[1..33],
            &[0x22, 0x58, 0x20],
            &point[33..],
        ]
        .concat();
        let mut data = self.data(self.flags(WITH_KEY));
        let length = u16::try_from(self.id.len()).expect("a short name");
        data.extend([&[0; 16][..], &length.to_be_bytes(), &self.id, &key].concat());
        let size = u8::try_from(data.len()).expect("less than 256 bytes");
        // { "fmt": "none", "attStmt": {}, "authData": … }
        let object =
            [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..], &[size], &data].concat();
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key",
            "response": {
                "attestationObject": BASE64.encode(object),
                "clientDataJSON": BASE64.encode(self.client("webauthn.create", asked)),
            },
        })
    }

    /// Gives its key for what a site asks.
    pub fn give(&mut self, asked: &Value) -> Value {
        let data = self.data(self.flags(0));
        let client = self.client("webauthn.get", asked);
        let signed = [&data[..], digest(&SHA256, &client).as_ref()].concat();
        let signature = self.pair().sign(&SystemRandom::new(), &signed).expect("a signature");
        let owner = self.owner.clone().filter(|_| self.names_owner);
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key",
            "response": {
                "authenticatorData": BASE64.encode(data),
                "clientDataJSON": BASE64.encode(client),
                "signature": BASE64.encode(signature.as_ref()),
                "userHandle": owner,
            },
        })
    }
}
