//! The evidence on a cluster: its metrics, and where they come from.

use super::firms::{Answered, Firm};
use super::given::Given;
use super::metric::{Metric, Values};
use serde::Serialize;

/// Where a metric comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The register.
    Register,
    /// The linkages.
    Linkages,
    /// The indicators.
    Indicators,
}

/// One metric of one cluster, with what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evidence {
    /// The metric.
    pub metric: Metric,
    /// Where it comes from.
    pub basis: Option<Basis>,
    /// Its value.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// The value with membership 0.5.
    pub threshold: Option<f64>,
    /// Membership in what the metric stands for.
    pub membership: Option<f64>,
    /// Why there is no value.
    pub reason: Option<&'static str>,
}

/// How firms are measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// Firms below this size are small, in the scale of the firms.
    pub(crate) small_below: f64,
    /// How many of the largest firms may be hubs.
    pub(crate) hub_firms: usize,
    /// Share of employment for which an answer must be known.
    pub(crate) min_known: f64,
}

/// Where each metric of a cluster comes from, or why it is missing.
pub(crate) struct Sources {
    basis: [Result<Basis, &'static str>; Metric::ALL.len()],
    given: Given,
}

impl Basis {
    /// Its word in the column `basis`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Linkages => "linkages",
            Self::Indicators => "indicators",
        }
    }
}

impl Answered {
    fn share(self) -> Option<f64> {
        (self.known > 0.0).then(|| (self.yes / self.known).min(1.0))
    }

    fn missing(self, total: f64, min_known: f64) -> Option<&'static str> {
        if self.known <= 0.0 { Some("not-given") } else { (self.known < min_known * total).then_some("mostly-unknown") }
    }
}

/// The metrics that firms show; of each firm there are so many copies, and the largest firm stands first.
pub(crate) fn measured(firms: &[Firm], copies: &[u32], rule: &Rule) -> Values {
    let total: f64 = firms.iter().zip(copies).map(|(firm, n)| firm.size * f64::from(*n)).sum();
    let (mut small, mut hhi, mut ranked, mut largest, mut four) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let (mut external, mut state) = (Answered::default(), Answered::default());
    let (mut local, mut bought, mut hubs) = (0.0, 0.0, 0.0);
    let mut rank = 0.0;
    for (firm, n) in firms.iter().zip(copies).filter(|(_, n)| **n > 0) {
        let n = f64::from(*n);
        let share = firm.size / total;
        // How many of the copies are among the first k.
        let among = |k: f64| (k - rank).clamp(0.0, n);
        hhi += n * share * share;
        ranked += (n * rank + n * (n + 1.0) / 2.0) * share;
        small += if firm.size < rule.small_below { n * share } else { 0.0 };
        largest += among(1.0) * share;
        four += among(4.0) * share;
        hubs += among(rule.hub_firms as f64) * firm.local;
        local += n * firm.local;
        bought += n * firm.bought;
        for (sum, of_firm) in [(&mut external, firm.external), (&mut state, firm.state)] {
            sum.yes += n * of_firm.yes;
            sum.known += n * of_firm.known;
        }
        rank += n;
    }
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| (part / whole).min(1.0));
    let mut values = Values::default();
    let mut set = |metric: Metric, value: Option<f64>| values[metric.number()] = value;
    set(Metric::SmallFirms, Some(f64::min(small, 1.0)));
    set(Metric::Hhi, Some(f64::min(hhi, 1.0)));
    set(Metric::LargestFirm, Some(f64::min(largest, 1.0)));
    set(Metric::FourLargestFirms, Some(f64::min(four, 1.0)));
    set(Metric::Gini, Some(((rank + 1.0 - 2.0 * ranked) / rank).clamp(0.0, 1.0)));
    set(Metric::External, external.share());
    set(Metric::State, state.share());
    set(Metric::LocalPurchases, share(local, bought));
    set(Metric::HubPurchases, share(hubs, local));
    values
}

impl Sources {
    /// Where the metrics of a cluster come from: register and linkages, and where they are silent, the indicators.
    pub(crate) fn of(firms: &[Firm], linked: bool, given: Given, rule: &Rule) -> Self {
        let total: f64 = firms.iter().map(|f| f.size).sum();
        let (local, bought) = firms.iter().fold((0.0, 0.0), |(l, b), f| (l + f.local, b + f.bought));
        let answered = |pick: fn(&Firm) -> Answered| {
            let sum = |part: fn(Answered) -> f64| firms.iter().map(|f| part(pick(f))).sum();
            Answered { yes: sum(|a| a.yes), known: sum(|a| a.known) }
        };
        let from_register = |a: Answered| a.missing(total, rule.min_known).map_or(Ok(Basis::Register), Err);
        let from_linkages = |amount: f64, none: &'static str| match (linked, amount > 0.0) {
            (false, _) => Err("not-given"),
            (true, false) => Err(none),
            (true, true) => Ok(Basis::Linkages),
        };
        let basis = Metric::ALL.map(|metric| {
            let shown = match metric {
                Metric::SmallFirms | Metric::Hhi | Metric::LargestFirm | Metric::Gini | Metric::FourLargestFirms => Ok(Basis::Register),
                Metric::External => from_register(answered(|f| f.external)),
                Metric::State => from_register(answered(|f| f.state)),
                Metric::LocalPurchases => from_linkages(bought, "no-purchases"),
                Metric::HubPurchases => from_linkages(local, "no-local-purchases"),
                Metric::ExternalSales | Metric::Cooperation | Metric::PublicProcurement => Err("not-given"),
            };
            shown.or_else(|why| given[metric.number()].map(|_| Basis::Indicators).ok_or(why))
        });
        Self { basis, given }
    }

    /// The metrics of a cluster, from what its firms show.
    pub(crate) fn complete(&self, shown: &Values) -> Values {
        let mut values = *shown;
        for (m, value) in values.iter_mut().enumerate() {
            match self.basis[m] {
                Ok(Basis::Indicators) => *value = self.given[m],
                Ok(_) => {}
                Err(_) => *value = None,
            }
        }
        let procurement = values[Metric::PublicProcurement.number()].unwrap_or(0.0);
        let state = &mut values[Metric::State.number()];
        *state = state.map(|employed| employed + (1.0 - employed) * procurement);
        values
    }

    /// Where a metric comes from.
    pub(crate) fn basis(&self, metric: Metric) -> Option<Basis> {
        self.basis[metric.number()].ok()
    }

    /// Why a metric is missing.
    pub(crate) fn reason(&self, metric: Metric) -> Option<&'static str> {
        self.basis[metric.number()].err()
    }
}
