use crate::industry_space::{context, list, near, nested_related, presence_of};
use agglom_measures::complexity_outlook::{ComplexityOutlook, Gain, ScoreScale};
use agglom_measures::industry_space::{Density, Diagonal, Outlook, ProximityMatrix, Similarity, co_occurrences, complexity};
use agglom_measures::proximity::Proximity;
use agglom_method::Method;
use agglom_testing::oracles;
use proptest::prelude::*;

#[test]
fn outlook_and_gains_agree_with_numpy() {
    let oracle = oracles::industry_space();
    for (diagonal, d) in [(Diagonal::Zero, "zero"), (Diagonal::One, "one")] {
        for (scale, s) in [(ScoreScale::Own, "own"), (ScoreScale::Regions, "regions")] {
            for (gain, g) in [(Gain::Net, "net5"), (Gain::Gross, "gross5")] {
                let method = ComplexityOutlook { diagonal, scale, gain, ..ComplexityOutlook::default() };
                let found = method.compute(&nested_related(), &context()).unwrap();
                let expected = &oracle[format!("outlook_{d}_{s}")];
                let period = &found.periods[0];
                for (i, e) in list(&expected["index"]).iter().enumerate() {
                    near(period.outlook.as_ref().unwrap().index[i].unwrap(), *e, 1e-12);
                }
                for (j, e) in list(&expected[g]).iter().enumerate() {
                    match period.gain(5, j) {
                        Some(value) => near(value, *e, 1e-12),
                        None => assert_eq!(*e, 0.0, "present industries have no gain"),
                    }
                }
            }
        }
    }
}

#[test]
fn the_numbers_of_ecomplexity_are_those_of_the_vector_before_it_is_centred() {
    let oracle = &oracles::industry_space()["ecomplexity_0.5.3"];
    let found = Proximity::default().compute(&crate::industry_space::nested(), &context()).unwrap();
    let period = &found.periods[0];
    let complexity = complexity(&period.presence, &context()).unwrap().unwrap();
    let density = Density::of(&period.presence, &period.proximity, Diagonal::One);
    let outlook = Outlook::of(&period.presence, &period.proximity, &density, &complexity.industries, Diagonal::One, false);
    let moments = |x: &[f64]| {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        (mean, (x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / x.len() as f64).sqrt())
    };
    let index: Vec<f64> = outlook.index.iter().flatten().copied().collect();
    let (mean, deviation) = moments(&index);
    for (i, e) in list(&oracle["coi"]).iter().enumerate() {
        near((index[i] - mean) / deviation, *e, 1e-11);
    }
    let regions: Vec<f64> = complexity.regions.iter().flatten().copied().collect();
    let scale = moments(&regions).1;
    for (j, e) in list(&oracle["cog5"]).iter().enumerate().filter(|&(j, _)| !period.presence.has(5, j)) {
        near(outlook.gain(5, j) / scale, *e, 1e-11);
    }
}

proptest! {
    #[test]
    fn the_net_gain_is_the_change_of_the_outlook(
        rows in prop::collection::vec(prop::collection::vec(0u8..2, 9), 4..12),
        pci in prop::collection::vec(-2.0f64..2.0, 9),
        one in any::<bool>(),
    ) {
        let presence = presence_of(&rows);
        let proximity = ProximityMatrix::of(&presence, &co_occurrences(&presence), Similarity::MinimumConditionalProbability);
        let diagonal = if one { Diagonal::One } else { Diagonal::Zero };
        let pci: Vec<Option<f64>> = pci.into_iter().map(Some).collect();
        let outlook = |rows: &[Vec<u8>]| {
            let presence = presence_of(rows);
            Outlook::of(&presence, &proximity, &Density::of(&presence, &proximity, diagonal), &pci, diagonal, true)
        };
        let before = outlook(&rows);
        for i in (0..rows.len()).filter(|&i| presence.diversity(i) > 0) {
            for j in (0..9).filter(|&j| !presence.has(i, j) && presence.ubiquity(j) > 0) {
                let mut with = rows.clone();
                with[i][j] = 1;
                let change = outlook(&with).index[i].unwrap() - before.index[i].unwrap();
                prop_assert!((before.gain(i, j) - change).abs() < 1e-12, "{} {change}", before.gain(i, j));
            }
        }
    }
}
