//! What a plan must meet, as the settings ask for it.

use super::form::Form;
use super::program::{Quotient, unreadable};
use super::requirement::Measure;
use super::source::{unknown, wrong};
use super::{Amounts, PlannedSeries, Program, RatioLimit, Requirement, RequirementKind, Sense, Sort, Statement};
use crate::rules::Relation;
use agglom_method::{Argument, Message, MethodError};

impl Program {
    fn push(&mut self, kind: RequirementKind, subject: super::Subject, period: usize, measure: Measure) {
        self.requirements.push(Requirement { kind, subject, period, sense: kind.sense(), measure });
    }

    pub(crate) fn require_series(&mut self, asked: &[PlannedSeries]) -> Result<(), MethodError> {
        use RequirementKind::{Goal, Least, LeastIncrease, Most, MostIncrease};
        for (series, one) in asked.iter().enumerate() {
            self.known_periods("series", one.goals.keys())?;
            for amounts in [&one.least, &one.most, &one.least_increase, &one.most_increase].into_iter().flatten() {
                self.fitting("series", &one.indicator, amounts)?;
            }
            let last = self.horizon();
            for period in 1..=last {
                let code = self.timeline.codes[period].clone();
                let goal =
                    one.goals.get(&code).copied().or(one.goal.filter(|_| period == last)).or(self.tracks[series].goal.filter(|_| period == last));
                let at = |amounts: &Option<Amounts>| amounts.as_ref().and_then(|a| a.at(period - 1, &code));
                let level = Form::level(series, period);
                for (kind, bound) in [(Goal, goal), (Least, at(&one.least)), (Most, at(&one.most))] {
                    if let Some(bound) = bound {
                        let measure = Measure::Forms { left: level.clone(), right: Form::constant(bound) };
                        self.push(kind, (Sort::Series, series), period, measure);
                    }
                }
                let before = period == 1 && self.tracks[series].known.first().copied().flatten().is_none();
                for (kind, bound) in [(LeastIncrease, at(&one.least_increase)), (MostIncrease, at(&one.most_increase))] {
                    if let Some(bound) = bound.filter(|_| !before) {
                        let left = level.clone().plus(-1.0, &Form::level(series, period - 1));
                        self.push(kind, (Sort::Series, series), period, Measure::Forms { left, right: Form::constant(bound) });
                    }
                }
            }
        }
        Ok(())
    }

    pub(crate) fn require_ratios(&mut self, ratios: &[RatioLimit]) -> Result<(), MethodError> {
        for (number, ratio) in ratios.iter().enumerate() {
            for amounts in [&ratio.least, &ratio.most].into_iter().flatten() {
                self.fitting("ratios", &ratio.name, amounts)?;
            }
            let side = |text: &str| Statement::side(text).map_err(|fault| unreadable("ratios", text, fault.column));
            let (of, to) = (side(&ratio.of)?, side(&ratio.to)?);
            let forms: Vec<(Form, Form)> = (0..=self.horizon()).map(|t| (of.form(t, &self.numbers), to.form(t, &self.numbers))).collect();
            let start = [&forms[0].0, &forms[0].1].map(|form| form.value(&|cell| self.known(cell)));
            for period in 1..=self.horizon() {
                let code = self.timeline.codes[period].clone();
                let (of, to) = forms[period].clone();
                if ratio.falling || ratio.least.is_some() || ratio.most.is_some() {
                    let right = Form::constant(self.smallest_divisor(&to));
                    self.push(RequirementKind::RatioDivisor, (Sort::Ratio, number), period, Measure::Forms { left: to.clone(), right });
                }
                let kinds = [(RequirementKind::RatioLeast, &ratio.least), (RequirementKind::RatioMost, &ratio.most)];
                for (kind, amounts) in kinds {
                    if let Some(bound) = amounts.as_ref().and_then(|a| a.at(period - 1, &code)) {
                        self.push(kind, (Sort::Ratio, number), period, Measure::Ratio { of: of.clone(), to: to.clone(), bound });
                    }
                }
                if ratio.falling && (period > 1 || start.iter().all(Option::is_some)) {
                    let (of_before, to_before) = forms[period - 1].clone();
                    let first = start[0].zip(start[1]).filter(|(_, to)| *to > 0.0).map(|(of, to)| of / to);
                    let measure = Measure::Falling { of, to, of_before, to_before, first };
                    self.push(RequirementKind::RatioFalling, (Sort::Ratio, number), period, measure);
                }
            }
            self.ratios.push(Quotient { name: ratio.name.clone(), forms });
        }
        Ok(())
    }

    /// A positive number far below anything that a divisor amounts to.
    fn smallest_divisor(&self, to: &Form) -> f64 {
        const SHARE: f64 = 1e-6;
        SHARE * to.terms.iter().map(|(cell, c)| c.abs() * self.tracks[cell.series].size).fold(0.0, f64::max)
    }

    pub(crate) fn require_statements(&mut self) {
        for number in 0..self.statements.len() {
            for period in 1..=self.horizon() {
                let statement = &self.statements[number];
                let (left, right) = (statement.left.form(period, &self.numbers), statement.right.form(period, &self.numbers));
                let (kind, sense) = match statement.relation {
                    Relation::AtMost => (RequirementKind::Link, Sense::AtMost),
                    Relation::AtLeast => (RequirementKind::Link, Sense::AtLeast),
                    _ => (RequirementKind::Identity, Sense::Equal),
                };
                let measure = Measure::Forms { left, right };
                self.requirements.push(Requirement { kind, subject: (Sort::Relation, number), period, sense, measure });
            }
        }
    }

    fn known_periods<'a>(&self, setting: &'static str, mut codes: impl Iterator<Item = &'a String>) -> Result<(), MethodError> {
        let planned = self.timeline.planned();
        let stray = codes.find(|code| !planned.contains(code));
        stray.map_or(Ok(()), |code| Err(unknown(setting, code, planned.iter().map(String::as_str))))
    }

    /// Amounts that are listed or named must fit the planned periods.
    fn fitting(&self, setting: &'static str, subject: &str, amounts: &Amounts) -> Result<(), MethodError> {
        match amounts {
            Amounts::Every(_) => Ok(()),
            Amounts::ByPeriod(map) => self.known_periods(setting, map.keys()),
            Amounts::Each(list) if list.len() == self.horizon() => Ok(()),
            Amounts::Each(list) => {
                let count = Argument::count;
                let message = Message::new("target-plan-list-length").with("subject", subject).with("got", count(list.len()));
                Err(wrong(setting, message.with("need", count(self.horizon()))))
            }
        }
    }
}
