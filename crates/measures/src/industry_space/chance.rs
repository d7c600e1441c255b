/// Upper tails of the hypergeometric distribution, over a table of logarithms of factorials.
#[derive(Debug, Clone)]
pub(crate) struct Hypergeometric {
    log_factorial: Vec<f64>,
    n: usize,
}

impl Hypergeometric {
    /// For draws out of `n`.
    pub(crate) fn new(n: usize) -> Self {
        let mut log_factorial = vec![0.0; n + 1];
        for i in 1..=n {
            log_factorial[i] = log_factorial[i - 1] + (i as f64).ln();
        }
        Self { log_factorial, n }
    }

    fn log_choose(&self, n: usize, k: usize) -> f64 {
        self.log_factorial[n] - self.log_factorial[k] - self.log_factorial[n - k]
    }

    fn probability(&self, u: usize, v: usize, x: usize) -> f64 {
        (self.log_choose(u, x) + self.log_choose(self.n - u, v - x) - self.log_choose(self.n, v)).exp()
    }

    /// Probability that sets of `u` and `v` out of n have at least `both` in common.
    pub(crate) fn upper(&self, u: usize, v: usize, both: usize) -> f64 {
        let (least, most) = ((u + v).saturating_sub(self.n), u.min(v));
        if both <= least {
            return 1.0;
        }
        if both > most {
            return 0.0;
        }
        let rest = (self.n + 1) as f64 - (u + v) as f64;
        // From the tail towards which the probabilities fall, so that nothing cancels where it matters.
        if (both as f64) * self.n as f64 > u as f64 * v as f64 {
            let (mut x, mut term) = (both, self.probability(u, v, both));
            let mut sum = term;
            while x < most && term > 1e-17 * sum {
                term *= ((u - x) * (v - x)) as f64 / ((x + 1) as f64 * (rest + x as f64));
                sum += term;
                x += 1;
            }
            sum.min(1.0)
        } else {
            let (mut x, mut term) = (both - 1, self.probability(u, v, both - 1));
            let mut sum = term;
            while x > least && term > 1e-17 * sum {
                term *= x as f64 * (rest + (x - 1) as f64) / ((u - x + 1) * (v - x + 1)) as f64;
                sum += term;
                x -= 1;
            }
            (1.0 - sum).max(0.0)
        }
    }

    /// The upper tails of all numbers in common, from none up.
    pub(crate) fn tails(&self, u: usize, v: usize) -> Vec<f64> {
        let (least, most) = ((u + v).saturating_sub(self.n), u.min(v));
        let rest = (self.n + 1) as f64 - (u + v) as f64;
        let mode = (((u + 1) * (v + 1)) / (self.n + 2)).clamp(least, most);
        let mut probability = vec![0.0; most + 1];
        probability[mode] = self.probability(u, v, mode);
        for x in mode..most {
            probability[x + 1] = probability[x] * ((u - x) * (v - x)) as f64 / ((x + 1) as f64 * (rest + x as f64));
        }
        for x in (least + 1..=mode).rev() {
            probability[x - 1] = probability[x] * x as f64 * (rest + (x - 1) as f64) / ((u - x + 1) * (v - x + 1)) as f64;
        }
        // Summed from above, so that small tails are exact.
        let mut sum = 0.0;
        for p in probability.iter_mut().rev() {
            sum += *p;
            *p = f64::min(sum, 1.0);
        }
        probability[..=least].fill(1.0);
        probability
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_all_hands() {
        // scipy 1.17.1: hypergeom.sf(k - 1, 20, 7, 12) for k = 0..8
        let expected = [
            1.0,
            0.9998968008255934,
            0.995562435500516,
            0.9478844169246646,
            0.7492260061919505,
            0.39164086687306504,
            0.10557275541795666,
            0.010216718266253873,
            0.0,
        ];
        let cards = Hypergeometric::new(20);
        for (k, e) in expected.iter().enumerate() {
            assert!((cards.upper(7, 12, k) - e).abs() < 1e-13, "{k}: {} {e}", cards.upper(7, 12, k));
        }
    }

    #[test]
    fn all_tails_at_once_are_the_single_ones() {
        let cards = Hypergeometric::new(60);
        for u in 1..=60 {
            for v in 1..=60 {
                for (both, tail) in cards.tails(u, v).into_iter().enumerate() {
                    let one = cards.upper(u, v, both);
                    assert!((tail - one).abs() <= 1e-12 * one.max(1e-3), "{u} {v} {both}: {tail} {one}");
                }
            }
        }
    }
}
