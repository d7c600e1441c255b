//! The equilibrium as tables.

use super::nash::Aggregation;
use super::{Authority, NeutralityCheck, Preference, Split, Static, Subsidy};
use agglom_method::{Codes, Labels, Message, Table, Unit, Values};
use serde::Serialize;
use std::sync::Arc;

/// All that was found of a game.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Equilibrium {
    /// The clusters.
    pub ids: Arc<Codes>,
    /// Unit of the money.
    pub unit: Option<String>,
    /// How contributions make the brand.
    pub aggregation: Aggregation,
    /// Whether clusters pay for the public part of the brand.
    pub taxed: bool,
    /// What each cluster does in equilibrium.
    pub clusters: Vec<Outcome>,
    /// What each strives for.
    pub preferences: Vec<Preference>,
    /// What each would have in the optimum.
    pub optimum: Vec<OptimalOutcome>,
    /// The game in numbers.
    pub summary: Summary,
    /// What makes the clusters do by themselves what the optimum asks; for the sum only.
    pub subsidies: Vec<Subsidy>,
    /// What money moved or added does; for the sum only.
    pub neutrality: Vec<NeutralityCheck>,
    /// The authority as first mover, if it has a budget.
    pub authority: Option<Authority>,
    /// The equilibrium with other budgets and numbers of clusters.
    pub statics: Vec<Static>,
    /// What the two largest contributors answer to what all others spend.
    pub best_responses: Vec<BestResponse>,
}

/// What a cluster does in equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// What it can spend, before tax.
    pub budget: f64,
    /// What it pays for the public part of the brand.
    pub tax: f64,
    /// Its spending on the brand.
    pub brand_spending: f64,
    /// The units of brand that it adds.
    pub brand_units: f64,
    /// The units of tangible assets that it buys.
    pub tangible_units: f64,
    /// Its spending on everything else.
    pub other_spending: f64,
    /// Its payoff; empty below subsistence.
    pub payoff: Option<f64>,
    /// The brand spending from which on it contributes nothing (weakest link: the contribution that it wants of everybody).
    pub threshold: Option<f64>,
    /// What one more unit of money in the brand is worth to it in private money.
    pub marginal_rate: Option<f64>,
    /// No other contribution gains it more than this part of its payoff.
    pub deviation: Option<f64>,
    /// Why it has no payoff.
    pub reason: Option<&'static str>,
}

/// What a cluster would have in the optimum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OptimalOutcome {
    /// The part of the brand that it pays at Lindahl's prices.
    pub lindahl_share: Option<f64>,
    /// Its private spending at Lindahl's prices.
    pub lindahl_private: Option<f64>,
    /// Its payoff at Lindahl's prices.
    pub lindahl_payoff: Option<f64>,
    /// True if it has less than in equilibrium.
    pub loses: Option<bool>,
    /// Its private spending in the utilitarian optimum.
    pub utilitarian_private: Option<f64>,
    /// Its payoff there.
    pub utilitarian_payoff: Option<f64>,
    /// True if it has less than in equilibrium.
    pub loses_utilitarian: Option<bool>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// The game in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// All spending on the brand in equilibrium.
    pub brand: f64,
    /// The brand in equilibrium.
    pub units: f64,
    /// All spending on the brand at Lindahl's prices.
    pub brand_lindahl: Option<f64>,
    /// The brand at Lindahl's prices.
    pub units_lindahl: Option<f64>,
    /// All spending on the brand in the utilitarian optimum.
    pub brand_utilitarian: Option<f64>,
    /// The brand in the utilitarian optimum.
    pub units_utilitarian: Option<f64>,
    /// Geometric mean of the payoffs over that at Lindahl's prices.
    pub efficiency_lindahl: Option<f64>,
    /// Geometric mean of the payoffs over that in the utilitarian optimum.
    pub efficiency: Option<f64>,
    /// Clusters that contribute.
    pub contributors: usize,
    /// What one more unit of money in the brand is worth to all in private money; 1 in the optimum.
    pub marginal_worth: Option<f64>,
    /// The part of a little outside money for the brand that contributions give way to.
    pub crowding_out_marginal: Option<f64>,
    /// The part of the public money that contributions gave way to.
    pub crowding_out: Option<f64>,
    /// The largest deviation.
    pub deviation: f64,
}

/// What a cluster answers to what all others spend.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BestResponse {
    /// Number of the cluster.
    pub player: usize,
    /// What all others spend.
    pub others: f64,
    /// What it spends.
    pub response: f64,
}

fn yes_no(flag: Option<bool>) -> Option<&'static str> {
    flag.map(|yes| if yes { "yes" } else { "no" })
}

impl Equilibrium {
    fn money(&self) -> Unit {
        Unit::of(self.unit.as_ref())
    }

    pub(crate) fn cluster_table(&self) -> Table {
        let (c, money) = (&self.clusters, self.money());
        let table = Table::new("investment_game", Message::new("table-investment-game")).codes("id", &self.ids, 0..c.len()).numbers(
            "budget",
            money.clone(),
            c.iter().map(|c| Some(c.budget)),
        );
        let table = if self.taxed { table.numbers("tax", money.clone(), c.iter().map(|c| Some(c.tax))) } else { table };
        table
            .numbers("brand_spending", money.clone(), c.iter().map(|c| Some(c.brand_spending)))
            .numbers("brand_units", Unit::None, c.iter().map(|c| Some(c.brand_units)))
            .numbers("tangible_units", Unit::None, c.iter().map(|c| Some(c.tangible_units)))
            .numbers("other_spending", money.clone(), c.iter().map(|c| Some(c.other_spending)))
            .numbers("payoff", Unit::None, c.iter().map(|c| c.payoff))
            .words("contributor", c.iter().map(|c| yes_no(Some(c.brand_spending > 0.0))))
            .numbers("contribution_threshold", money, c.iter().map(|c| c.threshold))
            .numbers("marginal_rate", Unit::None, c.iter().map(|c| c.marginal_rate))
            .numbers("deviation", Unit::None, c.iter().map(|c| c.deviation))
            .words("reason", c.iter().map(|c| c.reason))
    }

    pub(crate) fn preference_table(&self) -> Table {
        let p = &self.preferences;
        Table::new("preferences", Message::new("table-investment-game-preferences"))
            .codes("id", &self.ids, 0..p.len())
            .numbers("tangible_share", Unit::Share, p.iter().map(|p| Some(p.weights.tangible)))
            .numbers("brand_share", Unit::Share, p.iter().map(|p| Some(p.weights.brand)))
            .numbers("other_share", Unit::Share, p.iter().map(|p| Some(p.weights.other)))
            .words("share_origin", p.iter().map(|p| Some(p.origin.word())))
            .numbers("brand_share_bound", Unit::Share, p.iter().map(|p| p.brand_bound))
    }

    pub(crate) fn optimum_table(&self) -> Table {
        let (o, money) = (&self.optimum, self.money());
        Table::new("optimum", Message::new("table-investment-game-optimum"))
            .codes("id", &self.ids, 0..o.len())
            .numbers("lindahl_share", Unit::Share, o.iter().map(|o| o.lindahl_share))
            .numbers("lindahl_private", money.clone(), o.iter().map(|o| o.lindahl_private))
            .numbers("payoff_lindahl", Unit::None, o.iter().map(|o| o.lindahl_payoff))
            .words("loses", o.iter().map(|o| yes_no(o.loses)))
            .numbers("utilitarian_private", money, o.iter().map(|o| o.utilitarian_private))
            .numbers("payoff_utilitarian", Unit::None, o.iter().map(|o| o.utilitarian_payoff))
            .words("loses_utilitarian", o.iter().map(|o| yes_no(o.loses_utilitarian)))
            .words("reason", o.iter().map(|o| o.reason))
    }

    /// The numbers of the summary that are defined, with their words.
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        let s = &self.summary;
        let lost = |flag: fn(&OptimalOutcome) -> Option<bool>| {
            self.optimum.iter().any(|o| flag(o).is_some()).then(|| self.optimum.iter().filter(|o| flag(o) == Some(true)).count() as f64)
        };
        let least = self.clusters.iter().map(|c| c.brand_spending).fold(f64::INFINITY, f64::min);
        let best = self.authority.as_ref().and_then(|a| a.best);
        let matched = self.authority.as_ref().and_then(|a| a.best_matching);
        let figures = [
            ("clusters", Some(self.clusters.len() as f64)),
            ("contributors", Some(s.contributors as f64)),
            ("brand-nash", Some(s.brand)),
            ("units-nash", Some(s.units)),
            ("brand-lindahl", s.brand_lindahl),
            ("units-lindahl", s.units_lindahl),
            ("brand-utilitarian", s.brand_utilitarian),
            ("units-utilitarian", s.units_utilitarian),
            ("underprovision", s.units_lindahl.map(|best| s.units / best)),
            ("underprovision-utilitarian", s.units_utilitarian.map(|best| s.units / best)),
            ("efficiency-lindahl", s.efficiency_lindahl),
            ("efficiency", s.efficiency),
            ("price-of-anarchy", s.efficiency.map(|e| 1.0 / e)),
            ("losers-lindahl", lost(|o| o.loses)),
            ("losers-utilitarian", lost(|o| o.loses_utilitarian)),
            ("marginal-worth", s.marginal_worth),
            ("crowding-out-marginal", s.crowding_out_marginal),
            ("crowding-out", s.crowding_out),
            ("weakest-link-lowest", (self.aggregation == Aggregation::WeakestLink).then_some(0.0)),
            ("weakest-link-highest", (self.aggregation == Aggregation::WeakestLink).then_some(least)),
            ("authority-brand-part", best.map(|b| b.brand_part)),
            ("authority-brand", best.map(|b| b.brand)),
            ("authority-welfare", best.and_then(|b| b.welfare)),
            ("authority-matching-rate", matched.map(|m| m.rate)),
            ("authority-matching-welfare", matched.and_then(|m| m.split?.welfare)),
            ("largest-deviation", Some(s.deviation)),
        ];
        figures.into_iter().filter_map(|(word, value)| Some((word, value?))).collect()
    }

    pub(crate) fn summary_table(&self) -> Table {
        let figures = self.figures();
        Table::new("summary", Message::new("table-investment-game-summary")).words("measure", figures.iter().map(|f| Some(f.0))).numbers(
            "value",
            Unit::None,
            figures.iter().map(|f| Some(f.1)),
        )
    }

    pub(crate) fn subsidy_table(&self) -> Table {
        let (s, money) = (&self.subsidies, self.money());
        Table::new("subsidies", Message::new("table-investment-game-subsidies"))
            .codes("id", &self.ids, 0..s.len())
            .numbers("rate", Unit::Share, s.iter().map(|s| s.rate))
            .numbers("supported_contribution", money.clone(), s.iter().map(|s| Some(s.contribution)))
            .numbers("subsidy", money.clone(), s.iter().map(|s| Some(s.subsidy)))
            .numbers("lump_sum", money.clone(), s.iter().map(|s| Some(s.lump_sum)))
            .numbers("net", money, s.iter().map(|s| Some(s.net)))
            .words("reason", s.iter().map(|s| if s.rate.is_none() { Some("below-subsistence") } else { None }))
    }

    pub(crate) fn neutrality_table(&self) -> Table {
        let (n, money) = (&self.neutrality, self.money());
        let player = |of: fn(&NeutralityCheck) -> Option<usize>| {
            Values::Code(Labels::from_index(self.ids.clone(), n.iter().map(|check| of(check).map(|i| i as u32)).collect::<Vec<_>>()))
        };
        Table::new("neutrality", Message::new("table-investment-game-neutrality"))
            .words("change", n.iter().map(|n| Some(n.change.word())))
            .column("from", Unit::None, player(|n| n.from))
            .column("to", Unit::None, player(|n| n.to))
            .numbers("amount", money.clone(), n.iter().map(|n| Some(n.amount)))
            .numbers("brand_before", money.clone(), n.iter().map(|_| Some(self.summary.brand)))
            .numbers("brand", money.clone(), n.iter().map(|n| Some(n.brand)))
            .numbers("brand_expected", money.clone(), n.iter().map(|n| n.expected))
            .integers("contributors", Unit::None, n.iter().map(|n| i64::try_from(n.contributors).ok()))
            .numbers("private_change", money, n.iter().map(|n| Some(n.private_change)))
            .numbers("crowding_out", Unit::Share, n.iter().map(|n| n.crowding_out))
            .words("holds", n.iter().map(|n| yes_no(n.holds())))
    }

    pub(crate) fn authority_table(&self, authority: &Authority) -> Table {
        let (s, money) = (&authority.splits, self.money());
        Table::new("authority", Message::new("table-investment-game-authority"))
            .numbers("brand_part", Unit::Share, s.iter().map(|s| Some(s.brand_part)))
            .numbers("public_spending", money.clone(), s.iter().map(|s| Some(s.public)))
            .numbers("in_kind_spending", money.clone(), s.iter().map(|s| Some(s.in_kind)))
            .numbers("brand", money, s.iter().map(|s| Some(s.brand)))
            .numbers("welfare", Unit::None, s.iter().map(|s| s.welfare))
            .integers("contributors", Unit::None, s.iter().map(|s| i64::try_from(s.contributors).ok()))
            .integers("overfed", Unit::None, s.iter().map(|s| i64::try_from(s.overfed).ok()))
    }

    pub(crate) fn matching_table(&self, authority: &Authority) -> Table {
        let (m, money) = (&authority.matching, self.money());
        let split = |of: fn(&Split) -> f64| m.iter().map(move |m| m.split.as_ref().map(of));
        let count = |of: fn(&Split) -> usize| m.iter().map(move |m| i64::try_from(of(m.split.as_ref()?)).ok());
        Table::new("authority_matching", Message::new("table-investment-game-matching"))
            .numbers("rate", Unit::Share, m.iter().map(|m| Some(m.rate)))
            .numbers("matching_spending", money.clone(), m.iter().map(|m| m.spending))
            .numbers("brand_part", Unit::Share, split(|s| s.brand_part))
            .numbers("public_spending", money.clone(), split(|s| s.public))
            .numbers("in_kind_spending", money.clone(), split(|s| s.in_kind))
            .numbers("brand", money, split(|s| s.brand))
            .numbers("welfare", Unit::None, m.iter().map(|m| m.split?.welfare))
            .integers("contributors", Unit::None, count(|s| s.contributors))
            .integers("overfed", Unit::None, count(|s| s.overfed))
            .words("reason", m.iter().map(|m| if m.spending.is_none() { Some("unaffordable") } else { None }))
    }

    pub(crate) fn statics_table(&self) -> Table {
        let s = &self.statics;
        Table::new("comparative_statics", Message::new("table-investment-game-statics"))
            .words("varied", s.iter().map(|s| Some(s.varied.word())))
            .numbers("value", Unit::None, s.iter().map(|s| Some(s.value)))
            .numbers("brand", self.money(), s.iter().map(|s| s.brand))
            .numbers("underprovision", Unit::Share, s.iter().map(|s| s.underprovision))
            .numbers("efficiency", Unit::Share, s.iter().map(|s| s.efficiency))
            .integers("contributors", Unit::None, s.iter().map(|s| s.contributors.and_then(|n| i64::try_from(n).ok())))
            .words("reason", s.iter().map(|s| if s.brand.is_none() { Some("no-equilibrium") } else { None }))
    }

    pub(crate) fn response_table(&self) -> Table {
        let (r, money) = (&self.best_responses, self.money());
        Table::new("best_responses", Message::new("table-investment-game-responses"))
            .codes("id", &self.ids, r.iter().map(|r| r.player))
            .numbers("others", money.clone(), r.iter().map(|r| Some(r.others)))
            .numbers("best_response", money, r.iter().map(|r| Some(r.response)))
    }
}
