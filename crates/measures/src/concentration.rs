//! How concentrated each industry is in space.

use crate::inference::{Estimate, deviate, quantile};
use crate::inputs::{Reservations, ZonedPlaces};
use crate::shares::{Composition, Groups, Split, Totals, establishments};
use agglom_method::{
    Argument, Chart, Codes, Context, Counts, Family, Finding, Mark, Measured, Message, Method, MethodError, Order, Places, Sampling, Scale,
    SettingError, Table, TableSpec, Unit, exact_sum,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Concentration of every industry over regions: how far its regional shares are from those of what it is compared with.
///
/// # Formula
/// With s_i the share of region i in the industry and x_i its share in what `relative_to` names:
/// ```text
/// locational_gini = Σ_i s_i m_i - ½     m_i = x of the regions with smaller s/x, plus ½ x_i      0 to 0.5
/// hoover          = ½ Σ_i |s_i - x_i|                                                             0 to 1
/// herfindahl      = Σ_i s_i²                                                                      0 to 1
/// krugman         = Σ_i |s_i - x_i|                                                               0 to 2
/// theil_t         = Σ_i s_i ln(s_i / x_i)                                                         from 0
/// theil_l         = Σ_i x_i ln(x_i / s_i)                                                         from 0
/// ```
/// `locational_gini` is the area between the diagonal and the Lorenz curve of cumulated s against cumulated x, half the Gini
/// coefficient (so do EconGeo and econcomplex; both give `hoover` in percent).
///
/// `relative_to` is `total` (default; x_i = the region's share in all industries, this one included, or in the `reference`),
/// `regions` (x_i = 1/n: absolute concentration), `area` or `population` (from `places`: topographic concentration). The whole
/// is always made of the regions of the source; a region without any jobs must be listed there, with 0, to count.
///
/// If `places` puts the regions into groups G with shares S_G and X_G, both Theil indices are split into a part between groups
/// and a part within them, which add up to the index:
/// ```text
/// theil_t = Σ_G S_G ln(S_G / X_G) + Σ_G S_G T_G     theil_l = Σ_G X_G ln(X_G / S_G) + Σ_G X_G L_G
/// ```
/// with T_G and L_G the indices of the regions of G among themselves.
///
/// The interval at level 1 - `alpha` is the index ± z·√Var by the delta method, cut at the ends of the index's range:
/// ```text
/// Var f = Σ_i v_i (∂f/∂n_i)²    ∂f/∂n_i = (f_i - Σ_k s_k f_k) / n    f_i = ∂f/∂s_i
/// ```
/// where n_i is the industry's value in region i, n their sum and v_i the sampling variance of n_i when establishments locate
/// independently of each other (see `location_quotient`). The shares x are taken as known, also where the industry is part of
/// them. Where s_i = x_i the derivative of |s_i - x_i| is taken as 0. The parts of a Theil index have no interval: it
/// is their sum that is estimated.
///
/// # Reading
/// `hoover` is the share of the industry that would have to move for its regional shares to be those it is compared with.
/// As long as establishments are few, chance alone makes an industry look concentrated, so compare industries of similar `establishments`,
/// and do not read an interval above 0 as proof of concentration: `ellison_glaeser` tests that. Means over 2,000 simulated
/// industries of one pattern (10 regions, establishments of one size), and how often the 95 % interval held the truth:
/// ```text
/// establishments     locational_gini  hoover         herfindahl      theil_t
///             25     0.256  77 %      0.40  84 %     0.205  96 %     0.52  67 %
///            100     0.230  91 %      0.35  93 %     0.181  95 %     0.37  90 %
///            400     0.223  94 %      0.34  96 %     0.175  95 %     0.33  94 %
///          truth     0.221            0.34           0.173           0.32
/// ```
/// Establishments of unequal size count for fewer: (Σ size)² / Σ size² of them.
///
/// # Undefined when
/// the industry is zero everywhere (`empty-industry`); it has a region with x_i = 0 (`region-without-weight`: `theil_t`); it lacks a
/// region with x_i > 0 (`region-without-industry`: `theil_l`). An interval is empty where all ∂f/∂n_i are zero (`flat`): for an
/// industry in a single region, for `hoover` and `krugman` of an industry that is over-represented wherever it is, at the extreme
/// of an index. `reason` names the first of these. Fewer than two regions, a region without area, population or (if `places` has
/// groups) group, and a `reference` that is not used are errors.
///
/// # Source
/// Krugman (1991), Geography and Trade, ch. 2 (Gini); Hoover (1936), Review of Economic Statistics 18:162; Theil (1967), Economics and
/// Information Theory; the split: Shorrocks (1980), Econometrica 48:613; absolute, relative and topographic concentration:
/// Brülhart and Traeger (2005), Regional Science and Urban Economics 35:597.
///
/// # Checked against
/// the values by hand below; `econcomplex` 1.0.1 (`locational_gini`, `hoover_index`), `inequality` 1.1.2 of PySAL (`Theil`, `TheilD`)
/// and the definitions in `mpmath` with numerical derivatives, on the 12 x 15 table of the test data, to 1e-12; bias and
/// coverage by simulation.
///
/// # Example
/// North has 80 of the 100 jobs in cars and 100 of all 200. The Lorenz curve runs (0, 0), (0.5, 0.2), (1, 1): below it lies
/// 0.05 + 0.3, so locational_gini = 0.5 - 0.35 = 0.15. hoover = ½ (0.3 + 0.3) = 0.3.
/// ```
/// use agglom_measures::{concentration::Concentration, Zoned, ZonedPlaces};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["north", "south"], &["cars", "wine"], &[[80.0, 20.0], [20.0, 80.0]]);
/// let zoned = Zoned { source: counts.into(), reference: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = Concentration::default().compute(&ZonedPlaces { zoned, places: None }, &context).unwrap();
/// let cars = &found.indices[0];
/// assert!((cars.locational_gini.unwrap().value - 0.15).abs() < 1e-15);
/// assert!((cars.hoover.unwrap().value - 0.3).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Concentration {
    /// What the industry's regional shares are compared with.
    pub relative_to: RelativeTo,
    /// Whether to give intervals.
    pub interval: bool,
    /// The interval holds with probability 1 - alpha.
    pub alpha: f64,
}

/// What the regional shares of an industry are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelativeTo {
    /// The regions' shares in all industries, or in the `reference`.
    Total,
    /// Equal shares.
    Regions,
    /// The regions' shares in the area.
    Area,
    /// The regions' shares in the population.
    Population,
}

/// The indices of all industries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentrations {
    /// The industries.
    pub industries: Arc<Codes>,
    /// One per industry, in their order.
    pub indices: Vec<IndustryIndices>,
    /// What is not known of the counts.
    pub reservations: Reservations,
    /// Unit of the values.
    pub unit: Option<String>,
}

/// The indices of one industry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndustryIndices {
    /// Number of the industry.
    pub industry: u32,
    /// Area between Lorenz curve and diagonal.
    pub locational_gini: Option<Estimate>,
    /// The share that would have to move.
    pub hoover: Option<Estimate>,
    /// Sum of squared regional shares.
    pub herfindahl: Option<Estimate>,
    /// Sum of the absolute differences of shares.
    pub krugman: Option<Estimate>,
    /// Theil's T.
    pub theil_t: Option<Estimate>,
    /// Theil's L.
    pub theil_l: Option<Estimate>,
    /// The parts of Theil's T, if the regions have groups.
    pub theil_t_split: Option<Split>,
    /// The parts of Theil's L, if the regions have groups.
    pub theil_l_split: Option<Split>,
    /// The industry's total.
    pub value: f64,
    /// How many establishments the total counts.
    pub establishments: Option<f64>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

impl Default for Concentration {
    fn default() -> Self {
        Self { relative_to: RelativeTo::Total, interval: true, alpha: 0.05 }
    }
}

impl Method for Concentration {
    const KEY: &'static str = "concentration";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[TableSpec::new(
        "concentration",
        "industry locational_gini locational_gini_low locational_gini_high hoover hoover_low hoover_high herfindahl herfindahl_low herfindahl_high krugman krugman_low krugman_high theil_t theil_t_low theil_t_high theil_l theil_l_low theil_l_high theil_t_between theil_t_within theil_l_between theil_l_within value establishments reason",
    )];
    type Inputs = ZonedPlaces;
    type Output = Concentrations;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)
    }

    fn compute(&self, inputs: &ZonedPlaces, context: &Context<'_>) -> Result<Concentrations, MethodError> {
        let counts = inputs.zoned.source.clone();
        let totals = Totals::new(&counts, None)?;
        let pattern = self.pattern(&counts, &totals, inputs)?;
        let deviate = self.interval.then(|| deviate(self.alpha / 2.0));
        let mut cells: Vec<Vec<&Measured>> = vec![Vec::new(); counts.industries.len()];
        counts.only().iter().for_each(|cell| cells[cell.industry as usize].push(cell));
        let indices = cells.par_iter().enumerate().map(|(industry, cells)| {
            context.proceed()?;
            Ok(indices(industry, cells, totals.industry[industry], &pattern, deviate))
        });
        Ok(Concentrations {
            industries: counts.industries.clone(),
            indices: indices.collect::<Result<_, MethodError>>()?,
            reservations: Reservations::of(&counts),
            unit: counts.unit.clone(),
        })
    }

    fn present(&self, inputs: &ZonedPlaces, found: &Concentrations) -> Finding {
        let grouped = inputs.groups().is_some();
        let finding = Finding::default().table(found.table(self.interval, grouped)).chart(bars(self.interval)).chart(scatter());
        let finding = if grouped { finding.chart(stacked()) } else { finding };
        let flat = found.indices.iter().filter(|r| r.is_flat()).count();
        found.reservations.note(self.sentences(inputs, found, finding), self.interval.then_some(flat))
    }
}

/// What industries are compared with.
struct Pattern {
    /// Share x of each region.
    share: Vec<f64>,
    /// How many regions have a share above 0.
    inhabited: usize,
    groups: Option<Groups>,
}

impl Concentration {
    fn pattern(&self, counts: &Counts, totals: &Totals, inputs: &ZonedPlaces) -> Result<Pattern, MethodError> {
        let weight = self.weights(counts, totals, inputs)?;
        let total = exact_sum(weight.iter().copied());
        if total <= 0.0 {
            return Err(MethodError::AllZero { what: "values" });
        }
        let share: Vec<f64> = weight.iter().map(|w| w / total).collect();
        let of = inputs.groups().map(|group| inputs.per_region(counts, "needs-group", |place| group.get(place))).transpose()?;
        let groups = of.map(|of| Groups::new(of, &share));
        Ok(Pattern { inhabited: share.iter().filter(|&&x| x > 0.0).count(), share, groups })
    }

    /// Weights of the regions, in the proportion of x.
    fn weights(&self, counts: &Counts, totals: &Totals, inputs: &ZonedPlaces) -> Result<Vec<f64>, MethodError> {
        let reference = inputs.zoned.reference.as_deref();
        let placed = |key: &str, pick: fn(&Places) -> Option<&Vec<f64>>| {
            let weight = inputs.places.as_deref().and_then(pick).ok_or_else(|| MethodError::Needs { what: Message::new(key) })?;
            inputs.per_region(counts, "needs-weight", |place| weight.get(place).copied().filter(|w| w.is_finite() && *w >= 0.0))
        };
        if reference.is_some() && self.relative_to != RelativeTo::Total {
            return Err(MethodError::Setting { setting: "relative_to", problem: Message::new("concentration-reference-unused") });
        }
        match (self.relative_to, reference) {
            (RelativeTo::Total, None) => Ok(totals.region.clone()),
            (RelativeTo::Total, Some(reference)) => {
                let totals = reference.only().by_region(|c| c.value);
                Ok(counts.regions.iter().map(|code| reference.regions.index(code).map_or(0.0, |i| totals[i])).collect())
            }
            (RelativeTo::Regions, _) => Ok(vec![1.0; counts.regions.len()]),
            (RelativeTo::Area, _) => placed("needs-area", |p| p.area_km2.as_ref()),
            (RelativeTo::Population, _) => placed("needs-population", |p| p.population.as_ref()),
        }
    }

    fn sentences(&self, inputs: &ZonedPlaces, found: &Concentrations, finding: Finding) -> Finding {
        let rank = |e: Estimate| e.low.unwrap_or(e.value);
        let known = || found.indices.iter().filter_map(|r| Some((r, r.locational_gini?)));
        let sure = known().any(|(_, gini)| gini.interval().is_some());
        let among = known().filter(|(_, gini)| !sure || gini.interval().is_some());
        let top = among.rev().max_by(|a, b| rank(a.1).total_cmp(&rank(b.1))).map(|(top, gini)| {
            Message::new(if sure { "concentration-most" } else { "concentration-most-plain" })
                .with("industry", found.industries.argument(top.industry as usize))
                .with("gini", gini.argument(self.alpha))
                .with("move", Argument::percent(top.hoover.map_or(0.0, |hoover| hoover.value)))
                .with("pattern", Message::new(self.pattern_key(inputs)))
        });
        let mut between: Vec<f64> = found.indices.iter().filter_map(|r| r.theil_t_split?.share_between()).collect();
        between.sort_unstable_by(f64::total_cmp);
        let split = quantile(&between, 0.5).map(|median| Message::new("concentration-between").with("share", Argument::percent(median)));
        top.into_iter().chain(split).fold(finding, Finding::headline)
    }

    fn pattern_key(&self, inputs: &ZonedPlaces) -> &'static str {
        match self.relative_to {
            RelativeTo::Total if inputs.zoned.reference.is_some() => "pattern-reference",
            RelativeTo::Total => "pattern-total",
            RelativeTo::Regions => "pattern-regions",
            RelativeTo::Area => "pattern-area",
            RelativeTo::Population => "pattern-population",
        }
    }
}

/// The indices of one industry.
fn indices(industry: usize, cells: &[&Measured], value: f64, pattern: &Pattern, deviate: Option<f64>) -> IndustryIndices {
    let empty = IndustryIndices {
        industry: industry as u32,
        locational_gini: None,
        hoover: None,
        herfindahl: None,
        krugman: None,
        theil_t: None,
        theil_l: None,
        theil_t_split: None,
        theil_l_split: None,
        value,
        establishments: establishments(cells.iter().copied()),
        reason: Some("empty-industry"),
    };
    if value <= 0.0 {
        return empty;
    }
    let shares = Composition::new(value, cells.iter().map(|&c| (c, pattern.share[c.region as usize])));
    let everywhere = shares.parts().filter(|&(_, x)| x > 0.0).count() == pattern.inhabited;
    let estimate = |index| Some(shares.estimate(&index, deviate));
    let mut found = IndustryIndices {
        locational_gini: estimate(shares.locational_gini()),
        hoover: estimate(shares.hoover()),
        herfindahl: estimate(shares.herfindahl()),
        krugman: estimate(shares.krugman()),
        theil_t: shares.theil_t().and_then(estimate),
        theil_l: everywhere.then(|| shares.theil_l()).and_then(estimate),
        ..empty
    };
    if let Some(groups) = &pattern.groups {
        let regions: Vec<usize> = cells.iter().filter(|c| c.value > 0.0).map(|c| groups.of[c.region as usize]).collect();
        found.theil_t_split = found.theil_t.map(|_| groups.split(&shares, &regions, |s, x| (s, x)));
        found.theil_l_split = found.theil_l.map(|_| groups.split(&shares, &regions, |s, x| (x, s)));
    }
    found.reason = if shares.is_outside() {
        Some("region-without-weight")
    } else if !everywhere {
        Some("region-without-industry")
    } else if deviate.is_some() && found.is_flat() {
        Some("flat")
    } else {
        None
    };
    found
}

impl IndustryIndices {
    fn all(&self) -> [Option<Estimate>; 6] {
        [self.locational_gini, self.hoover, self.herfindahl, self.krugman, self.theil_t, self.theil_l]
    }

    /// Whether an index has no interval.
    fn is_flat(&self) -> bool {
        self.all().into_iter().flatten().any(|e| e.interval().is_none())
    }
}

impl Concentrations {
    fn table(&self, interval: bool, grouped: bool) -> Table {
        let rows = &self.indices;
        let table = Table::new(Concentration::KEY, Message::new("table-concentration"));
        let table = table.codes("industry", &self.industries, rows.iter().map(|r| r.industry as usize));
        let names = ["locational_gini", "hoover", "herfindahl", "krugman", "theil_t", "theil_l"];
        let table =
            names.iter().enumerate().fold(table, |table, (i, name)| Estimate::columns(table, name, interval, rows.iter().map(move |r| r.all()[i])));
        let table = if grouped {
            table
                .numbers("theil_t_between", Unit::None, rows.iter().map(|r| r.theil_t_split.map(|s| s.between)))
                .numbers("theil_t_within", Unit::None, rows.iter().map(|r| r.theil_t_split.map(|s| s.within)))
                .numbers("theil_l_between", Unit::None, rows.iter().map(|r| r.theil_l_split.map(|s| s.between)))
                .numbers("theil_l_within", Unit::None, rows.iter().map(|r| r.theil_l_split.map(|s| s.within)))
        } else {
            table
        };
        let table = table.numbers("value", Unit::of(self.unit.as_ref()), rows.iter().map(|r| Some(r.value)));
        let table = match self.reservations.sampling {
            Sampling::Units => table,
            _ => table.numbers("establishments", Unit::None, rows.iter().map(|r| r.establishments)),
        };
        table.words("reason", rows.iter().map(|r| r.reason))
    }
}

fn bars(interval: bool) -> Chart {
    let mark = Mark::Bars {
        label: vec!["industry".into()],
        values: vec!["locational_gini".into()],
        interval: interval.then(|| ("locational_gini_low".into(), "locational_gini_high".into())),
        order: Order::Largest("locational_gini".into(), 25),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("concentration_gini", Concentration::KEY, mark)
}

fn scatter() -> Chart {
    let mark = Mark::Scatter {
        x: "value".into(),
        y: "locational_gini".into(),
        label: Some("industry".into()),
        size: None,
        x_scale: Scale::Log,
        y_scale: Scale::Linear,
        x_reference: None,
        y_reference: None,
        equal: None,
    };
    Chart::new("concentration_size", Concentration::KEY, mark)
}

fn stacked() -> Chart {
    let mark = Mark::Bars {
        label: vec!["industry".into()],
        values: vec!["theil_t_between".into(), "theil_t_within".into()],
        interval: None,
        order: Order::Largest("theil_t".into(), 20),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("concentration_groups", Concentration::KEY, mark)
}
