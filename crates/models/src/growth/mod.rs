//! Printed growth: recomputed, compared with what is printed, repaired; and what is odd about the rows around it.

mod table;

pub(crate) use table::{cumulative_falls, labels, outliers};

use crate::rules::{Bounds, Operator, round_to};
use agglom_method::{Indicator, Printed, Reading};
use serde::Serialize;

/// What recomputing says about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing speaks against the row.
    Ok,
    /// The printed growth does not follow from the two levels.
    Mismatch,
    /// There is no growth.
    Undefined,
    /// The growth is far from that of the other rows.
    Implausible,
}

/// What may be wrong with a row, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Irregularity {
    /// Growth is printed although the previous level is zero.
    BaseZero,
    /// Growth is printed although the previous level is negative.
    BaseNegative,
    /// The printed growth does not follow from the levels.
    GrowthMismatch,
    /// The printed growth was cut off instead of rounded.
    GrowthTruncated,
    /// The printed growth follows from the levels only before they were rounded.
    GrowthLevelRounding,
    /// The growth is far from that of the other rows.
    Outlier,
    /// A figure cumulated since the start of the year is below the one of an earlier period of the year.
    CumulativeFalls,
    /// The level equals the previous one to the last digit.
    Identical,
    /// The label looks like two, and the next row has none.
    MergedLabel,
    /// Another row of the entity and period has the same label.
    RepeatedLabel,
    /// The row has no label.
    NoLabel,
}

/// One thing that may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AuditFinding {
    /// Number of the audited row.
    pub row: usize,
    /// What it is.
    pub finding: Irregularity,
    /// What would be expected.
    pub expected: Option<f64>,
    /// What is there instead.
    pub found: Option<f64>,
    /// What to print instead.
    pub repair: Option<f64>,
}

/// A row with its growth recomputed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditedRow {
    /// Row of the source, counted as a spreadsheet shows it.
    pub row: u64,
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Number of the period.
    pub period: u32,
    /// The level.
    pub value: Option<Printed>,
    /// The level it grew from.
    pub previous: Option<Printed>,
    /// The printed growth in percent.
    pub growth_printed: Option<Printed>,
    /// Unit of the levels.
    pub unit: Option<String>,
    /// The growth in percent that follows from the levels.
    pub growth: Option<f64>,
    /// How far that is from the median of the entity and period, in robust standard deviations.
    pub robust_z: Option<f64>,
    /// What recomputing says.
    pub status: Status,
    /// The gravest thing that may be wrong.
    pub finding: Option<Irregularity>,
    /// The growth that would be right for these levels.
    pub repair_growth: Option<f64>,
    /// The level that would be right for the printed growth.
    pub repair_value: Option<f64>,
    /// The previous level that would be right for the printed growth.
    pub repair_previous: Option<f64>,
    /// Why there is no growth.
    pub reason: Option<&'static str>,
}

impl Status {
    /// As a word of the column `status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Mismatch => "mismatch",
            Self::Undefined => "undefined",
            Self::Implausible => "implausible",
        }
    }
}

impl Irregularity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::BaseZero,
        Self::BaseNegative,
        Self::GrowthMismatch,
        Self::GrowthTruncated,
        Self::GrowthLevelRounding,
        Self::Outlier,
        Self::CumulativeFalls,
        Self::Identical,
        Self::MergedLabel,
        Self::RepeatedLabel,
        Self::NoLabel,
    ];

    /// As a word of the column `finding`.
    pub fn word(self) -> &'static str {
        match self {
            Self::BaseZero => "base-zero",
            Self::BaseNegative => "base-negative",
            Self::GrowthMismatch => "growth-mismatch",
            Self::GrowthTruncated => "growth-truncated",
            Self::GrowthLevelRounding => "growth-level-rounding",
            Self::Outlier => "outlier",
            Self::CumulativeFalls => "cumulative-falls",
            Self::Identical => "identical",
            Self::MergedLabel => "merged-label",
            Self::RepeatedLabel => "repeated-label",
            Self::NoLabel => "no-label",
        }
    }
}

impl AuditedRow {
    /// The row without what only its neighbours can tell. If `rounded`, the levels stand for their rounding intervals.
    pub(crate) fn new(row: &Indicator, rounded: bool) -> Self {
        let (value, previous, printed) = (row.value.observed(), row.previous.observed(), row.growth_printed.observed());
        let mut audited = Self {
            row: row.row,
            entity: row.entity,
            indicator: row.indicator,
            period: row.period,
            value,
            previous,
            growth_printed: printed,
            unit: row.unit.clone(),
            growth: None,
            robust_z: None,
            status: Status::Undefined,
            finding: None,
            repair_growth: None,
            repair_value: None,
            repair_previous: None,
            reason: no_growth(row),
        };
        let (Some(value), Some(previous), None) = (value, previous, audited.reason) else {
            audited.finding = printed.and(audited.reason).and_then(|reason| match reason {
                "base-zero" => Some(Irregularity::BaseZero),
                "base-negative" => Some(Irregularity::BaseNegative),
                _ => None,
            });
            return audited;
        };
        let exact = match growth(Bounds::exact(value.value), Bounds::exact(previous.value)) {
            Ok(growth) => growth.value,
            Err(reason) => return Self { reason: Some(reason), ..audited },
        };
        audited.growth = Some(exact);
        audited.status = Status::Ok;
        let Some(printed) = printed else { return audited };
        // A base that may be zero before rounding allows any growth.
        let possible = growth(Bounds::rounded(row, value), Bounds::rounded(row, previous)).map_or(true, |growth| agrees(growth, printed));
        let right = if rounded { possible } else { agrees(Bounds::exact(exact), printed) };
        if !right {
            audited.status = Status::Mismatch;
            audited.finding = Some(if truncated(exact, printed) {
                Irregularity::GrowthTruncated
            } else if possible {
                Irregularity::GrowthLevelRounding
            } else {
                Irregularity::GrowthMismatch
            });
            audited.repair(exact, value, previous, printed);
        }
        audited
    }

    /// The three ways to make the row right by changing one figure, each as it would be printed; none where no such figure exists.
    fn repair(&mut self, growth: f64, value: Printed, previous: Printed, printed: Printed) {
        let factor = 1.0 + printed.value / 100.0;
        let right =
            |value: f64, previous: f64| previous > 0.0 && previous.is_finite() && agrees(Bounds::exact((value / previous - 1.0) * 100.0), printed);
        self.repair_growth = Some(round_to(growth, printed.decimals));
        self.repair_value = Some(round_to(previous.value * factor, value.decimals)).filter(|&repaired| right(repaired, previous.value));
        self.repair_previous = Some(round_to(value.value / factor, previous.decimals)).filter(|&repaired| right(value.value, repaired));
    }

    /// What the row by itself gives away.
    pub(crate) fn own_findings(&self, row: usize) -> impl Iterator<Item = AuditFinding> {
        let printed = self.growth_printed.map(|p| p.value);
        let growth = self.finding.map(|finding| AuditFinding { row, finding, expected: self.growth, found: printed, repair: self.repair_growth });
        let copied = self.value.filter(|value| {
            let telling = value.decimals >= 1 || value.value.abs() >= 1000.0;
            self.previous.is_some_and(|previous| previous.value == value.value) && value.value != 0.0 && telling
        });
        let identical = copied.map(|value| {
            let finding = Irregularity::Identical;
            AuditFinding { row, finding, expected: None, found: Some(value.value), repair: None }
        });
        growth.into_iter().chain(identical)
    }
}

/// Why a row has no growth, if it has none.
fn no_growth(row: &Indicator) -> Option<&'static str> {
    match (row.value, row.previous) {
        (Reading::Observed(_), Reading::Observed(previous)) if previous.value == 0.0 => Some("base-zero"),
        (Reading::Observed(_), Reading::Observed(previous)) if previous.value < 0.0 => Some("base-negative"),
        (Reading::Observed(_), Reading::Observed(_)) => None,
        (Reading::Observed(_), Reading::Missing) => Some("no-previous"),
        (Reading::Observed(_), previous) => previous.state().word(),
        (value, _) => value.state().word(),
    }
}

/// (value / previous - 1) · 100
fn growth(value: Bounds, previous: Bounds) -> Result<Bounds, &'static str> {
    let ratio = value.apply(Operator::Divide, previous)?;
    ratio.apply(Operator::Subtract, Bounds::exact(1.0))?.apply(Operator::Multiply, Bounds::exact(100.0))
}

/// True if a number within these bounds is printed like this.
fn agrees(growth: Bounds, printed: Printed) -> bool {
    let half = printed.half_unit();
    growth.meets(Bounds { value: printed.value, low: printed.value - half, high: printed.value + half }, 1e-9)
}

/// True if cutting off digits makes the number the printed one.
fn truncated(growth: f64, printed: Printed) -> bool {
    let cut = growth.abs() - printed.value.abs();
    let same_sign = printed.value == 0.0 || growth.signum() == printed.value.signum();
    same_sign && cut >= 0.0 && cut < 2.0 * printed.half_unit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: (f64, u8), previous: (f64, u8), growth: (f64, u8)) -> Indicator {
        let reading = |(value, decimals): (f64, u8)| Reading::Observed(Printed { value, decimals });
        Indicator {
            row: 2,
            entity: 0,
            indicator: 0,
            period: 0,
            value: reading(value),
            previous: reading(previous),
            growth_printed: reading(growth),
            unit: None,
            kind: None,
            direction: None,
        }
    }

    #[test]
    fn truncation_is_told_from_other_mistakes() {
        // 51.88 / 44 - 1 = 17.909 %: 17.9 and 18 are rounded, 17.90 and 17 cut off, 16 is wrong.
        let finding = |printed, decimals| AuditedRow::new(&row((51.88, 2), (44.0, 2), (printed, decimals)), false).finding;
        assert_eq!((finding(17.9, 1), finding(18.0, 0)), (None, None));
        assert_eq!((finding(17.9, 2), finding(17.0, 0)), (Some(Irregularity::GrowthTruncated), Some(Irregularity::GrowthTruncated)));
        assert_eq!(finding(16.0, 0), Some(Irregularity::GrowthMismatch));
        // 44 / 51.88 - 1 = -15.189 %: towards zero, not downwards.
        let fall = |printed| AuditedRow::new(&row((44.0, 2), (51.88, 2), (printed, 2)), false).finding;
        assert_eq!((fall(-15.18), fall(-15.19), fall(15.18)), (Some(Irregularity::GrowthTruncated), None, Some(Irregularity::GrowthMismatch)));
    }

    #[test]
    fn rounded_levels_excuse_what_exact_ones_do_not() {
        // 12 / 10 is 20 %; before rounding it may be anything from 11.5 / 10.5 (9.5 %) to 12.5 / 9.5 (31.6 %).
        let of = |printed, rounded| {
            let audited = AuditedRow::new(&row((12.0, 0), (10.0, 0), (printed, 1)), rounded);
            (audited.status, audited.finding)
        };
        assert_eq!(of(25.0, false), (Status::Mismatch, Some(Irregularity::GrowthLevelRounding)));
        assert_eq!(of(25.0, true), (Status::Ok, None));
        assert_eq!((of(31.5, true).0, of(31.7, true).0), (Status::Ok, Status::Mismatch));
        assert_eq!((of(9.6, true).0, of(9.4, true).0), (Status::Ok, Status::Mismatch));
        let count = Indicator { kind: Some(agglom_method::SeriesKind::Count), ..row((12.0, 0), (10.0, 0), (25.0, 1)) };
        assert_eq!(AuditedRow::new(&count, true).finding, Some(Irregularity::GrowthMismatch), "a count is not rounded");
    }

    #[test]
    fn a_repair_is_a_figure_that_could_be_printed() {
        // 25 % from 10 needs 12.5 and 25 % to 12 needs 9.6: no whole numbers give it.
        let coarse = AuditedRow::new(&row((12.0, 0), (10.0, 0), (25.0, 1)), false);
        assert_eq!((coarse.repair_growth, coarse.repair_value, coarse.repair_previous), (Some(20.0), None, None));
        let fine = AuditedRow::new(&row((12.0, 1), (10.0, 1), (25.0, 1)), false);
        assert_eq!((fine.repair_growth, fine.repair_value, fine.repair_previous), (Some(20.0), Some(12.5), Some(9.6)));
        let lost = AuditedRow::new(&row((12.0, 1), (10.0, 1), (-100.0, 1)), false);
        assert_eq!((lost.repair_value, lost.repair_previous), (Some(0.0), None));
    }

    #[test]
    fn without_a_positive_base_there_is_no_growth() {
        let of = |previous, printed| {
            let audited = AuditedRow::new(&row((5.0, 0), previous, printed), false);
            (audited.growth, audited.status, audited.finding, audited.reason)
        };
        assert_eq!(of((0.0, 0), (0.0, 0)), (None, Status::Undefined, Some(Irregularity::BaseZero), Some("base-zero")));
        assert_eq!(of((-2.0, 0), (350.0, 0)), (None, Status::Undefined, Some(Irregularity::BaseNegative), Some("base-negative")));
        let honest = Indicator { growth_printed: Reading::NotApplicable, ..row((5.0, 0), (0.0, 0), (0.0, 0)) };
        assert_eq!(AuditedRow::new(&honest, false).finding, None, "who prints no growth from zero makes no mistake");
        let withheld = Indicator { previous: Reading::Suppressed, ..honest.clone() };
        assert_eq!(AuditedRow::new(&withheld, false).reason, Some("suppressed"));
        let alone = Indicator { previous: Reading::Missing, ..honest };
        assert_eq!(AuditedRow::new(&alone, false).reason, Some("no-previous"));
    }
}
