use crate::backtest::forecasts::{Event, Forecaster, Rows};
use crate::backtest::{AreaUnderCurve, Brier, Calibration, Clusters, Measured, areas, brier, calibration, difference};
use agglom_method::{Context, MethodError};

/// How one forecaster did.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Who foretold.
    pub forecaster: Forecaster,
    /// What.
    pub event: Event,
    /// Number of the industry; nothing for all.
    pub industry: Option<u32>,
    /// The area under the curve.
    pub area: Option<Measured>,
    /// Squared errors.
    pub brier: Option<Brier>,
    /// Whether probabilities are right; of all industries together only.
    pub calibration: Option<Calibration>,
    /// What could have happened.
    pub transitions: usize,
    /// What did.
    pub events: usize,
    /// Why there is nothing to say.
    pub reason: Option<&'static str>,
}

/// One area less another, of the same transitions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Apart {
    /// What was foretold.
    pub event: Event,
    /// The first forecaster.
    pub first: Forecaster,
    /// The second.
    pub second: Forecaster,
    /// The difference.
    pub difference: Measured,
}

/// Forecasts of one event by several forecasters; nothing from those that cannot tell.
pub(crate) struct Trial<'a> {
    pub(crate) event: Event,
    pub(crate) test: &'a Rows,
    pub(crate) forecasts: &'a [(Forecaster, Option<Vec<f64>>)],
    /// How often it happened in training.
    pub(crate) base_rate: f64,
    pub(crate) places: usize,
    pub(crate) bins: usize,
}

impl Trial<'_> {
    /// Scores over all industries, and differences of areas.
    pub(crate) fn overall(&self, context: &Context<'_>) -> Result<(Vec<Score>, Vec<Apart>), MethodError> {
        let clusters = Clusters { of: &self.test.place, count: self.places };
        let (mut scores, mut kept): (Vec<Score>, Vec<(Forecaster, AreaUnderCurve)>) = (Vec::new(), Vec::new());
        for (forecaster, probability) in self.forecasts {
            context.proceed()?;
            let mut score = self.empty(*forecaster, None, &self.test.event);
            if let Some(probability) = probability {
                let area = areas(&[probability], &self.test.event, clusters).and_then(|mut a| a.pop());
                score.area = area.as_ref().map(|a| a.area);
                score.brier = brier(probability, &vec![self.base_rate; probability.len()], &self.test.event, clusters);
                score.calibration = Some(calibration(probability, &self.test.event, clusters, self.bins, context)?);
                kept.extend(area.map(|a| (*forecaster, a)));
            } else {
                score.reason = Some("not-fitted");
            }
            scores.push(score);
        }
        let mut apart = Vec::new();
        for (n, (first, one)) in kept.iter().enumerate() {
            for (second, other) in &kept[n + 1..] {
                context.proceed()?;
                let difference = difference(one, other, &self.test.event, clusters);
                apart.push(Apart { event: self.event, first: *first, second: *second, difference });
            }
        }
        Ok((scores, apart))
    }

    /// Scores of every industry by itself.
    pub(crate) fn by_industry(&self, industries: usize, context: &Context<'_>) -> Result<Vec<Score>, MethodError> {
        let mut members = vec![Vec::new(); industries];
        for (i, &k) in self.test.industry.iter().enumerate() {
            members[k as usize].push(i);
        }
        let mut scores = Vec::new();
        for (k, members) in members.iter().enumerate().filter(|(_, m)| !m.is_empty()) {
            context.proceed()?;
            let event: Vec<bool> = members.iter().map(|&i| self.test.event[i]).collect();
            let place: Vec<u32> = members.iter().map(|&i| self.test.place[i]).collect();
            let clusters = Clusters { of: &place, count: self.places };
            for (forecaster, probability) in self.forecasts {
                let mut score = self.empty(*forecaster, Some(k as u32), &event);
                if let Some(probability) = probability {
                    let own: Vec<f64> = members.iter().map(|&i| probability[i]).collect();
                    score.area = areas(&[&own], &event, clusters).and_then(|a| a.first().map(|a| a.area));
                    score.brier = brier(&own, &vec![self.base_rate; own.len()], &event, clusters);
                } else {
                    score.reason = Some("not-fitted");
                }
                scores.push(score);
            }
        }
        Ok(scores)
    }

    fn empty(&self, forecaster: Forecaster, industry: Option<u32>, event: &[bool]) -> Score {
        let events = event.iter().filter(|e| **e).count();
        let reason = if event.is_empty() {
            Some("no-transitions")
        } else if events == 0 {
            Some("no-events")
        } else if events == event.len() {
            Some("only-events")
        } else {
            None
        };
        Score { forecaster, event: self.event, industry, area: None, brier: None, calibration: None, transitions: event.len(), events, reason }
    }
}

impl Score {
    /// Whether it foretells at all: order and probabilities, order only, or neither.
    pub fn verdict(&self, deviate: f64) -> Option<&'static str> {
        let (area, brier) = (self.area?, self.brier?);
        let orders = area.share_interval(deviate).or_else(|| area.interval(deviate)).is_some_and(|(low, _)| low > 0.5);
        let skilled = brier.skill.and_then(|s| s.interval(deviate)).is_some_and(|(low, _)| low > 0.0);
        Some(match (orders, skilled) {
            (true, true) => "skill",
            (true, false) => "order-only",
            (false, true) => "probabilities-only",
            (false, false) => "no-skill",
        })
    }
}
