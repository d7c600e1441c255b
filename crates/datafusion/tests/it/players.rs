use crate::{csv, left_out, refused, says};
use agglom_data::Reason;
use agglom_method::{Shape, ShapeKind};

const COLUMNS: &str = r#"columns = { id = "code", name = "name", budget = "money", brand_share = "b", brand_spending = "p" }"#;

#[test]
fn players_are_read_with_what_the_table_knows_of_them() {
    let text = "code,name,money,b,p\nc10,Ten,80,0.5,33\nc2,,120,,12\n,No,1,0.1,0\nc3,,,0.2,0\n";
    let loaded = csv(text, COLUMNS, ShapeKind::Players).unwrap();
    let Shape::Players(players) = &loaded.groups[0].1 else { panic!("not players") };
    assert_eq!(players.ids.iter().collect::<Vec<_>>(), ["c2", "c10"]);
    assert_eq!(players.ids.name(1), Some("Ten"));
    let read: Vec<_> = players.players.iter().map(|p| (p.budget, p.brand_share, p.brand_spending, p.tangible_share)).collect();
    assert_eq!(read, [(120.0, None, Some(12.0), None), (80.0, Some(0.5), Some(33.0), None)]);
    assert_eq!(left_out(&loaded.ledger, Reason::NoId), (1, Some(4)));
    assert_eq!(left_out(&loaded.ledger, Reason::MissingValue), (1, Some(5)));
    assert_eq!((loaded.ledger.read, loaded.ledger.used), (4, 2));
}

#[test]
fn a_player_stands_once_and_owes_nothing() {
    says(&refused(csv("code,name,money,b,p\na,,1,0.1,0\na,,2,0.1,0\n", COLUMNS, ShapeKind::Players)), &["rows 2 and 3", "id a"]);
    says(&refused(csv("code,name,money,b,p\na,,1,0.1,0\nb,,-2,0.1,0\n", COLUMNS, ShapeKind::Players)), &["row 3", "column `money`"]);
}
