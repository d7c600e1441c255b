//! What makes a run repeatable: hashes of what went in, and what it took.

use crate::plan::Plan;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// Size and SHA-256 of every file that a plan reads, found on a thread of its own while the run goes on.
pub(crate) struct Hashes(JoinHandle<Hashed>);

/// Size and SHA-256 of files.
pub(crate) type Hashed = HashMap<PathBuf, io::Result<(u64, String)>>;

impl Hashes {
    pub(crate) fn start(plan: &Plan) -> Self {
        let sources: BTreeSet<usize> = plan.steps.iter().flat_map(|s| &s.inputs).map(|i| i.source).collect();
        let files: BTreeSet<PathBuf> = sources.into_iter().flat_map(|s| plan.files(s).map(|(_, file)| file)).collect();
        Self(std::thread::spawn(|| files.into_iter().map(|f| (f.clone(), hash_of(&f))).collect()))
    }

    pub(crate) fn finish(self) -> Hashed {
        self.0.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// SHA-256 of some bytes, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Size and SHA-256 of a file.
fn hash_of(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, hex(&hasher.finalize()))),
            n => {
                hasher.update(&buffer[..n]);
                bytes += n as u64;
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// The highest memory use of this process so far, if the system tells (Linux does).
pub(crate) fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4, "abc".
        assert_eq!(super::hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
