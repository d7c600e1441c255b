//! What is running, on a terminal.

use agglom_study::Observer;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// A line per running analysis and one for the whole. Draws nothing unless standard error is a terminal.
pub(crate) struct Progress {
    bars: MultiProgress,
    whole: ProgressBar,
    running: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Progress {
    pub(crate) fn new(analyses: usize) -> Self {
        let bars = MultiProgress::new();
        if !std::io::stderr().is_terminal() {
            bars.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        let whole = bars.add(ProgressBar::new(analyses as u64));
        whole.set_style(style("{bar:30} {pos} of {len} analyses, {elapsed}"));
        whole.enable_steady_tick(Duration::from_millis(200));
        Self { bars, whole, running: Mutex::default() }
    }

    pub(crate) fn clear(&self) {
        let _ = self.bars.clear();
    }

    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, ProgressBar>> {
        self.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Observer for Progress {
    fn started(&self, analysis: &str) {
        let bar = self.bars.insert_before(&self.whole, ProgressBar::new_spinner());
        bar.set_style(style("{spinner} {prefix} {wide_msg}"));
        bar.set_prefix(analysis.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        self.running().insert(analysis.to_owned(), bar);
    }

    fn progress(&self, analysis: &str, done: u64, of: u64) {
        if let Some(bar) = self.running().get(analysis).filter(|b| !b.is_hidden()) {
            bar.set_message(format!("{} %", (100 * done).checked_div(of).unwrap_or(0)));
        }
    }

    fn ended(&self, analysis: &str, _found: bool) {
        if let Some(bar) = self.running().remove(analysis) {
            bar.finish_and_clear();
        }
        self.whole.inc(1);
    }
}
