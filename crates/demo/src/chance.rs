//! Chance that never changes: the same seed gives the same pôle on every machine. And the exact
//! cutting of a whole into parts, so that totals are hit without a line that closes them.

/// A small deterministic generator (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2009_c011_ec71_f000)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low + 1) as u64;
        low + (self.next() % width) as i64
    }

    /// Whether something that happens `percent` times in a hundred happens now.
    pub fn odds(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of the choices.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.between(0, choices.len() as i64 - 1) as usize]
    }

    /// Positions `0..count` in a random order.
    pub fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.between(0, last as i64) as usize);
        }
        order
    }

    /// Weights for `count` parts of a very uneven whole: a few large, many small.
    pub fn uneven(&mut self, count: usize) -> Vec<i64> {
        (0..count)
            .map(|_| self.between(20, 100) * self.between(20, 100) * self.between(30, 100) / 100)
            .collect()
    }
}

/// Cuts a whole by weights; the last units go to the largest remainders, ties to the first.
///
/// # Panics
/// When no weight is above zero.
pub fn cut(whole: i64, weights: &[i64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    assert!(total > 0, "a whole is cut by weights above zero");
    let share = |weight: i64| i128::from(whole) * i128::from(weight);
    let mut parts: Vec<i64> = weights.iter().map(|&w| share(w).div_euclid(total) as i64).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&i| std::cmp::Reverse(share(weights[i]).rem_euclid(total)));
    let left = whole - parts.iter().sum::<i64>();
    for &i in by_remainder.iter().take(left as usize) {
        parts[i] += 1;
    }
    parts
}

/// `amount × numerator / denominator`, to the nearest unit, half up, for amounts not negative.
pub fn share_of(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let product = i128::from(amount) * i128::from(numerator) * 2 + i128::from(denominator);
    (product / (2 * i128::from(denominator))) as i64
}
