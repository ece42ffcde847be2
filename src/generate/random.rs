//! Numbers that look random, and are the same for the same seed.

/// `SplitMix64`: a counter whose values are mixed.
pub(super) struct Random {
    state: u64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random { state: seed }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `end`, each as likely as another.
    pub(super) fn below(&mut self, end: u64) -> usize {
        usize::try_from(self.next() % end).expect("what is below a small number is small")
    }

    /// From 0 to below 1.
    fn unit(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let bits = (self.next() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }

    /// From 0 to below `end`, small numbers much more likely: few organizations employ many.
    pub(super) fn skewed(&mut self, end: u32) -> u32 {
        let position = self.unit().powi(3) * f64::from(end);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is below")]
        let position = position as u32;
        position.min(end.saturating_sub(1))
    }

    /// Standard normal, as the sum of twelve uniform numbers less six.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
