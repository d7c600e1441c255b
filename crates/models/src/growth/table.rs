use super::{AuditFinding, AuditedRow, Irregularity, Status};
use agglom_method::{Codes, Indicator, SeriesKind};
use std::collections::BTreeMap;

/// Robust z of every growth of one entity and period, and the rows that are far off in that and in ratio, too.
///
/// z = 0.6745 (g - median) / median |g - median| (Iglewicz and Hoaglin 1993, 0.6745 being the third quartile of the normal distribution).
pub(crate) fn outliers(rows: &mut [AuditedRow], first: usize, min_rows: usize, outlier_z: f64, factor: f64) -> Vec<AuditFinding> {
    let growths: Vec<f64> = rows.iter().filter_map(|r| r.growth).collect();
    if growths.len() < min_rows {
        return Vec::new();
    }
    let middle = median(growths.clone());
    let spread = median(growths.iter().map(|g| (g - middle).abs()).collect());
    let mut findings = Vec::new();
    if spread <= 0.0 {
        return findings;
    }
    let usual_ratio = 1.0 + middle / 100.0;
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(growth) = row.growth else { continue };
        let z = 0.6745 * (growth - middle) / spread;
        row.robust_z = Some(z);
        let ratio = (1.0 + growth / 100.0) / usual_ratio;
        if z.abs() > outlier_z && usual_ratio > 0.0 && !(1.0 / factor..=factor).contains(&ratio) {
            row.status = if row.status == Status::Ok { Status::Implausible } else { row.status };
            let finding = Irregularity::Outlier;
            findings.push(AuditFinding { row: first + at, finding, expected: Some(middle), found: Some(growth), repair: None });
        }
    }
    findings
}

/// The middle of the numbers; of an even number, the mean of the middle two.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let (half, odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    if numbers.is_empty() {
        0.0
    } else if odd {
        numbers[half]
    } else {
        f64::midpoint(numbers[half - 1], numbers[half])
    }
}

/// Labels of one entity and period that are missing, repeated or look like two.
pub(crate) fn labels(rows: &[AuditedRow], first: usize, indicators: &Codes) -> Vec<AuditFinding> {
    let label = |row: &AuditedRow| indicators.name(row.indicator as usize).unwrap_or(indicators.get(row.indicator as usize)).to_owned();
    let mut times: BTreeMap<u32, usize> = BTreeMap::new();
    for row in rows {
        *times.entry(row.indicator).or_default() += 1;
    }
    let two_in_one = |label: &str| label.split_once([':', '：']).is_some_and(|(a, b)| !a.trim().is_empty() && !b.trim().is_empty());
    let merged = |at: usize| two_in_one(&label(&rows[at])) && rows.get(at + 1).is_some_and(|next| label(next).is_empty());
    let mut findings = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut add = |finding| findings.push(AuditFinding { row: first + at, finding, expected: None, found: None, repair: None });
        if merged(at) {
            add(Irregularity::MergedLabel);
        }
        if label(row).is_empty() {
            // The label above, if it is two in one cell, is this row's, too.
            if at == 0 || !merged(at - 1) {
                add(Irregularity::NoLabel);
            }
        } else if times[&row.indicator] > 1 {
            add(Irregularity::RepeatedLabel);
        }
    }
    findings
}

/// Figures cumulated since the start of the year that fall within it; the rows of an entity are in the order of periods.
pub(crate) fn cumulative_falls(rows: &[&Indicator], periods: &Codes, indicators: &Codes) -> Vec<AuditFinding> {
    let year = |period: u32| {
        let code = periods.get(period as usize);
        let digits = code.bytes().take(4).take_while(u8::is_ascii_digit).count();
        &code[..digits]
    };
    let mut before: BTreeMap<(u32, u32), (u32, f64)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(value) = row.value.observed().map(|v| v.value) else { continue };
        if row.kind != Some(SeriesKind::Cumulative) || indicators.get(row.indicator as usize).is_empty() || year(row.period).is_empty() {
            continue;
        }
        if let Some((period, earlier)) = before.insert((row.entity, row.indicator), (row.period, value))
            && period != row.period
            && year(period) == year(row.period)
            && value < earlier
        {
            let finding = Irregularity::CumulativeFalls;
            findings.push(AuditFinding { row: at, finding, expected: Some(earlier), found: Some(value), repair: None });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!((median(vec![3.0, 1.0, 2.0]), median(vec![4.0, 1.0, 3.0, 2.0]), median(vec![5.0])), (2.0, 2.5, 5.0));
    }
}
