use crate::industry_space::{context, counts_of, list, near, nested, presence_of};
use agglom_measures::economic_complexity::{EconomicComplexity, ScoreScale};
use agglom_measures::industry_space::{PresenceRule, RegionalIndustries, complexity, fitness, reflections};
use agglom_method::{Counts, Method};
use agglom_testing::oracles;
use proptest::prelude::*;

fn plain() -> EconomicComplexity {
    EconomicComplexity { draws: 0, ..EconomicComplexity::default() }
}

fn given(rows: &[Vec<u8>]) -> (EconomicComplexity, RegionalIndustries) {
    (EconomicComplexity { presence: PresenceRule::Given, ..plain() }, RegionalIndustries { source: counts_of(rows).into(), places: None })
}

#[test]
fn eci_pci_and_eigenvalues_agree_with_numpy() {
    let oracle = oracles::reference_formulas();
    let found = plain().compute(&nested(), &context()).unwrap();
    let period = &found.periods[0];
    let counts = oracles::nested_employment();
    for (i, region) in counts.regions.iter().enumerate() {
        near(period.region_scores[i].unwrap(), oracle["ECI_ddof0"][region].as_f64().unwrap(), 1e-12);
    }
    for (j, industry) in counts.industries.iter().enumerate() {
        near(period.industry_scores[j].unwrap(), oracle["PCI_ddof0"][industry].as_f64().unwrap(), 1e-12);
    }
    let eigenvalues = list(&oracle["eigenvalues_top3"]);
    let complexity = period.complexity.as_ref().unwrap();
    near(complexity.second, eigenvalues[1], 1e-13);
    near(complexity.third.unwrap(), eigenvalues[2], 1e-11);
    near(complexity.with_diversity.unwrap(), oracles::industry_space()["with_diversity"].as_f64().unwrap(), 1e-12);
}

#[test]
fn pci_on_the_scale_of_regions_agrees_with_ecomplexity_and_averages_to_eci() {
    let method = EconomicComplexity { scale: ScoreScale::Regions, ..plain() };
    let found = method.compute(&nested(), &context()).unwrap();
    let period = &found.periods[0];
    for (j, e) in list(&oracles::industry_space()["ecomplexity_0.5.3"]["pci"]).iter().enumerate() {
        near(period.industry_scores[j].unwrap(), *e, 1e-12);
    }
    for i in 0..30 {
        let mine = period.presence.of_region(i);
        let mean = mine.iter().map(|&j| period.industry_scores[j as usize].unwrap()).sum::<f64>() / mine.len() as f64;
        near(period.region_scores[i].unwrap(), mean, 1e-12);
    }
}

#[test]
fn fitness_agrees_with_numpy() {
    let oracle = oracles::reference_formulas();
    let counts = oracles::nested_employment();
    let found = plain().compute(&nested(), &context()).unwrap();
    let fitness = found.periods[0].fitness.as_ref().unwrap();
    assert!(fitness.converged, "{fitness:?}");
    for (i, region) in counts.regions.iter().enumerate() {
        near(fitness.regions[i].unwrap(), oracle["fitness_converged"][region].as_f64().unwrap(), 1e-10);
    }
    for (j, industry) in counts.industries.iter().enumerate() {
        near(fitness.industries[j].unwrap(), oracle["complexityQ_converged"][industry].as_f64().unwrap(), 1e-10);
    }
}

#[test]
fn reflections_agree_with_numpy_and_economic_complexity_and_approach_eci() {
    let oracle = oracles::industry_space();
    let found = EconomicComplexity { reflections: 18, ..plain() }.compute(&nested(), &context()).unwrap();
    let (regions, industries) = found.periods[0].reflections.clone().unwrap();
    for (i, e) in list(&oracle["reflections_18"]).iter().enumerate() {
        near(regions[i].unwrap(), *e, 1e-10);
    }
    for (j, e) in list(&oracle["reflections_industry_18"]).iter().enumerate() {
        near(industries[j].unwrap(), *e, 1e-10);
    }
    // After many steps numpy has nothing left but rounding; here the scores are those of the eigenvector.
    let (regions, _) = reflections(&found.periods[0].presence, 400);
    for (i, score) in found.periods[0].region_scores.iter().enumerate() {
        near(regions[i].unwrap(), score.unwrap(), 1e-11);
    }
}

#[test]
fn bare_rows_and_columns_are_empty_and_leave_all_other_scores_alone() {
    let plain_rows = presence_rows(&oracles::nested_employment());
    let mut rows: Vec<Vec<u8>> = plain_rows.iter().map(|r| [&[0], r.as_slice()].concat()).collect();
    rows.insert(3, vec![0; 46]);
    let ((method, inputs), (_, plain_inputs)) = (given(&rows), given(&plain_rows));
    let (found, plain) = (method.compute(&inputs, &context()).unwrap(), method.compute(&plain_inputs, &context()).unwrap());
    let (found, plain) = (&found.periods[0], &plain.periods[0]);
    assert_eq!((found.region_scores[3], found.industry_scores[0]), (None, None));
    let regions = found.region_scores.iter().flatten().zip(plain.region_scores.iter().flatten());
    regions.for_each(|(a, b)| near(*a, *b, 1e-12));
    assert_eq!(found.region_scores.iter().flatten().count(), 30);
    let reason = |table: usize, row: usize| {
        method.present(&inputs, &method.compute(&inputs, &context()).unwrap()).tables[table].get("reason").unwrap().values.text(row)
    };
    assert_eq!(reason(0, 3).as_deref(), Some("no-industry-present"));
    assert_eq!(reason(1, 0).as_deref(), Some("present-nowhere"));
}

fn presence_rows(counts: &Counts) -> Vec<Vec<u8>> {
    let found = plain().compute(&RegionalIndustries { source: counts.clone().into(), places: None }, &context()).unwrap();
    let presence = &found.periods[0].presence;
    let (regions, industries) = presence.shape();
    (0..regions).map(|i| (0..industries).map(|j| u8::from(presence.has(i, j))).collect()).collect()
}

#[test]
fn networks_in_parts_are_told_and_never_scored_at_random() {
    let two = [vec![1, 1, 0, 0], vec![1, 0, 0, 0], vec![0, 0, 1, 1], vec![0, 0, 0, 1]];
    let found = complexity(&presence_of(&two), &context()).unwrap().unwrap();
    near(found.second, 1.0, 1e-12);
    let scores = found.region_scores();
    near(scores[0].unwrap(), scores[1].unwrap(), 1e-12);
    near(scores[2].unwrap(), -scores[0].unwrap(), 1e-12);
    let three = [vec![1, 0, 0], vec![0, 1, 0], vec![0, 0, 1]];
    assert_eq!(complexity(&presence_of(&three), &context()).unwrap().unwrap_err(), "several-parts");
    let same = [vec![1, 1, 0], vec![1, 1, 0], vec![1, 1, 0]];
    assert_eq!(complexity(&presence_of(&same), &context()).unwrap().unwrap_err(), "no-variation");
    // Each region lacks another industry: every direction is as good as any other.
    let ring = [vec![0, 1, 1, 1], vec![1, 0, 1, 1], vec![1, 1, 0, 1], vec![1, 1, 1, 0]];
    assert_eq!(complexity(&presence_of(&ring), &context()).unwrap().unwrap_err(), "tied-eigenvalues");
}

#[test]
fn fitness_that_runs_to_zero_is_left_open() {
    // Perfectly nested and with more regions than industries above the diagonal: the last region's fitness falls without end.
    let rows: Vec<Vec<u8>> = vec![vec![1, 1, 1, 1], vec![1, 0, 0, 0], vec![1, 0, 0, 0], vec![1, 1, 0, 0]];
    let found = fitness(&presence_of(&rows), 500, &context()).unwrap();
    assert!(!found.converged, "{found:?}");
    let (method, inputs) = given(&rows);
    let output = method.compute(&inputs, &context()).unwrap();
    let finding = method.present(&inputs, &output);
    assert!(finding.notes.iter().any(|n| n.message.key == "economic-complexity-fitness-open"));
    assert_eq!(finding.tables[0].get("fitness").unwrap().values.number(0), None);
}

#[test]
fn intervals_hold_the_score_and_shrink_with_more_industries() {
    let method = EconomicComplexity { draws: 199, ..EconomicComplexity::default() };
    let found = method.compute(&nested(), &context()).unwrap();
    let period = &found.periods[0];
    let intervals = period.region_intervals.as_ref().unwrap();
    let width = |i: usize| intervals.score[i].map(|(low, high)| high - low).unwrap();
    let holds = (0..30).filter(|&i| intervals.score[i].is_some_and(|(low, high)| (low..=high).contains(&period.region_scores[i].unwrap()))).count();
    assert!(holds >= 25, "{holds}");
    // Four copies of every industry say the same with more certainty.
    let rows: Vec<Vec<u8>> = presence_rows(&oracles::nested_employment()).into_iter().map(|r| r.repeat(4)).collect();
    let more = EconomicComplexity { presence: PresenceRule::Given, ..method.clone() };
    let copied = more.compute(&RegionalIndustries { source: counts_of(&rows).into(), places: None }, &context()).unwrap();
    let of_copies = copied.periods[0].region_intervals.as_ref().unwrap();
    near(copied.periods[0].region_scores[7].unwrap(), period.region_scores[7].unwrap(), 1e-12);
    let total: f64 = (0..30).map(width).sum();
    let narrower: f64 = (0..30).map(|i| of_copies.score[i].map(|(low, high)| high - low).unwrap()).sum();
    assert!(narrower < 0.65 * total && narrower > 0.35 * total, "{narrower} {total}: half is expected");
}

proptest! {
    #[test]
    fn scores_satisfy_the_eigenvalue_equation(rows in prop::collection::vec(prop::collection::vec(0u8..2, 7), 3..40)) {
        let presence = presence_of(&rows);
        let Ok(Ok(found)) = complexity(&presence, &context()).map(|c| c.map(|c| (c.clone(), c.region_scores()))) else { return Ok(()) };
        let (found, scores) = found;
        // mean over a region's industries of their mean over regions = eigenvalue times the number, where the constant is the first vector.
        let industry: Vec<f64> = (0..7)
            .map(|j| {
                let here = presence.of_industry(j);
                here.iter().map(|&i| found.regions[i as usize].unwrap()).sum::<f64>() / here.len().max(1) as f64
            })
            .collect();
        let scale = found.regions.iter().flatten().fold(0.0f64, |m, x| m.max(x.abs()));
        for i in (0..rows.len()).filter(|&i| presence.diversity(i) > 0) {
            let mean = presence.of_region(i).iter().map(|&j| industry[j as usize]).sum::<f64>() / presence.diversity(i) as f64;
            prop_assert!((mean - found.second * found.regions[i].unwrap()).abs() < 1e-10 * scale);
        }
        let there: Vec<f64> = scores.iter().flatten().copied().collect();
        prop_assert!(there.iter().sum::<f64>().abs() < 1e-9);
    }
}
