//! Frameworks as settings of `composite_index`. Weights of the Wanjiang assessment are those published: results 6, 7, 5, … of 100 points.

use agglom_method::{Bound, Codes, Context, Indicator, Indicators, Inputs, Method, MethodError, Printed, Reading, Seed, Unwatched};
use agglom_models::Assessed;
use agglom_models::composite_index::{Composite, CompositeIndex, UnknownWeights};
use agglom_models::framework::{self, Knowledge};

/// Figures of entities for some items, by code.
fn source(codes: &[&str], figures: &[Vec<f64>]) -> Indicators {
    let indicators = Codes::new(codes.iter().copied());
    let rows =
        figures.iter().enumerate().flat_map(|(entity, figures)| figures.iter().zip(codes).map(move |(&value, &code)| (entity as u32, code, value)));
    let rows = rows.map(|(entity, code, value)| Indicator {
        row: 2,
        entity,
        indicator: indicators.index(code).unwrap() as u32,
        period: 0,
        value: Reading::Observed(Printed { value, decimals: 1 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    });
    let rows = rows.collect();
    Indicators { entities: Codes::new(["a", "b"]).into(), indicators: indicators.into(), periods: Codes::new([""]).into(), rows }
}

fn scored(method: &CompositeIndex, source: Indicators) -> Result<Composite, MethodError> {
    let bound = Bound::default().with("source", agglom_method::Shape::Indicators(source.into()));
    method.compute(&Assessed::take(&bound)?, &Context { seed: Seed::new(1), watch: &Unwatched })
}

fn by(framework: &str) -> CompositeIndex {
    CompositeIndex { framework: Some(framework.to_owned()), draws: 0, ..CompositeIndex::default() }
}

#[test]
fn published_weights_make_a_score() {
    // Twenty items, 1 better than 2 in all but energy (item 19, the less the better, 4 points): 1 - 0.04 and 0.04.
    let framework = framework::framework("wanjiang_results").unwrap();
    let codes: Vec<&str> = framework.items.iter().map(|i| i.code.as_str()).collect();
    let figures = vec![codes.iter().map(|_| 2.0).collect(), codes.iter().map(|_| 1.0).collect()];
    let found = scored(&by("wanjiang_results"), source(&codes, &figures)).unwrap();
    let scores: Vec<f64> = found.rows.iter().map(|r| r.composite_index.unwrap()).collect();
    assert!((scores[0] - 0.96).abs() < 1e-12 && (scores[1] - 0.04).abs() < 1e-12, "{scores:?}");
    let first = found.weights.iter().find(|w| found.indicators.get(w.indicator as usize) == "1").unwrap();
    assert!((first.weight.unwrap() - 0.06).abs() < 1e-12);
}

#[test]
fn unknown_weights_are_refused_or_give_an_interval() {
    // Eleven items graded 1 to 5: all 5 but cost, where 1 is best, against all 3: 1 and 0.5 whatever the weights.
    let framework = framework::framework("innovation_environment").unwrap();
    let codes: Vec<&str> = framework.items.iter().map(|i| i.code.as_str()).collect();
    let best = codes.iter().map(|&c| if c == "cost" { 1.0 } else { 5.0 }).collect();
    let figures = vec![best, codes.iter().map(|_| 3.0).collect()];
    assert!(matches!(scored(&by("innovation_environment"), source(&codes, &figures)), Err(MethodError::NoAnswer { .. })));
    let interval = CompositeIndex { unknown_weights: UnknownWeights::Interval, ..by("innovation_environment") };
    let found = scored(&interval, source(&codes, &figures)).unwrap();
    let ends = |i: usize| (found.rows[i].low.unwrap(), found.rows[i].high.unwrap());
    assert_eq!((ends(0), ends(1)), ((1.0, 1.0), (0.5, 0.5)));
    assert!(found.rows.iter().all(|r| r.composite_index.is_none() && r.reason == Some("weights-unknown")));
    // Without an item there is no score by the framework, but an interval that says so.
    let fewer: Vec<Vec<f64>> = figures.iter().map(|f| f[1..].to_vec()).collect();
    assert!(matches!(scored(&by("innovation_environment"), source(&codes[1..], &fewer)), Err(MethodError::NoAnswer { .. })));
    assert_eq!(scored(&interval, source(&codes[1..], &fewer)).unwrap().framed.unwrap().lacking.len(), 1);
}

#[test]
fn group_weights_hold_where_those_of_items_are_unknown() {
    // Opening-up 30, innovation 15, green 15, coordination 10 of the 70 points whose items are known: an entity that is best in opening-up and
    // worst elsewhere can have 30 / 70, no more and no less.
    let framework = framework::framework("etdz_2021").unwrap();
    assert!(framework.items.iter().all(|i| i.weight_status == Knowledge::Unknown));
    let codes: Vec<&str> = framework.items.iter().map(|i| i.code.as_str()).collect();
    let figure = |code: &str, good: bool| {
        let down = ["C.a", "C.b", "C.c", "C.d"].contains(&code);
        if good == down { 1.0 } else { 2.0 }
    };
    let figures: Vec<Vec<f64>> =
        [true, false].iter().map(|&opening| codes.iter().map(|c| figure(c, c.starts_with('A') == opening)).collect()).collect();
    let found = scored(&CompositeIndex { unknown_weights: UnknownWeights::Interval, ..by("etdz_2021") }, source(&codes, &figures)).unwrap();
    let (first, second) = (&found.rows[0], &found.rows[1]);
    assert!((first.low.unwrap() - 3.0 / 7.0).abs() < 1e-12 && (first.high.unwrap() - 3.0 / 7.0).abs() < 1e-12, "{first:?}");
    assert!((second.low.unwrap() - 4.0 / 7.0).abs() < 1e-12, "{second:?}");
    assert!((found.framed.unwrap().covered.unwrap() - 0.7).abs() < 1e-12);
}

#[test]
fn a_framework_that_is_not_there_or_not_known_is_refused_before_data_are_read() {
    let said = |method: &CompositeIndex| method.check().unwrap_err().problem;
    assert!(said(&by("etdz_2012")).contains("nearest is `etdz_2021`") || said(&by("etdz_2012")).contains("nearest is `etdz_2016`"));
    assert!(said(&by("eco_industrial_parks")).contains("only its groups are known"));
    let items = CompositeIndex { items: [("creddit".to_owned(), "x".to_owned())].into(), ..by("innovation_environment") };
    assert!(said(&items).contains("nearest is `credit`"));
    assert!(said(&CompositeIndex { framework: None, ..items }).contains("framework"));
}
