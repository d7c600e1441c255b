use super::wrong;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

const FILES: [(&str, &str); 3] = [
    ("study.toml", include_str!("../scaffold/study.toml")),
    ("jobs.csv", include_str!("../scaffold/jobs.csv")),
    ("README.md", include_str!("../scaffold/README.md")),
];

/// Makes a folder with a first study.
pub(crate) fn new(folder: &Path) -> ExitCode {
    if folder.exists() {
        return wrong(&format!("{} exists already; choose a new folder", folder.display()));
    }
    let written = fs::create_dir_all(folder).and_then(|()| FILES.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text)));
    if let Err(error) = written {
        return wrong(&format!("cannot write {}: {error}", folder.display()));
    }
    println!("{}", folder.join("study.toml").display());
    eprintln!("run it with: agglom run {}", folder.join("study.toml").display());
    ExitCode::SUCCESS
}
