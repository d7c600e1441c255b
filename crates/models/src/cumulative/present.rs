//! Returns against the plan as tables, charts and sentences.

use super::{Course, Interval, Nowcast, Plan};
use crate::target_tracking::{TargetTracking, Tracking};
use agglom_method::{Argument, Chart, Codes, Finding, Mark, Message, Method, Order, Reference, Scale, Table, Unit};
use std::sync::Arc;

/// Most things that a sentence lists.
const LISTED: usize = 8;

impl Tracking {
    fn unit(&self) -> Unit {
        let first = self.units.first().and_then(Option::as_ref);
        if self.units.iter().all(|unit| unit.as_ref() == first) { Unit::of(first) } else { Unit::None }
    }

    pub(crate) fn nowcast_table(&self) -> Table {
        let (n, unit) = (&self.nowcasts, self.unit());
        let planned = |pick: fn(&Plan) -> Option<f64>| n.iter().map(move |n| n.plan.as_ref().and_then(pick));
        let table = Table::new(TargetTracking::KEY, Message::new("table-target-tracking"))
            .integers("series_number", Unit::None, (1..).take(n.len()).map(Some))
            .codes("entity", &self.entities, n.iter().map(|n| n.entity as usize))
            .codes("indicator", &self.indicators, n.iter().map(|n| n.indicator as usize))
            .codes("period", &self.periods, n.iter().map(|n| n.period as usize))
            .numbers("to_date", unit.clone(), n.iter().map(|n| finite(n.to_date)))
            .numbers("growth_to_date", Unit::Percent, n.iter().map(|n| percent(n.growth?)))
            .numbers("expected_share", Unit::Share, n.iter().map(|n| if n.month == 12 { n.nowcast.map(|_| 1.0) } else { finite(n.share?.mean) }))
            .numbers("nowcast", unit.clone(), n.iter().map(|n| n.nowcast))
            .numbers("low", unit.clone(), n.iter().map(|n| Some(n.ends?.0)))
            .numbers("high", unit.clone(), n.iter().map(|n| Some(n.ends?.1)));
        table
            .numbers("target", unit.clone(), planned(|p| Some(p.target)))
            .numbers("gap", Unit::Percent, planned(|p| percent(p.gap?)))
            .numbers("gap_low", Unit::Percent, planned(|p| percent(p.gap_ends?.0)))
            .numbers("gap_high", Unit::Percent, planned(|p| percent(p.gap_ends?.1)))
            .numbers("required_rest", unit.clone(), planned(|p| finite(p.rest)))
            .numbers("required_run_rate", unit, planned(|p| p.run_rate))
            .numbers("required_growth_rest", Unit::Percent, planned(|p| percent(p.growth_rest?)))
            .numbers("tracking_probability", Unit::Share, planned(|p| p.probability))
            .words("tracking_status", n.iter().map(|n| n.plan.map(|p| p.course.word())))
            .words("reason", n.iter().map(|n| n.reason))
    }

    pub(crate) fn season_table(&self) -> Table {
        let s = &self.seasons;
        Table::new("seasonal_shares", Message::new("table-target-tracking-shares"))
            .integers("series_number", Unit::None, s.iter().map(|s| i64::try_from(s.series + 1).ok()))
            .codes("entity", &self.entities, s.iter().map(|s| self.nowcasts[s.series].entity as usize))
            .codes("indicator", &self.indicators, s.iter().map(|s| self.nowcasts[s.series].indicator as usize))
            .texts("season", s.iter().map(|s| Some(s.season.clone())))
            .numbers("expected_share", Unit::Share, s.iter().map(|s| finite(s.share.mean)))
            .numbers("low", Unit::Share, s.iter().map(|s| finite(s.ends?.0)))
            .numbers("high", Unit::Share, s.iter().map(|s| finite(s.ends?.1)))
            .integers("years_counted", Unit::None, s.iter().map(|s| i64::try_from(s.share.years).ok()))
    }

    pub(crate) fn step_table(&self) -> Table {
        let (s, unit) = (&self.steps, self.unit());
        let periods: Arc<Codes> = Codes::new(s.iter().map(|s| s.period.clone())).into();
        let period = |code: &str| periods.index(code).expect("the periods are those of the steps");
        Table::new("burndown", Message::new("table-target-tracking-burndown"))
            .integers("series_number", Unit::None, s.iter().map(|s| i64::try_from(s.series + 1).ok()))
            .codes("entity", &self.entities, s.iter().map(|s| self.nowcasts[s.series].entity as usize))
            .codes("indicator", &self.indicators, s.iter().map(|s| self.nowcasts[s.series].indicator as usize))
            .codes("period", &periods, s.iter().map(|s| period(&s.period)))
            .words("path", s.iter().map(|s| Some(s.path)))
            .numbers("cumulated", unit.clone(), s.iter().map(|s| finite(s.value)))
            .numbers("remaining", unit, s.iter().map(|s| s.remaining))
    }

    /// The series whose gap is the worst, or the first one with a plan, or the first.
    fn worst(&self) -> usize {
        let rank = |n: &Nowcast| n.plan.map(|p| (p.probability.unwrap_or(1.0), p.gap.unwrap_or(f64::INFINITY)));
        let planned = self.nowcasts.iter().enumerate().filter_map(|(at, n)| Some((at, rank(n)?)));
        planned.min_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.1.1.total_cmp(&b.1.1))).map_or(0, |worst| worst.0)
    }

    pub(crate) fn charts(&self) -> Vec<Chart> {
        const MOST_BARS: usize = 40;
        let key = TargetTracking::KEY;
        let label = vec!["entity".to_owned(), "indicator".to_owned()];
        let order = |by: &str| if self.nowcasts.len() <= MOST_BARS { Order::AsIs } else { Order::Extreme(by.into(), MOST_BARS) };
        let mut charts = Vec::new();
        if self.nowcasts.iter().any(|n| n.plan.is_some_and(|p| p.gap.is_some())) {
            let bars = Mark::Bars {
                label: label.clone(),
                values: vec!["gap".into()],
                interval: Some(("gap_low".into(), "gap_high".into())),
                order: order("gap"),
                scale: Scale::Linear,
                reference: Some(Reference { at: 0.0, label: Message::new("target-tracking-plan") }),
            };
            charts.push(Chart::new("target_tracking_gap", key, bars));
        } else if self.nowcasts.iter().any(|n| n.nowcast.is_some()) {
            let interval = Some(("low".into(), "high".into()));
            let bars = Mark::Bars { label, values: vec!["nowcast".into()], interval, order: order("nowcast"), scale: Scale::Linear, reference: None };
            charts.push(Chart::new("target_tracking_nowcast", key, bars));
        }
        let number = (self.worst() + 1).to_string();
        let lines = |y: &str, series: Option<&str>, band: bool| Mark::Lines {
            x: if y == "cumulated" { "period".into() } else { "season".into() },
            y: y.into(),
            series: series.map(Into::into),
            band: band.then(|| ("low".into(), "high".into())),
            reference: None,
        };
        let titled = |mut chart: Chart| {
            chart.title = chart.title.with("figure", self.figure(&self.nowcasts[self.worst()]));
            chart
        };
        charts
            .push(titled(Chart::new("target_tracking_burndown", "burndown", lines("cumulated", Some("path"), false)).only("series_number", &number)));
        if self.seasons.iter().filter(|s| s.series == self.worst()).count() > 1 {
            let shares = lines("expected_share", None, true);
            charts.push(titled(Chart::new("target_tracking_shares", "seasonal_shares", shares).only("series_number", &number)));
        }
        charts
    }

    /// A series by entity and indicator.
    fn figure(&self, nowcast: &Nowcast) -> Argument {
        let message = Message::new("target-tracking-figure").with("entity", self.entities.argument_or_whole(nowcast.entity as usize));
        message.with("indicator", self.indicators.argument(nowcast.indicator as usize)).into()
    }

    fn listed(&self, series: impl Iterator<Item = usize>) -> Argument {
        let series: Vec<usize> = series.collect();
        let mut list: Vec<Argument> = series.iter().take(LISTED).map(|&at| self.figure(&self.nowcasts[at])).collect();
        if series.len() > LISTED {
            list.push(Message::new("target-tracking-more").with("more", Argument::count(series.len() - LISTED)).into());
        }
        list.into()
    }

    fn those(&self, wanted: impl Fn(&Nowcast) -> bool) -> Vec<usize> {
        (0..self.nowcasts.len()).filter(|&at| wanted(&self.nowcasts[at])).collect()
    }

    /// Why there is neither a nowcast nor a plan.
    pub(crate) fn refusal(&self) -> Message {
        Message::new("target-tracking-nothing").with("figures", self.listed(0..self.nowcasts.len()))
    }

    pub(crate) fn headlines(&self, finding: Finding) -> Finding {
        let worst = &self.nowcasts[self.worst()];
        let message = |key: &str| {
            Message::new(key)
                .with("figure", self.figure(worst))
                .with("period", self.periods.argument(worst.period as usize))
                .with("to_date", Argument::Short(worst.to_date))
        };
        let short = |x: f64| Argument::Number { value: x, digits: 4 };
        let range = |message: Message| match worst.ends.filter(|(low, high)| low < high) {
            Some((low, high)) => {
                let range = Message::new("target-tracking-range").with("low", short(low)).with("high", short(high));
                message.with("range", range.with("level", Argument::Percent { value: 1.0 - self.alpha, decimals: 0 }))
            }
            None => message.with("range", ""),
        };
        let finding = match (worst.nowcast, worst.plan.and_then(|p| Some((p, p.gap?)))) {
            (Some(nowcast), Some((plan, gap))) => {
                let gap_word = if gap < 0.0 { "target-tracking-below" } else { "target-tracking-above" };
                let gap = Message::new(gap_word).with("gap", Argument::percent(gap.abs()));
                let said = range(message("target-tracking-expected").with("nowcast", short(nowcast)));
                let finding = finding.headline(said.with("gap", gap).with("target", short(plan.target)));
                match plan.growth_rest {
                    Some(growth) => finding
                        .headline(Message::new("target-tracking-rest").with("rest", short(plan.rest)).with("growth", Argument::percent(growth))),
                    None => finding,
                }
            }
            (Some(nowcast), None) => finding.headline(range(message("target-tracking-no-plan").with("nowcast", short(nowcast)))),
            (None, _) => finding.headline(message("target-tracking-only-to-date")),
        };
        let count = |course: Course| Argument::count(self.those(|n| n.plan.is_some_and(|p| p.course == course)).len());
        let judged = self.those(|n| n.plan.is_some_and(|p| p.course != Course::Undetermined)).len();
        if judged < 2 {
            return finding;
        }
        let message = Message::new("target-tracking-courses").with("all", Argument::count(judged)).with("on", count(Course::OnCourse));
        finding.headline(message.with("risk", count(Course::AtRisk)).with("off", count(Course::OffCourse)))
    }

    pub(crate) fn cautions(&self, mut finding: Finding) -> Finding {
        let because = |reason| self.those(|n| n.reason == Some(reason));
        for (key, series) in [
            ("target-tracking-no-reference", because("no-reference-year")),
            ("target-tracking-one-reference", because("one-reference-year")),
            ("target-tracking-two-references", self.those(|n| n.share.is_some_and(|s| s.years == 2 && s.spread.is_some()))),
            ("target-tracking-without-target", because("no-target")),
            ("target-tracking-not-a-flow", because("not-a-flow")),
            ("target-tracking-printed", self.those(|n| n.printed_growth.is_some())),
            ("target-tracking-revised", self.those(|n| n.revised.is_some())),
            ("target-tracking-broken", self.broken.clone()),
        ] {
            if !series.is_empty() {
                let message = Message::new(key).with("count", Argument::count(series.len()));
                finding = finding.caution(message.with("figures", self.listed(series.into_iter())));
            }
        }
        if self.unlabelled == 0 {
            finding
        } else {
            finding.caution(Message::new("history-unlabelled").with("count", Argument::count(self.unlabelled)))
        }
    }

    pub(crate) fn remarks(&self, finding: Finding) -> Finding {
        let finding = if self.merged.is_empty() {
            finding
        } else {
            finding.remark(Message::new("target-tracking-merged").with("figures", self.listed(self.merged.iter().copied())))
        };
        let uncertain = self.nowcasts.iter().any(|n| n.share.is_some_and(|s| s.spread.is_some()));
        match self.interval {
            _ if !uncertain => finding,
            Interval::Predictive => finding.remark(Message::new("target-tracking-predictive")),
            Interval::PlugIn => finding.caution(Message::new("target-tracking-plug-in")),
        }
    }
}

/// A share in percent.
fn percent(share: f64) -> Option<f64> {
    finite(100.0 * share)
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
