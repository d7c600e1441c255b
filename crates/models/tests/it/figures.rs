//! Figures for tests.

use agglom_method::{Codes, Indicator, Indicators, Printed, Reading};

/// Figures of (entity, indicator, period, level).
pub(crate) fn figures(cells: &[(&str, &str, &str, f64)]) -> Indicators {
    let (entities, indicators, periods) =
        (Codes::new(cells.iter().map(|c| c.0)), Codes::new(cells.iter().map(|c| c.1)), Codes::new(cells.iter().map(|c| c.2)));
    let number = |codes: &Codes, code: &str| codes.index(code).unwrap() as u32;
    let mut rows: Vec<Indicator> = cells
        .iter()
        .zip(2..)
        .map(|(&(entity, indicator, period, value), row)| Indicator {
            row,
            entity: number(&entities, entity),
            indicator: number(&indicators, indicator),
            period: number(&periods, period),
            value: Reading::Observed(Printed { value, decimals: 2 }),
            previous: Reading::Missing,
            growth_printed: Reading::Missing,
            unit: None,
            kind: None,
            direction: None,
        })
        .collect();
    rows.sort_by_key(|r| (r.entity, r.period, r.row));
    Indicators { entities: entities.into(), indicators: indicators.into(), periods: periods.into(), rows }
}
