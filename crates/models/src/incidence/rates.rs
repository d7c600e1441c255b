//! Chances of entry and exit, their logarithms and derivatives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How entry depends on connectivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Colonisation {
    /// S²/(S² + y²): a place needs several sources before entry is likely.
    Hanski,
    /// 1 - exp(-y S): every source acts by itself.
    Poisson,
    /// S^z/(S^z + y^z) with z estimated.
    Free,
}

/// How exit depends on capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extinction {
    /// min(1, e A^-x).
    Hanski,
    /// 1 - exp(-e A^-x).
    ComplementaryLogLog,
}

/// The form of the chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rates {
    /// How entry depends on connectivity.
    pub colonisation: Colonisation,
    /// How exit depends on capacity.
    pub extinction: Extinction,
    /// Whether an industry that would be founded again does not leave.
    pub rescue: bool,
}

/// Parameters in the units of the data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parameters {
    /// Decay of spillovers per kilometre (or per unit of the distances given).
    pub alpha: f64,
    /// Exponent of capacity in what a place sends out.
    pub b: f64,
    /// Connectivity at which entry has a chance of one half; with `Poisson`, entries per unit of connectivity.
    pub y: f64,
    /// Exponent of connectivity.
    pub z: f64,
    /// Rate of exit at capacity 1.
    pub e: f64,
    /// Exponent of capacity in exit.
    pub x: f64,
    /// Weight of related industries in the same place; 0 without.
    pub omega: f64,
    /// Connectivity that comes from nowhere in particular; 0 without.
    pub rain: f64,
}

/// ln(1 + exp v), stable.
fn softplus(v: f64) -> f64 {
    v.max(0.0) + (-v.abs()).exp().ln_1p()
}

fn logistic(v: f64) -> f64 {
    if v >= 0.0 {
        1.0 / (1.0 + (-v).exp())
    } else {
        let e = v.exp();
        e / (1.0 + e)
    }
}

/// ln(1 - exp v) for v <= 0, stable (Mächler 2012).
pub(crate) fn ln_1m_exp(v: f64) -> f64 {
    if v > -std::f64::consts::LN_2 { (-v.exp_m1()).ln() } else { (-v.exp()).ln_1p() }
}

/// m / (exp m - 1).
fn bernoulli_ratio(m: f64) -> f64 {
    if m < 1e-300 { 1.0 } else { m / m.exp_m1() }
}

/// The log likelihood of one transition and its derivatives by the predictors of entry (c) and of exit (h).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Term {
    pub(crate) value: f64,
    pub(crate) c: f64,
    pub(crate) h: f64,
    pub(crate) cc: f64,
    pub(crate) ch: f64,
    pub(crate) hh: f64,
}

impl Rates {
    /// The exponent of connectivity, if the form fixes it.
    pub fn exponent(self) -> f64 {
        if self.colonisation == Colonisation::Poisson { 1.0 } else { 2.0 }
    }

    /// The predictor of entry: log odds (Hanski, free) or the log of the rate (Poisson).
    pub fn entry_predictor(self, s: f64, p: &Parameters) -> f64 {
        match self.colonisation {
            Colonisation::Poisson => p.y.ln() + s.ln(),
            Colonisation::Hanski | Colonisation::Free => p.z * (s.ln() - p.y.ln()),
        }
    }

    /// Chance of entry by its predictor.
    pub fn entry_of(self, predictor: f64) -> f64 {
        match self.colonisation {
            Colonisation::Poisson => -(-predictor.exp()).exp_m1(),
            Colonisation::Hanski | Colonisation::Free => logistic(predictor),
        }
    }

    /// Chance that an industry enters a place of that connectivity.
    pub fn entry(self, s: f64, p: &Parameters) -> f64 {
        if s > 0.0 { self.entry_of(self.entry_predictor(s, p)) } else { 0.0 }
    }

    /// Log of the rate of exit.
    pub fn exit_predictor(self, capacity: f64, p: &Parameters) -> f64 {
        p.e.ln() - p.x * capacity.ln()
    }

    /// Chance of leaving, unless rescued, by its predictor.
    pub fn extinction_of(self, predictor: f64) -> f64 {
        match self.extinction {
            Extinction::Hanski => predictor.exp().min(1.0),
            Extinction::ComplementaryLogLog => -(-predictor.exp()).exp_m1(),
        }
    }

    /// Chance that an industry leaves a place of that capacity, unless rescued.
    pub fn extinction(self, capacity: f64, p: &Parameters) -> f64 {
        self.extinction_of(self.exit_predictor(capacity, p))
    }

    /// Chance that it leaves: E (1 - C)^R.
    pub fn exit(self, extinction: f64, entry: f64) -> f64 {
        if self.rescue { extinction * (1.0 - entry) } else { extinction }
    }

    /// ln C with its first and second derivative.
    pub(crate) fn log_entry(self, c: f64) -> [f64; 3] {
        match self.colonisation {
            Colonisation::Poisson => {
                let m = c.exp();
                let q = bernoulli_ratio(m);
                [ln_1m_exp(-m), q, q * (1.0 - m - q)]
            }
            _ => [-softplus(-c), logistic(-c), -logistic(c) * logistic(-c)],
        }
    }

    /// ln (1 - C) with its derivatives.
    pub(crate) fn log_no_entry(self, c: f64) -> [f64; 3] {
        match self.colonisation {
            Colonisation::Poisson => {
                let m = c.exp();
                [-m, -m, -m]
            }
            _ => [-softplus(c), -logistic(c), -logistic(c) * logistic(-c)],
        }
    }

    /// ln E with its derivatives.
    pub(crate) fn log_extinction(self, h: f64) -> [f64; 3] {
        match self.extinction {
            Extinction::Hanski if h < 0.0 => [h, 1.0, 0.0],
            Extinction::Hanski => [0.0, 0.0, 0.0],
            Extinction::ComplementaryLogLog => {
                let r = h.exp();
                let q = bernoulli_ratio(r);
                [ln_1m_exp(-r), q, q * (1.0 - r - q)]
            }
        }
    }

    /// ln of the chance of exit with its derivatives by c and by h (which do not mix).
    pub(crate) fn log_exit(self, c: f64, h: f64) -> (f64, [f64; 2], [f64; 2]) {
        let [log_e, d, dd] = self.log_extinction(h);
        let [log_n, n, nn] = if self.rescue && c > f64::NEG_INFINITY { self.log_no_entry(c) } else { [0.0; 3] };
        (log_e + log_n, [n, d], [nn, dd])
    }

    /// The term of a place that was empty (B.3).
    pub(crate) fn empty(self, c: f64, enters: bool) -> Term {
        let [value, first, second] = match (c > f64::NEG_INFINITY, enters) {
            (true, true) => self.log_entry(c),
            (true, false) => self.log_no_entry(c),
            (false, true) => [f64::NEG_INFINITY, 0.0, 0.0],
            (false, false) => [0.0; 3],
        };
        Term { value, c: first, cc: second, ..Term::default() }
    }

    /// The term of a place that was occupied (B.3).
    pub(crate) fn occupied(self, c: f64, h: f64, leaves: bool) -> Term {
        let (value, [n, d], [nn, dd]) = self.log_exit(c, h);
        if leaves {
            return Term { value, c: n, h: d, cc: nn, ch: 0.0, hh: dd };
        }
        // odds of exit o = π/(1 - π); d ln(1 - π)/d ln π = -o, its derivative -o (1 + o).
        let stay = ln_1m_exp(value);
        let odds = (value - stay).exp();
        let bend = odds * (1.0 + odds);
        Term { value: stay, c: -odds * n, h: -odds * d, cc: -bend * n * n - odds * nn, ch: -bend * n * d, hh: -bend * d * d - odds * dd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Rates> {
        [Colonisation::Hanski, Colonisation::Poisson].into_iter().flat_map(|colonisation| {
            [Extinction::Hanski, Extinction::ComplementaryLogLog]
                .into_iter()
                .flat_map(move |extinction| [true, false].map(move |rescue| Rates { colonisation, extinction, rescue }))
        })
    }

    #[test]
    fn derivatives_of_terms_are_those_of_central_differences() {
        let step = 1e-5;
        for rates in all() {
            for (c, h) in [(-3.0, -1.5), (0.3, -0.2), (1.2, -3.0), (-20.0, -8.0)] {
                let kinds: [&dyn Fn(f64, f64) -> Term; 4] =
                    [&|c, _| rates.empty(c, true), &|c, _| rates.empty(c, false), &|c, h| rates.occupied(c, h, true), &|c, h| {
                        rates.occupied(c, h, false)
                    }];
                for term in kinds {
                    let (at, up, down) = (term(c, h), term(c + step, h), term(c - step, h));
                    let (right, left) = (term(c, h + step), term(c, h - step));
                    let near = |a: f64, b: f64| (a - b).abs() < 1e-7 * (1.0 + a.abs());
                    assert!(near(at.c, (up.value - down.value) / (2.0 * step)), "{rates:?} {c} {h}");
                    assert!(near(at.h, (right.value - left.value) / (2.0 * step)), "{rates:?} {c} {h}");
                    assert!(near(at.cc, (up.c - down.c) / (2.0 * step)) && near(at.hh, (right.h - left.h) / (2.0 * step)), "{rates:?} {c} {h}");
                    assert!(near(at.ch, (right.c - left.c) / (2.0 * step)), "{rates:?} {c} {h}");
                }
            }
        }
    }

    #[test]
    fn chances_of_the_terms_add_up_to_one() {
        for rates in all() {
            for (c, h) in [(-3.0, -1.5), (4.0, -0.2), (-40.0, -30.0)] {
                assert!((rates.empty(c, true).value.exp() + rates.empty(c, false).value.exp() - 1.0).abs() < 1e-14);
                assert!((rates.occupied(c, h, true).value.exp() + rates.occupied(c, h, false).value.exp() - 1.0).abs() < 1e-14);
                let exit = rates.exit(rates.extinction_of(h), rates.entry_of(c));
                assert!((rates.occupied(c, h, true).value.exp() - exit).abs() <= 1e-14);
            }
        }
    }
}
