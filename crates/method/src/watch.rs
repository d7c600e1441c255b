/// What a long computation tells the outside, and what it asks of it.
///
/// Calls come from any thread and must be cheap. A computation asks [`Watch::cancelled`] between pieces of work of at most
/// about a tenth of a second and returns [`crate::MethodError::Cancelled`] as soon as it is told to.
pub trait Watch: Send + Sync {
    /// `done` of `of` equal pieces of work are finished.
    fn progress(&self, done: u64, of: u64);
    /// True once nobody wants the answer any more.
    fn cancelled(&self) -> bool;
}

/// Nobody watches: progress goes nowhere and nothing is cancelled. For library use and tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _done: u64, _of: u64) {}

    fn cancelled(&self) -> bool {
        false
    }
}
