//! Putting a folder in place at once.

use super::WriteError;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is being written beside its place.
pub(super) struct Staged {
    folder: PathBuf,
    staged: tempfile::TempDir,
}

impl Staged {
    pub(super) fn new(folder: &Path) -> Result<Self, WriteError> {
        check(folder)?;
        let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(WriteError::io(parent))?;
        let staged = tempfile::Builder::new().prefix(".agglom-").tempdir_in(parent).map_err(WriteError::io(parent))?;
        Ok(Self { folder: folder.to_owned(), staged })
    }

    pub(super) fn path(&self) -> &Path {
        self.staged.path()
    }

    /// Puts the folder in place of the earlier results. Files that somebody else put beside those are kept.
    pub(super) fn publish(self) -> Result<PathBuf, WriteError> {
        let folder = self.folder;
        check(&folder)?;
        readable(self.staged.path())?;
        let staged = self.staged.keep();
        if !folder.exists() {
            fs::rename(&staged, &folder).map_err(WriteError::io(&folder))?;
            return Ok(folder);
        }
        let earlier = staged.with_extension("earlier");
        fs::rename(&folder, &earlier).map_err(WriteError::io(&folder))?;
        if let Err(e) = fs::rename(&staged, &folder) {
            let _ = fs::rename(&earlier, &folder);
            let _ = fs::remove_dir_all(&staged);
            return Err(WriteError::io(&folder)(e));
        }
        keep_foreign(&earlier, &folder)?;
        fs::remove_dir_all(&earlier).map_err(WriteError::io(&earlier))?;
        Ok(folder)
    }
}

/// Temporary folders are for their owner alone; results are for everybody who may read the folder around them.
#[cfg(unix)]
fn readable(folder: &Path) -> Result<(), WriteError> {
    use std::os::unix::fs::PermissionsExt;
    let parent = folder.parent().unwrap_or(Path::new("."));
    let mode = fs::metadata(parent).map_or(0o755, |m| m.permissions().mode()) & 0o777 | 0o700;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).map_err(WriteError::io(folder))
}

#[cfg(not(unix))]
fn readable(_folder: &Path) -> Result<(), WriteError> {
    Ok(())
}

/// Refuses a folder that holds something else than results.
fn check(folder: &Path) -> Result<(), WriteError> {
    match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(WriteError::io(folder)(e)),
        Ok(mut entries) => {
            let empty = entries.next().is_none();
            if empty || ours(folder).is_some() { Ok(()) } else { Err(WriteError::Foreign(folder.to_owned())) }
        }
    }
}

/// The files that an earlier run wrote, if it was a run that wrote here.
fn ours(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    let record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("run.json")).ok()?).ok()?;
    record.get("agglom")?;
    Some(record.get("files")?.as_array()?.iter().filter_map(|f| f.as_str()).map(PathBuf::from).collect())
}

/// Moves what no run has written from the earlier folder into the new one.
fn keep_foreign(earlier: &Path, folder: &Path) -> Result<(), WriteError> {
    let Some(ours) = ours(earlier) else { return Ok(()) };
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let here = earlier.join(&inner);
        for entry in fs::read_dir(&here).map_err(WriteError::io(&here))?.flatten() {
            let path = inner.join(entry.file_name());
            let target = folder.join(&path);
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                folders.push(path);
            } else if !ours.contains(&path) && !target.exists() {
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent).map_err(WriteError::io(parent))?;
                }
                fs::rename(earlier.join(&path), &target).map_err(WriteError::io(&target))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(folder: &Path, text: &str) -> Result<PathBuf, WriteError> {
        let staged = Staged::new(folder)?;
        fs::write(staged.path().join("report.html"), text).unwrap();
        fs::write(staged.path().join("run.json"), r#"{"agglom": "0", "files": ["report.html", "run.json"]}"#).unwrap();
        staged.publish()
    }

    #[test]
    fn later_results_replace_earlier_ones_and_keep_what_others_put_there() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("results");
        results(&folder, "first").unwrap();
        fs::create_dir(folder.join("mine")).unwrap();
        fs::write(folder.join("mine/notes.txt"), "keep").unwrap();
        results(&folder, "second").unwrap();
        assert_eq!(fs::read_to_string(folder.join("report.html")).unwrap(), "second");
        assert_eq!(fs::read_to_string(folder.join("mine/notes.txt")).unwrap(), "keep");
        let left: Vec<_> = fs::read_dir(parent.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, ["results"], "nothing is left beside the results");
    }

    #[test]
    fn a_folder_of_somebody_else_is_refused_and_untouched() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join("thesis.doc"), "precious").unwrap();
        assert!(matches!(results(parent.path(), "x"), Err(WriteError::Foreign(_))));
        assert_eq!(fs::read_to_string(parent.path().join("thesis.doc")).unwrap(), "precious");
    }

    #[test]
    fn results_that_are_never_published_leave_nothing_behind() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("results");
        results(&folder, "first").unwrap();
        drop(Staged::new(&folder).unwrap());
        assert_eq!(fs::read_to_string(folder.join("report.html")).unwrap(), "first");
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_refused_before_anything_is_computed() {
        assert!(matches!(Staged::new(Path::new("/dev/null/results")), Err(WriteError::Io { .. })));
    }
}
