use super::{Interval, Returns, Share};
use agglom_method::Aim;
use serde::Serialize;

/// Whether the plan of a year will be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// Probably.
    OnCourse,
    /// Perhaps.
    AtRisk,
    /// Probably not.
    OffCourse,
    /// There is no probability.
    Undetermined,
}

impl Course {
    /// The word in the column `tracking_status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnCourse => "on-course",
            Self::AtRisk => "at-risk",
            Self::OffCourse => "off-course",
            Self::Undetermined => "undetermined",
        }
    }
}

/// From which probability on a plan is on course, and to which it is off course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// On course from here on.
    pub on_course: f64,
    /// Off course up to here.
    pub off_course: f64,
}

/// The year that returns point to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nowcast {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Number of the period of the last return.
    pub period: u32,
    /// Its year.
    pub year: i32,
    /// Its last month.
    pub month: u32,
    /// The figure since the start of the year.
    pub to_date: f64,
    /// Its growth on last year, as a share.
    pub growth: Option<f64>,
    /// The expected share of the year's total.
    pub share: Option<Share>,
    /// The expected total.
    pub nowcast: Option<f64>,
    /// The ends of its interval.
    pub ends: Option<(f64, f64)>,
    /// What the plan says.
    pub plan: Option<Plan>,
    /// The growth printed beside the figure, in percent, if it is another one than that of the figures.
    pub printed_growth: Option<f64>,
    /// Last year's figure as printed beside this one and as it was returned then, if they differ.
    pub revised: Option<(f64, f64)>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// What the plan for the year says of a nowcast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Plan {
    /// The planned total.
    pub target: f64,
    /// Nowcast over target less 1.
    pub gap: Option<f64>,
    /// The ends of the gap.
    pub gap_ends: Option<(f64, f64)>,
    /// What is still to come.
    pub rest: f64,
    /// The same for each season that is left.
    pub run_rate: Option<f64>,
    /// Growth of the rest on last year's, as a share.
    pub growth_rest: Option<f64>,
    /// The probability that the plan is met.
    pub probability: Option<f64>,
    /// In a word.
    pub course: Course,
}

impl Nowcast {
    /// What the returns say of the last year in them; none without returns.
    pub fn new(returns: &Returns, target: Option<f64>, most: usize, interval: Interval, alpha: f64, thresholds: Thresholds) -> Option<Self> {
        let (year, month, figure) = returns.last()?;
        let to_date = figure.value;
        let years = returns.complete_before(year, most);
        let share = if month == 12 { None } else { Share::of(returns, month, &years, interval) };
        let last = returns.at(year - 1, month);
        let base = figure.previous.map(|p| p.value).or(last).filter(|base| *base > 0.0);
        let growth = base.map(|base| to_date / base - 1.0).filter(|g| g.is_finite());
        let printed = figure.growth.filter(|p| growth.is_some_and(|g| (100.0 * g - p.value).abs() > p.half_unit() + 1e-9));
        let revised = figure.previous.zip(last).filter(|(p, last)| (p.value - last).abs() > p.half_unit() + 1e-9);
        let mut found = Self {
            entity: returns.entity,
            indicator: returns.indicator,
            period: figure.period,
            year,
            month,
            to_date,
            growth,
            share,
            nowcast: None,
            ends: None,
            plan: None,
            printed_growth: printed.map(|p| p.value),
            revised: revised.map(|(p, last)| (p.value, last)),
            reason: None,
        };
        found.reason = found.expect_year(alpha);
        if returns.not_a_flow {
            return Some(Self { share: None, nowcast: None, ends: None, reason: Some("not-a-flow"), ..found });
        }
        match target {
            Some(target) if target > 0.0 => found.plan = Some(found.against(target, returns, thresholds)),
            Some(_) => found.reason = found.reason.or(Some("target-not-positive")),
            None => found.reason = found.reason.or(Some("no-target")),
        }
        Some(found)
    }

    /// Fills in the expected total and its interval; says what is missing.
    fn expect_year(&mut self, alpha: f64) -> Option<&'static str> {
        if self.month == 12 {
            self.nowcast = Some(self.to_date);
            self.ends = Some((self.to_date, self.to_date));
            return None;
        }
        let Some(share) = self.share else { return Some("no-reference-year") };
        if self.to_date <= 0.0 {
            return Some("nothing-yet");
        }
        if share.mean <= 0.0 {
            return Some("share-not-positive");
        }
        self.nowcast = Some(self.to_date / share.mean).filter(|x| x.is_finite());
        if self.nowcast.is_none() {
            return Some("too-large");
        }
        let Some(spread) = share.spread else { return Some(if share.years == 1 { "one-reference-year" } else { "shares-equal" }) };
        // A smaller share so far means a larger year.
        let ends = (self.to_date / spread.quantile(1.0 - alpha / 2.0), self.to_date / spread.quantile(alpha / 2.0));
        self.ends = Some(ends).filter(|(low, high)| low.is_finite() && high.is_finite());
        if self.ends.is_some() { None } else { Some("too-large") }
    }

    fn against(&self, target: f64, returns: &Returns, thresholds: Thresholds) -> Plan {
        let down = returns.aim == Some(Aim::Down);
        let rest = target - self.to_date;
        let left = returns.seasons().range(self.month + 1..).count();
        let before = returns.at(self.year - 1, 12).zip(returns.at(self.year - 1, self.month)).map(|(all, part)| all - part);
        let reached = if self.to_date >= target {
            Some(1.0)
        } else if self.month == 12 {
            Some(0.0)
        } else {
            // The year reaches the plan if the share so far is at most to_date / target.
            self.nowcast.and(self.share).and_then(|s| s.spread).map(|spread| spread.at_most(self.to_date / target))
        };
        let probability = match (down, self.month, self.to_date > target) {
            (false, ..) => reached,
            (true, 12, over) => Some(if over { 0.0 } else { 1.0 }),
            (true, _, true) => Some(0.0),
            (true, ..) => reached.map(|p| 1.0 - p),
        };
        let course = match probability {
            Some(p) if p >= thresholds.on_course => Course::OnCourse,
            Some(p) if p <= thresholds.off_course => Course::OffCourse,
            Some(_) => Course::AtRisk,
            None => Course::Undetermined,
        };
        let finite = |x: f64| Some(x).filter(|x| x.is_finite());
        let gap = |total: f64| finite(total / target - 1.0);
        Plan {
            target,
            gap: self.nowcast.and_then(gap),
            gap_ends: self.ends.and_then(|(low, high)| Some((gap(low)?, gap(high)?))),
            rest,
            run_rate: if left == 0 { None } else { finite(rest.max(0.0) / left as f64) },
            growth_rest: before.filter(|b| *b > 0.0 && rest > 0.0).and_then(|b| finite(rest / b - 1.0)),
            probability,
            course,
        }
    }
}
