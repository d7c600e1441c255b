//! Types of clusters: generated clusters of any mixture. What is true of a cluster is the label of what its firms are drawn from, by thresholds
//! and weights that nobody knows better than the settings say.

use crate::claims::Held;
use crate::{chance, context};
use agglom_method::{Generator, Method, Seed};
use agglom_models::Typed;
use agglom_models::cluster_typology::{ClusterTypology, Label, Metric, Thresholds, Typology};
use agglom_testing::patterns::{Park, gamma, kinds_of_parks, normal, parks};
use rand::RngExt;

/// How often firms are drawn again to know what they are drawn from.
const AGAIN: usize = 60;

/// A study of one cluster of any mixture. `firms`: whether its firms are one lot of many that might be there.
pub fn labels(run: u64, firms: bool) -> Option<Held> {
    let mut draw = chance("mixture", run);
    let park = mixture(&mut draw);
    let stated = ClusterTypology { keep_largest: if firms { 1 } else { usize::MAX }, ..ClusterTypology::default() };
    let one = run_of(&stated, std::slice::from_ref(&park), Seed::new(run).child("firms"))?;
    let values = if firms {
        let lots: Vec<Park> = (0..AGAIN).map(|i| Park { region: format!("{i:03}"), ..park.clone() }).collect();
        mean(&run_of(&ClusterTypology { draws: 0, ..stated }, &lots, Seed::new(run).child("others"))?)?
    } else {
        mean(&one)?
    };
    let truth = label(&values, &mut draw);
    let cluster = one.clusters.first()?;
    let probabilities = cluster.probabilities?;
    let claims = Label::JUDGED.iter().zip(probabilities).map(|(label, p)| (p, *label == truth)).collect();
    let mut held = Held { claims, ..Held::default() };
    held.best.push((cluster.probability_of(cluster.label)?, cluster.label == truth));
    if firms {
        let inside = cluster.evidence.iter().filter(|e| e.metric.judges()).filter_map(|e| {
            let value = values[e.metric.number()];
            Some((e.metric.word(), e.low? <= value && value <= e.high?))
        });
        held.intervals.extend(inside);
    }
    Some(held)
}

/// Whether a cluster of each of the four kinds, drawn anew, has the label of its kind.
pub fn kinds(run: u64) -> Vec<bool> {
    let right =
        [("airport", Label::SatellitePlatform), ("arsenal", Label::StateAnchored), ("motortown", Label::HubAndSpoke), ("valley", Label::Marshallian)];
    let method = ClusterTypology { draws: 0, ..ClusterTypology::default() };
    let found = run_of(&method, &kinds_of_parks(), Seed::new(run).child("kinds"));
    found.map_or_else(Vec::new, |found| found.clusters.iter().zip(right).map(|(cluster, (_, label))| cluster.label == label).collect())
}

fn run_of(method: &ClusterTypology, of: &[Park], seed: Seed) -> Option<Typology> {
    let (register, linkages) = parks(of, &mut seed.draw(0));
    method.compute(&Typed { source: register.into(), linkages: Some(linkages.into()), indicators: None }, &context(1)).ok()
}

/// Hubs with any share of employment, small or large others, of here or from elsewhere.
fn mixture(draw: &mut Generator) -> Park {
    let others = draw.random_range(12..60);
    let median = (2.5 + 2.5 * draw.random::<f64>()).exp();
    let hub = others as f64 * median * (0.5 * normal(draw)).exp();
    let many = draw.random_range(0..3);
    Park {
        region: "000".to_owned(),
        industry: "any".to_owned(),
        hubs: (0..many).map(|_| hub / f64::from(many)).collect(),
        state: draw.random::<f64>() < 0.4,
        others,
        sizes: (median, 0.8),
        external: draw.random(),
        local: [0.05 + 0.75 * draw.random::<f64>(), 0.05 + 0.75 * draw.random::<f64>()],
    }
}

/// The mean of each metric that judges over all clusters.
fn mean(found: &Typology) -> Option<[f64; Metric::JUDGING]> {
    let mut sums = [0.0; Metric::JUDGING];
    for cluster in &found.clusters {
        for (sum, evidence) in sums.iter_mut().zip(&cluster.evidence) {
            *sum += evidence.value?;
        }
    }
    Some(sums.map(|sum| sum / found.clusters.len() as f64))
}

/// The rule of the method, written again: weighted geometric means of memberships, thresholds uniform within their widths and all weights
/// equally likely.
fn label(values: &[f64; Metric::JUDGING], draw: &mut Generator) -> Label {
    let t = Thresholds::default();
    let all = [t.small_firms, t.hhi, t.largest_firm, t.hub_purchases, t.external, t.local_purchases, t.state];
    let member: [f64; Metric::JUDGING] = std::array::from_fn(|m| {
        let at = all[m].at + all[m].width * (2.0 * draw.random::<f64>() - 1.0);
        let z = (values[m] - at) / all[m].width;
        1.0 / (1.0 + (if m == 1 { z } else { -z }).exp())
    });
    let [small, dispersed, largest, hubs, external, local, state] = member;
    let kinds: [(Label, &[f64]); 4] = [
        (Label::Marshallian, &[small, dispersed, local, 1.0 - external, 1.0 - state]),
        (Label::HubAndSpoke, &[largest, hubs, 1.0 - external, 1.0 - state]),
        (Label::SatellitePlatform, &[external, 1.0 - local, 1.0 - hubs, 1.0 - state]),
        (Label::StateAnchored, &[state]),
    ];
    let mut scores = kinds.map(|(label, members)| {
        let weights: Vec<f64> = members.iter().map(|_| gamma(1.0, draw)).collect();
        let log: f64 = members.iter().zip(&weights).map(|(m, w)| w * m.ln()).sum::<f64>() / weights.iter().sum::<f64>();
        (log.exp(), label)
    });
    let total: f64 = scores.iter().map(|s| s.0).sum();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [first, second] = [scores[0].0 / total, scores[1].0 / total];
    if first >= 0.5 && first - second >= 0.1 { scores[0].1 } else { Label::Mixed }
}
