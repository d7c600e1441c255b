use crate::{csv, left_out, refused, says};
use agglom_data::load::Loaded;
use agglom_data::{Oddity, Reason};
use agglom_method::{Indicators, Printed, Reading, SeriesKind, Shape, ShapeKind};
use std::sync::Arc;

const COLUMNS: &str =
    r#"columns = { indicator = "index", unit = "unit", value = "now", previous = "then", growth_printed = "growth", kind = "kind" }"#;

fn indicators(loaded: &Loaded) -> Arc<Indicators> {
    let Shape::Indicators(indicators) = &loaded.groups[0].1 else { panic!("not indicators") };
    indicators.clone()
}

#[test]
fn figures_keep_their_printed_decimals_and_their_rows() {
    let text =
        "index,unit,now,then,growth,kind\nIncome,10k,\"5188,452.00\",\"4,399,071.00\",17.94,flow\n,10k,186,178,4.49%,\nNew,count,1.00,0,0,count\n";
    let loaded = csv(text, COLUMNS, ShapeKind::Indicators).unwrap();
    let found = indicators(&loaded);
    assert_eq!(found.rows.len(), 3);
    let income = &found.rows[0];
    assert_eq!((income.row, income.kind, income.unit.as_deref()), (2, Some(SeriesKind::Flow), Some("10k")));
    assert_eq!(income.value, Reading::Observed(Printed { value: 5_188_452.0, decimals: 2 }));
    assert_eq!(income.growth_printed, Reading::Observed(Printed { value: 17.94, decimals: 2 }));
    assert_eq!(found.rows[1].growth_printed, Reading::Observed(Printed { value: 4.49, decimals: 2 }));
    assert_eq!(found.indicators.get(found.rows[1].indicator as usize), "", "a row without a label can be audited, too");
    let accepted = &loaded.ledger.accepted;
    assert_eq!(
        (accepted.len(), accepted[0].what, accepted[0].first_row, accepted[0].example.as_str()),
        (1, Oddity::Grouping, Some(2), "5188,452.00")
    );
}

#[test]
fn empty_rows_are_left_out_and_negative_figures_are_not() {
    let loaded = csv("index,unit,now,then,growth,kind\nProfit,yuan,-5,3,,\n,,,,,\n", COLUMNS, ShapeKind::Indicators).unwrap();
    assert_eq!(left_out(&loaded.ledger, Reason::MissingValue), (1, Some(3)));
    assert_eq!(indicators(&loaded).rows[0].value, Reading::Observed(Printed { value: -5.0, decimals: 0 }));
}

#[test]
fn what_is_no_figure_is_refused_with_its_place() {
    says(
        &refused(csv("index,unit,now,then,growth,kind\nA,,12,x,,\n", COLUMNS, ShapeKind::Indicators)),
        &["row 2", "column `then`", "`x` is not a number"],
    );
    says(&refused(csv("index,unit,now,then,growth,kind\nA,,\"5,5\",1,,\n", COLUMNS, ShapeKind::Indicators)), &["row 2", "column `now`", "decimal ="]);
    says(
        &refused(csv("index,unit,now,then,growth,kind\nA,,12,1,,level\n", COLUMNS, ShapeKind::Indicators)),
        &["row 2", "`level` is none of stock, flow"],
    );
}
