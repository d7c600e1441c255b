use crate::moran::{at, close, context, given, moments, numbers, oracle, orders, seven};
use agglom_measures::local_moran::{LocalMoran, LocalMorans};
use agglom_measures::{Alternative, Control, Lattice};
use agglom_method::{Method, NoteKind, Seed};
use agglom_testing::{oracles, patterns};

fn local(settings: &LocalMoran, lattice: &Lattice) -> LocalMorans {
    settings.compute(lattice, &context(1)).unwrap()
}

#[test]
fn agrees_with_esda() {
    let esda = oracles::esda_regions();
    let found = local(&LocalMoran { k: 8, alternative: Alternative::Directed, ..LocalMoran::default() }, &oracle(0.0));
    // esda numbers the quadrants high-high, low-high, low-low, high-low.
    let word = |q: f64| ["high_high", "low_high", "low_low", "high_low"][q as usize - 1];
    let expected = numbers(&esda["local_I"]).into_iter().zip(numbers(&esda["local_q"])).zip(numbers(&esda["local_p"]));
    for (row, ((i, q), p)) in found.regions.iter().zip(expected) {
        close(row.local_moran, i, 1e-11);
        assert_eq!(row.quadrant, Some(word(q)));
        // Two estimates from 999 draws each; five standard errors of their difference.
        let found = row.test.p_value.unwrap();
        assert!((found - p).abs() <= 5.0 * (2.0 * p.max(found) / 999.0).sqrt(), "{found} {p}");
    }
}

#[test]
fn tests_are_those_of_all_placements_of_the_others() {
    let (values, w) = seven();
    let settings = LocalMoran { draws: 9999, alternative: Alternative::Greater, ..LocalMoran::default() };
    let found = local(&settings, &given(&values, &w));
    for i in 0..6 {
        let others: Vec<f64> = (0..7).filter(|&j| j != i).map(|j| values[j]).collect();
        let placed = orders(&others).into_iter().map(|mut order| {
            order.insert(i, values[i]);
            order
        });
        let sum: f64 = w[i].iter().sum();
        let mean = values.iter().sum::<f64>() / 7.0;
        let product = |v: &[f64]| (v[i] - mean) * (0..7).map(|j| w[i][j] / sum * (v[j] - mean)).sum::<f64>();
        let all: Vec<f64> = placed.map(|v| product(&v)).collect();
        let (expected, variance) = moments(&all);
        let observed = product(&values);
        close(found.regions[i].z, (observed - expected) / variance.sqrt(), 1e-10);
        let tail = all.iter().filter(|v| **v >= observed - 1e-9).count() as f64 / all.len() as f64;
        let drawn = found.regions[i].test.p_value.unwrap();
        assert!((drawn - tail).abs() < 4.5 * (tail * (1.0 - tail) / 9999.0).sqrt() + 2e-4, "{i}: {drawn} {tail}");
    }
    assert_eq!((found.regions[6].test.reason, found.regions[6].local_moran), (Some("island"), None));
}

#[test]
fn local_values_add_up_to_the_global_one() {
    let found = local(&LocalMoran { k: 8, draws: 0, ..LocalMoran::default() }, &oracle(0.0));
    let sum: f64 = found.regions.iter().map(|r| r.local_moran.unwrap()).sum();
    // I = Σ I_i / (n - 1) with rows that add up to 1.
    close(Some(sum / 199.0), oracles::esda_regions()["moran_r"][0].as_f64().unwrap(), 1e-11);
}

#[test]
fn a_region_among_values_of_two_kinds_ties_with_its_draws() {
    // Two values only: most draws give exactly what is observed, and both tails are large.
    let points: Vec<[f64; 2]> = (0..30).map(|i| [f64::from(i), 0.0]).collect();
    let values: Vec<f64> = (0..30).map(|i| f64::from(i % 2)).collect();
    let found = local(&LocalMoran { k: 2, ..LocalMoran::default() }, &at(&points, &values));
    // Both neighbours of a one are zeros, of 15 zeros and 14 ones: the chance of that is 15 · 14 / (29 · 28) = 0.26.
    let p = found.regions[15].test.p_value.unwrap();
    assert!((p - 2.0 * 15.0 * 14.0 / (29.0 * 28.0)).abs() < 0.12, "{p}");
    let middle = local(&LocalMoran { k: 2, ..LocalMoran::default() }, &at(&points[..5], &[1.0, 5.0, 3.0, 2.0, 4.0]));
    assert_eq!((middle.regions[2].local_moran, middle.regions[2].test.p_value), (Some(0.0), Some(1.0)));
}

#[test]
fn too_few_draws_are_told() {
    let settings = LocalMoran { k: 8, draws: 19, ..LocalMoran::default() };
    let lattice = oracle(0.0);
    let found = local(&settings, &lattice);
    assert!(found.regions.iter().all(|r| r.test.cluster_type == Some("not_significant")));
    let notes = settings.present(&lattice, &found).notes;
    assert!(notes.iter().any(|n| n.kind == NoteKind::Caution && n.message.key == "local-too-few-draws"));
    let found = local(&LocalMoran { k: 8, ..LocalMoran::default() }, &lattice);
    assert!(found.regions.iter().any(|r| r.test.cluster_type == Some("high_high")));
}

#[test]
fn a_region_gets_the_same_p_value_whatever_stands_beside_it() {
    let lattice = oracle(0.0);
    let p = |control| {
        local(&LocalMoran { k: 8, draws: 99, control, ..LocalMoran::default() }, &lattice).regions.iter().map(|r| r.test.p_value).collect::<Vec<_>>()
    };
    let one = rayon_pool(1, || p(Control::None));
    assert_eq!(one, rayon_pool(8, || p(Control::FalseDiscoveryRate)));
}

fn rayon_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
#[ignore = "a simulation of a minute"]
fn a_test_at_five_percent_rejects_five_percent() {
    let mut generator = Seed::new(6).draw(0);
    let points: Vec<[f64; 2]> = oracles::regions().into_iter().map(|r| r.0).take(100).collect();
    let (mut rejected, mut upper, mut families) = (0, 0, 0);
    for _ in 0..300 {
        let values: Vec<f64> = points.iter().map(|_| patterns::normal(&mut generator).exp()).collect();
        let found = local(&LocalMoran { draws: 199, ..LocalMoran::default() }, &at(&points, &values));
        rejected += found.regions.iter().filter(|r| r.test.p_value.unwrap() <= 0.05).count();
        upper += found.regions.iter().filter(|r| r.test.p_value.unwrap() <= 0.5).count();
        families += usize::from(found.regions.iter().any(|r| r.test.q_value.unwrap() <= 0.05));
    }
    // 30,000 tests, 1,500 and 15,000 expected; neighbours' tests hang together. Of 300 maps at most 5 % may show a cluster.
    assert!((1250..=1750).contains(&rejected) && (14_000..=16_000).contains(&upper), "{rejected} {upper}");
    assert!(families <= 30, "{families}");
}
