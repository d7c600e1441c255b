use crate::root;
use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// Which crates of ours each crate may import; ARCHITECTURE.md says why.
const MAY_IMPORT: [(&str, &[&str]); 9] = [
    ("agglom-method", &[]),
    ("agglom-measures", &["agglom-method"]),
    ("agglom-models", &["agglom-method", "agglom-measures"]),
    ("agglom-data", &["agglom-method"]),
    ("agglom-datafusion", &["agglom-data", "agglom-method"]),
    ("agglom-study", &["agglom-method", "agglom-measures", "agglom-models", "agglom-data"]),
    ("agglom-report", &["agglom-method", "agglom-data", "agglom-study"]),
    ("agglom", &["agglom-method", "agglom-measures", "agglom-models", "agglom-data", "agglom-datafusion", "agglom-study", "agglom-report"]),
    ("agglom-testing", &["agglom-method"]),
];

/// What a crate must not reach, not even by way of others.
const MUST_NOT_REACH: [(&str, &[&str]); 6] = [
    ("agglom-method", &["arrow", "tokio", "datafusion", "parquet"]),
    ("agglom-measures", &["arrow", "tokio", "datafusion", "parquet"]),
    ("agglom-models", &["arrow", "tokio", "datafusion", "parquet"]),
    ("agglom-data", &["datafusion", "tokio"]),
    ("agglom-study", &["datafusion", "tokio"]),
    ("agglom-report", &["datafusion"]), // parquet brings tokio in once an engine turns its feature on
];

/// Direct dependencies (not those of tests) of every package that the workspace resolves to.
fn dependencies() -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    // Only what this machine builds with: packages of other platforms may not be here, and tests ask no network.
    let compiler = std::process::Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(compiler.stdout).unwrap();
    let host = text.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
    let options = ["--offline", "--filter-platform", host].map(str::to_owned).to_vec();
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).other_options(options).exec().unwrap();
    let name = |id: &cargo_metadata::PackageId| metadata[id].name.to_string();
    let resolve = metadata.resolve.as_ref().unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in &resolve.nodes {
        let normal = node.deps.iter().filter(|d| d.dep_kinds.iter().any(|k| k.kind == DependencyKind::Normal));
        found.entry(name(&node.id)).or_default().extend(normal.map(|d| name(&d.pkg)));
    }
    (found, metadata.workspace_members.iter().map(name).collect())
}

#[test]
fn crates_import_only_what_the_architecture_allows() {
    let (dependencies, members) = dependencies();
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    assert_eq!(members, allowed.keys().map(|k| (*k).to_owned()).collect(), "every crate has its line in this table");
    for (member, may) in allowed {
        for ours in dependencies[member].iter().filter(|d| members.contains(*d)) {
            assert!(may.contains(&ours.as_str()), "{member} must not import {ours}");
        }
    }
}

#[test]
fn no_engine_is_reached_from_below() {
    let (dependencies, _) = dependencies();
    for (start, forbidden) in MUST_NOT_REACH {
        let mut seen = BTreeSet::new();
        let mut next = vec![start.to_owned()];
        while let Some(package) = next.pop() {
            assert!(!forbidden.contains(&package.as_str()), "{start} reaches {package}");
            if seen.insert(package.clone()) {
                next.extend(dependencies.get(&package).into_iter().flatten().cloned());
            }
        }
        assert!(seen.len() > 1, "{start} has dependencies, or this shows nothing");
    }
}

#[test]
fn pure_crates_say_so_to_the_linter() {
    for name in ["method", "measures", "models"] {
        let rules = std::fs::read_to_string(root().join("crates").join(name).join("clippy.toml")).unwrap();
        for forbidden in ["std::fs::read", "std::time::Instant::now", "std::env::var", "std::net::TcpStream::connect"] {
            assert!(rules.contains(forbidden), "{name} may use {forbidden}");
        }
    }
}

/// Libraries with their features, as a build of some packages would compile them.
fn built(arguments: &[&str]) -> BTreeSet<String> {
    let tree = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--prefix", "none", "--format", "{p} [{f}]"])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let lines = String::from_utf8(tree.stdout).unwrap();
    lines.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

#[test]
fn the_program_and_its_tests_are_one_build() {
    let program = built(&["--package", "agglom", "--edges", "normal,build"]);
    let tests = built(&["--workspace", "--edges", "normal,build,dev"]);
    let twice: Vec<&String> = program.difference(&tests).collect();
    assert!(program.len() > 100 && twice.is_empty(), "compiled twice, as tests turn on more features: name these in Cargo.toml: {twice:#?}");
}
