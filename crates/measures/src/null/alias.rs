use agglom_method::Generator;
use rand::RngExt;

/// Draws of a number with given chances, in constant time (Walker 1977, built as Vose 1991).
pub(crate) struct Alias {
    /// For each number, the chance to keep it and what is drawn instead.
    slots: Vec<(f64, u32)>,
}

impl Alias {
    /// From chances that are positive and add up to one.
    pub(crate) fn new(chances: &[f64]) -> Self {
        let n = chances.len();
        let mut keep: Vec<f64> = chances.iter().map(|p| p * n as f64).collect();
        let mut instead: Vec<u32> = (0..n as u32).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| keep[i] < 1.0);
        while let (Some(&i), Some(&j)) = (small.last(), large.last()) {
            small.pop();
            instead[i] = j as u32;
            keep[j] -= 1.0 - keep[i];
            if keep[j] < 1.0 {
                large.pop();
                small.push(j);
            }
        }
        // What is left would be exactly 1 without rounding.
        for i in small {
            keep[i] = 1.0;
        }
        Self { slots: keep.into_iter().zip(instead).collect() }
    }

    /// A number drawn with its chance.
    pub(crate) fn draw(&self, generator: &mut Generator) -> usize {
        let at = generator.random::<f64>() * self.slots.len() as f64;
        let i = (at as usize).min(self.slots.len() - 1);
        let (keep, instead) = self.slots[i];
        if at - (i as f64) < keep { i } else { instead as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::Alias;
    use agglom_method::Seed;

    #[test]
    fn numbers_come_as_often_as_their_chances_say() {
        let chances = [0.5, 0.3, 0.125, 0.0625, 0.0125];
        let (alias, mut generator, draws) = (Alias::new(&chances), Seed::new(1).draw(0), 1_000_000);
        let mut times = [0.0; 5];
        (0..draws).for_each(|_| times[alias.draw(&mut generator)] += 1.0);
        // Pearson's X² with 4 degrees of freedom exceeds 18.5 with probability 0.001.
        let distance: f64 = chances.iter().zip(times).map(|(p, n)| (n - p * f64::from(draws)).powi(2) / (p * f64::from(draws))).sum();
        assert!(distance < 18.5, "{times:?}");
    }

    #[test]
    fn one_number_is_always_drawn() {
        let alias = Alias::new(&[1.0]);
        assert!((0..100).all(|k| alias.draw(&mut Seed::new(2).draw(k)) == 0));
    }
}
