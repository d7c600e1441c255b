//! Ctrl-C: the run ends, and the results of the run before are whole.
#![cfg(unix)]

use crate::{Desk, STUDY, command};
use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Far more draws than anybody would wait for.
const LONG: &str = r#"
[sources.plants]
path = "plants.csv"
columns = { id = "id", region = "region", industry = "industry" }

[[analysis]]
name = "long"
method = "location_quotient"
source = "plants"
settings = { interval = "bootstrap", draws = 10_000_000 }
"#;

#[test]
fn an_interrupted_run_leaves_the_results_of_the_run_before() {
    let desk = Desk::of_jobs();
    desk.runs(&[]);
    let plants: String = (0..2000).map(|i| format!("{i},r{},i{}\n", i % 3, i * i % 7 % 2)).collect();
    desk.put("plants.csv", format!("id,region,industry\n{plants}").as_bytes());
    desk.put("study.toml", format!("{STUDY}{LONG}").as_bytes());
    let before = desk.files();
    let child = command(desk.path(), &["run", "study.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Results are prepared in a hidden folder just before the handler of the signal is set.
    let prepared = || fs::read_dir(desk.path()).unwrap().flatten().any(|e| e.file_name().to_string_lossy().starts_with(".agglom-"));
    while !prepared() {
        sleep(Duration::from_millis(20));
    }
    sleep(Duration::from_millis(500));
    // The shell's own `kill`: the program of that name is not everywhere.
    assert!(Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "interrupted; earlier results are untouched\n");
    assert_eq!(output.stdout, b"");
    assert!(desk.files() == before);
    assert!(!prepared(), "nothing is left beside the results");
}
