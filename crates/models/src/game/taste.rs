//! What a cluster strives for.

use super::roots::x_ln_y;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Weights of a cluster's payoff; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Of tangible assets.
    pub tangible: f64,
    /// Of the brand.
    pub brand: f64,
    /// Of everything else.
    pub other: f64,
}

/// The payoff of a cluster, as far as it does not depend on its budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Taste {
    pub(crate) weights: Weights,
    /// Elasticity of substitution between the brand and private use; 1 for Cobb-Douglas and Stone-Geary.
    pub(crate) sigma: f64,
    /// Private spending that comes first.
    pub(crate) subsistence: f64,
    /// Private spending per unit of brand spending, at the brand's price: [`Self::kappa_at`].
    pub(crate) kappa: f64,
    price_tangible: f64,
    /// ln of the price index of private use.
    ln_index: f64,
}

/// What a cluster has in private use when part of it was given in kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InKind {
    /// Disposable money with the gift.
    pub(crate) disposable: f64,
    /// The gift beyond what subsistence asks for in tangible assets.
    pub(crate) surplus: f64,
}

impl Weights {
    /// Weight of tangible assets within private use.
    pub(crate) fn inner_tangible(self) -> f64 {
        self.tangible / (self.tangible + self.other)
    }

    /// Weight of everything else within private use.
    pub(crate) fn inner_other(self) -> f64 {
        self.other / (self.tangible + self.other)
    }
}

impl Taste {
    /// A payoff; `None` if its numbers are out of a computer's reach.
    pub(crate) fn new(weights: Weights, sigma: f64, subsistence: f64, price_tangible: f64, price_brand: f64) -> Option<Self> {
        let taste = Self { weights, sigma, subsistence, kappa: 0.0, price_tangible, ln_index: ln_index(weights, price_tangible) };
        let kappa = taste.kappa_at(price_brand);
        (kappa > 1e-100 && kappa < 1e100).then_some(Self { kappa, ..taste })
    }

    /// The same sort of payoff with other weights.
    pub(crate) fn like(&self, weights: Weights, subsistence: f64, price_brand: f64) -> Self {
        let taste = Self { weights, subsistence, ln_index: ln_index(weights, self.price_tangible), ..*self };
        Self { kappa: taste.kappa_at(price_brand), ..taste }
    }

    /// Private spending (beyond subsistence) per unit of brand spending at which a contributor is content, METHODS C.2.
    pub(crate) fn kappa_at(&self, price_brand: f64) -> f64 {
        let odds = (1.0 - self.weights.brand) / self.weights.brand;
        if self.sigma == 1.0 { odds } else { ((1.0 - self.sigma) * (self.ln_index - price_brand.ln()) + self.sigma * odds.ln()).exp() }
    }

    /// The brand weight that makes a cluster content with so much private spending per unit of brand spending: [`Self::kappa_at`] backwards.
    pub(crate) fn brand_weight(kappa: f64, weights: Weights, sigma: f64, price_tangible: f64, price_brand: f64) -> Option<f64> {
        let index = Self::new(weights, sigma, 0.0, price_tangible, price_brand)?.ln_index;
        let odds = if sigma == 1.0 { kappa } else { ((kappa.ln() - (1.0 - sigma) * (index - price_brand.ln())) / sigma).exp() };
        Some(1.0 / (1.0 + odds))
    }

    /// (sigma - 1) / sigma.
    pub(crate) fn exponent(&self) -> f64 {
        (self.sigma - 1.0) / self.sigma
    }

    /// Elasticity of the payoff by private spending beyond subsistence, at so much of it per unit of brand spending.
    pub(crate) fn private_elasticity(&self, kappa: f64, ratio: f64) -> f64 {
        let odds = self.odds(kappa, ratio);
        if odds > 1.0 { 1.0 / (1.0 + 1.0 / odds) } else { odds / (1.0 + odds) }
    }

    /// Elasticity of the payoff by the brand: what is left to 1, without cancellation.
    pub(crate) fn brand_elasticity(&self, kappa: f64, ratio: f64) -> f64 {
        1.0 / (1.0 + self.odds(kappa, ratio))
    }

    fn odds(&self, kappa: f64, ratio: f64) -> f64 {
        if self.sigma == 1.0 { kappa } else { kappa * (ratio / kappa).powf(self.exponent()) }
    }

    /// ln of what brand that costs one more unit of money is worth in private money.
    pub(crate) fn ln_marginal_rate(&self, kappa: f64, left: f64, brand: f64) -> f64 {
        (left.ln() - kappa.ln() - brand.ln()) / self.sigma
    }

    /// ln of the payoff with so much private spending beyond subsistence and so many units of brand.
    pub(crate) fn ln_payoff(&self, disposable: f64, units: f64) -> f64 {
        self.ln_payoff_of(disposable.ln(), units.ln())
    }

    /// The same of logarithms.
    pub(crate) fn ln_payoff_of(&self, ln_disposable: f64, ln_units: f64) -> f64 {
        self.ln_payoff_of_use(ln_disposable - self.ln_index, ln_units)
    }

    fn ln_payoff_of_use(&self, ln_use: f64, ln_units: f64) -> f64 {
        let b = self.weights.brand;
        if self.sigma == 1.0 {
            return b * ln_units + (1.0 - b) * ln_use;
        }
        let s = self.exponent();
        let gap = s * (ln_units - ln_use);
        if gap <= 0.0 { ln_use + (b * gap.exp_m1()).ln_1p() / s } else { ln_units + ((1.0 - b) * (-gap).exp_m1()).ln_1p() / s }
    }

    /// Units of tangible assets and spending on everything else, out of private spending.
    pub(crate) fn split(&self, private: f64) -> (f64, f64) {
        (self.weights.inner_tangible() * private / self.price_tangible, self.weights.inner_other() * private)
    }

    /// The gift seen from this cluster: of subsistence, a part goes into tangible assets.
    pub(crate) fn in_kind(&self, net: f64, gift: f64) -> InKind {
        InKind { disposable: net + gift - self.subsistence, surplus: gift - self.weights.inner_tangible() * self.subsistence }
    }

    /// Spending on everything else beyond subsistence, content with this brand while the gift is more than the cluster would buy.
    fn other_beside_gift(&self, kappa: f64, gift: InKind, brand: f64) -> f64 {
        let (a, c, s) = (self.weights.inner_tangible(), self.weights.inner_other(), self.exponent());
        let ln_use = self.ln_index + x_ln_y(a, gift.surplus / self.price_tangible);
        let ln_other = (c.ln() + brand.ln() + kappa.ln() + s * (ln_use - brand.ln() - kappa.ln())) / (1.0 - s * c);
        ln_other.exp()
    }

    /// Contribution that fits a total of brand spending, its slope, and whether the gift is more than the cluster would buy.
    pub(crate) fn contribution(&self, kappa: f64, gift: InKind, brand: f64) -> (f64, f64, bool) {
        let (c, s) = (self.weights.inner_other(), self.exponent());
        let bound = gift.surplus > 0.0 && self.weights.inner_tangible() * kappa * brand < gift.surplus;
        let (left, slope) = if bound {
            let other = self.other_beside_gift(kappa, gift, brand);
            (gift.disposable - gift.surplus - other, -other * (1.0 - s) / (brand * (1.0 - s * c)))
        } else {
            (gift.disposable - kappa * brand, -kappa)
        };
        let all = if left > 0.0 { bound } else { self.weights.inner_tangible() * gift.disposable < gift.surplus };
        if left > 0.0 { (left, slope, all) } else { (0.0, 0.0, all) }
    }

    /// ln of the payoff after a contribution, with part of private use given in kind.
    pub(crate) fn ln_payoff_with(&self, gift: InKind, contribution: f64, bound: bool, units: f64) -> f64 {
        if !bound {
            return self.ln_payoff(gift.disposable - contribution, units);
        }
        let (a, c) = (self.weights.inner_tangible(), self.weights.inner_other());
        let other = gift.disposable - gift.surplus - contribution;
        self.ln_payoff_of_use(x_ln_y(a, gift.surplus / self.price_tangible) + x_ln_y(c, other), units.ln())
    }
}

/// ln of what one unit of x^a' o^c' costs.
fn ln_index(weights: Weights, price_tangible: f64) -> f64 {
    let (a, c) = (weights.inner_tangible(), weights.inner_other());
    a * price_tangible.ln() - x_ln_y(a, a) - x_ln_y(c, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: Weights = Weights { tangible: 0.35, brand: 0.4, other: 0.25 };

    #[test]
    fn payoffs_are_the_textbook_ones() {
        let (x, m, o): (f64, f64, f64) = (7.0, 11.0, 5.0);
        let private = x * 2.0 / 0.35 * 0.6;
        let taste = Taste::new(WEIGHTS, 1.0, 0.0, 2.0, 1.5).unwrap();
        let (tangible, other) = taste.split(private);
        assert!((tangible - x).abs() < 1e-12 && (other - private * 0.25 / 0.6).abs() < 1e-12 && (o - other).abs() > 0.1);
        let by_hand = x.powf(0.35) * m.powf(0.4) * other.powf(0.25);
        assert!((taste.ln_payoff(private, m).exp() / by_hand - 1.0).abs() < 1e-14);
        for sigma in [0.3, 0.999_999, 1.000_001, 4.0] {
            let ces = Taste::new(WEIGHTS, sigma, 0.0, 2.0, 1.5).unwrap();
            let (v, s) = (x.powf(0.35 / 0.6) * other.powf(0.25 / 0.6), (sigma - 1.0) / sigma);
            let by_hand = (0.4 * m.powf(s) + 0.6 * v.powf(s)).powf(1.0 / s);
            assert!((ces.ln_payoff(private, m).exp() / by_hand - 1.0).abs() < 1e-9, "{sigma}");
            let back = Taste::brand_weight(ces.kappa, WEIGHTS, sigma, 2.0, 1.5).unwrap();
            assert!((back - 0.4).abs() < 1e-12);
        }
    }

    #[test]
    fn a_gift_that_is_more_than_wanted_joins_the_other_case_without_a_jump() {
        for sigma in [0.5, 1.0, 3.0] {
            let taste = Taste::new(WEIGHTS, sigma, 3.0, 2.0, 1.5).unwrap();
            let (kappa, gift) = (taste.kappa, taste.in_kind(100.0, 20.0));
            let kink = gift.surplus / (taste.weights.inner_tangible() * kappa);
            let (below, above) = (taste.contribution(kappa, gift, kink * (1.0 - 1e-9)), taste.contribution(kappa, gift, kink * (1.0 + 1e-9)));
            assert!(below.2 && !above.2 && (below.0 - above.0).abs() < 1e-6);
            // A content cluster gains nothing from a little more or a little less.
            for brand in [0.5 * kink, 1.5 * kink] {
                let (p, _, bound) = taste.contribution(kappa, gift, brand);
                let payoff = |d: f64| taste.ln_payoff_with(gift, p + d, bound, (brand + d) / 1.5);
                assert!((payoff(1e-4) - payoff(-1e-4)).abs() < 1e-10, "{sigma}: {}", payoff(1e-4) - payoff(-1e-4));
            }
        }
    }
}
