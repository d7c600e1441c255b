/// Weights at sites as they are kept for sums over many neighbours: in as little memory as loses no digit.
pub(super) trait Stored: Copy + Send + Sync {
    /// True if the weight of the industry whose neighbourhood is looked at is kept beside that of all.
    const BOTH: bool;
    /// How many weights one sum can take.
    const AT_MOST: usize = usize::MAX / 4;
    /// What weights add up to.
    type Sum: Copy + Send + Sync + Default;
    /// Keeps the weight at a site, and the part of it that belongs to the industry looked at.
    fn store(weight: f64, own: f64) -> Self;
    /// Adds a weight to a sum.
    fn add(self, sum: &mut Self::Sum);
    /// The sum of four sums: of all weights, and of those of the industry looked at.
    fn total(parts: [Self::Sum; 4]) -> [f64; 2];
}

impl Stored for f64 {
    const BOTH: bool = false;
    type Sum = f64;

    fn store(weight: f64, _: f64) -> Self {
        weight
    }

    #[inline]
    fn add(self, sum: &mut f64) {
        *sum += self;
    }

    fn total(p: [f64; 4]) -> [f64; 2] {
        [(p[0] + p[1]) + (p[2] + p[3]), 0.0]
    }
}

impl Stored for f32 {
    const BOTH: bool = false;
    type Sum = f64;

    #[expect(clippy::cast_possible_truncation, reason = "used only where no weight loses a digit")]
    fn store(weight: f64, _: f64) -> Self {
        weight as f32
    }

    #[inline]
    fn add(self, sum: &mut f64) {
        *sum += f64::from(self);
    }

    fn total(p: [f64; 4]) -> [f64; 2] {
        [(p[0] + p[1]) + (p[2] + p[3]), 0.0]
    }
}

/// Whole numbers that all together stay below 2³².
impl Stored for u32 {
    const BOTH: bool = false;
    type Sum = u32;

    fn store(weight: f64, _: f64) -> Self {
        weight as u32
    }

    #[inline]
    fn add(self, sum: &mut u32) {
        *sum = sum.wrapping_add(self);
    }

    fn total(p: [u32; 4]) -> [f64; 2] {
        [f64::from(p.into_iter().fold(0, u32::wrapping_add)), 0.0]
    }
}

/// The same with the industry looked at in the lower half and all in the upper: one addition for both.
impl Stored for u64 {
    const BOTH: bool = true;
    type Sum = u64;

    fn store(weight: f64, own: f64) -> Self {
        ((weight as u64) << 32) | own as u64
    }

    #[inline]
    fn add(self, sum: &mut u64) {
        *sum = sum.wrapping_add(self);
    }

    fn total(p: [u64; 4]) -> [f64; 2] {
        let sum = p.into_iter().fold(0, u64::wrapping_add);
        [(sum >> 32) as f64, (sum & u64::from(u32::MAX)) as f64]
    }
}

/// The same of weights below 2¹⁰ in half the memory, the industry looked at in the lower half and all in the upper.
#[derive(Clone, Copy)]
pub(super) struct Halves(u32);

impl Halves {
    /// No weight is larger.
    pub(super) const LARGEST: f64 = 1023.0;
}

impl Stored for Halves {
    const BOTH: bool = true;
    const AT_MOST: usize = 64;
    type Sum = u32;

    fn store(weight: f64, own: f64) -> Self {
        Self(((weight as u32) << 16) | own as u32)
    }

    #[inline]
    fn add(self, sum: &mut u32) {
        *sum = sum.wrapping_add(self.0);
    }

    fn total(p: [u32; 4]) -> [f64; 2] {
        let sum = |half: fn(u32) -> u32| f64::from(p.into_iter().map(half).sum::<u32>());
        [sum(|part| part >> 16), sum(|part| part & 0xffff)]
    }
}

/// True if all weights are whole numbers that stay below 2³² together, so that sums of whole numbers are exact.
pub(super) fn whole(weights: &[f64]) -> bool {
    weights.iter().all(|w| w.fract() == 0.0 && *w >= 0.0) && weights.iter().sum::<f64>() <= f64::from(u32::MAX)
}

/// True if half the memory loses no digit of any weight.
pub(super) fn short(weights: &[f64]) -> bool {
    weights.iter().all(|&w| f64::from(f32::store(w, 0.0)).to_bits() == w.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum<S: Stored>(weights: &[[f64; 2]]) -> [f64; 2] {
        let mut parts = [S::Sum::default(); 4];
        weights.iter().enumerate().for_each(|(k, w)| S::store(w[0], w[1]).add(&mut parts[k % 4]));
        S::total(parts)
    }

    #[test]
    fn every_way_to_keep_weights_gives_the_same_sum() {
        let weights = [[3e9, 0.0], [7.0, 7.0], [1e9, 1e9], [12.0, 0.0], [9.0, 9.0], [0.0, 0.0]];
        let plain: Vec<f64> = weights.iter().map(|w| w[0]).collect();
        assert!(whole(&plain) && short(&plain));
        assert_eq!(sum::<u64>(&weights), [4_000_000_028.0, 1_000_000_016.0]);
        assert_eq!([sum::<u32>(&weights)[0], sum::<f32>(&weights)[0], sum::<f64>(&weights)[0]], [4_000_000_028.0; 3]);
        let small = [[1023.0, 0.0], [7.0, 7.0], [1000.0, 1000.0], [12.0, 0.0], [9.0, 9.0], [0.0, 0.0]];
        assert_eq!(sum::<Halves>(&small), sum::<u64>(&small));
        assert_eq!(sum::<Halves>(&[[Halves::LARGEST; 2]; 4 * Halves::AT_MOST]), [1023.0 * 256.0; 2]);
        assert!(!whole(&[0.5]) && !whole(&[4e9, 4e9]) && !whole(&[-1.0]) && short(&[0.5]) && !short(&[0.1]));
    }
}
