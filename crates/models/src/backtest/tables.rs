use crate::backtest::{Event, Forecaster, Measured, Score};
use crate::entry_exit_backtest::{Backtest, EntryExitBacktest};
use agglom_method::{Argument, Chart, Finding, Mark, Message, Method, Order, Reference, Scale, Table, Unit};
use statrs::distribution::{ContinuousCDF, Normal};

/// Tables, charts and sentences of a backtest.
pub(crate) fn present(found: &Backtest) -> Finding {
    let shown = Shown { found, deviate: Normal::standard().inverse_cdf(1.0 - found.alpha / 2.0) };
    let tables = [shown.main(), shown.differences(), shown.calibration(), shown.industries()];
    let finding = tables.into_iter().fold(Finding::default(), Finding::table);
    let finding = charts().into_iter().fold(finding, Finding::chart);
    shown.remarks(shown.cautions(shown.headlines(finding)))
}

struct Shown<'a> {
    found: &'a Backtest,
    deviate: f64,
}

/// The ends of an interval as two columns.
fn ends(table: Table, names: [&str; 2], unit: &Unit, intervals: Vec<Option<(f64, f64)>>) -> Table {
    table.numbers(names[0], unit.clone(), intervals.iter().map(|i| i.map(|i| i.0))).numbers(
        names[1],
        unit.clone(),
        intervals.iter().map(|i| i.map(|i| i.1)),
    )
}

fn whole(count: usize) -> Option<i64> {
    i64::try_from(count).ok()
}

impl Shown<'_> {
    fn share(&self, measured: Option<Measured>) -> Option<(f64, f64)> {
        measured.and_then(|m| m.share_interval(self.deviate))
    }

    fn plain(&self, measured: Option<Measured>) -> Option<(f64, f64)> {
        measured.and_then(|m| m.interval(self.deviate))
    }

    fn who(table: Table, scores: &[Score]) -> Table {
        table.words("model", scores.iter().map(|s| Some(s.forecaster.word()))).words("outcome", scores.iter().map(|s| Some(s.event.word())))
    }

    fn area(&self, table: Table, scores: &[Score]) -> Table {
        let table = table.numbers("auc", Unit::None, scores.iter().map(|s| s.area.map(|a| a.value)));
        ends(table, ["low", "high"], &Unit::None, scores.iter().map(|s| self.share(s.area)).collect())
    }

    fn skill(&self, table: Table, scores: &[Score]) -> Table {
        let skill = |s: &Score| s.brier.and_then(|b| b.skill);
        let table = table.numbers("skill", Unit::None, scores.iter().map(|s| skill(s).map(|m| m.value)));
        ends(table, ["skill_low", "skill_high"], &Unit::None, scores.iter().map(|s| self.plain(skill(s))).collect())
    }

    fn main(&self) -> Table {
        let s = &self.found.scores;
        let line = |s: &Score| s.calibration.as_ref().and_then(|c| c.line);
        let table = self.area(Self::who(Table::new(EntryExitBacktest::KEY, Message::new("table-entry-exit-backtest")), s), s);
        let table = table.numbers("brier", Unit::None, s.iter().map(|s| s.brier.map(|b| b.score.value)));
        let brier = s.iter().map(|s| self.plain(s.brier.map(|b| b.score)).map(|(low, high)| (low.max(0.0), high))).collect();
        let table = self.skill(ends(table, ["brier_low", "brier_high"], &Unit::None, brier), s);
        let table = table.numbers("calibration_intercept", Unit::None, s.iter().map(|s| line(s).map(|l| l.0.value))).numbers(
            "calibration_slope",
            Unit::None,
            s.iter().map(|s| line(s).map(|l| l.1.value)),
        );
        let slopes = s.iter().map(|s| self.plain(line(s).map(|l| l.1))).collect();
        let base = |s: &Score| Some(self.found.base_rates[usize::from(s.event == Event::Exit)]);
        ends(table, ["calibration_slope_low", "calibration_slope_high"], &Unit::None, slopes)
            .integers("transitions", Unit::None, s.iter().map(|s| whole(s.transitions)))
            .integers("events", Unit::None, s.iter().map(|s| whole(s.events)))
            .numbers("base_rate", Unit::Share, s.iter().map(base))
            .words("verdict", s.iter().map(|s| s.verdict(self.deviate)))
            .words("reason", s.iter().map(|s| s.reason))
    }

    fn differences(&self) -> Table {
        let d = &self.found.differences;
        let table = Table::new("differences", Message::new("table-entry-exit-backtest-differences"))
            .words("outcome", d.iter().map(|d| Some(d.event.word())))
            .words("first_model", d.iter().map(|d| Some(d.first.word())))
            .words("second_model", d.iter().map(|d| Some(d.second.word())))
            .numbers("auc_difference", Unit::None, d.iter().map(|d| Some(d.difference.value)));
        ends(table, ["low", "high"], &Unit::None, d.iter().map(|d| d.difference.interval(self.deviate)).collect())
    }

    fn calibration(&self) -> Table {
        let scores = self.found.scores.iter();
        let bins = scores.flat_map(|s| s.calibration.iter().flat_map(move |c| c.bins.iter().enumerate().map(move |(n, bin)| (s, n, bin))));
        let bins: Vec<_> = bins.collect();
        let table = Table::new("calibration", Message::new("table-entry-exit-backtest-calibration"))
            .words("model", bins.iter().map(|b| Some(b.0.forecaster.word())))
            .words("outcome", bins.iter().map(|b| Some(b.0.event.word())))
            .integers("bin", Unit::None, bins.iter().map(|b| whole(b.1 + 1)))
            .numbers("predicted", Unit::Share, bins.iter().map(|b| Some(b.2.predicted)))
            .numbers("observed", Unit::Share, bins.iter().map(|b| Some(b.2.observed.value)));
        let shares = bins.iter().map(|b| self.share(Some(b.2.observed))).collect();
        ends(table, ["low", "high"], &Unit::Share, shares).integers("transitions", Unit::None, bins.iter().map(|b| whole(b.2.count)))
    }

    fn industries(&self) -> Table {
        let s = &self.found.by_industry;
        let number = |s: &Score| s.industry.map_or(0, |k| k as usize);
        let table = Table::new("industries", Message::new("table-entry-exit-backtest-industries"));
        let table = self.area(Self::who(table.codes("industry", &self.found.industries, s.iter().map(number)), s), s);
        self.skill(table.numbers("brier", Unit::None, s.iter().map(|s| s.brier.map(|b| b.score.value))), s)
            .integers("transitions", Unit::None, s.iter().map(|s| whole(s.transitions)))
            .integers("events", Unit::None, s.iter().map(|s| whole(s.events)))
            .words("reason", s.iter().map(|s| s.reason))
    }

    /// Of each event, who foretells it best, and whether that is more than chance.
    fn headlines(&self, mut finding: Finding) -> Finding {
        for event in Event::ALL {
            let told = self.found.scores.iter().filter(|s| s.event == event);
            let best = told.filter_map(|s| s.area.map(|a| (s, a))).max_by(|a, b| a.1.value.total_cmp(&b.1.value));
            let Some((score, area)) = best else {
                finding = finding.headline(Message::new(format!("entry-exit-backtest-no-{}", event.word())));
                continue;
            };
            let (low, high) = self.share(Some(area)).unwrap_or((area.value, area.value));
            let skilled = score.verdict(self.deviate).is_some_and(|v| v != "no-skill");
            let key =
                if skilled { format!("entry-exit-backtest-best-{}", event.word()) } else { format!("entry-exit-backtest-none-{}", event.word()) };
            let message = Message::new(key)
                .with("model", Message::new(format!("model-{}", score.forecaster.word())))
                .with("auc", Argument::number(area.value))
                .with("low", Argument::number(low))
                .with("high", Argument::number(high))
                .with("events", Argument::count(score.events));
            finding = finding.headline(message);
        }
        self.against(finding)
    }

    /// The incidence model against the relatedness density.
    fn against(&self, mut finding: Finding) -> Finding {
        for event in Event::ALL {
            let pair = self
                .found
                .differences
                .iter()
                .find(|d| d.event == event && d.first == Forecaster::Incidence && d.second == Forecaster::RelatednessDensity);
            let Some((low, high)) = pair.and_then(|d| d.difference.interval(self.deviate)) else { continue };
            let key = match (low > 0.0, high < 0.0) {
                (true, _) => "ahead",
                (_, true) => "behind",
                _ => "level",
            };
            let message = Message::new(format!("entry-exit-backtest-{key}"))
                .with("event", Message::new(format!("outcome-{}", event.word())))
                .with("low", Argument::number(low))
                .with("high", Argument::number(high));
            finding = finding.headline(message);
        }
        finding
    }

    fn cautions(&self, mut finding: Finding) -> Finding {
        let without: Vec<Argument> = self
            .found
            .scores
            .iter()
            .filter(|s| s.verdict(self.deviate) == Some("no-skill"))
            .map(|s| {
                let model = Message::new(format!("model-{}", s.forecaster.word()));
                let event = Message::new(format!("outcome-{}", s.event.word()));
                Message::new("entry-exit-backtest-pair").with("model", model).with("event", event).into()
            })
            .collect();
        if !without.is_empty() {
            finding = finding.caution(Message::new("entry-exit-backtest-no-skill").with("list", without));
        }
        if let Some(word) = self.found.unfitted {
            finding = finding.caution(Message::new(format!("entry-exit-backtest-unfitted-{word}")));
        }
        if self.found.steps.1 == 1 {
            finding = finding.caution(Message::new("entry-exit-backtest-one-step"));
        }
        finding
    }

    fn remarks(&self, finding: Finding) -> Finding {
        let message = Message::new("entry-exit-backtest-split")
            .with("until", self.found.periods.argument_or_whole(self.found.train_until))
            .with("train", Argument::count(self.found.steps.0))
            .with("test", Argument::count(self.found.steps.1));
        let finding = finding.remark(message);
        match &self.found.fit {
            Some(fit) => {
                let p = fit.point.parameters;
                let message = Message::new("entry-exit-backtest-fit")
                    .with("decay", Argument::number(p.alpha))
                    .with("b", Argument::number(p.b))
                    .with("x", Argument::number(p.x))
                    .with("omega", Argument::number(p.omega));
                finding.remark(message)
            }
            None => finding,
        }
    }
}

fn charts() -> Vec<Chart> {
    let name = |column: &str| column.to_owned();
    let bars = |event: Event| {
        let mark = Mark::Dots {
            label: vec![name("model")],
            value: name("auc"),
            interval: Some((name("low"), name("high"))),
            order: Order::Largest(name("auc"), 20),
            reference: Some(Reference { at: 0.5, label: Message::new("entry-exit-backtest-coin") }),
        };
        Chart::new(&format!("entry_exit_backtest_{}", event.word()), EntryExitBacktest::KEY, mark).only("outcome", event.word())
    };
    let calibration = |event: Event| {
        let mark = Mark::Scatter {
            x: name("predicted"),
            y: name("observed"),
            label: Some(name("model")),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: None,
            equal: Some(Message::new("entry-exit-backtest-calibrated")),
        };
        Chart::new(&format!("entry_exit_calibration_{}", event.word()), "calibration", mark).only("outcome", event.word())
    };
    vec![bars(Event::Entry), bars(Event::Exit), calibration(Event::Entry), calibration(Event::Exit)]
}
