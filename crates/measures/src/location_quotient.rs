//! The location quotient, with an interval.

use crate::inference::{Resamples, deviate, quantile};
use crate::inputs::{CountsOrRegister, ZonedEstablishments, cell_of};
use crate::shares::{Frame, variance_of_log_share};
use agglom_method::{
    Absent, Argument, Chart, Codes, Context, Counts, Family, Finding, Mark, Measured, Message, Method, MethodError, Order, Reference, Register,
    Sampling, Scale, SettingError, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Location quotient of every region-industry pair: how many times its share of the region exceeds its share of the whole.
///
/// # Formula
/// ```text
/// LQ_ij = (x_ij / x_i.) / (x_.j / x_..)
/// ```
/// where x_ij is the value of industry j in region i and a dot is a sum. With a `reference` table, x_.j / x_.. is the share of
/// the industry there. From a register, x_ij is the summed size of the establishments (their number if they have no size).
///
/// The interval at level 1 - `alpha` is
/// - `bootstrap` (default for a register): establishments are drawn with replacement `draws` times; percentiles of the quotients;
///   draws in which the region or the industry vanishes are passed over; the reference is held fixed;
/// - `log_ratio` (default for counts): exp(ln LQ ± z·s), with s² from the delta method
/// ```text
/// s² = v_ij a² + (v_i. - v_ij) b² + (v_.j - v_ij) c² + (v_.. - v_i. - v_.j + v_ij) / x_..²
/// a = 1/x_ij - 1/x_i. - 1/x_.j + 1/x_..    b = 1/x_.. - 1/x_i.    c = 1/x_.. - 1/x_.j
/// ```
/// where v is the sampling variance of a value when establishments locate independently of each other: the sum of squared sizes if they
/// are known, x²/establishments if their number is known, otherwise x (every job by itself, which makes the interval too
/// narrow; the notes say which one was used). For an observed zero the interval is 0 to the quotient that -ln(alpha/2)
/// establishments of the industry's typical size would have. With a `reference`, the two shares count as independent.
///
/// # Reading
/// 1 is the share of the whole; 2 is twice that. An interval that spans 1 says that the data do not tell whether the industry is
/// over- or under-represented. A high quotient of a small industry in a small region is common and means little: read `low`.
///
/// # Undefined when
/// the value is missing or suppressed; the region's total is zero (`empty-region`); the industry is zero everywhere
/// (`empty-industry`). Such rows are empty and `reason` says why. Fewer than two regions without a `reference` is an error.
///
/// # Source
/// Florence (1939), Report on the Location of Industry; Isard (1960), Methods of Regional Analysis, ch. 7. Interval: delta method
/// (Moineddin, Beyene and Boyle 2003, Geographical Analysis 35:249), here with the variance of whole establishments.
///
/// # Checked against
/// the value by hand below; `numpy` on the 12 x 15 table of the test data to 1e-12; coverage of both intervals by simulation.
///
/// # Example
/// North has 80 of its 100 jobs in cars, the whole 100 of 200: LQ = 0.8 / 0.5 = 1.6.
/// ```
/// use agglom_measures::{location_quotient::LocationQuotient, CountsOrRegister, ZonedEstablishments};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["north", "south"], &["cars", "wine"], &[[80.0, 20.0], [20.0, 80.0]]);
/// let inputs = ZonedEstablishments { source: CountsOrRegister::Counts(counts.into()), reference: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = LocationQuotient::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.quotients[0].location_quotient, Some(1.6));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LocationQuotient {
    /// Pairs with a smaller value are left out of the table; they still count in the totals.
    pub min_value: f64,
    /// How the interval is made.
    pub interval: Interval,
    /// The interval holds with probability 1 - alpha.
    pub alpha: f64,
    /// Number of bootstrap draws.
    pub draws: usize,
    /// Also list the pairs that the source does not list, as zero (only where an absent pair means zero).
    pub all_pairs: bool,
}

/// How the interval of a location quotient is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// `bootstrap` from a register, `log_ratio` from counts.
    Auto,
    /// Percentiles over resampled establishments; needs a register.
    Bootstrap,
    /// Delta method on the logarithm.
    LogRatio,
    /// No interval.
    None,
}

/// All quotients.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LocationQuotients {
    /// The regions.
    pub regions: Arc<Codes>,
    /// The industries.
    pub industries: Arc<Codes>,
    /// One per pair, by region and industry.
    pub quotients: Vec<Quotient>,
    /// How the intervals were made.
    pub interval: Interval,
    /// What the intervals know of the establishments.
    pub sampling: Sampling,
    /// Unit of the values.
    pub unit: Option<String>,
    /// Shares of the whole's value in pairs that are listed without one (missing or suppressed), as a number of pairs.
    pub gaps: usize,
    /// 1 - level of the interval.
    pub alpha: f64,
}

/// The quotient of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quotient {
    /// Number of the region.
    pub region: u32,
    /// Number of the industry.
    pub industry: u32,
    /// The value behind it.
    pub value: Option<f64>,
    /// How many establishments the value counts.
    pub establishments: Option<f64>,
    /// The quotient.
    pub location_quotient: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Why there is no quotient.
    pub reason: Option<&'static str>,
}

impl Default for LocationQuotient {
    fn default() -> Self {
        Self { min_value: 0.0, interval: Interval::Auto, alpha: 0.05, draws: 999, all_pairs: false }
    }
}

impl Method for LocationQuotient {
    const KEY: &'static str = "location_quotient";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] =
        &[TableSpec::new("location_quotient", "region industry location_quotient low high value establishments reason")];
    type Inputs = ZonedEstablishments;
    type Output = LocationQuotients;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        if self.draws < 39 && matches!(self.interval, Interval::Auto | Interval::Bootstrap) {
            return Err(SettingError::new("draws", format!("{} draws give no percentiles; take at least 39, better 999", self.draws)));
        }
        if self.min_value.is_finite() { Ok(()) } else { Err(SettingError::new("min_value", "must be a number")) }
    }

    fn compute(&self, inputs: &ZonedEstablishments, context: &Context<'_>) -> Result<LocationQuotients, MethodError> {
        let counts = inputs.source.counts();
        let frame = Frame::new(&counts, inputs.reference.as_deref())?;
        let (interval, register) = self.interval_for(&inputs.source)?;
        let mut quotients = self.quotients(&counts, &frame);
        match (interval, register) {
            (Interval::LogRatio, _) => {
                let deviate = deviate(self.alpha / 2.0);
                for quotient in &mut quotients {
                    log_ratio(&frame, quotient, &counts, self.alpha, deviate);
                }
            }
            (Interval::Bootstrap, Some(register)) => self.bootstrap(register, &frame, &mut quotients, context)?,
            _ => {}
        }
        Ok(LocationQuotients {
            regions: counts.regions.clone(),
            industries: counts.industries.clone(),
            quotients,
            interval,
            sampling: counts.sampling,
            unit: counts.unit.clone(),
            gaps: counts.only().gaps().len(),
            alpha: self.alpha,
        })
    }

    fn present(&self, _inputs: &ZonedEstablishments, found: &LocationQuotients) -> Finding {
        let finding = Finding::default().table(found.table()).chart(found.strongest()).chart(heat());
        let finding = match found.largest_industry() {
            Some(industry) => finding.chart(map(&found.industries, industry)),
            None => finding,
        };
        found.sentences(finding)
    }
}

impl LocationQuotient {
    fn interval_for<'a>(&self, source: &'a CountsOrRegister) -> Result<(Interval, Option<&'a Register>), MethodError> {
        match (self.interval, source) {
            (Interval::Auto | Interval::Bootstrap, CountsOrRegister::Register(register)) => Ok((Interval::Bootstrap, Some(register))),
            (Interval::Bootstrap, CountsOrRegister::Counts(_)) => {
                Err(MethodError::Setting { setting: "interval", problem: Message::new("location-quotient-bootstrap-needs-register") })
            }
            (Interval::Auto, CountsOrRegister::Counts(_)) => Ok((Interval::LogRatio, None)),
            (interval, _) => Ok((interval, None)),
        }
    }

    /// The pairs to list, with their quotients and without intervals.
    fn quotients(&self, counts: &Counts, frame: &Frame) -> Vec<Quotient> {
        let cells = counts.only();
        let mut quotients: Vec<Quotient> = cells.iter().map(|cell| quotient(frame, cell)).collect();
        quotients.extend(cells.gaps().iter().map(|gap| Quotient {
            region: gap.region,
            industry: gap.industry,
            value: None,
            establishments: None,
            location_quotient: None,
            low: None,
            high: None,
            reason: gap.state.word(),
        }));
        quotients.sort_unstable_by_key(|q| (q.region, q.industry));
        if self.all_pairs && counts.absent == Absent::Zero {
            quotients = with_zeros(quotients, counts, frame);
        }
        quotients.retain(|q| q.value.is_none_or(|value| value >= self.min_value));
        quotients
    }

    /// Percentile intervals over resampled establishments, for a block of pairs at a time so that memory stays bounded.
    fn bootstrap(&self, register: &Register, frame: &Frame, quotients: &mut [Quotient], context: &Context<'_>) -> Result<(), MethodError> {
        const BLOCK_VALUES: usize = 32 << 20;
        let Some(region) = &register.region else { return Ok(()) };
        let industries = register.industry.codes.len();
        let places: Vec<(u32, u32)> = (0..register.len()).filter_map(|i| cell_of(register, region, i)).collect();
        let cell: Vec<u32> = places.iter().map(|&(r, j)| r * industries as u32 + j).collect();
        let size: Vec<f64> = (0..register.len()).map(|i| register.size_of(i)).collect();
        let resamples = Resamples { seed: context.seed, draws: self.draws, cell: &cell, size: &size, cells: region.codes.len() * industries };
        for block in quotients.chunks_mut((BLOCK_VALUES / self.draws).max(1)) {
            let pairs: Vec<(usize, usize)> = block.iter().map(|q| (q.region as usize, q.industry as usize)).collect();
            let drawn = resamples.map(context, |totals| resampled(frame, totals, industries, &pairs))?;
            for (i, quotient) in block.iter_mut().enumerate().filter(|(_, q)| q.location_quotient.is_some()) {
                let mut values: Vec<f64> = drawn.iter().map(|draw| draw[i]).filter(|v| v.is_finite()).collect();
                values.sort_unstable_by(f64::total_cmp);
                quotient.low = quantile(&values, self.alpha / 2.0);
                quotient.high = quantile(&values, 1.0 - self.alpha / 2.0);
            }
        }
        Ok(())
    }
}

/// Adds the pairs that are not listed, as zero.
fn with_zeros(listed: Vec<Quotient>, counts: &Counts, frame: &Frame) -> Vec<Quotient> {
    let (regions, industries) = counts.shape();
    let mut listed = listed.into_iter().peekable();
    let mut all = Vec::with_capacity(regions * industries);
    for region in 0..regions as u32 {
        for industry in 0..industries as u32 {
            match listed.next_if(|q| (q.region, q.industry) == (region, industry)) {
                Some(quotient) => all.push(quotient),
                None => all.push(quotient(frame, &Measured::units(region, industry, 0.0))),
            }
        }
    }
    all
}

/// The quotient of one cell, without interval.
fn quotient(frame: &Frame, cell: &Measured) -> Quotient {
    let (i, j) = (cell.region as usize, cell.industry as usize);
    let reason = if frame.region[i] <= 0.0 {
        Some("empty-region")
    } else if frame.industry[j] <= 0.0 {
        Some("empty-industry")
    } else {
        None
    };
    Quotient {
        region: cell.region,
        industry: cell.industry,
        value: Some(cell.value),
        establishments: cell.establishments,
        location_quotient: reason.is_none().then(|| (cell.value / frame.region[i]) / (frame.industry[j] / frame.total)),
        low: None,
        high: None,
        reason,
    }
}

/// The log-ratio interval of one quotient, see the formula of [`LocationQuotient`].
fn log_ratio(frame: &Frame, quotient: &mut Quotient, counts: &Counts, alpha: f64, deviate: f64) {
    let (Some(lq), Some(x)) = (quotient.location_quotient, quotient.value) else { return };
    let (i, j) = (quotient.region as usize, quotient.industry as usize);
    if x == 0.0 {
        let largest = -(alpha / 2.0).ln() * frame.typical_size[j];
        quotient.low = Some(0.0);
        quotient.high = Some(largest / frame.region[i] / (frame.industry[j] / frame.total));
        return;
    }
    let row = counts.only().of_region(i);
    let Ok(at) = row.binary_search_by_key(&quotient.industry, |c| c.industry) else { return };
    let v = row[at].variance;
    let variance = if frame.own_reference {
        let (xi, xj, xx) = (frame.region[i], frame.industry[j], frame.total);
        let (vi, vj, vv) = (frame.region_variance[i], frame.industry_variance[j], frame.total_variance);
        let (a, b, c) = (1.0 / x - 1.0 / xi - 1.0 / xj + 1.0 / xx, 1.0 / xx - 1.0 / xi, 1.0 / xx - 1.0 / xj);
        v * a * a + (vi - v) * b * b + (vj - v) * c * c + (vv - vi - vj + v) / (xx * xx)
    } else {
        variance_of_log_share(x, v, frame.region[i], frame.region_variance[i])
            + variance_of_log_share(frame.industry[j], frame.industry_variance[j], frame.total, frame.total_variance)
    };
    let spread = (deviate * variance.max(0.0).sqrt()).exp();
    quotient.low = Some(lq / spread);
    quotient.high = Some(lq * spread);
}

/// The quotients of some pairs under resampled totals of all pairs; not finite where one is not defined.
fn resampled(frame: &Frame, totals: &[f64], industries: usize, pairs: &[(usize, usize)]) -> Vec<f64> {
    let region: Vec<f64> = totals.chunks(industries).map(|row| row.iter().sum()).collect();
    let mut industry = vec![0.0; industries];
    for row in totals.chunks(industries) {
        row.iter().enumerate().for_each(|(j, x)| industry[j] += x);
    }
    let total: f64 = region.iter().sum();
    let share = |j: usize| if frame.own_reference { industry[j] / total } else { frame.industry[j] / frame.total };
    pairs.iter().map(|&(i, j)| totals[i * industries + j] / region[i] / share(j)).collect()
}

impl LocationQuotients {
    fn table(&self) -> Table {
        let q = &self.quotients;
        let table = Table::new(LocationQuotient::KEY, Message::new("table-location-quotient"))
            .codes("region", &self.regions, q.iter().map(|q| q.region as usize))
            .codes("industry", &self.industries, q.iter().map(|q| q.industry as usize))
            .numbers("location_quotient", Unit::None, q.iter().map(|q| q.location_quotient))
            .numbers("low", Unit::None, q.iter().map(|q| q.low))
            .numbers("high", Unit::None, q.iter().map(|q| q.high))
            .numbers("value", Unit::of(self.unit.as_ref()), q.iter().map(|q| q.value));
        let table =
            if self.sampling == Sampling::Units { table } else { table.numbers("establishments", Unit::None, q.iter().map(|q| q.establishments)) };
        table.words("reason", q.iter().map(|q| q.reason))
    }

    fn strongest(&self) -> Chart {
        let interval = (self.interval != Interval::None).then(|| ("low".to_owned(), "high".to_owned()));
        let by = if interval.is_some() { "low" } else { "location_quotient" };
        let mark = Mark::Bars {
            label: vec!["region".into(), "industry".into()],
            values: vec!["location_quotient".into()],
            interval,
            order: Order::Largest(by.into(), 20),
            scale: Scale::Log,
            reference: Some(Reference { at: 1.0, label: Message::new("reference-share-of-the-whole") }),
        };
        Chart::new("location_quotient_strongest", LocationQuotient::KEY, mark)
    }

    fn largest_industry(&self) -> Option<usize> {
        let mut totals = vec![0.0; self.industries.len()];
        for q in &self.quotients {
            totals[q.industry as usize] += q.value.unwrap_or(0.0);
        }
        (0..totals.len()).max_by(|&a, &b| totals[a].total_cmp(&totals[b]).then(b.cmp(&a)))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let defined = self.quotients.iter().filter(|q| q.location_quotient.is_some()).count();
        let sure = self.quotients.iter().filter(|q| q.low.is_some_and(|low| low > 1.0)).count();
        let level = Argument::Percent { value: 1.0 - self.alpha, decimals: 0 };
        let top = self
            .quotients
            .iter()
            .filter(|q| q.low.is_some_and(|low| low > 1.0))
            .max_by(|a, b| a.low.partial_cmp(&b.low).unwrap_or(std::cmp::Ordering::Equal));
        let finding = match (top, top.and_then(|q| Some((q.location_quotient?, q.low?, q.high?)))) {
            (Some(q), Some((lq, low, high))) => finding
                .headline(
                    Message::new("location-quotient-top")
                        .with("region", self.regions.argument(q.region as usize))
                        .with("industry", self.industries.argument(q.industry as usize))
                        .with("lq", Argument::number(lq))
                        .with("low", Argument::number(low))
                        .with("high", Argument::number(high))
                        .with("level", level.clone()),
                )
                .headline(
                    Message::new("location-quotient-sure")
                        .with("sure", Argument::count(sure))
                        .with("all", Argument::count(defined))
                        .with("level", level),
                ),
            _ if self.interval == Interval::None => finding.headline(Message::new("location-quotient-plain").with("all", Argument::count(defined))),
            _ => finding.headline(Message::new("location-quotient-none-sure").with("all", Argument::count(defined)).with("level", level)),
        };
        let finding = match (self.interval, self.sampling) {
            (Interval::None, _) => finding,
            (Interval::Bootstrap, _) => finding.remark(Message::new("location-quotient-bootstrap")),
            (_, Sampling::Sizes) => finding.remark(Message::new("sampling-sizes")),
            (_, Sampling::Establishments) => finding.remark(Message::new("sampling-establishments")),
            (_, Sampling::Units) => finding.caution(Message::new("sampling-units")),
        };
        if self.gaps == 0 { finding } else { finding.caution(Message::new("gaps-left-out").with("gaps", Argument::count(self.gaps))) }
    }
}

fn heat() -> Chart {
    let mark =
        Mark::Heat { row: "region".into(), column: "industry".into(), value: "location_quotient".into(), scale: Scale::Log, midpoint: Some(1.0) };
    Chart::new("location_quotient_heat", LocationQuotient::KEY, mark)
}

fn map(industries: &Codes, industry: usize) -> Chart {
    let mark = Mark::Map { region: "region".into(), value: "location_quotient".into(), scale: Scale::Log, midpoint: Some(1.0) };
    let mut map = Chart::new("location_quotient_map", LocationQuotient::KEY, mark).only("industry", industries.get(industry));
    map.title = map.title.with("industry", industries.argument(industry));
    map
}
