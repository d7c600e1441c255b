//! The same study on the same data gives the same bytes: again, on any number of threads, in any order of rows.

use crate::Desk;

fn desk() -> Desk {
    let desk = Desk::of_example("helsinki");
    let study = std::fs::read_to_string(desk.path().join("study.toml")).unwrap();
    // Tests by draws, of other methods too.
    let more = "\n[[analysis]]\nmethod = \"maurel_sedillot\"\nsource = \"trades\"\nsettings = { draws = 99 }\n";
    desk.put("study.toml", format!("{study}{more}").as_bytes());
    desk
}

#[test]
fn threads_repetition_and_the_order_of_rows_change_no_byte() {
    let desk = desk();
    desk.runs(&["--threads", "1"]);
    let once = desk.tables();
    assert_eq!(once.len(), 19);
    desk.runs(&["--threads", "4"]);
    assert!(desk.tables() == once, "threads");
    let pois = std::fs::read_to_string(desk.path().join("pois.csv")).unwrap();
    let (header, rows) = pois.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_by_key(|row| row.bytes().rev().collect::<Vec<_>>());
    assert_ne!(rows, pois.lines().skip(1).collect::<Vec<_>>());
    desk.put("pois.csv", format!("{header}\n{}\n", rows.join("\n")).as_bytes());
    desk.runs(&["--threads", "3"]);
    assert!(desk.tables() == once, "the order of rows");
}

#[test]
fn another_seed_draws_otherwise() {
    let desk = desk();
    desk.runs(&["--only", "clusters"]);
    let once = desk.tables();
    let study = std::fs::read_to_string(desk.path().join("study.toml")).unwrap();
    desk.put("study.toml", study.replace("seed     = 1550", "seed     = 1551").as_bytes());
    desk.runs(&["--only", "clusters"]);
    assert!(desk.tables() != once);
}
