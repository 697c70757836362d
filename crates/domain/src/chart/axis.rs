//! The axis of a chart: round steps from zero, in whole numbers only.

use crate::money::group;

/// Ticks at multiples of a round step; zero is always one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    step: i128,
    first: i128,
    last: i128,
}

impl Axis {
    /// The axis that holds zero and every value, in at most `intervals` steps (two when values lie
    /// on both sides of zero). The step is 1, 2 or 5 times a power of ten.
    pub fn over(values: impl IntoIterator<Item = i64>, intervals: u8) -> Self {
        let (low, high) = values.into_iter().fold((0, 0), |(low, high), value| {
            (i128::from(value).min(low), i128::from(value).max(high))
        });
        // Two signs need at least a step on either side.
        let both = u8::from(low < 0 && high > 0);
        let intervals = i128::from(intervals.max(1 + both));
        let steps = |step: i128| (ceil_div(-low, step), ceil_div(high, step));
        let step = round_steps()
            .find(|step| {
                let (below, above) = steps(*step);
                below + above <= intervals
            })
            .unwrap_or(i128::MAX / 4);
        let (below, above) = steps(step);
        // Nothing but zeros: one step, so that the axis has a length.
        let above = if below + above == 0 { 1 } else { above };
        Self { step, first: -below * step, last: above * step }
    }

    /// The values of the ticks, from left to right.
    pub fn ticks(&self) -> Vec<i128> {
        let count = (self.last - self.first) / self.step;
        (0..=count).map(|index| self.first + index * self.step).collect()
    }

    /// Where a value stands between the first tick (0) and the last (1).
    pub fn position(&self, value: i128) -> f64 {
        (value - self.first) as f64 / (self.last - self.first) as f64
    }

    /// A tick in units: `1 500`, `−2,5`; decimals only where the step needs them.
    pub fn label(&self, tick: i128, scale: i64) -> String {
        let scale = i128::from(scale);
        let sign = if tick < 0 { "\u{2212}" } else { "" };
        let (whole, rest) = (tick.abs() / scale, tick.abs() % scale);
        let whole = group(u64::try_from(whole).unwrap_or(u64::MAX));
        if self.step % scale == 0 || rest == 0 {
            return format!("{sign}{whole}");
        }
        // A scale that is no power of ten still gets readable hundredths.
        let hundredths = (rest * 100 + scale / 2) / scale;
        let decimals = format!("{hundredths:02}");
        format!("{sign}{whole},{}", decimals.trim_end_matches('0'))
    }
}

fn ceil_div(value: i128, step: i128) -> i128 {
    (value + step - 1) / step
}

/// 1, 2, 5, 10, 20, 50… until beyond any sum of two `i64`.
fn round_steps() -> impl Iterator<Item = i128> {
    (0..21_u32).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i128.pow(power)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_start_from_zero() {
        assert_eq!(Axis::over([37], 5).ticks(), [0, 10, 20, 30, 40]);
        assert_eq!(Axis::over([100], 5).ticks(), [0, 20, 40, 60, 80, 100]);
        assert_eq!(Axis::over([1], 5).ticks(), [0, 1]);
        assert_eq!(Axis::over([-30, 80], 5).ticks(), [-50, 0, 50, 100]);
        assert_eq!(Axis::over([-7], 5).ticks(), [-8, -6, -4, -2, 0]);
    }

    #[test]
    fn nothing_or_zeros_still_have_a_length() {
        assert_eq!(Axis::over([], 5).ticks(), [0, 1]);
        assert_eq!(Axis::over([0, 0], 5).ticks(), [0, 1]);
    }

    #[test]
    fn the_largest_values_do_not_overflow() {
        for values in [vec![i64::MIN, i64::MAX], vec![i64::MAX], vec![i64::MIN]] {
            for intervals in 0..=6 {
                let axis = Axis::over(values.iter().copied(), intervals);
                for value in &values {
                    let at = axis.position(i128::from(*value));
                    assert!((0.0..=1.0).contains(&at), "{value} stands at {at}");
                }
                assert!(axis.ticks().len() <= usize::from(intervals.max(2)) + 1);
            }
        }
    }

    #[test]
    fn ticks_are_said_in_units() {
        let cents = Axis::over([123_456], 5);
        assert_eq!(cents.ticks(), [0, 50_000, 100_000, 150_000]);
        assert_eq!(cents.label(150_000, 100), "1\u{202f}500");
        let small = Axis::over([-250, 100], 8);
        assert_eq!(small.label(-150, 100), "\u{2212}1,5");
        assert_eq!(small.label(-200, 100), "\u{2212}2");
        assert_eq!(Axis::over([9], 5).label(2, 3), "0,67");
    }
}
