use super::inputs::RelatedIndustries;
use super::presence::{Margins, Presence, population_of, presence_of};
use super::proximity::{ProximityMatrix, co_occurrences};
use super::rules::Rules;
use agglom_method::{Absent, Argument, Cells, Chart, Codes, Context, Counts, Finding, Message, MethodError, Places, Table};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is not known of presence: it counts as absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Pairs that are listed without a value (missing or suppressed).
    pub gaps: usize,
    /// Pairs that are not listed and not known to be zero.
    pub unlisted: usize,
}

/// Rows and columns without a one, and columns of nothing but ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Degenerate {
    pub(crate) regions: usize,
    pub(crate) nowhere: usize,
    pub(crate) everywhere: usize,
}

impl Degenerate {
    pub(crate) fn of(presence: &Presence) -> Self {
        let (regions, industries) = presence.shape();
        let occupied = presence.occupied();
        Self {
            regions: regions - occupied,
            nowhere: industries - presence.found(),
            everywhere: (0..industries).filter(|&j| occupied > 0 && presence.ubiquity(j) == occupied).count(),
        }
    }

    /// The word for an industry that is nowhere.
    pub(crate) fn industry(presence: &Presence, industry: usize) -> Option<&'static str> {
        (presence.ubiquity(industry) == 0).then_some("present-nowhere")
    }

    /// The word for a region without industries.
    pub(crate) fn region(presence: &Presence, region: usize) -> Option<&'static str> {
        (presence.diversity(region) == 0).then_some("no-industry-present")
    }
}

impl Unknown {
    pub(crate) fn of(counts: &Counts, cells: &Cells) -> Self {
        let (regions, industries) = counts.shape();
        let unlisted = match counts.absent {
            Absent::Zero => 0,
            Absent::Missing => (regions * industries).saturating_sub(cells.len() + cells.gaps().len()),
        };
        Self { gaps: cells.gaps().len(), unlisted }
    }

    /// How many pairs are not known.
    pub fn all(self) -> usize {
        self.gaps + self.unlisted
    }
}

/// Why presence is not known, for every industry of a region; `gaps` are those of the region.
pub(crate) fn states(counts: &Counts, period: usize, region: usize, into: &mut Vec<Option<&'static str>>) {
    let cells = &counts.cells[period];
    let unlisted = (counts.absent == Absent::Missing).then_some("unlisted");
    into.clear();
    into.resize(counts.industries.len(), unlisted);
    cells.of_region(region).iter().for_each(|c| into[c.industry as usize] = None);
    let first = cells.gaps().partition_point(|g| (g.region as usize) < region);
    for gap in cells.gaps()[first..].iter().take_while(|g| g.region as usize == region) {
        into[gap.industry as usize] = gap.state.word();
    }
}

/// The matrix of presence of every period, with the margins it was told from.
pub fn presences(counts: &Counts, rules: &Rules, places: Option<&Places>) -> Result<Vec<(Presence, Margins, Unknown)>, MethodError> {
    let population = population_of(counts, places, rules.presence)?;
    let of = |period: usize| {
        let (presence, margins) = presence_of(counts, period, rules, population.as_deref());
        (presence, margins, Unknown::of(counts, &counts.cells[period]))
    };
    Ok((0..counts.cells.len()).into_par_iter().map(of).collect())
}

/// Presence and proximity of one period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(crate) struct Ground {
    pub(crate) presence: Presence,
    pub(crate) margins: Margins,
    pub(crate) proximity: Arc<ProximityMatrix>,
    pub(crate) unknown: Unknown,
}

impl Ground {
    /// Presence of every period and the proximities given, or else those of the period.
    pub(crate) fn of(inputs: &RelatedIndustries, rules: &Rules, context: &Context<'_>) -> Result<Vec<Self>, MethodError> {
        let counts = &inputs.source;
        let given = match &inputs.proximity {
            Some(flows) => {
                let given = ProximityMatrix::given(&counts.industries, flows);
                let known = (0..given.len()).filter(|&j| given.knows(j)).count();
                if known < 2 {
                    let example = flows.nodes.iter().next().unwrap_or_default().to_owned();
                    let what = Message::new("industry-space-other-codes").with("known", Argument::count(known)).with("example", example);
                    return Err(MethodError::Needs { what });
                }
                Some(Arc::new(given))
            }
            None => None,
        };
        let ground = |_, (presence, margins, unknown)| {
            let own = || Arc::new(ProximityMatrix::of(&presence, &co_occurrences(&presence), rules.similarity));
            let proximity = given.clone().unwrap_or_else(own);
            Ok(Self { presence, margins, proximity, unknown })
        };
        each_period(presences(counts, rules, inputs.places.as_deref())?, context, ground)
    }
}

/// What is found of each period, several at a time.
pub(crate) fn each_period<P: Send, T: Send>(
    periods: Vec<P>,
    context: &Context<'_>,
    of: impl Fn(usize, P) -> Result<T, MethodError> + Sync,
) -> Result<Vec<T>, MethodError> {
    let (done, all) = (AtomicU64::new(0), periods.len() as u64);
    let one = |(t, period)| {
        context.proceed()?;
        let found = of(t, period)?;
        context.watch.progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        Ok(found)
    };
    let found: Vec<Result<T, MethodError>> = periods.into_par_iter().enumerate().map(one).collect();
    found.into_iter().collect()
}

/// Periods of the source, for tables whose rows go through one period after the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Panels {
    pub(crate) periods: Arc<Codes>,
    pub(crate) regions: Arc<Codes>,
    pub(crate) industries: Arc<Codes>,
}

/// A table under way, with the period of each of its rows.
pub(crate) struct Rows<'a> {
    panels: &'a Panels,
    periods: Vec<u32>,
}

impl Panels {
    pub(crate) fn of(counts: &Counts) -> Self {
        Self { periods: counts.periods.clone(), regions: counts.regions.clone(), industries: counts.industries.clone() }
    }

    /// Whether tables have a column of periods: not where the source has none.
    pub(crate) fn told(&self) -> bool {
        self.periods.len() != 1 || !self.periods.get(0).is_empty()
    }

    /// The last period, which charts show.
    pub(crate) fn last(&self) -> Option<&str> {
        self.periods.len().checked_sub(1).map(|t| self.periods.get(t)).filter(|_| self.told())
    }

    /// The chart for the last period.
    pub(crate) fn chart(&self, chart: Chart) -> Chart {
        match self.last() {
            Some(period) => chart.only("period", period),
            None => chart,
        }
    }

    /// The sentence with the period it is about.
    pub(crate) fn of_last(&self, message: Message) -> Message {
        let period = self.last().map_or(Argument::from(""), |period| Message::new("industry-space-in-period").with("period", period).into());
        message.with("period", period)
    }

    pub(crate) fn rows(&self, periods: impl IntoIterator<Item = usize>) -> Rows<'_> {
        Rows { panels: self, periods: periods.into_iter().map(|t| t as u32).collect() }
    }

    /// What is unknown and what is degenerate, over all periods.
    pub(crate) fn caution(finding: Finding, unknown: impl Iterator<Item = Unknown>, degenerate: impl Iterator<Item = Degenerate>) -> Finding {
        let unknown = unknown.fold(Unknown::default(), |a, b| Unknown { gaps: a.gaps + b.gaps, unlisted: a.unlisted + b.unlisted });
        let worst = degenerate.fold(Degenerate::default(), |a, b| Degenerate {
            regions: a.regions.max(b.regions),
            nowhere: a.nowhere.max(b.nowhere),
            everywhere: a.everywhere.max(b.everywhere),
        });
        let finding = if unknown.all() > 0 {
            let message = Message::new("industry-space-unknown")
                .with("gaps", Argument::count(unknown.gaps))
                .with("unlisted", Argument::count(unknown.unlisted));
            finding.caution(message)
        } else {
            finding
        };
        if worst.regions + worst.nowhere > 0 {
            let message = Message::new("industry-space-degenerate")
                .with("regions", Argument::count(worst.regions))
                .with("industries", Argument::count(worst.nowhere));
            finding.caution(message)
        } else {
            finding
        }
    }
}

impl Rows<'_> {
    /// A table that starts with the period, if the source has periods.
    pub(crate) fn table(&self, name: &str, title: Message) -> Table {
        let table = Table::new(name, title);
        if self.panels.told() { table.codes("period", &self.panels.periods, self.periods.iter().map(|&t| t as usize)) } else { table }
    }
}
