use agglom_measures::moran::{Moran, Morans};
use agglom_measures::{BandwidthKind, IndicatorsOrCounts, Kernel, Lattice, Neighbourhood, Of, OverallTest, Standardise};
use agglom_method::{
    Absent, Codes, Context, Counts, Flow, Flows, Indicator, Indicators, Method, MethodError, NoteKind, Places, Printed, Reading, Seed, Unwatched,
};
use agglom_testing::{lattice, oracles, patterns};
use proptest::prelude::*;
use std::sync::Arc;

pub(crate) fn context(seed: u64) -> Context<'static> {
    Context { seed: Seed::new(seed), watch: &Unwatched }
}

pub(crate) fn codes(n: usize) -> Codes {
    Codes::new((0..n).map(|i| format!("r{i}")))
}

/// One figure of regions r0, r1, …
pub(crate) fn figures(values: &[Option<f64>]) -> IndicatorsOrCounts {
    let row = |(i, value): (usize, &Option<f64>)| Indicator {
        row: i as u64 + 2,
        entity: i as u32,
        indicator: 0,
        period: 0,
        value: value.map_or(Reading::Missing, |value| Reading::Observed(Printed { value, decimals: 6 })),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    IndicatorsOrCounts::Indicators(Arc::new(Indicators {
        entities: codes(values.len()).into(),
        indicators: Codes::new(["y"]).into(),
        periods: Codes::new([""]).into(),
        rows: values.iter().enumerate().map(row).collect(),
    }))
}

/// Given weights from `w[i][j]`.
pub(crate) fn flows(w: &[Vec<f64>]) -> Flows {
    let flow = |i: usize, j: usize| Flow { from: i as u32, to: j as u32, value: w[i][j] };
    let flows = (0..w.len()).flat_map(|i| (0..w.len()).map(move |j| (i, j))).filter(|&(i, j)| w[i][j] > 0.0).map(|(i, j)| flow(i, j));
    Flows { nodes: codes(w.len()).into(), flows: flows.collect(), unit: None }
}

pub(crate) fn given(values: &[f64], w: &[Vec<f64>]) -> Lattice {
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    Lattice { values: figures(&values), places: None, weights: Some(flows(w).into()) }
}

pub(crate) fn at(points: &[[f64; 2]], values: &[f64]) -> Lattice {
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let places = Places { ids: codes(points.len()).into(), position: Some(points.to_vec()), ..Places::default() };
    Lattice { values: figures(&values), places: Some(places.into()), weights: None }
}

/// The regions of the oracle, with `shift` added to their values.
pub(crate) fn oracle(shift: f64) -> Lattice {
    let (points, values): (Vec<[f64; 2]>, Vec<f64>) = oracles::regions().into_iter().map(|(p, y)| (p, y + shift)).unzip();
    at(&points, &values)
}

/// A list of numbers of the oracle.
pub(crate) fn numbers(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

pub(crate) fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-3), "{found} {expected}");
}

/// Seven values, and weights of which some are one-way and one region has none.
pub(crate) fn seven() -> (Vec<f64>, Vec<Vec<f64>>) {
    let w = [
        [0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0],
        [1.0, 0.0, 2.0, 0.3, 0.0, 0.0, 0.0],
        [0.0, 2.0, 0.0, 1.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 0.0, 0.7, 0.0, 0.0],
        [0.2, 0.0, 1.0, 0.7, 0.0, 1.5, 0.0],
        [0.0, 0.0, 0.0, 0.4, 1.5, 0.0, 0.0],
        [0.0; 7],
    ];
    (vec![1.0, 2.5, 4.0, 3.0, 7.0, 9.5, 0.5], w.iter().map(|row| row.to_vec()).collect())
}

/// The same without the fourth: fewer orders.
pub(crate) fn six() -> (Vec<f64>, Vec<Vec<f64>>) {
    let (mut values, mut w) = seven();
    values.remove(3);
    w.remove(3);
    for row in &mut w {
        row.remove(3);
    }
    (values, w)
}

/// All orders of some values.
pub(crate) fn orders(values: &[f64]) -> Vec<Vec<f64>> {
    let Some((&first, rest)) = values.split_first() else { return vec![Vec::new()] };
    let with = |order: Vec<f64>| {
        (0..=order.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, first);
            order
        })
    };
    orders(rest).into_iter().flat_map(with).collect()
}

/// Mean and variance.
pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64)
}

fn moran(settings: &Moran, lattice: &Lattice) -> Morans {
    settings.compute(lattice, &context(1)).unwrap()
}

fn first(settings: &Moran, lattice: &Lattice) -> OverallTest {
    moran(settings, lattice).overall.rows[0]
}

fn untested() -> Moran {
    Moran { draws: 0, ..Moran::default() }
}

#[test]
fn agrees_with_esda_on_nearest_neighbours() {
    let expected = numbers(&oracles::esda_regions()["moran_r"]);
    let found = first(&Moran { k: 8, ..untested() }, &oracle(0.0));
    for (found, expected) in [found.statistic, found.expected, found.variance_normality, found.variance, found.z].into_iter().zip(expected) {
        close(found, expected, 1e-11);
    }
}

#[test]
fn where_no_region_has_a_neighbour_there_is_nothing_to_tell() {
    let band = Moran { weights: Neighbourhood::DistanceBand, distance_m: Some(1e-6), ..untested() };
    let alone = band.compute(&oracle(0.0), &context(1)).unwrap_err();
    assert!(matches!(alone, MethodError::Setting { setting: "weights", ref problem } if problem.key == "weights-only-islands"), "{alone:?}");
}

#[test]
fn agrees_with_esda_within_a_distance_with_and_without_islands() {
    let esda = oracles::esda_regions();
    for (name, distance, islands) in [("band12", 12.0, 0), ("band6", 6.0, 33)] {
        for (letter, standardise) in [("r", Standardise::Row), ("b", Standardise::Binary), ("v", Standardise::Variance)] {
            let settings = Moran { weights: Neighbourhood::DistanceBand, distance_m: Some(distance), standardise, ..untested() };
            let found = first(&settings, &oracle(0.0));
            let expected = numbers(&esda[format!("{name}_{letter}")]["moran"]);
            for (found, expected) in [found.statistic, found.expected, found.variance_normality, found.variance].into_iter().zip(expected) {
                close(found, expected, 1e-11);
            }
            assert_eq!((found.islands, found.regions), (islands, 200));
        }
    }
    let found = moran(&Moran { weights: Neighbourhood::DistanceBand, ..untested() }, &oracle(0.0));
    close(found.overall.neighbours.distance_m, esda["min_threshold"].as_f64().unwrap(), 1e-8);
    assert_eq!(found.overall.neighbours.islands.len(), 0);
    let band = Moran { weights: Neighbourhood::DistanceBand, distance_m: Some(6.0), ..untested() };
    assert_eq!(moran(&band, &oracle(0.0)).overall.neighbours.links as u64, esda["band6_links"].as_u64().unwrap());
}

#[test]
fn moments_are_those_of_all_permutations() {
    let (values, w) = six();
    for standardise in [Standardise::Row, Standardise::None] {
        let settings = Moran { standardise, ..untested() };
        let all: Vec<f64> = orders(&values).iter().map(|v| first(&settings, &given(v, &w)).statistic.unwrap()).collect();
        assert_eq!(all.len(), 720);
        let (mean, variance) = moments(&all);
        let found = first(&settings, &given(&values, &w));
        close(found.expected, mean, 1e-10);
        close(found.variance, variance, 1e-10);
        // 9,999 draws: the tail's standard error is √(p (1 - p) / 9999).
        let observed = found.statistic.unwrap();
        let tail = all.iter().filter(|v| **v >= observed - 1e-9).count() as f64 / 720.0;
        let drawn = first(&Moran { draws: 9999, alternative: agglom_measures::Alternative::Greater, ..settings }, &given(&values, &w));
        assert!((drawn.tails.p_value.unwrap() - tail).abs() < 4.0 * (tail / 9999.0).sqrt() + 1e-4, "{tail}");
    }
}

#[test]
fn a_region_without_a_value_is_as_if_it_were_not_there() {
    let (values, w) = seven();
    let mut some: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    some[2] = None;
    let with_gap = first(&untested(), &Lattice { values: figures(&some), places: None, weights: Some(flows(&w).into()) });
    let keep = [0, 1, 3, 4, 5, 6];
    let rest: Vec<Vec<f64>> = keep.iter().map(|&i| keep.iter().map(|&j| w[i][j]).collect()).collect();
    let without = first(&untested(), &given(&keep.map(|i| values[i]), &rest));
    assert_eq!((with_gap.statistic, with_gap.variance, with_gap.regions), (without.statistic, without.variance, 6));
}

#[test]
fn outlines_and_the_same_links_given_agree() {
    let (indicators, places) = (Arc::new(lattice::indicators()), Arc::new(lattice::places()));
    let of = |places, weights| Lattice { values: IndicatorsOrCounts::Indicators(indicators.clone()), places, weights };
    let queen = moran(&untested(), &of(Some(places), None));
    assert_eq!(queen.overall.neighbours.neighbourhood, "queen");
    // 5 x 4 squares: 18 is without outline, 19 stands apart.
    assert_eq!((queen.overall.neighbours.islands.as_slice(), queen.overall.neighbours.unplaced.as_slice()), (&[19][..], &[18][..]));
    let near = |i: usize, j: usize| i != j && (i % 5).abs_diff(j % 5) <= 1 && (i / 5).abs_diff(j / 5) <= 1 && i < 18 && j < 18;
    let w: Vec<Vec<f64>> = (0..20).map(|i| (0..20).map(|j| f64::from(u8::from(near(i, j)))).collect()).collect();
    let keep: Vec<usize> = (0..20).filter(|&i| i != 18).collect();
    let rest: Vec<Vec<f64>> = keep.iter().map(|&i| keep.iter().map(|&j| w[i][j]).collect()).collect();
    let values: Vec<f64> = keep.iter().map(|&i| indicators.rows[i * 3].value.observed().unwrap().value).collect();
    close(queen.overall.rows[0].statistic, first(&untested(), &given(&values, &rest)).statistic.unwrap(), 1e-12);
    assert_eq!(queen.overall.rows[2].reason, Some("constant"));
    let finding = untested().present(&of(None, None), &queen);
    assert_eq!(finding.notes.iter().filter(|n| n.kind == NoteKind::Caution).count(), 2);
}

#[test]
fn kernels_by_hand() {
    // On a line at 0, 1, 3, 6, with k = 1 the bandwidths are 3, 2, 3, 5: the distance to the second nearest.
    let points = [[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [6.0, 0.0]];
    let y = [3.0, 1.0, 4.0, 2.0];
    let z = y.map(|v: f64| v - 2.5);
    let by_hand = |w: [[f64; 4]; 4]| {
        let products: f64 = (0..4).flat_map(|i| (0..4).map(move |j| (i, j))).map(|(i, j)| w[i][j] * z[i] * z[j]).sum();
        4.0 / w.iter().flatten().sum::<f64>() * products / z.iter().map(|z| z * z).sum::<f64>()
    };
    let kernel = |kernel, bandwidth, distance_m| Moran {
        weights: Neighbourhood::Kernel,
        kernel,
        bandwidth,
        distance_m,
        k: 1,
        standardise: Standardise::None,
        ..untested()
    };
    let (t, third) = (1.0 - 1.0 / 3.0, 1.0 / 3.0);
    let triangular = [[0.0, t, 0.0, 0.0], [0.5, 0.0, 0.0, 0.0], [0.0, third, 0.0, 0.0], [0.0, 0.0, 0.4, 0.0]];
    close(first(&kernel(Kernel::Triangular, BandwidthKind::Adaptive, None), &at(&points, &y)).statistic, by_hand(triangular), 1e-12);
    let uniform = [[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]];
    close(first(&kernel(Kernel::Uniform, BandwidthKind::Adaptive, None), &at(&points, &y)).statistic, by_hand(uniform), 1e-12);
    let q = |u: f64| (1.0 - u * u) * (1.0 - u * u);
    let bisquare = [[0.0, q(0.25), q(0.75), 0.0], [q(0.25), 0.0, q(0.5), 0.0], [q(0.75), q(0.5), 0.0, q(0.75)], [0.0, 0.0, q(0.75), 0.0]];
    close(first(&kernel(Kernel::Bisquare, BandwidthKind::Fixed, Some(4.0)), &at(&points, &y)).statistic, by_hand(bisquare), 1e-12);
    let g = |d: f64| if d > 0.0 && d <= 3.0 { (-d * d / 2.0).exp() } else { 0.0 };
    let gaussian = [0, 1, 2, 3].map(|i: usize| [0, 1, 2, 3].map(|j: usize| g((points[i][0] - points[j][0]).abs())));
    close(first(&kernel(Kernel::Gaussian, BandwidthKind::Fixed, Some(1.0)), &at(&points, &y)).statistic, by_hand(gaussian), 1e-12);
}

#[test]
fn the_numbers_of_counts_are_those_asked_for() {
    let (values, w) = seven();
    let names: Vec<String> = (0..7).map(|i| format!("r{i}")).collect();
    let triples = names.iter().zip(&values).flat_map(|(r, &v)| [(r.as_str(), "cars", v), (r.as_str(), "wine", 12.0 - v)]);
    let counts = Arc::new(Counts::from_triples(triples));
    let of = |of, industries: &[&str]| {
        let industries = industries.iter().map(|&s| s.to_owned()).collect();
        let lattice = Lattice { values: IndicatorsOrCounts::Counts(counts.clone()), places: None, weights: Some(flows(&w).into()) };
        Moran { of, industries, ..untested() }.compute(&lattice, &context(1)).map(|m| m.overall.rows)
    };
    let direct = first(&untested(), &given(&values, &w)).statistic.unwrap();
    close(of(Of::Value, &["cars"]).unwrap()[0].statistic, direct, 1e-12);
    close(of(Of::Total, &["cars"]).unwrap()[0].statistic, direct, 1e-12);
    // All regions have 12 in all: shares and quotients are values on another scale, and the total is the same everywhere.
    close(of(Of::Share, &["cars"]).unwrap()[0].statistic, direct, 1e-11);
    close(of(Of::LocationQuotient, &[]).unwrap()[1].statistic, direct, 1e-11);
    assert_eq!(of(Of::Total, &[]).unwrap()[0].reason, Some("constant"));
    let unknown = MethodError::UnknownCode { setting: "industries", code: "card".into(), nearest: Some("cars".into()) };
    assert_eq!(of(Of::Value, &["card"]).unwrap_err(), unknown);
    let sparse = Counts { absent: Absent::Missing, ..Counts::from_triples([("r0", "cars", 1.0), ("r1", "cars", 2.0), ("r2", "wine", 1.0)]) };
    let lattice = Lattice { values: IndicatorsOrCounts::Counts(sparse.into()), places: None, weights: Some(flows(&w).into()) };
    let rows = moran(&untested(), &lattice).overall.rows;
    assert_eq!((rows[0].regions, rows[0].reason, rows[1].regions), (2, Some("few-regions"), 1));
}

#[test]
fn what_cannot_be_is_told() {
    let lattice = oracle(0.0);
    let compute = |settings: Moran, lattice: &Lattice| settings.compute(lattice, &context(1)).unwrap_err();
    assert!(matches!(compute(Moran { k: 200, ..untested() }, &lattice), MethodError::Setting { setting: "k", .. }));
    assert!(matches!(compute(Moran { weights: Neighbourhood::Rook, ..untested() }, &lattice), MethodError::Needs { .. }));
    let nowhere = Lattice { places: None, ..lattice.clone() };
    assert!(matches!(compute(untested(), &nowhere), MethodError::Needs { .. }));
    let (values, mut w) = seven();
    w[0][1] = -1.0;
    let mut negative = given(&values, &w);
    negative.weights = Some(Flows { flows: vec![Flow { from: 0, to: 1, value: -1.0 }], ..flows(&w) }.into());
    assert!(matches!(compute(untested(), &negative), MethodError::Needs { .. }));
    let few = given(&values[..2], &w[..2].iter().map(|r| r[..2].to_vec()).collect::<Vec<_>>());
    assert_eq!(compute(untested(), &few), MethodError::TooFew { what: "regions", need: 3, got: 2 });
    assert!(Moran { k: 0, ..Moran::default() }.check().is_err() && Moran { draws: 5, ..Moran::default() }.check().is_err());
    assert!(Moran { distance_m: Some(-1.0), ..Moran::default() }.check().is_err() && Moran { alpha: 1.0, ..Moran::default() }.check().is_err());
}

#[test]
fn huge_tiny_coincident_and_odd_input_ends_well() {
    let (values, w) = seven();
    let i = first(&untested(), &given(&values, &w)).statistic.unwrap();
    for scale in [1e307, 1e-300, -1e200] {
        close(first(&untested(), &given(&values.iter().map(|v| v * scale).collect::<Vec<_>>(), &w)).statistic, i, 1e-12);
    }
    let same_place = at(&[[5.0, 5.0]; 7], &values);
    for weights in [Neighbourhood::Nearest, Neighbourhood::DistanceBand, Neighbourhood::Kernel] {
        for kernel in [Kernel::Triangular, Kernel::Gaussian, Kernel::Uniform] {
            let settings = Moran { weights, k: 3, kernel, ..untested() };
            assert!(settings.compute(&same_place, &context(1)).is_ok());
        }
    }
    let odd = at(&[[f64::NAN, 0.0], [1e308, 0.0], [0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, f64::INFINITY], [4.0, 0.0]], &values);
    let found = moran(&Moran { k: 2, ..untested() }, &odd);
    assert_eq!((found.overall.neighbours.unplaced, found.overall.rows[0].regions), (vec![0, 1, 5], 4));
    let infinite = given(&[f64::INFINITY, f64::NAN, 1.0, 2.0, 4.0, 8.0, 9.0], &w);
    assert_eq!(first(&untested(), &infinite).regions, 5);
}

#[test]
fn degrees_give_the_same_neighbours_as_metres_do() {
    // 0.01 degrees apart on a parallel, 0.008 on a meridian: at 27 degrees north the parallel is 0.0089 degrees of latitude.
    let degrees: Vec<[f64; 2]> = (0..36).map(|i| [112.0 + 0.01 * f64::from(i % 6), 27.0 + 0.008 * f64::from(i / 6)]).collect();
    let values: Vec<Option<f64>> = (0..36).map(|i| Some(f64::from(i % 6))).collect();
    let places = Places { ids: codes(36).into(), degrees: Some(degrees), ..Places::default() };
    let lattice = Lattice { values: figures(&values), places: Some(places.into()), weights: None };
    let settings = Moran { k: 2, standardise: Standardise::Binary, ..untested() };
    let found = moran(&settings, &lattice);
    assert!(found.overall.neighbours.from_degrees && found.overall.neighbours.links == 72);
    // In the inner rows both nearest lie on the meridian and have the same value: I of those rows is the variance itself.
    assert!(found.overall.rows[0].statistic.unwrap() > 0.8);
}

#[test]
#[ignore = "a simulation of a minute"]
fn a_test_at_five_percent_rejects_five_percent() {
    let mut generator = Seed::new(5).draw(0);
    let points: Vec<[f64; 2]> = oracles::regions().into_iter().map(|r| r.0).take(60).collect();
    let rejected = (0..2000)
        .filter(|_| {
            let values: Vec<f64> = points.iter().map(|_| patterns::normal(&mut generator).exp()).collect();
            first(&Moran { draws: 199, ..Moran::default() }, &at(&points, &values)).tails.p_value.unwrap() <= 0.05
        })
        .count();
    // 100 expected; a standard deviation is 9.7.
    assert!((70..=130).contains(&rejected), "{rejected}");
}

proptest! {
    #[test]
    fn scale_and_origin_do_not_matter(values in proptest::collection::vec(-100i32..100, 7), shift in -50i32..50) {
        let (_, w) = seven();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let moved: Vec<f64> = values.iter().map(|v| 4.0 * v + f64::from(shift)).collect();
        let (a, b) = (first(&untested(), &given(&values, &w)), first(&untested(), &given(&moved, &w)));
        prop_assert_eq!(a.reason, b.reason);
        if let (Some(a), Some(b)) = (a.statistic, b.statistic) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }
}
