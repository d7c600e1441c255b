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

    /// Adds them to a finding, those about intervals only if it has any.
    pub(crate) fn note(self, finding: Finding, interval: bool) -> Finding {
        let finding = match (interval, self.sampling) {
            (false, _) => finding,
            (true, Sampling::Sizes) => finding.remark(Message::new("sampling-sizes")),
            (true, Sampling::Establishments) => finding.remark(Message::new("sampling-establishments")),
            (true, Sampling::Units) => finding.caution(Message::new("sampling-units")),
        };
        [("gaps-left-out", "gaps", self.gaps), ("unlisted-left-out", "pairs", self.unlisted)]
            .into_iter()
            .filter(|&(_, _, n)| n > 0)
            .fold(finding, |finding, (key, name, n)| finding.caution(Message::new(key).with(name, Argument::count(n))))
    }
}
