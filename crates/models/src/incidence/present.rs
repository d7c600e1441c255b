//! Tables, charts and sentences of the incidence function model.

use super::analysis::{Prospect, RIDGE, Turnover};
use super::design::Symbol;
use super::fit::Fit;
use super::prepare::Incidence;
use super::sums::Sums;
use crate::incidence_function::{Entries, IncidenceFunction};
use agglom_method::{Argument, Chart, Finding, Labels, Mark, Message, Method, Order, Reference, Scale, Table, Unit, Values};

impl Entries {
    /// Everything there is to say.
    pub(crate) fn finding(&self, inputs: &Incidence) -> Finding {
        let mut finding = Finding::default()
            .table(self.main_table())
            .table(self.list("opportunities", &self.opportunities, inputs, ("entry_probability", |p| p.entry)))
            .table(self.list("risks", &self.risks, inputs, ("exit_probability", |p| p.exit)))
            .table(self.parameter_table())
            .table(self.place_table())
            .table(self.step_table())
            .table(self.fit_table())
            .table(self.response_table());
        for chart in self.charts(inputs) {
            finding = finding.chart(chart);
        }
        self.remarks(self.cautions(self.headlines(finding, inputs)))
    }

    fn industry_column(&self, table: Table, index: impl Iterator<Item = Option<usize>>) -> Table {
        let labels = Labels::from_index(self.industries.clone(), index.map(|i| i.map(|i| i as u32)));
        table.column("industry", Unit::None, Values::Code(labels))
    }

    fn main_table(&self) -> Table {
        let p = &self.prospects;
        Table::new(IncidenceFunction::KEY, Message::new("table-incidence-function"))
            .codes("place", &self.places, p.iter().map(|p| p.place))
            .codes("industry", &self.industries, p.iter().map(|p| p.industry))
            .column("present", Unit::None, Values::Flag(p.iter().map(|p| p.present).collect()))
            .numbers("connectivity", Unit::None, p.iter().map(|p| p.connectivity))
            .numbers("capacity", Unit::None, p.iter().map(|p| p.capacity))
            .numbers("entry_probability", Unit::Share, p.iter().map(|p| p.entry))
            .numbers("exit_probability", Unit::Share, p.iter().map(|p| p.exit))
            .numbers("low", Unit::Share, p.iter().map(|p| p.low))
            .numbers("high", Unit::Share, p.iter().map(|p| p.high))
            .words("reason", p.iter().map(|p| p.reason))
    }

    /// Longitude and latitude of a place, where they are known.
    fn degrees(inputs: &Incidence, place: usize) -> Option<[f64; 2]> {
        let panel = &inputs.panel;
        if let Some(degrees) = &panel.degrees {
            return Some(degrees[place]);
        }
        let places = inputs.places.as_ref()?;
        let at = places.ids.index(panel.counts.regions.get(place))?;
        places.degrees.as_ref().map(|d| d[at])
    }

    fn list(&self, name: &str, rows: &[usize], inputs: &Incidence, (column, chance): (&str, fn(&Prospect) -> Option<f64>)) -> Table {
        let each = || rows.iter().map(|&at| &self.prospects[at]);
        let degree = |axis: usize| each().map(move |p| Self::degrees(inputs, p.place).map(|d| d[axis]));
        Table::new(name, Message::new(format!("table-incidence-function-{name}")))
            .integers("rank", Unit::None, (1..=rows.len()).map(|rank| i64::try_from(rank).ok()))
            .codes("place", &self.places, each().map(|p| p.place))
            .codes("industry", &self.industries, each().map(|p| p.industry))
            .numbers(column, Unit::Share, each().map(chance))
            .numbers("low", Unit::Share, each().map(|p| p.low))
            .numbers("high", Unit::Share, each().map(|p| p.high))
            .numbers("connectivity", Unit::None, each().map(|p| p.connectivity))
            .numbers("capacity", Unit::None, each().map(|p| p.capacity))
            .numbers("lon", Unit::None, degree(0))
            .numbers("lat", Unit::None, degree(1))
    }

    fn parameter_table(&self) -> Table {
        let p = &self.parameters;
        let covariate = |symbol: Symbol| match symbol {
            Symbol::EntryCovariate(q) | Symbol::ExitCovariate(q) => self.covariates.get(q as usize).cloned(),
            _ => None,
        };
        let table = Table::new("parameters", Message::new("table-incidence-function-parameters"));
        self.industry_column(table, p.iter().map(|p| p.industry))
            .words("parameter", p.iter().map(|p| p.value.map(|_| p.symbol.word())))
            .texts("covariate", p.iter().map(|p| covariate(p.symbol)))
            .numbers("value", Unit::None, p.iter().map(|p| p.value))
            .numbers("standard_error", Unit::None, p.iter().map(|p| p.standard_error))
            .numbers("low", Unit::None, p.iter().map(|p| p.low))
            .numbers("high", Unit::None, p.iter().map(|p| p.high))
            .numbers("profile_low", Unit::None, p.iter().map(|p| p.profile_low))
            .numbers("profile_high", Unit::None, p.iter().map(|p| p.profile_high))
            .numbers("p_value", Unit::None, p.iter().map(|p| p.p_value))
            .words("reason", p.iter().map(|p| p.reason))
    }

    fn place_table(&self) -> Table {
        let mut present = vec![0_i64; self.by_place.len()];
        for prospect in self.prospects.iter().filter(|p| p.present == Some(true)) {
            present[prospect.place] += 1;
        }
        let table = Table::new("places", Message::new("table-incidence-function-places"))
            .codes("place", &self.places, 0..self.by_place.len())
            .integers("industries_present", Unit::None, present.into_iter().map(Some));
        turnover(table, &self.by_place, false)
    }

    fn step_table(&self) -> Table {
        let table = Table::new("transitions", Message::new("table-incidence-function-transitions"))
            .codes("from", &self.periods, self.by_step.iter().map(|s| s.0))
            .codes("to", &self.periods, self.by_step.iter().map(|s| s.1));
        turnover(table, &self.by_step.iter().map(|s| s.2).collect::<Vec<_>>(), true)
    }

    fn fit_table(&self) -> Table {
        let fitted = &self.fits.fitted;
        let fit = |of: fn(&Fit) -> f64| fitted.iter().map(move |f| f.fit.as_ref().ok().map(of).filter(|v| v.is_finite()));
        let count = |of: fn(&Turnover) -> usize| self.quality.iter().map(move |q| q.as_ref().and_then(|q| i64::try_from(of(&q.turnover)).ok()));
        let quality = &self.quality;
        let table = Table::new("fit", Message::new("table-incidence-function-fit"));
        self.industry_column(table, fitted.iter().map(|f| f.industry))
            .integers("entries", Unit::None, count(|t| t.entries))
            .integers("exits", Unit::None, count(|t| t.exits))
            .integers("transitions", Unit::None, count(|t| t.empty + t.occupied))
            .numbers("log_likelihood", Unit::None, fit(|f| f.log_likelihood))
            .numbers("aic", Unit::None, fit(Fit::aic))
            .numbers("auc_entry", Unit::None, quality.iter().map(|q| q.as_ref().and_then(|q| q.auc_entry)))
            .numbers("auc_exit", Unit::None, quality.iter().map(|q| q.as_ref().and_then(|q| q.auc_exit)))
            .numbers("brier_entry", Unit::None, quality.iter().map(|q| q.as_ref().and_then(|q| q.brier_entry)))
            .numbers("brier_exit", Unit::None, quality.iter().map(|q| q.as_ref().and_then(|q| q.brier_exit)))
            .numbers("shrinkage", Unit::Share, fitted.iter().map(|f| f.shrinkage))
            .integers("iterations", Unit::None, fitted.iter().map(|f| f.fit.as_ref().ok().and_then(|f| i64::try_from(f.iterations).ok())))
            .numbers("gradient", Unit::None, fit(|f| f.gradient))
            .numbers("distance_scale", Unit::None, fitted.iter().map(|_| Some(self.distance_scale).filter(|v| v.is_finite())))
            .numbers("capacity_scale", Unit::None, fitted.iter().map(|_| Some(self.capacity_scale).filter(|v| v.is_finite())))
            .words("reason", fitted.iter().map(|f| f.fit.as_ref().err().copied()))
    }

    fn response_table(&self) -> Table {
        let r = &self.responses;
        Table::new("responses", Message::new("table-incidence-function-responses"))
            .words("event", r.iter().map(|r| Some(if r.exit { "exit" } else { "entry" })))
            .numbers("driver", Unit::None, r.iter().map(|r| Some(r.driver)))
            .numbers("probability", Unit::Share, r.iter().map(|r| Some(r.probability)))
            .numbers("low", Unit::Share, r.iter().map(|r| Some(r.low)))
            .numbers("high", Unit::Share, r.iter().map(|r| Some(r.high)))
    }

    fn charts(&self, inputs: &Incidence) -> Vec<Chart> {
        let ends = || Some(("low".to_owned(), "high".to_owned()));
        let bars = |value: &str| Mark::Bars {
            label: vec!["place".into(), "industry".into()],
            values: vec![value.into()],
            interval: ends(),
            order: Order::Largest(value.into(), 20),
            scale: Scale::Linear,
            reference: None,
        };
        let curves =
            Mark::Curves { x: "driver".into(), y: "probability".into(), panel: vec!["event".into()], band: ends(), outer: None, reference: None };
        let mut charts = vec![
            Chart::new("incidence_opportunities", "opportunities", bars("entry_probability")),
            Chart::new("incidence_risks", "risks", bars("exit_probability")),
            Chart::new("incidence_responses", "responses", curves),
        ];
        if !self.equal_capacities {
            charts.push(self.quadrant());
        }
        let located = self.opportunities.first().is_some_and(|&at| Self::degrees(inputs, self.prospects[at].place).is_some());
        if located {
            let map = Mark::Points {
                lon: "lon".into(),
                lat: "lat".into(),
                value: Some("entry_probability".into()),
                scale: Scale::Linear,
                midpoint: None,
                size: None,
                hexagon_m: None,
                outlines: None,
            };
            charts.push(Chart::new("incidence_map", "opportunities", map));
        }
        charts
    }

    /// Opportunities by what the place can hold and how likely they are.
    fn quadrant(&self) -> Chart {
        let mark = Mark::Scatter {
            x: "capacity".into(),
            y: "entry_probability".into(),
            label: Some("place".into()),
            size: None,
            x_scale: Scale::Log,
            y_scale: Scale::Linear,
            x_reference: Some(Reference { at: self.capacity_scale, label: Message::new("reference-usual-capacity") }),
            y_reference: None,
            equal: None,
        };
        Chart::new("incidence_quadrant", "opportunities", mark)
    }

    /// The best opportunity, the largest risk, and how far spillovers reach.
    fn headlines(&self, mut finding: Finding, inputs: &Incidence) -> Finding {
        let last = self.periods.argument_or_whole(self.periods.len().saturating_sub(1));
        let said = |key: &str, rows: &[usize], chance: fn(&Prospect) -> Option<f64>| {
            let prospect = &self.prospects[*rows.first()?];
            let message = Message::new(key)
                .with("place", self.places.argument(prospect.place))
                .with("industry", self.industries.argument(prospect.industry))
                .with("chance", Argument::percent(chance(prospect)?));
            let message = message.with("period", last.clone());
            let (low, high) = (prospect.low.or(chance(prospect))?, prospect.high.or(chance(prospect))?);
            Some(message.with("low", Argument::percent(low)).with("high", Argument::percent(high)))
        };
        let lists =
            [said("incidence-function-opportunity", &self.opportunities, |p| p.entry), said("incidence-function-risk", &self.risks, |p| p.exit)];
        for message in lists.into_iter().flatten() {
            finding = finding.headline(message);
        }
        let unit = inputs.distances.as_ref().map_or(Some("km"), |flows| flows.unit.as_deref());
        finding.headline(self.reach().with("unit", unit.unwrap_or_default()))
    }

    /// True if years differ in some fit.
    fn stochastic(&self) -> bool {
        self.fits.fitted.iter().any(|f| f.fit.as_ref().is_ok_and(|fit| fit.point.sigma > 0.0))
    }

    fn reach(&self) -> Message {
        let decay = |p: &&super::analysis::Estimated| p.symbol == Symbol::Decay && p.value.is_some_and(|v| v > 0.0);
        let mut found: Vec<&super::analysis::Estimated> = self.parameters.iter().filter(decay).collect();
        found.sort_by(|a, b| a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0)));
        let Some(one) = found.get(found.len() / 2) else { return Message::new("incidence-function-no-decay") };
        let far = |v: Option<f64>| v.map_or_else(|| Argument::from("–"), |v| Argument::number(1.0 / v));
        let key = match (found.len(), one.low.is_some() && one.high.is_some()) {
            (1, true) => "incidence-function-reach",
            (1, false) => "incidence-function-reach-fixed",
            _ => "incidence-function-reach-median",
        };
        let message = Message::new(key).with("distance", far(one.value)).with("low", far(one.high)).with("high", far(one.low));
        message.with("count", Argument::count(found.len()))
    }

    fn cautions(&self, mut finding: Finding) -> Finding {
        let unfitted = self.fits.fitted.iter().filter(|f| f.fit.is_err()).count();
        let fits: Vec<&Fit> = self.fits.fitted.iter().filter_map(|f| f.fit.as_ref().ok()).collect();
        let boundary = |symbol: Symbol| fits.iter().filter(|f| f.boundary.iter().any(|b| b.0 == symbol)).count();
        let few = fits.iter().filter(|f| f.events.entries.min(f.events.exits) < 10 * f.free.len()).count();
        let counted = |key: &str, count: usize| (count > 0).then(|| Message::new(key).with("count", Argument::count(count)));
        let fitted = fits.len();
        let of = |m: Option<Message>| m.map(|m| m.with("fits", Argument::count(fitted)));
        let part = |key: &str, share: f64| Message::new(key).with("share", Argument::percent(share));
        let doubts = [
            self.equal_capacities.then(|| Message::new("incidence-function-equal")),
            counted("incidence-function-unfitted", unfitted).map(|m| m.with("all", Argument::count(self.fits.fitted.len()))),
            of(counted("incidence-function-few", few)).filter(|_| self.fits.common.is_none()),
            of(counted("incidence-function-mean-field", boundary(Symbol::Decay))),
            of(counted("incidence-function-unrelated", boundary(Symbol::Relatedness))),
            of(counted("incidence-function-no-rain", boundary(Symbol::Rain))),
            of(counted("incidence-function-no-stochasticity", boundary(Symbol::Stochasticity))),
            ridge(&fits),
            (self.occupied > 0.95).then(|| part("incidence-function-saturated", self.occupied)),
            (self.missing > 0.0).then(|| part("incidence-function-missing", self.missing).with("rounds", Argument::count(self.rounds))),
            counted("incidence-function-without-capacity", self.without_capacity),
            counted("incidence-function-long-steps", self.long_steps),
            self.consecutive.then(|| Message::new("incidence-function-consecutive")),
            (self.by_step.len() < 5).then(|| Message::new("incidence-function-short").with("count", Argument::count(self.by_step.len()))),
        ];
        for doubt in doubts.into_iter().flatten() {
            finding = finding.caution(doubt);
        }
        finding
    }

    fn remarks(&self, finding: Finding) -> Finding {
        let scales = Message::new("incidence-function-scales").with("distance", Argument::number(self.distance_scale));
        let finding = finding.remark(scales.with("capacity", Argument::number(self.capacity_scale)));
        let finding = match &self.sums {
            Sums::Dense => finding,
            Sums::Tree { .. } => match self.sum_error {
                Some(error) => finding.remark(Message::new("incidence-function-tree").with("error", Argument::Number { value: error, digits: 1 })),
                None => finding,
            },
            Sums::Lattice(_) => finding.remark(Message::new("incidence-function-lattice")),
        };
        let finding = if self.fits.common.is_some() { finding.remark(Message::new("incidence-function-partial")) } else { finding };
        let finding = if self.stochastic() { finding.remark(Message::new("incidence-function-stochasticity")) } else { finding };
        let finding = finding.remark(Message::new("incidence-function-in-sample"));
        match self.response_of.filter(|_| self.fits.fitted.len() > 1) {
            Some(industry) => finding.remark(Message::new("incidence-function-curves-of").with("industry", self.industries.argument(industry))),
            None => finding,
        }
    }
}

/// What happened and what was expected.
fn turnover(table: Table, rows: &[Turnover], stayed: bool) -> Table {
    let count = |of: fn(&Turnover) -> usize| rows.iter().map(move |t| i64::try_from(of(t)).ok());
    let expected = |of: fn(&Turnover) -> f64| rows.iter().map(move |t| Some(of(t)).filter(|v| v.is_finite()));
    let table = if stayed { table.integers("empty", Unit::None, count(|t| t.empty)) } else { table };
    let table = table.integers("entries", Unit::None, count(|t| t.entries)).numbers("expected_entries", Unit::None, expected(|t| t.expected_entries));
    let table = if stayed { table.integers("occupied", Unit::None, count(|t| t.occupied)) } else { table };
    table.integers("exits", Unit::None, count(|t| t.exits)).numbers("expected_exits", Unit::None, expected(|t| t.expected_exits))
}

/// Two estimates that are nearly the same.
fn ridge(fits: &[&Fit]) -> Option<Message> {
    let worst = fits.iter().filter_map(|f| f.ridge()).max_by(|a, b| a.2.abs().total_cmp(&b.2.abs())).filter(|r| r.2.abs() > RIDGE)?;
    let name = |symbol: Symbol| Argument::from(Message::new(format!("parameter-{}", symbol.word().replace('_', "-"))));
    let message = Message::new("incidence-function-ridge").with("first", name(worst.0)).with("second", name(worst.1));
    Some(message.with("correlation", Argument::number(worst.2)))
}
