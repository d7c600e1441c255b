use super::Blend;
use crate::null::{IndependentLocation, both_tails};
use agglom_method::exact_sum;

/// Industries as concentrated as they are, each located without regard to the others: Ellison and Glaeser's model without
/// co-agglomeration, in which the deviations d_j = s_j - x of an industry have mean 0 and covariance c_j (diag(x) - xx').
pub(crate) struct Unrelated {
    list: Vec<Deviations>,
    /// Variance of the co-agglomeration of two plants, its third moment, and the mean product of those of the three pairs of three plants.
    variance: f64,
    third: f64,
    triangle: f64,
    free: bool,
}

/// What the deviations of an industry say of its concentration.
struct Deviations {
    /// Σd² over its mean for one plant: the estimate g_j of c_j.
    second: f64,
    /// Σd³ over its mean for one plant.
    third: f64,
    /// h_j: the co-agglomeration of j and k is h_j + h_k on average, for the only reason that x is made of the industries.
    pull: f64,
}

/// Mean, variance and third moment that the co-agglomeration of some unrelated industries has, and the bound that it cannot exceed.
struct Moments {
    mean: f64,
    variance: f64,
    third: f64,
    bound: f64,
}

impl Unrelated {
    /// Deviations smaller than the rounding of shares are none; they are squared here.
    const ROUNDING: f64 = 1e-24;

    /// From Σd² and Σd³ of every industry; `weights` are the shares of the industries in the whole if it is made of them.
    pub(crate) fn new(location: &IndependentLocation, sums: &[(f64, f64)], weights: Option<&[f64]>) -> Self {
        let (rest, third_of_plant) = (1.0 - location.squares, 1.0 - 3.0 * location.squares + 2.0 * location.cubes);
        let of_industry = |&(squares, cubes): &(f64, f64)| Deviations {
            second: if squares > Self::ROUNDING { squares / rest } else { 0.0 },
            third: if third_of_plant > 0.0 { cubes / third_of_plant } else { 0.0 },
            pull: 0.0,
        };
        let mut list: Vec<Deviations> = sums.iter().map(of_industry).collect();
        let free = weights.is_none_or(|weights| weights.iter().filter(|&&w| w > 0.0).count() > 3);
        if let Some(weights) = weights.filter(|_| free) {
            let pulls = pulls(weights, &list);
            list.iter_mut().zip(pulls).for_each(|(one, pull)| one.pull = pull);
        }
        Self {
            list,
            variance: location.pair_variance() / rest.powi(2),
            third: location.pair_third() / rest.powi(3),
            triangle: location.triangle() / rest.powi(3),
            free,
        }
    }

    /// Whether the industries leave each other any freedom: of three or fewer that make up the whole, the deviations of each give those of the
    /// others.
    pub(crate) fn free(&self) -> bool {
        self.free
    }

    /// z and p-value of the co-agglomeration of two industries.
    pub(crate) fn pair(&self, j: usize, k: usize, value: f64) -> (f64, f64) {
        let (a, b) = (&self.list[j], &self.list[k]);
        let squares = a.second * b.second;
        let (variance, third) = (squares * self.variance, a.third * b.third * self.third);
        self.test(&Moments { mean: a.pull + b.pull, variance, third, bound: squares.sqrt() }, value)
    }

    /// z and p-value of the co-agglomeration of a group.
    pub(crate) fn group(&self, blend: &Blend, value: f64) -> (f64, f64) {
        let squares = |j: usize, k: usize| self.list[j].second * self.list[k].second;
        let thirds = blend.sum(|weight, j, k| weight.powi(3) * self.list[j].third * self.list[k].third);
        let triangles = blend.triangles(|j| self.list[j].second);
        let moments = Moments {
            mean: blend.sum(|weight, j, k| weight * (self.list[j].pull + self.list[k].pull)),
            variance: blend.sum(|weight, j, k| weight * weight * squares(j, k)) * self.variance,
            third: thirds * self.third + 6.0 * triangles * self.triangle,
            bound: blend.sum(|weight, j, k| weight * squares(j, k).sqrt()),
        };
        self.test(&moments, value)
    }

    fn test(&self, moments: &Moments, value: f64) -> (f64, f64) {
        if !self.free || moments.bound <= 0.0 {
            return (0.0, 1.0);
        }
        let r = value / moments.bound;
        let beyond = r - moments.mean / moments.bound;
        let scale = (beyond * beyond + (1.0 - r * r).max(0.0)).sqrt();
        let r = if scale > 0.0 { beyond / scale } else { 0.0 };
        let variance = moments.variance / moments.bound.powi(2);
        (r / variance.sqrt(), both_tails(r, variance, moments.third / moments.variance.powf(1.5)))
    }
}

/// The h_j of industries with these shares of the whole, of which more than two are not 0: Cov(d_j, d_k) over diag(x) - xx' is h_j + h_k
/// with h_j = S/2 - w_j c_j and S = Σ w² c, where g_j = (1 - 2 w_j) c_j + S is solved for c. The largest industry, whose share alone can
/// be one half or more, is eliminated last.
fn pulls(weights: &[f64], list: &[Deviations]) -> Vec<f64> {
    let largest = (0..weights.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b])).unwrap_or_default();
    let others = || (0..weights.len()).filter(|&j| j != largest);
    let ratio = |j: usize| weights[j] * weights[j] / (1.0 - 2.0 * weights[j]);
    let (w, g) = (weights[largest], list[largest].second);
    let (ratios, of_others) = (exact_sum(others().map(ratio)), exact_sum(others().map(|j| ratio(j) * list[j].second)));
    let sum = ((1.0 - 2.0 * w) * of_others + w * w * g) / ((1.0 - w).powi(2) + (1.0 - 2.0 * w) * ratios);
    let own = |j: usize| weights[j] * (list[j].second - sum) / (1.0 - 2.0 * weights[j]);
    let of_largest = (sum - exact_sum(others().map(|j| weights[j] * own(j)))) / w;
    (0..weights.len()).map(|j| sum / 2.0 - if j == largest { of_largest } else { own(j) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_all_locations_of_three_plants() {
        let x = [0.5, 0.3, 0.15, 0.05];
        let unrelated = Unrelated::new(&IndependentLocation::new(x.to_vec()), &[], None);
        let squares: f64 = x.iter().map(|x| x * x).sum();
        let together = |a: usize, b: usize| (f64::from(u8::from(a == b)) - x[a] - x[b] + squares) / (1.0 - squares);
        let (mut mean, mut variance, mut third, mut triangle) = (0.0, 0.0, 0.0, 0.0);
        for code in 0..64 {
            let (a, b, c) = (code / 16, code / 4 % 4, code % 4);
            let probability = x[a] * x[b] * x[c];
            mean += probability * together(a, b);
            variance += probability * together(a, b).powi(2);
            third += probability * together(a, b).powi(3);
            triangle += probability * together(a, b) * together(b, c) * together(a, c);
        }
        assert!(mean.abs() < 1e-15 && (unrelated.variance - variance).abs() < 1e-14);
        assert!((unrelated.third - third).abs() < 1e-14 && (unrelated.triangle - triangle).abs() < 1e-14);
    }

    /// Shares 0.6, 0.2, 0.1, 0.1 of the whole and c = 0.1, 0.2, 0.3, 0.4: Cov(d_j, d_k) from d_j = e_j - Σ w e.
    #[test]
    fn what_the_whole_owes_to_its_industries_is_found_also_beside_one_that_is_most_of_it() {
        for weights in [[0.6, 0.2, 0.1, 0.1], [0.2, 0.5, 0.2, 0.1], [0.25; 4]] {
            let c = [0.1, 0.2, 0.3, 0.4];
            let covariance = |j: usize, k: usize| -> f64 {
                (0..4).map(|l| (f64::from(u8::from(l == j)) - weights[l]) * (f64::from(u8::from(l == k)) - weights[l]) * c[l]).sum()
            };
            let list: Vec<_> = (0..4).map(|j| Deviations { second: covariance(j, j), third: 0.0, pull: 0.0 }).collect();
            let h = pulls(&weights, &list);
            assert!((0..4).all(|j| (0..j).all(|k| (h[j] + h[k] - covariance(j, k)).abs() < 1e-14)), "{h:?}");
        }
    }

    #[test]
    fn a_group_of_two_is_its_pair() {
        let sums = [(0.1, 0.02), (0.3, -0.01), (0.2, 0.05), (0.15, 0.0)];
        let unrelated = Unrelated::new(&IndependentLocation::new(vec![0.4, 0.3, 0.2, 0.1]), &sums, Some(&[0.1, 0.2, 0.3, 0.4]));
        let members = vec![(0, 0.2), (2, 0.8)];
        let (group, pair) = (unrelated.group(&Blend { members, rest: 1.0 - 0.04 - 0.64 }, 0.1), unrelated.pair(0, 2, 0.1));
        assert!((group.0 - pair.0).abs() < 1e-12 && (group.1 - pair.1).abs() < 1e-12 && pair.1 < 0.9, "{group:?} {pair:?}");
    }
}
