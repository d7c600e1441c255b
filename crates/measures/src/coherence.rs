//! Whether the industries of a region belong together.

use crate::industry_space::{Degenerate, Ground, Panels, PresenceRule, RelatedIndustries, Rules, Similarity, ranks};
use agglom_method::{
    Argument, Cells, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Reference, Scale, SettingError, Table, TableSpec,
    Unit,
};
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Coherence of every region: how related, on average, its industries are to the rest of its portfolio.
///
/// # Formula
/// ```text
/// coherence_i = Σ_j s_ij Σ_{k≠j} τ_jk x_ik / Σ_{k≠j} x_ik       s_ij = x_ij / Σ_k x_ik
/// ```
/// x_ij is the value of industry j in region i and τ_jk the relatedness of two industries, by default the t of their co-occurrence
/// (see `proximity`; presence tells τ, the values themselves are the weights). Proximities given in the slot `proximity` take its place.
///
/// `expected` is the mean over all ways to exchange the industries' places in the relatedness matrix, which is the mean relatedness of two
/// industries, and z the distance from it in standard deviations of these permutations, in closed form. With symmetric parts
/// a_jk = s_j s_k [1 / (1 - s_j) + 1 / (1 - s_k)] / 2 and b = τ, n industries and sums A_0 = Σ a, A_1 = Σ a², A_2 = Σ_j (Σ_k a_jk)²:
/// ```text
/// Var = 2 A_1 B_1 / n_2 + 4 (A_2 - A_1)(B_2 - B_1) / n_3 + (A_0² + 2 A_1 - 4 A_2)(B_0² + 2 B_1 - 4 B_2) / n_4 - expected²
/// ```
/// where n_k = n (n - 1) … (n - k + 1).
///
/// # Reading
/// Above `expected`, the region's value lies in industries that go together elsewhere too. The number is on the scale of τ. z
/// says how unusual that is for a portfolio with the same shares, not whether coherence does any good; diverse regions come near to
/// `expected` by themselves. The interval of a portfolio drawn at random is about `expected` ± 2 standard deviations.
///
/// # Undefined when
/// fewer than two industries with a relatedness have a value in the region (`few-industries-in-region`). z needs four industries and a
/// variance above zero. Industries without relatedness (present nowhere, or, for t and correlation, everywhere) are left out. Suppressed and
/// missing values are left out and counted in a caution.
///
/// # Source
/// Teece, Rumelt, Dosi and Winter (1994), Journal of Economic Behavior and Organization 23:1; Rigby (2015), Regional Studies 49:1922. The
/// variance: Mantel (1967), Cancer Research 27:209.
///
/// # Checked against
/// a `numpy` implementation on 30 regions x 45 industries to 1e-12 (weights: values; presence: location quotient at least 1; relatedness: t); mean
/// and variance against the enumeration of all permutations of five industries.
///
/// # Example
/// Half the jobs in cars, half in tyres, and a relatedness of 3: each industry has only the other, so coherence is 3.
/// ```
/// use agglom_measures::{coherence::Coherence, industry_space::RelatedIndustries};
/// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["a", "b"], &["cars", "tyres", "wine"], &[[5.0, 5.0, 0.0], [1.0, 0.0, 9.0]]);
/// let flows = vec![Flow { from: 0, to: 1, value: 3.0 }, Flow { from: 0, to: 2, value: -1.0 }];
/// let proximity = Flows { nodes: Codes::new(["cars", "tyres", "wine"]).into(), flows, unit: None };
/// let inputs = RelatedIndustries { source: counts.into(), proximity: Some(proximity.into()), places: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = Coherence::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.periods[0].regions[0].coherence, Some(3.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Coherence {
    /// When an industry counts as present, for relatedness: `rca` (default: by its location quotient), `population`, `given` (value above 0).
    pub presence: PresenceRule,
    /// From which quotient on an industry is present; default 1.
    pub threshold: f64,
    /// Which relatedness; default `t_statistic`. Without effect on proximities that are given.
    pub similarity: Similarity,
}

/// Coherence in all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coherences {
    /// One per period of the source.
    pub periods: Vec<PeriodCoherence>,
    panels: Panels,
    given: bool,
    similarity: Similarity,
}

/// Coherence in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodCoherence {
    /// One per region.
    pub regions: Vec<RegionCoherence>,
    /// Mean relatedness of two industries.
    pub expected: f64,
    ground: Ground,
}

/// Coherence of one region.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RegionCoherence {
    /// The coherence.
    pub coherence: Option<f64>,
    /// By how many standard deviations it lies off the mean of all permutations.
    pub z: Option<f64>,
    /// How many industries with a relatedness have a value.
    pub industries: usize,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

impl Default for Coherence {
    fn default() -> Self {
        Self { presence: PresenceRule::Rca, threshold: 1.0, similarity: Similarity::TStatistic }
    }
}

impl Method for Coherence {
    const KEY: &'static str = "coherence";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[TableSpec::new("coherence", "period region coherence expected z rank industries reason")];
    type Inputs = RelatedIndustries;
    type Output = Coherences;

    fn check(&self) -> Result<(), SettingError> {
        self.rules().check()
    }

    fn compute(&self, inputs: &RelatedIndustries, context: &Context<'_>) -> Result<Coherences, MethodError> {
        let grounds = Ground::of(inputs, &self.rules(), context)?;
        let known = |ground: &Ground| (0..ground.proximity.len()).filter(|&j| ground.proximity.knows(j)).count();
        let most = grounds.iter().map(known).max().unwrap_or(0);
        if most < 2 || inputs.source.regions.is_empty() {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: most });
        }
        let of = grounds.len();
        let mut periods = Vec::with_capacity(of);
        for (t, ground) in grounds.into_iter().enumerate() {
            context.proceed()?;
            periods.push(period(ground, &inputs.source.cells[t], context)?);
            context.watch.progress(t as u64 + 1, of as u64);
        }
        Ok(Coherences { periods, panels: Panels::of(&inputs.source), given: inputs.proximity.is_some(), similarity: self.similarity })
    }

    fn present(&self, _inputs: &RelatedIndustries, found: &Coherences) -> Finding {
        let dots = Mark::Dots {
            label: vec!["region".into()],
            value: "z".into(),
            interval: None,
            order: Order::Extreme("z".into(), 30),
            reference: Some(Reference { at: 0.0, label: Message::new("reference-random-portfolio") }),
        };
        let map = Mark::Map { region: "region".into(), value: "z".into(), scale: Scale::Linear, midpoint: Some(0.0) };
        let finding = Finding::default()
            .table(found.table())
            .chart(found.panels.chart(Chart::new("coherence_ranking", Self::KEY, dots)))
            .chart(found.panels.chart(Chart::new("coherence_map", Self::KEY, map)));
        found.sentences(finding)
    }
}

impl Coherence {
    fn rules(&self) -> Rules {
        Rules { presence: self.presence, threshold: self.threshold, similarity: self.similarity, ..Rules::default() }
    }
}

/// Regions whose products with the relatedness matrix are made at a time.
const CHUNK: usize = 128;

fn period(ground: Ground, cells: &Cells, context: &Context<'_>) -> Result<PeriodCoherence, MethodError> {
    let known: Vec<usize> = (0..ground.proximity.len()).filter(|&j| ground.proximity.knows(j)).collect();
    let n = known.len();
    let mut place = vec![usize::MAX; ground.proximity.len()];
    known.iter().enumerate().for_each(|(at, &j)| place[j] = at);
    // What the sums need is the mean of both directions.
    let related = Array2::from_shape_fn((n, n), |(a, b)| if a == b { 0.0 } else { ground.proximity.mean(known[a], known[b]) });
    let directed = Array2::from_shape_fn((n, n), |(a, b)| if a == b { 0.0 } else { ground.proximity.row(known[a])[known[b]] });
    let chance = Permutations::of(&related.view());
    let regions = ground.presence.shape().0;
    let starts: Vec<usize> = (0..regions).step_by(CHUNK).collect();
    let chunk = |&first: &usize| -> Result<Vec<RegionCoherence>, MethodError> {
        context.proceed()?;
        let rows = CHUNK.min(regions - first);
        let shares: Vec<Vec<f64>> = (first..first + rows).map(|i| shares(cells, i, &place, n)).collect();
        let stacked = Array2::from_shape_fn((n, rows), |(k, i)| shares[i][k]);
        let sums = directed.dot(&stacked);
        Ok(shares.iter().enumerate().map(|(i, s)| region(s, |j| sums[[j, i]], &chance)).collect())
    };
    let found: Vec<Vec<RegionCoherence>> = starts.par_iter().map(chunk).collect::<Result<_, _>>()?;
    Ok(PeriodCoherence { regions: found.concat(), expected: chance.mean, ground })
}

/// The shares of the industries with a relatedness; all zero if there is nothing.
fn shares(cells: &Cells, region: usize, place: &[usize], n: usize) -> Vec<f64> {
    let mut shares = vec![0.0; n];
    let here = || cells.of_region(region).iter().filter(|c| place[c.industry as usize] != usize::MAX && c.value > 0.0);
    let largest = here().fold(0.0f64, |most, c| most.max(c.value));
    here().for_each(|c| shares[place[c.industry as usize]] = c.value / largest);
    let total: f64 = shares.iter().sum();
    if total > 0.0 {
        for s in &mut shares {
            *s /= total;
        }
    }
    shares
}

fn region(shares: &[f64], sum: impl Fn(usize) -> f64, chance: &Permutations) -> RegionCoherence {
    let there: Vec<(usize, f64)> = shares.iter().copied().enumerate().filter(|s| s.1 > 0.0).collect();
    // What all others have together: 1 - s, but exact where one industry has nearly everything.
    let others = |j: usize, s: f64| if s < 0.5 { 1.0 - s } else { there.iter().filter(|o| o.0 != j).map(|o| o.1).sum() };
    let weights: Vec<(f64, f64)> = there.iter().map(|&(j, s)| (s, others(j, s))).collect();
    if there.len() < 2 || weights.iter().any(|w| w.1 <= 0.0) {
        return RegionCoherence { industries: there.len(), reason: Some("few-industries-in-region"), ..RegionCoherence::default() };
    }
    let coherence: f64 = there.iter().zip(&weights).map(|(&(j, s), (_, others))| s * sum(j) / others).sum();
    let weights: Vec<(f64, f64)> = weights.into_iter().map(|(s, others)| (s, 1.0 / others)).collect();
    let z = chance.deviation(&weights).map(|deviation| (coherence - chance.mean) / deviation);
    RegionCoherence { coherence: Some(coherence), z, industries: there.len(), reason: None }
}

/// Moments of a symmetric matrix under permutations of its rows and columns.
struct Permutations {
    n: f64,
    mean: f64,
    sum: f64,
    squares: f64,
    rows: f64,
}

impl Permutations {
    fn of(matrix: &ArrayView2<'_, f64>) -> Self {
        let n = matrix.nrows() as f64;
        let row_sums: Vec<f64> = matrix.rows().into_iter().map(|r| r.sum()).collect();
        let sum: f64 = row_sums.iter().sum();
        Self { n, sum, mean: sum / (n * (n - 1.0)).max(1.0), squares: matrix.iter().map(|v| v * v).sum(), rows: row_sums.iter().map(|r| r * r).sum() }
    }

    /// The standard deviation of Σ a_jk τ_jk for shares s and weights w = 1 / (1 - s), see the formula of [`Coherence`].
    fn deviation(&self, weights: &[(f64, f64)]) -> Option<f64> {
        let over = |f: fn(f64, f64) -> f64| weights.iter().map(|&(s, w)| f(s, w)).sum::<f64>();
        let (sw, s2, s2w, s2w2, s4w2) =
            (over(|s, w| s * w), over(|s, _| s * s), over(|s, w| s * s * w), over(|s, w| (s * w).powi(2)), over(|s, w| (s * s * w).powi(2)));
        // Σ_{j≠k} a² and Σ_j (Σ_{k≠j} a)², with Σ_{k≠j} s_k w_j = 1.
        let a1 = 0.5 * (s2w2 * s2 + s2w * s2w) - s4w2;
        let a2: f64 = weights.iter().map(|&(s, w)| (0.5 * s * (1.0 + sw - s * w)).powi(2)).sum();
        let (n, b0, b1, b2) = (self.n, self.sum, self.squares, self.rows);
        if n < 4.0 {
            return None;
        }
        let (n2, n3, n4) = (n * (n - 1.0), n * (n - 1.0) * (n - 2.0), n * (n - 1.0) * (n - 2.0) * (n - 3.0));
        let second = 2.0 * a1 * b1 / n2 + 4.0 * (a2 - a1) * (b2 - b1) / n3 + (1.0 + 2.0 * a1 - 4.0 * a2) * (b0 * b0 + 2.0 * b1 - 4.0 * b2) / n4;
        let variance = second - self.mean * self.mean;
        (variance > 1e-10 * (b1 / n2) && variance.is_finite()).then(|| variance.sqrt())
    }
}

impl Coherences {
    fn table(&self) -> Table {
        let rows = || self.periods.iter().enumerate().flat_map(|(t, p)| p.regions.iter().enumerate().map(move |(i, r)| (t, i, r)));
        let ranked = self.periods.iter().flat_map(|p| ranks(&p.regions.iter().map(|r| r.coherence).collect::<Vec<_>>())).collect::<Vec<_>>();
        self.panels
            .rows(rows().map(|r| r.0))
            .table(Coherence::KEY, Message::new("table-coherence"))
            .codes("region", &self.panels.regions, rows().map(|r| r.1))
            .numbers("coherence", Unit::None, rows().map(|r| r.2.coherence))
            .numbers("expected", Unit::None, rows().map(|r| r.2.coherence.map(|_| self.periods[r.0].expected)))
            .numbers("z", Unit::None, rows().map(|r| r.2.z))
            .integers("rank", Unit::None, ranked)
            .integers("industries", Unit::None, rows().map(|r| Some(r.2.industries as i64)))
            .words("reason", rows().map(|r| r.2.reason))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let there: Vec<(usize, f64)> = last.regions.iter().enumerate().filter_map(|(i, r)| Some((i, r.coherence?))).collect();
        let top = there.iter().fold(None, |best: Option<(usize, f64)>, &one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best });
        let finding = match top {
            Some((i, value)) => {
                let above = there.iter().filter(|r| r.1 > last.expected).count();
                let message = Message::new("coherence-top")
                    .with("region", self.panels.regions.argument(i))
                    .with("value", Argument::number(value))
                    .with("expected", Argument::number(last.expected))
                    .with("above", Argument::count(above))
                    .with("all", Argument::count(there.len()));
                finding.headline(self.panels.of_last(message))
            }
            None => finding.headline(Message::new("coherence-none")),
        };
        let finding = if self.given {
            finding.remark(Message::new("industry-space-given-proximity"))
        } else {
            let similarity = Message::new(format!("similarity-{}", self.similarity.word()));
            finding.remark(Message::new("industry-space-similarity").with("similarity", similarity))
        };
        let grounds = || self.periods.iter().map(|p| &p.ground);
        Panels::caution(finding, grounds().map(|g| g.unknown), grounds().map(|g| Degenerate::of(&g.presence)))
    }
}
