use super::k_means::k_means;
use super::validation::{Validation, averages, validation};
use super::ward::{cut, hierarchy, squared_distances};
use agglom_method::{Context, MethodError, Seed};
use ndarray::Array2;
use serde::Serialize;

/// How clusters were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As the slot `definitions` says.
    Given,
    /// Hierarchy of Ward.
    Ward,
    /// k-means.
    KMeans,
}

impl Way {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Ward => "ward",
            Self::KMeans => "k-means",
        }
    }
}

/// One way to cut industries into clusters, and how well it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// How it was made.
    pub way: Way,
    /// How many clusters it has.
    pub clusters: usize,
    /// The cluster of every industry that takes part.
    pub of: Vec<Option<usize>>,
    /// How well it tells them apart.
    pub validation: Validation,
    /// Mean over industries of relatedness with their own cluster minus that with the nearest other one.
    pub margin: f64,
}

impl Candidate {
    pub(crate) fn new(way: Way, of: Vec<Option<usize>>, combined: &Array2<f64>, matrices: &[Array2<f64>]) -> Self {
        let clusters = of.iter().flatten().max().map_or(0, |m| m + 1);
        Self { way, clusters, validation: validation(matrices, &of), margin: averages(combined, &of).margin(), of }
    }
}

/// Numbers of clusters to try for so many industries, if none are given: about 12 to 30 industries in each.
pub(crate) fn default_numbers(n: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = [30, 25, 20, 15, 12].iter().map(|each| (n / each).clamp(2, (n / 2).max(2))).collect();
    numbers.dedup();
    numbers
}

/// Candidates for all these numbers of clusters, both ways.
pub(crate) fn candidates(
    combined: &Array2<f64>,
    matrices: &[Array2<f64>],
    numbers: &[usize],
    starts: usize,
    seed: Seed,
    context: &Context<'_>,
) -> Result<Vec<Candidate>, MethodError> {
    let n = combined.nrows();
    let distance = squared_distances(combined);
    let merges = hierarchy(distance.clone());
    let mut found = Vec::with_capacity(2 * numbers.len());
    for (done, &k) in numbers.iter().enumerate() {
        context.proceed()?;
        let ward = cut(&merges, n, k);
        let means = k_means(combined, &distance, &ward, starts, seed.child(&k.to_string()), context)?;
        for (way, of) in [(Way::Ward, ward), (Way::KMeans, means)] {
            context.proceed()?;
            found.push(Candidate::new(way, of.into_iter().map(Some).collect(), combined, matrices));
        }
        context.watch.progress(done as u64 + 1, numbers.len() as u64);
    }
    Ok(found)
}

/// How much of each industry's cluster stays with it in the other candidates: the mean over them of what both clusters share of what
/// either has (Jaccard). None without other candidates.
pub(crate) fn stability(chosen: &Candidate, all: &[Candidate]) -> Vec<Option<f64>> {
    let others: Vec<&Candidate> = all.iter().filter(|c| c.of != chosen.of).collect();
    let members = |candidate: &Candidate, industry: usize| -> Vec<usize> {
        let own = candidate.of[industry];
        (0..candidate.of.len()).filter(|&k| own.is_some() && candidate.of[k] == own).collect()
    };
    let one = |industry: usize| {
        chosen.of[industry]?;
        let mine = members(chosen, industry);
        let agreement = |other: &&Candidate| {
            let theirs = members(other, industry);
            let both = mine.iter().filter(|k| theirs.binary_search(k).is_ok()).count();
            both as f64 / (mine.len() + theirs.len() - both).max(1) as f64
        };
        (!others.is_empty()).then(|| others.iter().map(agreement).sum::<f64>() / others.len() as f64)
    };
    (0..chosen.of.len()).map(one).collect()
}
