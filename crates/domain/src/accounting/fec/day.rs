//! Dates of a FEC: AAAAMMJJ; other orders and separators are read and said.

use chrono::NaiveDate;

/// A read day, and whether it was written otherwise than AAAAMMJJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The day.
    pub day: NaiveDate,
    /// Written with separators, or day first.
    pub odd: bool,
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

fn day(year: &[u8], month: &[u8], day: &[u8]) -> Option<NaiveDate> {
    let year = number(year)?;
    // A year outside the life of any association is a slip, such as 02025 or 20250 read askew.
    (1900..=2199).contains(&year).then_some(())?;
    NaiveDate::from_ymd_opt(year as i32, number(month)?, number(day)?)
}

/// Reads a field already trimmed; `None` when it is no day of the calendar.
pub fn read(field: &[u8]) -> Option<Read> {
    if let [y @ .., m1, m2, d1, d2] = field
        && y.len() == 4
    {
        let odd = |day| Read { day, odd: true };
        return day(y, &[*m1, *m2], &[*d1, *d2])
            .map(|day| Read { day, odd: false })
            .or_else(|| day(&field[4..8], &field[2..4], &field[..2]).map(odd));
    }
    let mut parts = field.split(|b| matches!(b, b'/' | b'-' | b'.'));
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let read = if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        day(a, b, c)
    } else if c.len() == 4 && a.len() <= 2 && b.len() <= 2 {
        day(c, b, a)
    } else {
        None
    };
    read.map(|day| Read { day, odd: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_real_days_only() {
        let iso = |text: &str| read(text.as_bytes()).map(|r| (r.day.to_string(), r.odd));
        assert_eq!(iso("20250310"), Some(("2025-03-10".into(), false)));
        assert_eq!(iso("10/03/2025"), Some(("2025-03-10".into(), true)));
        assert_eq!(iso("2025-03-10"), Some(("2025-03-10".into(), true)));
        assert_eq!(iso("31122025"), Some(("2025-12-31".into(), true)));
        for text in ["20250231", "", "2025", "20251301", "1/2/3/4", "00000000", "2025031a"] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
