use agglom_method::Aim;

/// The ends of an indicator's scale: what counts as worst and as best, whichever way it points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Indicators between 0 (worst) and 1 (best).
#[derive(Debug, Clone, PartialEq)]
pub struct Scaled {
    /// Each indicator, row by row.
    pub columns: Vec<Vec<f64>>,
    /// How many figures of each lay beyond the ends of their scale and were set to them.
    pub clipped: Vec<usize>,
}

impl Bounds {
    /// The least and the largest figure, over all entities and periods: never per period, which would make periods incomparable.
    /// Rows with a weight of 0 do not count. `None` if the figures are all the same.
    pub fn pooled(column: &[f64], counts: &[f64]) -> Option<Self> {
        let mut bounds = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };
        for (&figure, _) in column.iter().zip(counts).filter(|(_, count)| **count > 0.0) {
            bounds.low = bounds.low.min(figure);
            bounds.high = bounds.high.max(figure);
        }
        (bounds.low < bounds.high).then_some(bounds)
    }

    /// A figure between 0 and 1: how far it lies from the worst end towards the best one.
    pub fn scale(self, figure: f64, aim: Aim) -> f64 {
        let share = match aim {
            Aim::Up => (figure - self.low) / (self.high - self.low),
            Aim::Down => (self.high - figure) / (self.high - self.low),
        };
        share.clamp(0.0, 1.0)
    }
}

impl Scaled {
    /// Indicators on their scales.
    pub fn new(columns: &[Vec<f64>], aims: &[Aim], bounds: &[Bounds]) -> Self {
        let scaled = |(column, (&aim, &ends)): (&Vec<f64>, (&Aim, &Bounds))| column.iter().map(|&figure| ends.scale(figure, aim)).collect();
        let beyond = |(column, ends): (&Vec<f64>, &Bounds)| column.iter().filter(|&&figure| figure < ends.low || figure > ends.high).count();
        Self { columns: columns.iter().zip(aims.iter().zip(bounds)).map(scaled).collect(), clipped: columns.iter().zip(bounds).map(beyond).collect() }
    }
}
