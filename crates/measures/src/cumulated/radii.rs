/// Ascending distances and the rings between them: ring `k` ends at distance `k` and begins beyond the one before.
#[derive(Debug, Clone)]
pub(crate) struct Radii {
    squared: Vec<f64>,
    /// The same and infinity.
    ends: Vec<f64>,
    /// Slots per squared metre.
    scale: f64,
    /// A ring that does not lie beyond the beginning of each slot.
    first: Vec<u16>,
    /// True if no slot lies in more than two rings.
    wide: bool,
}

impl Radii {
    const SLOTS: usize = 8192;

    /// From distances that are finite, not negative and ascending.
    pub(crate) fn new(distances: &[f64]) -> Self {
        let squared: Vec<f64> = distances.iter().map(|r| r * r).collect();
        let last = squared.last().copied().unwrap_or(0.0);
        let scale = if last > 0.0 { Self::SLOTS as f64 / last } else { 0.0 };
        // Rounding may put a squared distance one slot too high: a slot knows the ring of the beginning of the slot before.
        let start = |slot: usize| if scale > 0.0 { slot as f64 / scale } else { 0.0 };
        let ring = |slot: usize| squared.partition_point(|&s| s < start(slot));
        let first: Vec<u16> = (0..=Self::SLOTS).map(|slot| ring(slot.saturating_sub(1)) as u16).collect();
        let wide = scale > 0.0 && (0..=Self::SLOTS).all(|slot| ring(slot + 2).min(squared.len()) <= first[slot] as usize + 1);
        Self { ends: squared.iter().copied().chain([f64::INFINITY]).collect(), squared, scale, first, wide }
    }

    /// How many rings.
    pub(crate) fn len(&self) -> usize {
        self.squared.len()
    }

    /// The largest squared distance.
    pub(crate) fn most(&self) -> f64 {
        self.squared.last().copied().unwrap_or(-1.0)
    }

    /// The largest distance.
    pub(crate) fn reach(&self) -> f64 {
        self.most().max(0.0).sqrt()
    }

    /// The rings of some squared distances.
    #[inline]
    pub(crate) fn rings(&self, squares: &[f64], rings: &mut [u16]) {
        squares.iter().zip(rings).for_each(|(&squared, ring)| *ring = self.ring(squared) as u16);
    }

    /// The ring of a squared distance; one more than the last if it is above the largest.
    #[inline]
    pub(crate) fn ring(&self, squared: f64) -> usize {
        // Adding 2⁵² leaves the rounded number in the last digits, faster than a conversion.
        const ROUNDED: f64 = 4_503_599_627_370_496.0;
        let slot = ((squared * self.scale).min(Self::SLOTS as f64) + ROUNDED).to_bits() & 0xffff;
        let mut ring = self.first[slot as usize] as usize;
        ring += usize::from(squared > self.ends[ring]);
        if !self.wide {
            while squared > self.ends[ring] {
                ring += 1;
            }
        }
        ring
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_belongs_to_the_ring_that_it_ends() {
        let distances = [0.0, 0.5, 3.0, 3.5, 1000.0, 20_000.0];
        let radii = Radii::new(&distances);
        for (d, ring) in [(0.0, 0), (1e-9, 1), (0.5, 1), (0.500_001, 2), (3.0, 2), (3.2, 3), (4.0, 4), (1000.0, 4), (1000.1, 5), (20_000.0, 5)] {
            assert_eq!(radii.ring(d * d), ring, "{d}");
        }
        assert_eq!(Radii::new(&[0.0]).ring(0.0), 0);
        assert_eq!(Radii::new(&[]).len(), 0);
    }

    proptest::proptest! {
        #[test]
        fn rings_are_those_of_a_search(mut steps in proptest::collection::vec(0.0..1e4f64, 1..70), part in 0.0..=1.0f64) {
            steps.sort_unstable_by(f64::total_cmp);
            let radii = Radii::new(&steps);
            let squared = (part * steps[steps.len() - 1]).powi(2);
            let expected = steps.iter().position(|r| squared <= r * r).unwrap_or(steps.len() - 1);
            proptest::prop_assert_eq!(radii.ring(squared), expected);
        }
    }
}
