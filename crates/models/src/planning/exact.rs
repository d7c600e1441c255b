//! Levels that keep to identities to the last bit.

use super::form::Cell;
use super::requirement::Measure;
use super::{Program, Requirement, RequirementKind, Sense};
use agglom_method::{Message, MethodError};

/// How far a requirement may be missed after solving, as a share of the levels it is about.
const MET: f64 = 1e-8;

impl Program {
    /// The levels with those that an identity gives computed from the others, as the identity is written.
    ///
    /// The others are first put on a grid of binary fractions, 2^44 to the largest level among related series, so that their sums
    /// and differences lose nothing; goals and limits of levels are kept as they are.
    pub(crate) fn finished(&self, mut levels: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, MethodError> {
        let units = self.units(&levels);
        for series in (0..self.tracks.len()).filter(|&s| self.tracks[s].defined.is_none()) {
            for level in &mut levels[series] {
                *level = if units[series] > 0.0 { (*level / units[series]).round() * units[series] } else { *level };
            }
        }
        for requirement in &self.requirements {
            let (series, at) = (requirement.subject.1, requirement.period - 1);
            let Measure::Forms { right, .. } = &requirement.measure else { continue };
            let bound = right.constant;
            match requirement.kind {
                RequirementKind::Least if self.tracks[series].defined.is_none() => levels[series][at] = levels[series][at].max(bound),
                RequirementKind::Most if self.tracks[series].defined.is_none() => levels[series][at] = levels[series][at].min(bound),
                _ => {}
            }
        }
        for requirement in self.requirements.iter().filter(|r| r.kind == RequirementKind::Goal) {
            if let Measure::Forms { right, .. } = &requirement.measure
                && self.tracks[requirement.subject.1].defined.is_none()
            {
                levels[requirement.subject.1][requirement.period - 1] = right.constant;
            }
        }
        self.derive(&mut levels)?;
        self.verify(&levels)?;
        Ok(levels)
    }

    fn derive(&self, levels: &mut [Vec<f64>]) -> Result<(), MethodError> {
        for period in 1..=self.horizon() as i64 {
            for &series in &self.order {
                let level = self.given(series, period, &|cell| self.level(levels, cell));
                levels[series][period as usize - 1] = level.ok_or(MethodError::NotConverged { iterations: 0 })?;
                self.meet_goal(levels, series, period);
            }
        }
        Ok(())
    }

    /// Lets a free level that only the series needs take up what rounding leaves between the series and its goal.
    fn meet_goal(&self, levels: &mut [Vec<f64>], series: usize, period: i64) {
        const TRIES: usize = 4;
        let at = period as usize - 1;
        let is_goal = |r: &&Requirement| r.kind == RequirementKind::Goal && (r.subject.1, r.period) == (series, at + 1);
        let Some(Measure::Forms { right, .. }) = self.requirements.iter().find(is_goal).map(|r| &r.measure) else { return };
        let Some((free, coefficient)) = self.loose(series) else { return };
        for _ in 0..TRIES {
            let (level, missing) = (levels[series][at], right.constant - levels[series][at]);
            if missing == 0.0 || missing.abs() > MET * self.tracks[series].size {
                return;
            }
            let before = levels[free][at];
            levels[free][at] += missing / coefficient;
            let better = self.given(series, period, &|cell| self.level(levels, cell));
            let Some(better) = better.filter(|better| (right.constant - better).abs() < missing.abs()) else {
                (levels[free][at], levels[series][at]) = (before, level);
                return;
            };
            levels[series][at] = better;
        }
    }

    /// A series without requirements of its own that only the statement of this series names, with its coefficient there.
    fn loose(&self, series: usize) -> Option<(usize, f64)> {
        let (number, left) = self.tracks[series].defined?;
        let other = if left { &self.statements[number].right } else { &self.statements[number].left };
        let mentioned = |free: usize| {
            let names = self.statements.iter().enumerate().filter(|(n, _)| *n != number).flat_map(|(_, s)| s.left.terms.iter().chain(&s.right.terms));
            names.into_iter().any(|(name, _)| self.numbers[&name.indicator] == free)
        };
        let free = |free: usize| {
            let limited = self.requirements.iter().any(|r| r.subject == (super::Sort::Series, free));
            self.tracks[free].defined.is_none() && !limited && !mentioned(free)
        };
        let once = |free: usize| other.terms.iter().filter(|(name, _)| self.numbers[&name.indicator] == free).count() == 1;
        let terms = other.terms.iter().map(|(name, c)| (self.numbers[&name.indicator], name.back, *c));
        terms.filter(|&(at, back, c)| back == 0 && c != 0.0 && free(at) && once(at)).map(|(at, _, c)| (at, c)).next()
    }

    /// The grid of each series; related series share one.
    fn units(&self, levels: &[Vec<f64>]) -> Vec<f64> {
        const BITS: f64 = 44.0;
        let largest = |series: usize| levels[series].iter().copied().chain(self.known(Cell { series, period: 0 })).map(f64::abs).fold(0.0, f64::max);
        let mut most: Vec<f64> = (0..self.tracks.len()).map(largest).collect();
        for _ in 0..self.tracks.len() {
            for statement in &self.statements {
                let related: Vec<usize> =
                    statement.left.terms.iter().chain(&statement.right.terms).map(|(name, _)| self.numbers[&name.indicator]).collect();
                let common = related.iter().map(|&s| most[s]).fold(0.0, f64::max);
                for series in related {
                    most[series] = common;
                }
            }
        }
        most.into_iter().map(|m| if m > 0.0 { (m.log2().ceil() - BITS).exp2() } else { 0.0 }).collect()
    }

    /// How far a requirement is from binding, as a share of the levels it is about; positive if it is missed.
    pub(crate) fn over(&self, requirement: &Requirement, levels: &[Vec<f64>]) -> Option<f64> {
        let at = |cell: Cell| self.level(levels, cell);
        let form = requirement.form(&at)?;
        let size: f64 = form.terms.iter().map(|(cell, c)| c.abs() * self.tracks[cell.series].size).fold(0.0, f64::max);
        let over = form.value(&at)?;
        Some(if size > 0.0 { over / size } else { over })
    }

    /// True if a requirement holds as an equation.
    pub(crate) fn binds(&self, requirement: &Requirement, levels: &[Vec<f64>]) -> bool {
        self.over(requirement, levels).is_some_and(|over| over.abs() <= MET)
    }

    fn verify(&self, levels: &[Vec<f64>]) -> Result<(), MethodError> {
        for requirement in &self.requirements {
            let over = self.over(requirement, levels).unwrap_or(f64::INFINITY);
            let missed = if requirement.sense == Sense::Equal { over.abs() } else { over };
            if missed > MET {
                return Err(MethodError::NotConverged { iterations: 0 });
            }
            let undefined = requirement.sides(&|cell| self.level(levels, cell)).is_none();
            if undefined {
                let message = Message::new("target-plan-divisor").with("ratio", self.spoken(requirement.subject));
                return Err(MethodError::NoAnswer { why: message.with("period", self.timeline.codes[requirement.period].as_str()) });
            }
        }
        Ok(())
    }

    /// The largest difference between the two sides of an identity, computed as it is written.
    pub(crate) fn residual(&self, levels: &[Vec<f64>]) -> f64 {
        let at = |cell: Cell| self.level(levels, cell);
        let identities = self.requirements.iter().filter(|r| r.kind == RequirementKind::Identity);
        let differences = identities.filter_map(|r| {
            let (statement, period) = (&self.statements[r.subject.1], r.period as i64);
            Some((statement.left.value(period, &self.numbers, &at)? - statement.right.value(period, &self.numbers, &at)?).abs())
        });
        differences.fold(0.0, f64::max)
    }

    /// The objective of a path, if it has every smooth level (and, for logs, every one is positive).
    pub(crate) fn objective(&self, at: super::form::Lookup<'_>) -> Option<f64> {
        let mut sum = 0.0;
        for (series, track) in self.tracks.iter().enumerate().filter(|(_, t)| t.smooth) {
            let level = |period: i64| {
                let level = at(Cell { series, period })?;
                match self.smoothness {
                    super::Smoothness::SecondDifference => Some(level),
                    super::Smoothness::Log => (level > 0.0).then(|| level.ln()),
                }
            };
            let from = self.first(series);
            for middle in from + 1..self.horizon() as i64 {
                let bend = level(middle - 1)? - 2.0 * level(middle)? + level(middle + 1)?;
                let bend = if self.smoothness == super::Smoothness::Log { bend } else { bend / track.scale };
                sum += bend * bend;
            }
        }
        f64::is_finite(sum).then_some(sum)
    }
}
