//! Books: a FEC comes in and goes out, years follow each other, the past is not edited, and neither
//! haste nor a power cut leaves half of anything.

mod at_once;
mod joining;
mod kills;
pub mod made_year;
mod many_files;
mod past;
mod real_files;
mod round_trip;
mod samples;
pub mod tampering;
mod years;

/// A small year that is read without a word: 3 entries, 6 lines, 25 000,00 each side.
const SAMPLE: &str = "123456782FEC20251231.txt";

/// ISO 8859-15 as the sample files have it.
fn latin9(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0xa4 => '€',
        0xbd => 'œ',
        0xbc => 'Œ',
        byte => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}
