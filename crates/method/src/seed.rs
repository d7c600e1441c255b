use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::{Digest, Sha256};

/// The generator of all random draws: ChaCha with eight rounds, whose stream is fixed by its definition and not by a version.
pub type Generator = ChaCha8Rng;

/// A reproducible source of randomness, passed by value.
///
/// A seed has children by name, so draw `k` of group `g` of analysis `a` depends on (study seed, a, g, k) and on nothing else:
/// not on threads, not on the order of work, not on other analyses.
///
/// ```
/// use agglom_method::Seed;
/// let seed = Seed::new(7).child("location_quotient").child("year=2021");
/// assert_eq!(seed, Seed::new(7).child("location_quotient").child("year=2021"));
/// assert_ne!(seed, Seed::new(7).child("location_quotient").child("year=2020"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The root seed of a study.
    pub fn new(number: u64) -> Self {
        Self::hash(&[b"agglom", &number.to_le_bytes()])
    }

    /// The seed of a named part of this one.
    pub fn child(self, name: &str) -> Self {
        Self::hash(&[&self.0, name.as_bytes()])
    }

    /// The generator of draw `k`.
    pub fn draw(self, k: u64) -> Generator {
        let mut generator = ChaCha8Rng::from_seed(self.0);
        generator.set_stream(k);
        generator
    }

    fn hash(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::Rng;

    #[test]
    fn draws_of_one_seed_differ_and_repeat() {
        let seed = Seed::new(1).child("a");
        let (first, again, other) = (seed.draw(0).next_u64(), seed.draw(0).next_u64(), seed.draw(1).next_u64());
        assert_eq!(first, again);
        assert_ne!(first, other);
    }
}
