//! Amounts of a FEC: decimal comma, no grouping, a sign before or after.

/// Why a field is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAmount {
    /// A space, an apostrophe or a second mark between digits.
    Grouped,
    /// Anything else.
    NotAnAmount,
}

/// A read amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Cents, signed.
    pub cents: i64,
    /// Whether a point stood where a comma belongs.
    pub point: bool,
    /// Whether nothing was written at all.
    pub empty: bool,
}

/// Reads a field already trimmed of spaces.
pub fn read(field: &[u8]) -> Result<Read, BadAmount> {
    let (negative, digits) = match field {
        [] => {
            return Ok(Read { empty: true, ..Read::default() });
        }
        [b'-', rest @ ..] | [rest @ .., b'-'] => (true, rest),
        [b'+', rest @ ..] | [rest @ .., b'+'] | rest => (false, rest),
    };
    let mut cents: i64 = 0;
    let mut decimals: Option<u32> = None;
    let mut point = false;
    let mut seen = false;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                if let Some(n) = decimals.as_mut() {
                    *n += 1;
                    // Zeros past the second decimal lose nothing; any other digit would.
                    if *n > 2 {
                        if byte == b'0' {
                            continue;
                        }
                        return Err(too_precise_or_grouped(digits));
                    }
                }
                cents = cents
                    .checked_mul(10)
                    .and_then(|c| c.checked_add(i64::from(byte - b'0')))
                    .ok_or(BadAmount::NotAnAmount)?;
            }
            b',' | b'.' if decimals.is_none() => {
                decimals = Some(0);
                point = byte == b'.';
            }
            b',' | b'.' | b' ' | b'\'' | 0xA0 | 0xE2 | 0x80 | 0xAF | 0xC2 => {
                return Err(BadAmount::Grouped);
            }
            _ => return Err(BadAmount::NotAnAmount),
        }
    }
    if !seen {
        return Err(BadAmount::NotAnAmount);
    }
    for _ in decimals.unwrap_or(0).min(2)..2 {
        cents = cents.checked_mul(10).ok_or(BadAmount::NotAnAmount)?;
    }
    Ok(Read { cents: if negative { -cents } else { cents }, point, empty: false })
}

/// `1.234,56` has two marks; `1,234` has one and a decimal too many.
fn too_precise_or_grouped(digits: &[u8]) -> BadAmount {
    let marks = digits.iter().filter(|byte| matches!(byte, b',' | b'.')).count();
    if marks > 1 { BadAmount::Grouped } else { BadAmount::NotAnAmount }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_packages_write() {
        for (text, cents) in [
            ("12000,00", 1_200_000),
            ("0,5", 50),
            ("-1,2", -120),
            ("7-", -700),
            ("+3,00", 300),
            ("12.000", 1200),
            ("1,2300", 123),
        ] {
            assert_eq!(read(text.as_bytes()).map(|r| r.cents), Ok(cents), "{text}");
        }
        assert!(read(b"12000.00").is_ok_and(|r| r.point));
        assert_eq!(read("12 000,00".as_bytes()), Err(BadAmount::Grouped));
        assert_eq!(read("12\u{202f}000,00".as_bytes()), Err(BadAmount::Grouped));
        assert_eq!(read(b"1.234,56"), Err(BadAmount::Grouped));
        for text in ["abc", "-", ",", "1,234", "99999999999999999999"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
