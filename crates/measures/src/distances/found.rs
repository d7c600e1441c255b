//! Densities of distances beside what chance makes of them, and what to say of them.

use crate::envelope::{Envelope, global_p_value};
use crate::null::Null;
use agglom_method::{Argument, Chart, Codes, Finding, Mark, Message, Order, Scale, Table, Unit};
use serde::Serialize;
use std::sync::Arc;

/// Panels of the chart of curves.
const PANELS: usize = 12;

/// All curves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DistanceDensities {
    /// The industries of the register.
    pub industries: Arc<Codes>,
    /// One per industry, or per industry and neighbour.
    pub curves: Vec<DistanceDensity>,
    /// The distances, in metres.
    pub distances_m: Vec<f64>,
    /// Whether the distances follow from the median distance between sites.
    pub default_distances: bool,
    /// Whether pairs are between two industries.
    pub between: bool,
    /// 1 - level of the bands.
    pub alpha: f64,
    /// Number of draws.
    pub draws: usize,
    /// How many sites there are.
    pub sites: usize,
    /// Whether pairs are weighted.
    pub weighted: bool,
    /// What chance decided.
    pub null: Null,
}

/// The density of one industry, or of an industry and a neighbour.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DistanceDensity {
    /// Number of the industry.
    pub industry: usize,
    /// Number of the industry at the other end.
    pub neighbour: Option<usize>,
    /// Establishments of the industry.
    pub establishments: usize,
    /// Establishments of the neighbour.
    pub neighbour_establishments: Option<usize>,
    /// The density per metre, at each distance; empty if there is none.
    pub value: Vec<Option<f64>>,
    /// Mean of the simulated curves.
    pub mean: Vec<Option<f64>>,
    /// Lower end of the band at each distance.
    pub low: Vec<Option<f64>>,
    /// Upper end of the band at each distance.
    pub high: Vec<Option<f64>>,
    /// Lower end of the band of whole curves.
    pub global_low: Vec<Option<f64>>,
    /// Upper end of the band of whole curves.
    pub global_high: Vec<Option<f64>>,
    /// `localised`, `dispersed` or `both` by the global band where the whole curve is significant, otherwise `random`.
    pub pattern: Option<&'static str>,
    /// The first range of distances above the global band, if the whole curve is significant.
    pub localised_m: Option<(f64, f64)>,
    /// The first range of distances below the global band, if the whole curve is significant.
    pub dispersed_m: Option<(f64, f64)>,
    /// Area above the global band.
    pub localisation: Option<f64>,
    /// Area below the global band.
    pub dispersion: Option<f64>,
    /// Probability that chance gives so extreme a curve.
    pub p_value: Option<f64>,
    /// The false discovery rate.
    pub q_value: Option<f64>,
    /// The bandwidth, in metres.
    pub bandwidth_m: Option<f64>,
    /// Number of pairs.
    pub pairs: f64,
    /// Pairs at one place.
    pub coincident_pairs: f64,
    /// `exact`, `projected` (draws by surroundings) or `sampled` (the observed curve from groups, too).
    pub computed_by: Option<&'static str>,
    /// Error relative to the maximum of the curve.
    pub error_bound: Option<f64>,
    /// Why there is no curve.
    pub reason: Option<&'static str>,
}

impl DistanceDensity {
    /// The same density beside what chance makes of it; `value` is the density as precisely as the simulated ones.
    pub(crate) fn beside(self, value: &[Option<f64>], simulated: &[Vec<Option<f64>>], at: &[f64], alpha: f64) -> Self {
        let Envelope { mean, low, high, global_low, global_high } = Envelope::new(simulated, alpha);
        let above = |r: usize| Some((value[r]? - global_high[r]?).max(0.0));
        let below = |r: usize| Some((global_low[r]? - value[r]?).max(0.0));
        let (localisation, above) = beyond(at, above);
        let (dispersion, below) = beyond(at, below);
        let p_value = global_p_value(value, simulated);
        // The band of whole curves is too narrow for its level; the test decides, the band says where.
        let sure = p_value.is_some_and(|p| p <= alpha);
        let (localised_m, dispersed_m) = if sure { (above, below) } else { (None, None) };
        let pattern = match (localised_m, dispersed_m) {
            (Some(_), Some(_)) => "both",
            (Some(_), None) => "localised",
            (None, Some(_)) => "dispersed",
            (None, None) => "random",
        };
        Self {
            p_value,
            pattern: p_value.map(|_| pattern),
            localisation: p_value.map(|_| localisation),
            dispersion: p_value.map(|_| dispersion),
            localised_m,
            dispersed_m,
            mean,
            low,
            high,
            global_low,
            global_high,
            ..self
        }
    }
}

/// The area under an excess (trapezia), and the first range of distances where there is one.
fn beyond(at: &[f64], excess: impl Fn(usize) -> Option<f64>) -> (f64, Option<(f64, f64)>) {
    let excess: Vec<f64> = (0..at.len()).map(|r| excess(r).unwrap_or(0.0)).collect();
    let area = at.windows(2).zip(excess.windows(2)).map(|(r, e)| (r[1] - r[0]) * (e[0] + e[1]) / 2.0).sum();
    let first = excess.iter().position(|&e| e > 0.0);
    let last = |first: usize| excess[first..].iter().position(|&e| e <= 0.0).map_or(at.len(), |k| first + k) - 1;
    (area, first.map(|first| (at[first], at[last(first)])))
}

/// The values of a column in a density.
type Of = fn(&DistanceDensity) -> &Vec<Option<f64>>;

impl DistanceDensities {
    /// Tables, charts and sentences; the main table is called `key`.
    pub(crate) fn finding(&self, key: &str) -> Finding {
        let defined: Vec<&DistanceDensity> = self.curves.iter().filter(|c| c.reason.is_none()).collect();
        let finding = Finding::default().table(self.curve_table(key, &defined)).table(self.summary());
        let finding = if defined.len() > PANELS {
            finding.table(self.curve_table("most_significant", &leading(&defined))).chart(self.curves_chart("most_significant"))
        } else {
            finding.chart(self.curves_chart(key))
        };
        let finding = if self.draws > 0 { finding.chart(self.strength("localisation")).chart(self.strength("dispersion")) } else { finding };
        let finding = self.headlines(finding, defined.len());
        self.reservations(finding)
    }

    fn curve_table(&self, name: &str, curves: &[&DistanceDensity]) -> Table {
        let rows = || curves.iter().flat_map(|c| (0..self.distances_m.len()).map(move |r| (*c, r)));
        let table = Table::new(name, Message::new(format!("table-{}", name.replace('_', "-")))).codes(
            "industry",
            &self.industries,
            rows().map(|(c, _)| c.industry),
        );
        let table =
            if self.between { table.codes("neighbour", &self.industries, rows().map(|(c, _)| c.neighbour.unwrap_or(c.industry))) } else { table };
        let per_metre = || Unit::Named("1/m".to_owned());
        let table = table.numbers("r_m", Unit::Metres, rows().map(|(_, r)| Some(self.distances_m[r]))).numbers(
            "value",
            per_metre(),
            rows().map(|(c, r)| c.value[r]),
        );
        if self.draws == 0 {
            return table;
        }
        let columns: [(&str, Of); 5] = [
            ("mean", |c| &c.mean),
            ("low", |c| &c.low),
            ("high", |c| &c.high),
            ("global_low", |c| &c.global_low),
            ("global_high", |c| &c.global_high),
        ];
        columns.into_iter().fold(table, |table, (name, of)| table.numbers(name, per_metre(), rows().map(|(c, r)| of(c)[r])))
    }

    fn summary(&self) -> Table {
        let c = &self.curves;
        let table = Table::new("industries", Message::new("table-industries")).codes("industry", &self.industries, c.iter().map(|c| c.industry));
        let table =
            if self.between { table.codes("neighbour", &self.industries, c.iter().map(|c| c.neighbour.unwrap_or(c.industry))) } else { table };
        let table = table.integers("establishments", Unit::None, c.iter().map(|c| Some(c.establishments as i64)));
        let table = if self.between {
            table.integers("neighbour_establishments", Unit::None, c.iter().map(|c| c.neighbour_establishments.map(|n| n as i64)))
        } else {
            table
        };
        let table = if self.draws == 0 {
            table
        } else {
            table
                .words("pattern", c.iter().map(|c| c.pattern))
                .numbers("localised_from_m", Unit::Metres, c.iter().map(|c| c.localised_m.map(|m| m.0)))
                .numbers("localised_to_m", Unit::Metres, c.iter().map(|c| c.localised_m.map(|m| m.1)))
                .numbers("dispersed_from_m", Unit::Metres, c.iter().map(|c| c.dispersed_m.map(|m| m.0)))
                .numbers("dispersed_to_m", Unit::Metres, c.iter().map(|c| c.dispersed_m.map(|m| m.1)))
                .numbers("localisation", Unit::Share, c.iter().map(|c| c.localisation))
                .numbers("dispersion", Unit::Share, c.iter().map(|c| c.dispersion))
                .numbers("p_value", Unit::None, c.iter().map(|c| c.p_value))
                .numbers("q_value", Unit::None, c.iter().map(|c| c.q_value))
        };
        table
            .numbers("bandwidth_m", Unit::Metres, c.iter().map(|c| c.bandwidth_m))
            .numbers("pairs", Unit::None, c.iter().map(|c| Some(c.pairs)))
            .numbers("coincident_pairs", Unit::None, c.iter().map(|c| Some(c.coincident_pairs)))
            .words("computed_by", c.iter().map(|c| c.computed_by))
            .numbers("error_bound", Unit::None, c.iter().map(|c| c.error_bound))
            .words("reason", c.iter().map(|c| c.reason))
    }

    fn panel(&self) -> Vec<String> {
        if self.between { vec!["industry".into(), "neighbour".into()] } else { vec!["industry".into()] }
    }

    fn curves_chart(&self, table: &str) -> Chart {
        let band = |low: &str, high: &str| (self.draws > 0).then(|| (low.to_owned(), high.to_owned()));
        let mark = Mark::Curves {
            x: "r_m".into(),
            y: "value".into(),
            panel: self.panel(),
            band: band("low", "high"),
            outer: band("global_low", "global_high"),
            reference: None,
        };
        Chart::new("duranton_overman_curves", table, mark)
    }

    fn strength(&self, column: &str) -> Chart {
        let mark = Mark::Bars {
            label: self.panel(),
            values: vec![column.into()],
            interval: None,
            order: Order::Largest(column.into(), 20),
            scale: Scale::Linear,
            reference: None,
        };
        Chart::new(&format!("duranton_overman_{column}"), "industries", mark)
    }

    fn name(&self, c: &DistanceDensity) -> Argument {
        match c.neighbour {
            None => self.industries.argument(c.industry),
            Some(j) => Message::new("duranton-overman-pair")
                .with("industry", self.industries.argument(c.industry))
                .with("neighbour", self.industries.argument(j))
                .into(),
        }
    }

    fn headlines(&self, finding: Finding, defined: usize) -> Finding {
        let last = self.distances_m.last().copied().unwrap_or(0.0);
        let km = |metres: f64| Argument::Short(metres / 1000.0);
        if defined == 0 {
            return finding.headline(Message::new("curves-none-defined"));
        }
        if self.draws == 0 {
            return finding.headline(Message::new("duranton-overman-plain").with("curves", Argument::count(defined)).with("last", km(last)));
        }
        let sure = |c: &&DistanceDensity| c.q_value.is_some_and(|q| q <= self.alpha);
        let found = |patterns: &[&str]| self.curves.iter().filter(sure).filter(|c| c.pattern.is_some_and(|p| patterns.contains(&p))).count();
        let (localised, dispersed) = (found(&["localised", "both"]), found(&["dispersed"]));
        let strongest = self
            .curves
            .iter()
            .filter(sure)
            .filter(|c| c.localised_m.is_some())
            .max_by(|a, b| (a.localisation.unwrap_or(0.0)).total_cmp(&b.localisation.unwrap_or(0.0)).then(b.industry.cmp(&a.industry)));
        let finding = finding.headline(
            Message::new(if self.between { "duranton-overman-found-pairs" } else { "duranton-overman-found" })
                .with("all", Argument::count(defined))
                .with("localised", Argument::count(localised))
                .with("dispersed", Argument::count(dispersed))
                .with("last", km(last))
                .with("rate", Argument::Percent { value: self.alpha, decimals: 0 }),
        );
        match strongest.and_then(|c| Some((c, c.localised_m?, c.localisation?))) {
            Some((c, (from, to), share)) => finding.headline(
                Message::new("duranton-overman-strongest")
                    .with("industry", self.name(c))
                    .with("from", km(from))
                    .with("to", km(to))
                    .with("share", Argument::percent(share)),
            ),
            None => finding,
        }
    }

    fn reservations(&self, finding: Finding) -> Finding {
        let counted = |key: &str, n: usize| (n > 0).then(|| Message::new(key).with("curves", Argument::count(n)));
        let number = |test: fn(&DistanceDensity) -> bool| self.curves.iter().filter(|c| test(c)).count();
        let few_draws = self.draws > 0 && ((self.draws + 1) as f64) * self.alpha < 2.0;
        let many_tests = self.draws > 0 && (self.draws + 1) as f64 * self.alpha < number(|c| c.p_value.is_some()) as f64;
        let draws = |key: &str| Message::new(key).with("draws", Argument::count(self.draws));
        let cautions = [
            counted("duranton-overman-few-establishments", number(|c| c.reason == Some("few-establishments"))),
            counted("duranton-overman-coincident", number(|c| c.coincident_pairs > 0.0 && c.reason.is_none())),
            few_draws.then(|| draws("duranton-overman-few-draws")),
            (many_tests && !few_draws).then(|| draws("duranton-overman-many-tests")),
        ];
        let finding = cautions.into_iter().flatten().fold(finding, Finding::caution);
        let worst = self.curves.iter().filter_map(|c| c.error_bound).fold(0.0, f64::max);
        let approximate = number(|c| c.computed_by.is_some_and(|by| by != "exact"));
        let finding = match counted("duranton-overman-approximate", approximate) {
            Some(message) => finding.remark(message.with("error", Argument::number(worst))),
            None => finding.remark(Message::new("duranton-overman-exact").with("error", Argument::number(worst))),
        };
        let finding = if self.default_distances { finding.remark(Message::new("duranton-overman-default-distances")) } else { finding };
        let finding = if self.weighted { finding.remark(Message::new("duranton-overman-weighted")) } else { finding };
        if self.draws == 0 {
            return finding;
        }
        let null = match self.null {
            Null::RandomLocation | Null::CompleteSpatialRandomness => "duranton-overman-random-location",
            Null::RandomLabelling => "duranton-overman-random-labelling",
            Null::PopulationIndependence => "duranton-overman-population-independence",
        };
        finding.remark(draws(null).with("sites", Argument::count(self.sites)))
    }
}

/// The curves that stand out most: by p-value, then by how far they leave the global band.
fn leading<'a>(defined: &[&'a DistanceDensity]) -> Vec<&'a DistanceDensity> {
    let outside = |c: &DistanceDensity| c.localisation.unwrap_or(0.0) + c.dispersion.unwrap_or(0.0);
    let mut order = defined.to_vec();
    order.sort_by(|a, b| a.p_value.unwrap_or(1.0).total_cmp(&b.p_value.unwrap_or(1.0)).then(outside(b).total_cmp(&outside(a))));
    order.truncate(PANELS);
    order
}
