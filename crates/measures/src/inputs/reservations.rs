use agglom_method::{Absent, Argument, Counts, Finding, Message, Sampling};
use serde::Serialize;

/// What keeps numbers made of counts from being taken at face value: what is not known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reservations {
    /// What the intervals know of the establishments.
    pub sampling: Sampling,
    /// Pairs that are listed without a value (missing or suppressed).
    pub gaps: usize,
    /// Pairs that are not listed and not known to be zero.
    pub unlisted: usize,
}

impl Reservations {
    pub(crate) fn of(counts: &Counts) -> Self {
        let ((regions, industries), cells) = (counts.shape(), counts.only());
        let unlisted = match counts.absent {
            Absent::Zero => 0,
            Absent::Missing => (regions * industries).saturating_sub(cells.len() + cells.gaps().len()),
        };
        Self { sampling: counts.sampling, gaps: cells.gaps().len(), unlisted }
    }

    /// Adds them to a finding; `flat` of its rows lack an interval, if it has intervals.
    pub(crate) fn note(self, finding: Finding, flat: Option<usize>) -> Finding {
        let counted = |key: &str, name: &str, n: usize| (n > 0).then(|| Message::new(key).with(name, Argument::count(n)));
        let finding = match (flat, self.sampling) {
            (None, _) => finding,
            (_, Sampling::Sizes) => finding.remark(Message::new("sampling-sizes")),
            (_, Sampling::Establishments) => finding.remark(Message::new("sampling-establishments")),
            (_, Sampling::Units) => finding.caution(Message::new("sampling-units")),
        };
        let finding = counted("flat-intervals", "rows", flat.unwrap_or(0)).into_iter().fold(finding, Finding::remark);
        let left_out = [counted("gaps-left-out", "gaps", self.gaps), counted("unlisted-left-out", "pairs", self.unlisted)];
        left_out.into_iter().flatten().fold(finding, Finding::caution)
    }
}
