use crate::landscape::{Ahead, IndustryAhead, Site};
use agglom_method::{Argument, Chart, Codes, Finding, Labels, Mark, Message, Order, Reference, Scale, Table, TableSpec, Unit, Values};
use std::sync::Arc;

/// Tables of an outlook.
pub const OUTLOOK_TABLES: [TableSpec; 5] = [
    TableSpec::new("equilibrium", "place industry present equilibrium low high long_run at_horizon standing"),
    TableSpec::new(
        "capacity",
        "industry metapopulation_capacity low high error half_entry critical_half_entry reserve fold_width occupied_now occupied_mean_field occupied_until_gone periods_until_gone exact reason",
    ),
    TableSpec::new("place_values", "place industry value_lost first_order low high elasticity unit_adds"),
    TableSpec::new("forecast", "ahead industry expected low high"),
    TableSpec::new("scenarios", "scenario industry place baseline expected scenario_effect low high"),
];

/// An industry that is there and would be below this at rest is a debt.
const DEBT: f64 = 0.3;
/// An industry that is not there and would be above this at rest is a credit.
const CREDIT: f64 = 0.7;

impl Site {
    /// How presence stands to the incidence at rest.
    pub fn standing(&self) -> &'static str {
        match self.present {
            Some(true) if self.equilibrium < DEBT => "extinction-debt",
            Some(false) if self.equilibrium > CREDIT => "colonisation-credit",
            _ => "neither",
        }
    }
}

/// Adds tables, charts and sentences of an outlook to a finding.
pub fn present(finding: Finding, ahead: &Ahead, places: &Arc<Codes>, industries: &Arc<Codes>) -> Finding {
    let mut finding =
        finding.table(equilibria(ahead, places, industries)).table(capacities(ahead, industries)).table(values(ahead, places, industries));
    if !ahead.steps.is_empty() {
        finding = finding.table(forecast(ahead, industries));
    }
    if !ahead.compared.is_empty() {
        finding = finding.table(scenarios(ahead, industries));
    }
    let finding = charts(ahead).into_iter().fold(finding, Finding::chart);
    notes(finding, ahead, places, industries)
}

fn equilibria(ahead: &Ahead, places: &Arc<Codes>, industries: &Arc<Codes>) -> Table {
    let s = &ahead.sites;
    Table::new("equilibrium", Message::new("table-incidence-equilibrium"))
        .codes("place", places, s.iter().map(|s| s.place as usize))
        .codes("industry", industries, s.iter().map(|s| s.industry as usize))
        .column("present", Unit::None, Values::Flag(s.iter().map(|s| s.present).collect()))
        .numbers("equilibrium", Unit::Share, s.iter().map(|s| Some(s.equilibrium)))
        .numbers("low", Unit::Share, s.iter().map(|s| s.range.map(|r| r.0)))
        .numbers("high", Unit::Share, s.iter().map(|s| s.range.map(|r| r.1)))
        .numbers("long_run", Unit::Share, s.iter().map(|s| s.long_run))
        .numbers("at_horizon", Unit::Share, s.iter().map(|s| s.at_horizon))
        .words("standing", s.iter().map(|s| Some(s.standing())))
}

fn capacities(ahead: &Ahead, industries: &Arc<Codes>) -> Table {
    let c = &ahead.industries;
    let occupied = |which: usize| c.iter().map(move |c| c.occupied[which]);
    Table::new("capacity", Message::new("table-incidence-capacity"))
        .codes("industry", industries, c.iter().map(|c| c.industry as usize))
        .numbers("metapopulation_capacity", Unit::None, c.iter().map(|c| c.metapopulation_capacity.map(|m| m.0)))
        .numbers("low", Unit::None, c.iter().map(|c| c.capacity_range.map(|r| r.0)))
        .numbers("high", Unit::None, c.iter().map(|c| c.capacity_range.map(|r| r.1)))
        .numbers("error", Unit::None, c.iter().map(|c| c.metapopulation_capacity.map(|m| m.1)))
        .numbers("half_entry", Unit::None, c.iter().map(|c| Some(c.half_entry.0)))
        .numbers("critical_half_entry", Unit::None, c.iter().map(|c| c.half_entry.1))
        .numbers("reserve", Unit::Share, c.iter().map(|c| c.reserve))
        .numbers("fold_width", Unit::None, c.iter().map(|c| c.width))
        .numbers("occupied_now", Unit::Share, occupied(0))
        .numbers("occupied_mean_field", Unit::Share, occupied(1))
        .numbers("occupied_until_gone", Unit::Share, occupied(2))
        .numbers("periods_until_gone", Unit::None, c.iter().map(|c| c.persistence.map(|p| p.0)))
        .column("exact", Unit::None, Values::Flag(c.iter().map(|c| c.persistence.map(|p| p.1)).collect()))
        .words("reason", c.iter().map(|c| c.reason))
}

fn values(ahead: &Ahead, places: &Arc<Codes>, industries: &Arc<Codes>) -> Table {
    let v = &ahead.values;
    Table::new("place_values", Message::new("table-incidence-place-values"))
        .codes("place", places, v.iter().map(|v| v.place as usize))
        .codes("industry", industries, v.iter().map(|v| v.industry as usize))
        .numbers("value_lost", Unit::None, v.iter().map(|v| v.value_lost))
        .numbers("first_order", Unit::None, v.iter().map(|v| Some(v.first_order)))
        .numbers("low", Unit::None, v.iter().map(|v| v.range.map(|r| r.0)))
        .numbers("high", Unit::None, v.iter().map(|v| v.range.map(|r| r.1)))
        .numbers("elasticity", Unit::None, v.iter().map(|v| Some(v.elasticity)))
        .numbers("unit_adds", Unit::None, v.iter().map(|v| v.unit_adds))
}

fn forecast(ahead: &Ahead, industries: &Arc<Codes>) -> Table {
    let s = &ahead.steps;
    Table::new("forecast", Message::new("table-incidence-forecast"))
        .integers("ahead", Unit::None, s.iter().map(|s| i64::try_from(s.ahead).ok()))
        .codes("industry", industries, s.iter().map(|s| s.industry as usize))
        .numbers("expected", Unit::None, s.iter().map(|s| Some(s.expected)))
        .numbers("low", Unit::None, s.iter().map(|s| s.range.map(|r| r.0)))
        .numbers("high", Unit::None, s.iter().map(|s| s.range.map(|r| r.1)))
}

fn scenarios(ahead: &Ahead, industries: &Arc<Codes>) -> Table {
    let c = &ahead.compared;
    let name = |n: usize| ahead.settings.scenarios[n].name.clone();
    Table::new("scenarios", Message::new("table-incidence-scenarios"))
        .texts("scenario", c.iter().map(|c| Some(name(c.scenario))))
        .column("industry", Unit::None, Values::Code(Labels::from_index(industries.clone(), c.iter().map(|c| c.industry))))
        .texts("place", c.iter().map(|c| c.place.clone()))
        .numbers("baseline", Unit::None, c.iter().map(|c| Some(c.means.0)))
        .numbers("expected", Unit::None, c.iter().map(|c| Some(c.means.1)))
        .numbers("scenario_effect", Unit::None, c.iter().map(|c| Some(c.difference)))
        .numbers("low", Unit::None, c.iter().map(|c| c.range.map(|r| r.0)))
        .numbers("high", Unit::None, c.iter().map(|c| c.range.map(|r| r.1)))
}

fn charts(ahead: &Ahead) -> Vec<Chart> {
    let name = |column: &str| column.to_owned();
    let mut charts = Vec::new();
    if !ahead.steps.is_empty() {
        let lines = Mark::Lines {
            x: name("ahead"),
            y: name("expected"),
            series: Some(name("industry")),
            band: (ahead.settings.draws >= 39).then(|| (name("low"), name("high"))),
            reference: None,
        };
        charts.push(Chart::new("incidence_forecast", "forecast", lines));
    }
    if !ahead.values.is_empty() {
        let bars = Mark::Bars {
            label: vec![name("place"), name("industry")],
            values: vec![name("first_order")],
            interval: ahead.values.iter().any(|v| v.range.is_some()).then(|| (name("low"), name("high"))),
            order: Order::Largest(name("first_order"), 20),
            scale: Scale::Linear,
            reference: None,
        };
        charts.push(Chart::new("incidence_place_values", "place_values", bars));
    }
    if !ahead.compared.is_empty() {
        let bars = Mark::Bars {
            label: vec![name("scenario"), name("industry"), name("place")],
            values: vec![name("scenario_effect")],
            interval: (ahead.settings.draws >= 39).then(|| (name("low"), name("high"))),
            order: Order::Extreme(name("scenario_effect"), 20),
            scale: Scale::Linear,
            reference: Some(Reference { at: 0.0, label: Message::new("incidence-as-things-are") }),
        };
        charts.push(Chart::new("incidence_scenarios", "scenarios", bars));
    }
    charts
}

fn notes(finding: Finding, ahead: &Ahead, places: &Codes, industries: &Codes) -> Finding {
    let count = |standing: &str| ahead.sites.iter().filter(|s| s.standing() == standing).count();
    let (debt, credit) = (count("extinction-debt"), count("colonisation-credit"));
    let message = Message::new("incidence-standing").with("debt", Argument::count(debt)).with("credit", Argument::count(credit));
    let mut finding = finding.headline(message);
    let nearest =
        ahead.industries.iter().filter(|i| i.reserve.is_some()).min_by(|a, b| a.reserve.unwrap_or(0.0).total_cmp(&b.reserve.unwrap_or(0.0)));
    if let Some((industry, reserve)) = nearest.and_then(|i| i.reserve.map(|r| (i, r))) {
        let key = if reserve > 0.0 { "incidence-reserve" } else { "incidence-beyond-fold" };
        let message = Message::new(key).with("industry", industries.argument(industry.industry as usize));
        finding = finding.headline(message.with("reserve", Argument::percent(reserve)));
    }
    let worth = ahead.values.iter().max_by(|a, b| a.first_order.total_cmp(&b.first_order));
    if let Some(worth) = worth.filter(|w| w.first_order > 0.0) {
        let message = Message::new("incidence-most-valued").with("place", places.argument(worth.place as usize));
        finding = finding.headline(message.with("industry", industries.argument(worth.industry as usize)));
    }
    for compared in ahead.compared.iter().filter(|c| c.industry.is_none() && c.place.is_none()) {
        finding = finding.headline(scenario(ahead, compared));
    }
    let apart = |i: &IndustryAhead| matches!((i.occupied[1], i.occupied[2]), (Some(field), Some(until)) if field < 0.01 && until > 0.1);
    if ahead.industries.iter().any(apart) {
        finding = finding.caution(Message::new("incidence-field-and-chance-differ"));
    }
    if ahead.industries.iter().any(|i| i.reason == Some("too-many-sites")) {
        finding = finding.remark(Message::new("incidence-too-large-for-fold"));
    }
    if ahead.settings.draws > 0 && ahead.settings.horizon > 0 {
        let message = Message::new("incidence-simulated").with("draws", Argument::count(ahead.settings.draws));
        finding = finding.remark(message.with("horizon", Argument::count(ahead.settings.horizon)));
    }
    finding
}

fn scenario(ahead: &Ahead, compared: &crate::landscape::Compared) -> Message {
    let (low, high) = compared.range.unwrap_or((compared.difference, compared.difference));
    let key = if low > 0.0 || high < 0.0 { "incidence-scenario" } else { "incidence-scenario-unsure" };
    Message::new(key)
        .with("scenario", ahead.settings.scenarios[compared.scenario].name.as_str())
        .with("difference", Argument::number(compared.difference))
        .with("low", Argument::number(low))
        .with("high", Argument::number(high))
        .with("horizon", Argument::count(ahead.settings.horizon))
}
