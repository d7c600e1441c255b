/// Added to a smaller number, it rounds to the nearest whole number, which then stands in the last digits (2⁵²): faster than a conversion.
const ROUNDING: f64 = 4_503_599_627_370_496.0;

/// Ascending distances and the rings between them: ring `k` ends at distance `k` and begins beyond the one before.
#[derive(Debug, Clone)]
pub(crate) struct Radii {
    squared: Vec<f64>,
    /// The same and infinities.
    ends: Box<[f64; Self::MOST]>,
    /// Slots per squared metre.
    scale: f64,
    /// A ring that does not lie beyond the beginning of each slot; as many as there are numbers of slots, so that none is asked for in vain.
    first: Box<[u16; 1 << 16]>,
    /// True if no slot lies in more than two rings.
    wide: bool,
    /// Rings per metre, if distances are the multiples of one of them, from zero on.
    even: Option<f64>,
}

impl Radii {
    const SLOTS: usize = 8192;
    /// More than there can be distances, two for each that settings name; a power of two.
    const MOST: usize = 4096;

    /// From fewer than 4096 distances that are finite, not negative and ascending; what is more is left out.
    pub(crate) fn new(distances: &[f64]) -> Self {
        let squared: Vec<f64> = distances.iter().take(Self::MOST - 1).map(|r| r * r).collect();
        let last = squared.last().copied().unwrap_or(0.0);
        let scale = if last > 0.0 { Self::SLOTS as f64 / last } else { 0.0 };
        // Rounding may put a squared distance one slot too high: a slot knows the ring of the beginning of the slot before.
        let start = |slot: usize| if scale > 0.0 { slot as f64 / scale } else { 0.0 };
        let ring = |slot: usize| squared.partition_point(|&s| s < start(slot));
        let mut first: Box<[u16; 1 << 16]> = boxed(0);
        (0..=Self::SLOTS).zip(&mut *first).for_each(|(slot, first)| *first = ring(slot.saturating_sub(1)) as u16);
        let wide = scale > 0.0 && (0..=Self::SLOTS).all(|slot| ring(slot + 2).min(squared.len()) <= first[slot] as usize + 1);
        let mut ends: Box<[f64; Self::MOST]> = boxed(f64::INFINITY);
        ends.iter_mut().zip(&squared).for_each(|(end, squared)| *end = *squared);
        Self { squared, ends, scale, first, wide, even: even(distances) }
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

    /// The width of the narrowest ring; a distance of zero is none.
    pub(crate) fn narrowest(&self) -> f64 {
        let ends = std::iter::once(0.0).chain(self.squared.iter().map(|s| s.sqrt()).filter(|&r| r > 0.0));
        ends.clone().zip(ends.skip(1)).map(|(start, end)| end - start).fold(f64::INFINITY, f64::min)
    }

    /// The rings of some squared distances in single precision: a distance that is beyond the end of a ring by no more than 3e-7 of it may belong
    /// to that ring.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "what is lost is less than what is taken off")]
    pub(crate) fn rings_in_single(&self, squares: &[f32], rings: &mut [u16]) {
        // A multiple of the step stays one whichever way it is rounded.
        const LESS: f64 = 2e-7;
        // Added to a smaller number, it rounds to the nearest whole number, which then stands in the low bits (2²³).
        const ROUNDING: f32 = 8_388_608.0;
        let last = self.len() as f32;
        match self.even.map(|per_metre| (per_metre * (1.0 - LESS)) as f32) {
            Some(per_metre) => squares.iter().zip(rings).for_each(|(square, ring)| {
                let steps = square.sqrt() * per_metre;
                let nearest = (steps + ROUNDING) - ROUNDING;
                let next = nearest + if steps > nearest { 1.0 } else { 0.0 };
                *ring = (if next < last { next } else { last } + ROUNDING).to_bits() as u16;
            }),
            None => squares.iter().zip(rings).for_each(|(&square, ring)| *ring = self.ring(f64::from(square)) as u16),
        }
    }

    /// The rings of some squared distances.
    #[inline(always)]
    pub(crate) fn rings(&self, squares: &[f64], rings: &mut [u16]) {
        // Nearer to the end of a ring than rounding is sure of.
        const UNSURE: f64 = 1e-8;
        let last = self.len() as f64;
        if let Some(per_metre) = self.even {
            let mut unsure = false;
            for (square, ring) in squares.iter().zip(&mut *rings) {
                let steps = square.sqrt() * per_metre;
                let nearest = (steps + ROUNDING) - ROUNDING;
                unsure |= (steps - nearest).abs() < UNSURE;
                let next = nearest + if steps > nearest { 1.0 } else { 0.0 };
                *ring = (if next < last { next } else { last } + ROUNDING).to_bits() as u16;
            }
            if !unsure {
                return;
            }
        }
        // One after the other, so that a processor works out the slots side by side.
        squares.iter().zip(&mut *rings).for_each(|(&squared, ring)| *ring = self.slot(squared));
        squares.iter().zip(rings).for_each(|(&squared, ring)| *ring = self.ring_from(*ring, squared) as u16);
    }

    /// The ring of a squared distance; one more than the last if it is above the largest.
    #[inline(always)]
    pub(crate) fn ring(&self, squared: f64) -> usize {
        self.ring_from(self.slot(squared), squared)
    }

    #[inline(always)]
    fn slot(&self, squared: f64) -> u16 {
        ((squared * self.scale).min(Self::SLOTS as f64) + ROUNDING).to_bits() as u16
    }

    #[inline(always)]
    fn ring_from(&self, slot: u16, squared: f64) -> usize {
        let mut ring = usize::from(self.first[usize::from(slot)]);
        ring += usize::from(squared > self.ends[ring % Self::MOST]);
        if !self.wide {
            while squared > self.ends[ring % Self::MOST] {
                ring += 1;
            }
        }
        ring
    }
}

/// So many times the same, not on the stack.
fn boxed<T: Clone, const N: usize>(value: T) -> Box<[T; N]> {
    vec![value; N].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("as many as asked for"))
}

/// One divided by the step of even distances from zero on.
fn even(distances: &[f64]) -> Option<f64> {
    const EQUAL: f64 = 1e-12;
    let (&last, steps) = (distances.last()?, distances.len() - 1);
    let step = last / steps as f64;
    let even = last > 0.0 && distances.iter().enumerate().all(|(k, d)| (d - k as f64 * step).abs() <= EQUAL * last);
    even.then_some(1.0 / step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_of_many_distances_are_those_of_each() {
        let even: Vec<f64> = (0..=40).map(|k| f64::from(k) * 70.0).collect();
        assert!(super::even(&even).is_some() && super::even(&even[1..]).is_none() && super::even(&[0.0]).is_none());
        for distances in [&even[..], &even[1..], &[0.0, 5.0, 300.0, 2800.0]] {
            let radii = Radii::new(distances);
            let squares: Vec<f32> = (0..2900u16).flat_map(|d| [f32::from(d).powi(2), (f32::from(d) + 0.01).powi(2)]).chain([f32::MAX]).collect();
            let (mut single, mut double) = (vec![0; squares.len()], vec![0; squares.len()]);
            radii.rings_in_single(&squares, &mut single);
            let wide: Vec<f64> = squares.iter().copied().map(f64::from).collect();
            wide.chunks(2).zip(double.chunks_mut(2)).for_each(|(squares, rings)| radii.rings(squares, rings));
            for (k, &square) in wide.iter().enumerate() {
                assert_eq!([usize::from(single[k]), usize::from(double[k])], [radii.ring(square); 2], "{square}");
            }
        }
    }

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
