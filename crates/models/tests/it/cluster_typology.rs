//! Archetypes with numbers by definition: shares, HHI, memberships and relative scores from numpy (Gini as half the relative mean absolute
//! difference), label shares from 40,000 draws of an own simulation in numpy.

use agglom_method::{
    Codes, Context, Finding, Flow, Flows, Indicator, Indicators, Labels, Mark, Message, Method, MethodError, NoteKind, Printed, Reading, Register,
    RegisterBuilder, Seed, SettingError, Unwatched, Values,
};
use agglom_models::Typed;
use agglom_models::cluster_typology::{Basis, ClusterBy, ClusterTypology, IndicatorCodes, Label, Metric, Threshold, TypedCluster, Typology};
use proptest::prelude::*;
use std::sync::Arc;

/// A plant: id, region, size, headquartered elsewhere, state body.
struct Plant(String, &'static str, f64, bool, bool);

fn register(plants: &[Plant]) -> Register {
    let built = plants.iter().fold(RegisterBuilder::default(), |b, p| b.plant(&p.0, "i", p.1, p.2)).build();
    let of = |pick: fn(&Plant) -> bool| Some(built.ids.iter().map(|id| plants.iter().find(|p| p.0 == *id).map(pick)).collect());
    Register { external: of(|p| p.3), state: of(|p| p.4), ..built }
}

fn flows(purchases: &[(String, String, f64)]) -> Flows {
    let nodes = Codes::new(purchases.iter().flat_map(|p| [p.0.clone(), p.1.clone()]));
    let number = |code: &str| nodes.index(code).unwrap() as u32;
    let mut flows: Vec<Flow> = purchases.iter().map(|p| Flow { from: number(&p.0), to: number(&p.1), value: p.2 }).collect();
    flows.sort_by_key(|f| (f.from, f.to));
    Flows { nodes: nodes.into(), flows, unit: None }
}

fn indicators(rows: &[(&str, &str, f64)]) -> Indicators {
    let (entities, codes) = (Codes::new(rows.iter().map(|r| r.0)), Codes::new(rows.iter().map(|r| r.1)));
    let row = |(at, r): (usize, &(&str, &str, f64))| Indicator {
        row: at as u64 + 2,
        entity: entities.index(r.0).unwrap() as u32,
        indicator: codes.index(r.1).unwrap() as u32,
        period: 0,
        value: Reading::Observed(Printed { value: r.2, decimals: 2 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    let mut rows: Vec<Indicator> = rows.iter().enumerate().map(row).collect();
    rows.sort_by_key(|r| (r.entity, r.row));
    Indicators { entities: entities.into(), indicators: codes.into(), periods: Codes::new([""]).into(), rows }
}

/// The four archetypes, one a region, with their purchases and the procurement of the fort.
fn archetypes() -> Typed {
    let (mut plants, mut bought) = (Vec::new(), Vec::new());
    let id = |region: &str, i: usize| format!("{region}{i:02}");
    let mut buy = |from: String, to: String, value: f64| bought.push((from, to, value));
    for i in 0..20 {
        plants.push(Plant(id("valley", i), "valley", 10.0 + 2.0 * i as f64, false, false));
        buy(id("valley", (i + 1) % 20), id("valley", i), 6.0);
        buy("abroad".into(), id("valley", i), 4.0);
    }
    for i in 0..13 {
        plants.push(Plant(id("port", i), "port", if i == 0 { 1200.0 } else { 40.0 }, false, false));
        if i > 0 {
            buy(id("port", i), id("port", 0), 30.0);
            buy("abroad".into(), id("port", i), 5.0);
        }
    }
    // From another cluster of the register: not local.
    buy(id("valley", 3), id("port", 0), 200.0);
    for i in 0..8 {
        plants.push(Plant(id("airport", i), "airport", 300.0, i < 7, false));
        buy("abroad".into(), id("airport", i), 90.0);
        buy(id("airport", (i + 1) % 8), id("airport", i), 10.0);
        // A purchase from itself does not count.
        buy(id("airport", i), id("airport", i), 1000.0);
    }
    for i in 0..12 {
        plants.push(Plant(id("fort", i), "fort", [900.0, 400.0].get(i).copied().unwrap_or(30.0), false, i < 2));
    }
    for (from, to, value) in [(id("fort", 5), 0, 10.0), ("abroad".into(), 0, 50.0), (id("fort", 0), 3, 5.0), ("abroad".into(), 4, 20.0)] {
        buy(from, id("fort", to), value);
    }
    let procurement = indicators(&[("fort", "public_procurement", 0.3)]);
    Typed { source: register(&plants).into(), linkages: Some(flows(&bought).into()), indicators: Some(procurement.into()) }
}

fn quick() -> ClusterTypology {
    ClusterTypology { draws: 0, ..Default::default() }
}

fn compute(method: &ClusterTypology, inputs: &Typed) -> Result<Typology, MethodError> {
    method.check().unwrap();
    method.compute(inputs, &Context { seed: Seed::new(1), watch: &Unwatched })
}

fn only(source: Register) -> Typed {
    Typed { source: source.into(), linkages: None, indicators: None }
}

fn cluster<'a>(found: &'a Typology, region: &str) -> &'a TypedCluster {
    let region = found.regions.as_ref().unwrap().index(region).unwrap() as u32;
    found.clusters.iter().find(|c| c.region == Some(region)).unwrap()
}

fn value(cluster: &TypedCluster, metric: Metric) -> Option<f64> {
    cluster.evidence.iter().find(|e| e.metric == metric).unwrap().value
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

/// numpy, by definition.
#[test]
fn archetypes_have_their_numbers() {
    let found = compute(&quick(), &archetypes()).unwrap();
    let metrics = [
        Metric::SmallFirms,
        Metric::Hhi,
        Metric::LargestFirm,
        Metric::HubPurchases,
        Metric::External,
        Metric::LocalPurchases,
        Metric::State,
        Metric::Gini,
        Metric::FourLargestFirms,
    ];
    let values = [
        ("valley", [1.0, 0.05790725326991677, 0.08275862068965517, 0.15, 0.0, 0.6, 0.0, 0.2293103448275862, 0.31034482758620685]),
        (
            "port",
            [0.2857142857142857, 0.5170068027210883, 0.7142857142857143, 1.0, 0.0, 0.5806451612903226, 0.0, 0.6373626373626373, 0.7857142857142858],
        ),
        ("airport", [0.0, 0.125, 0.125, 0.375, 0.875, 0.1, 0.0, 0.0, 0.5]),
        ("fort", [0.1875, 0.3824218750000001, 0.5625, 2.0 / 3.0, 0.0, 0.17647058823529413, 0.86875, 0.671875, 0.85]),
    ];
    for (region, numbers) in values {
        for (metric, number) in metrics.into_iter().zip(numbers) {
            let got = value(cluster(&found, region), metric).unwrap();
            assert!(close(got, number), "{region}, {metric:?}: {got} instead of {number}");
        }
    }
}

/// numpy, by definition.
#[test]
fn archetypes_have_their_memberships() {
    let found = compute(&quick(), &archetypes()).unwrap();
    let memberships = [
        ("valley", [0.9933071490757153, 0.9789968281244659, 0.04021714020685896, 0.029312230751356333, 0.0066928509242848554, 0.8807970779778823]),
        ("port", [0.10500058502026482, 0.004772333872758889, 0.9586263489399246, 0.9933071490757153, 0.0066928509242848554, 0.8589324724927234]),
        ("airport", [0.0066928509242848554, 0.9241418199787566, 0.060086650174007626, 0.22270013882530884, 0.9770226300899744, 0.04742587317756677]),
        ("fort", [0.042087727915618836, 0.06608537866754868, 0.8354835371034367, 0.8411308951190848, 0.0066928509242848554, 0.09662553464828688]),
    ];
    for (region, numbers) in memberships {
        let cards = &cluster(&found, region).evidence;
        for (card, number) in cards.iter().zip(numbers) {
            assert!(close(card.membership.unwrap(), number), "{region}, {:?}: {:?} instead of {number}", card.metric, card.membership);
        }
        assert!(cards[7..].iter().all(|c| c.membership.is_none() && c.threshold.is_none()), "what judges nothing has no membership");
    }
    assert!(close(cluster(&found, "fort").evidence[6].membership.unwrap(), 0.9755769099458929));
}

/// numpy, by definition.
#[test]
fn archetypes_have_their_labels() {
    let found = compute(&quick(), &archetypes()).unwrap();
    let relative = [
        ("valley", Label::Marshallian, [0.7298426901585681, 0.1393973412760878, 0.1257080208452619, 0.005051947720082233]),
        ("port", Label::HubAndSpoke, [0.1689229986700341, 0.7857855843593521, 0.039949585313598795, 0.0053418316570149425]),
        ("airport", Label::SatellitePlatform, [0.08012029218101195, 0.11476601875877876, 0.7993033178609664, 0.005810371199242652]),
        ("fort", Label::StateAnchored, [0.061269381110873454, 0.2411667982780676, 0.04644894558525371, 0.6511148750258053]),
    ];
    for (region, label, scores) in relative {
        let typed = cluster(&found, region);
        assert_eq!((typed.label, typed.coverage, typed.reason), (label, Some(1.0), None), "{region}");
        for (got, score) in typed.relative.iter().zip(scores) {
            assert!(close(got.unwrap(), score), "{region}: {got:?} instead of {score}");
        }
    }
}

#[test]
fn the_basis_of_each_metric_is_told() {
    let found = compute(&quick(), &archetypes()).unwrap();
    let basis = |region: &str| cluster(&found, region).evidence.iter().map(|e| e.basis).collect::<Vec<_>>();
    let (register, linkages) = (Some(Basis::Register), Some(Basis::Linkages));
    let judging = [register, register, register, linkages, register, linkages, register, register, register, None, None];
    assert_eq!(basis("valley")[..11], judging);
    assert_eq!((basis("valley")[11], basis("fort")[11]), (None, Some(Basis::Indicators)));
    assert_eq!(cluster(&found, "valley").evidence[11].reason, Some("not-given"));
}

/// Mixed if the best is below 0.5 or leads by less than 0.1: the best of the valley is 0.7298, its lead 0.5904.
#[test]
fn a_type_must_stand_out() {
    let label = |mixed_below, mixed_gap| {
        let method = ClusterTypology { mixed_below, mixed_gap, ..quick() };
        cluster(&compute(&method, &archetypes()).unwrap(), "valley").label
    };
    assert_eq!(
        [label(0.72, 0.1), label(0.74, 0.1), label(0.5, 0.58), label(0.5, 0.6)],
        [Label::Marshallian, Label::Mixed, Label::Marshallian, Label::Mixed]
    );
}

/// An own simulation in numpy with the same definition, 40,000 draws; here 3,000. Four standard errors of both.
#[test]
fn shares_of_draws_agree_with_an_independent_simulation() {
    let method = ClusterTypology { draws: 3000, ..Default::default() };
    let found = compute(&method, &archetypes()).unwrap();
    let simulated: [(&str, [f64; 5]); 4] = [
        ("valley", [0.929825, 0.0, 0.0, 0.0, 0.070175]),
        ("port", [0.0, 0.9802, 0.0, 0.0, 0.0198]),
        ("airport", [0.000025, 0.00005, 0.987125, 0.0, 0.0128]),
        ("fort", [0.0, 0.0, 0.0, 0.8278, 0.1722]),
    ];
    for (region, shares) in simulated {
        let got = cluster(&found, region).probabilities.unwrap();
        assert!(close(got.iter().sum(), 1.0), "{region}");
        for (got, share) in got.into_iter().zip(shares) {
            let error = (share * (1.0 - share) * (1.0 / 3000.0 + 1.0 / 40_000.0)).sqrt();
            assert!((got - share).abs() < 4.0 * error + 1e-3, "{region}: {got} instead of {share}");
        }
    }
    let largest = |region: &str| cluster(&found, region).evidence.iter().find(|e| e.metric == Metric::LargestFirm).unwrap();
    // Quantiles of the same simulation; a percentile of 3,000 draws is off by a few per cent of the width.
    let (valley, fort) = (largest("valley"), largest("fort"));
    for (got, want) in [(valley.low, 0.07142857), (valley.high, 0.09876543), (fort.low, 0.38461538), (fort.high, 0.73170732)] {
        assert!((got.unwrap() - want).abs() < 0.03 * want, "{got:?} instead of {want}");
    }
}

#[test]
fn draws_repeat_and_do_not_depend_on_other_clusters() {
    let method = ClusterTypology { draws: 99, ..Default::default() };
    let inputs = archetypes();
    let (all, again) = (compute(&method, &inputs).unwrap(), compute(&method, &inputs).unwrap());
    assert_eq!(all, again);
    let other = method.compute(&inputs, &Context { seed: Seed::new(2), watch: &Unwatched }).unwrap();
    assert_ne!(all, other);
    let valley: Vec<Plant> = (0..20).map(|i| Plant(format!("valley{i:02}"), "valley", 10.0 + 2.0 * f64::from(i), false, false)).collect();
    let alone = Typed { source: register(&valley).into(), ..inputs };
    let alone = compute(&method, &Typed { indicators: None, ..alone }).unwrap();
    assert_eq!(alone.clusters[0].probabilities, cluster(&all, "valley").probabilities);
}

/// Nothing is left to chance if all firms stay, thresholds hardly move and weights are equal.
#[test]
fn a_census_judged_firmly_is_certain() {
    let firm = |at| Threshold { at, width: 0.001 };
    let mut method = ClusterTypology { keep_largest: 1000, weight_concentration: 0, draws: 50, ..Default::default() };
    method.thresholds.small_firms = firm(0.5);
    method.thresholds.hhi = firm(0.25);
    method.thresholds.largest_firm = firm(0.4);
    method.thresholds.hub_purchases = firm(0.5);
    method.thresholds.external = firm(0.5);
    method.thresholds.local_purchases = firm(0.4);
    method.thresholds.state = firm(0.5);
    let found = compute(&method, &archetypes()).unwrap();
    for typed in &found.clusters {
        assert_eq!(typed.probability_of(typed.label), Some(1.0), "{typed:?}");
        assert!(typed.evidence.iter().all(|e| e.low == e.high && (e.low.is_none() || e.low == e.value)));
    }
    assert_eq!(found.clusters.iter().filter(|c| c.label == Label::Mixed).count(), 0);
}

/// A fifth of the employment, the hub of eight jobs in ten, is in every draw with `keep_largest`, and not without.
#[test]
fn the_largest_firms_stay_in_every_draw() {
    let plants: Vec<Plant> = (0..10).map(|i| Plant(format!("p{i}"), "r", if i == 0 { 800.0 } else { 20.0 }, false, false)).collect();
    let low = |keep_largest| {
        let found = compute(&ClusterTypology { keep_largest, draws: 200, ..Default::default() }, &only(register(&plants))).unwrap();
        found.clusters[0].evidence[2].low.unwrap()
    };
    // Kept: 800 of 980. Not kept: with probability 0.9^10 = 0.35 it is in no draw, and the largest has a tenth.
    assert!(close(low(1), 800.0 / 980.0));
    assert!(close(low(0), 0.1));
}

#[test]
fn a_register_alone_is_not_enough_evidence() {
    let plants: Vec<Plant> = (0..10).map(|i| Plant(format!("p{i}"), "r", 10.0, false, false)).collect();
    let bare = Register { external: None, state: None, ..register(&plants) };
    let typed = compute(&ClusterTypology::default(), &only(bare.clone())).unwrap().clusters.remove(0);
    assert_eq!((typed.label, typed.reason, typed.relative, typed.probabilities), (Label::EvidenceMissing, Some("little-evidence"), [None; 4], None));
    assert!(close(typed.coverage.unwrap(), 3.0 / 7.0));
    let lax = compute(&ClusterTypology { min_coverage: 0.4, ..Default::default() }, &only(bare)).unwrap().clusters.remove(0);
    assert_eq!((lax.label, lax.relative[2], lax.relative[3]), (Label::Marshallian, None, None), "only what can be judged has a score");
    assert_eq!((lax.probability_of(Label::SatellitePlatform), lax.judges(Label::SatellitePlatform)), (None, false));
    // Two scores: (0.9933 · 0.9526)^½ and 0.0474 (the memberships of the page's example).
    let (marshallian, hub) = ((0.993_307_149_075_715_3 * 0.952_574_126_822_433_4_f64).sqrt(), 0.047_425_873_177_566_78);
    assert!(close(lax.relative[0].unwrap(), marshallian / (marshallian + hub)));
}

#[test]
fn answers_must_be_known_for_most_of_employment() {
    let plants: Vec<Plant> = (0..10).map(|i| Plant(format!("p{i}"), "r", 10.0, i < 4, false)).collect();
    let mut source = register(&plants);
    let card = |source: &Register| compute(&quick(), &only(source.clone())).unwrap().clusters[0].evidence[4];
    assert_eq!((card(&source).value, card(&source).reason), (Some(0.4), None));
    source.external.as_mut().unwrap()[9] = None;
    source.external.as_mut().unwrap()[8] = None;
    assert_eq!(card(&source).value, Some(0.5), "4 of the 8 that are known");
    source.external.as_mut().unwrap()[7] = None;
    assert_eq!((card(&source).value, card(&source).reason), (None, Some("mostly-unknown")));
    source.external = Some(vec![None; 10]);
    assert_eq!(card(&source).reason, Some("not-given"));
}

#[test]
fn establishments_of_an_owner_are_one_firm() {
    let plants: Vec<Plant> = (0..12).map(|i| Plant(format!("p{i:02}"), "r", 100.0, false, false)).collect();
    let owners: Vec<Option<&str>> = (0..12).map(|i| (i < 6).then_some("group")).collect();
    let source = Register { owner: Some(Labels::new(&owners)), ..register(&plants) };
    // The group has 600 of 1200 jobs and is not small; the other six have a twelfth each.
    let typed = compute(&quick(), &only(source.clone())).unwrap().clusters.remove(0);
    assert_eq!((typed.establishments, typed.firms), (12, 7));
    assert_eq!(value(&typed, Metric::LargestFirm), Some(0.5));
    assert!(close(value(&typed, Metric::SmallFirms).unwrap(), 0.5));
    assert!(close(value(&typed, Metric::Hhi).unwrap(), 0.25 + 6.0 / 144.0));
    // What the group buys from itself is no purchase: 3 of the 4 that it buys come from p06.
    let bought = flows(&[("p00".into(), "p01".into(), 50.0), ("p06".into(), "p02".into(), 3.0), ("far".into(), "p03".into(), 1.0)]);
    let linked = Typed { linkages: Some(bought.into()), ..only(source) };
    let typed = compute(&quick(), &linked).unwrap().clusters.remove(0);
    assert_eq!((value(&typed, Metric::LocalPurchases), value(&typed, Metric::HubPurchases)), (Some(0.75), Some(1.0)));
}

#[test]
fn clusters_may_be_industries_or_both() {
    let names = |by| {
        let plants =
            (0..24).fold(RegisterBuilder::default(), |b, i| b.plant(&format!("p{i:02}"), ["cars", "wine"][i % 2], ["north", "south"][i / 12], 10.0));
        // Cars of the north buy from wine of the north and, as much, from cars of the south.
        let bought = flows(&[("p01".into(), "p00".into(), 1.0), ("p12".into(), "p00".into(), 1.0), ("p02".into(), "p03".into(), 1.0)]);
        let inputs = Typed { linkages: Some(bought.into()), ..only(plants.build()) };
        let found = compute(&ClusterTypology { cluster: by, ..quick() }, &inputs).unwrap();
        found.clusters.iter().map(|c| (c.region, c.industry, c.firms, value(c, Metric::LocalPurchases))).collect::<Vec<_>>()
    };
    assert_eq!(names(ClusterBy::Region), [(Some(0), None, 12, Some(2.0 / 3.0)), (Some(1), None, 12, None)]);
    assert_eq!(names(ClusterBy::Industry), [(None, Some(0), 12, Some(1.0)), (None, Some(1), 12, Some(1.0))]);
    let both = [(Some(0), Some(0), 6, Some(0.5)), (Some(0), Some(1), 6, Some(1.0)), (Some(1), Some(0), 6, None), (Some(1), Some(1), 6, None)];
    assert_eq!(names(ClusterBy::RegionAndIndustry), both);
}

#[test]
fn a_committee_can_type_what_it_knows() {
    let plants: Vec<Plant> = (0..10).map(|i| Plant(format!("p{i}"), "r", 300.0, false, false)).collect();
    let source = Register { external: None, state: None, ..register(&plants) };
    let told =
        indicators(&[("r", "hq", 0.9), ("r", "local_purchases", 0.1), ("r", "external_sales", 0.95), ("r", "state", 0.2), ("elsewhere", "hq", 0.5)]);
    let method = ClusterTypology { indicator_codes: IndicatorCodes { external: "hq".into(), ..Default::default() }, ..Default::default() };
    let inputs = Typed { indicators: Some(told.into()), ..only(source) };
    let found = compute(&method, &inputs).unwrap();
    let typed = &found.clusters[0];
    assert_eq!((typed.label, value(typed, Metric::ExternalSales)), (Label::SatellitePlatform, Some(0.95)));
    assert!(close(typed.coverage.unwrap(), 6.0 / 7.0));
    assert_eq!((typed.evidence[4].basis, typed.evidence[4].low), (Some(Basis::Indicators), None), "what is typed is taken as exact");
    assert_eq!(found.other_entities, ["elsewhere"]);
    let unknown = ClusterTypology { indicator_codes: IndicatorCodes { external: "headquarters".into(), ..Default::default() }, ..quick() };
    let said = compute(&unknown, &inputs).unwrap_err();
    assert!(matches!(&said, MethodError::UnknownCode { setting: "indicator_codes", code, .. } if code == "headquarters"), "{said:?}");
}

fn needs(error: MethodError) -> Message {
    let MethodError::Needs { what } = error else { panic!("{error:?}") };
    what
}

#[test]
fn a_share_outside_0_to_1_is_named_with_cluster_and_indicator() {
    for wrong in [35.0, -0.1, 1.0001] {
        let inputs = Typed { indicators: Some(indicators(&[("port", "cooperation", 0.5), ("fort", "cooperation", wrong)]).into()), ..archetypes() };
        let what = needs(compute(&quick(), &inputs).unwrap_err());
        assert_eq!(what.key, "cluster-typology-not-a-share");
        let said = format!("{:?}", what.args);
        assert!(said.contains("fort") && said.contains("cooperation"), "{said}");
    }
}

#[test]
fn inputs_that_do_not_fit_are_refused() {
    let refused = |linkages: Option<Flows>, told: Option<Indicators>| {
        let inputs = Typed { linkages: linkages.map(Arc::new), indicators: told.map(Arc::new), ..archetypes() };
        needs(compute(&quick(), &inputs).unwrap_err()).key
    };
    assert_eq!(refused(Some(flows(&[("a".into(), "b".into(), 1.0)])), None), "cluster-typology-needs-linked-ids");
    assert_eq!(refused(Some(flows(&[("port00".into(), "port01".into(), -1.0)])), None), "cluster-typology-negative-purchase");
    assert_eq!(refused(None, Some(indicators(&[("port", "mood", 0.5)]))), "cluster-typology-needs-indicators");
    assert_eq!(refused(None, Some(indicators(&[("harbour", "cooperation", 0.5)]))), "cluster-typology-needs-entities");
    assert_eq!(refused(None, Some(indicators(&[("port", "cooperation", 0.5), ("port", "cooperation", 0.5)]))), "cluster-typology-given-twice");
    let source = Register::clone(&archetypes().source);
    let refused = |source: Register| needs(compute(&quick(), &only(source)).unwrap_err()).key;
    assert_eq!(refused(Register { size: None, ..source.clone() }), "cluster-typology-needs-sizes");
    assert_eq!(refused(Register { region: None, ..source }), "needs-regions");
}

#[test]
fn fewer_than_five_firms_have_no_type() {
    let plants = |n: usize, region| (0..n).map(move |i| Plant(format!("{region}{i}"), region, 10.0, false, false));
    let few: Vec<Plant> = plants(4, "small").collect();
    let error = compute(&quick(), &only(register(&few))).unwrap_err();
    assert_eq!(error, MethodError::TooFew { what: "firms in a cluster", need: 5, got: 4 });
    let both: Vec<Plant> = plants(4, "small").chain(plants(5, "large")).chain([Plant("idle".into(), "small", 0.0, false, false)]).collect();
    let inputs = only(register(&both));
    let method = ClusterTypology::default();
    let found = compute(&method, &inputs).unwrap();
    let small = cluster(&found, "small");
    assert_eq!((small.firms, small.label, small.reason, small.coverage), (4, Label::EvidenceMissing, Some("too-few-firms"), None));
    let named = |n: &&agglom_method::Note| n.message.key == "cluster-typology-too-few-firms" && format!("{:?}", n.message.args).contains("small");
    assert!(method.present(&inputs, &found).notes.iter().any(|n| named(&n)), "the cluster is named");
}

#[test]
fn senseless_settings_are_refused() {
    let refused = |change: fn(&mut ClusterTypology)| {
        let mut method = ClusterTypology::default();
        change(&mut method);
        method.check().map_err(|SettingError { setting, .. }| setting)
    };
    assert_eq!(refused(|m| m.alpha = 1.0), Err("alpha"));
    assert_eq!(refused(|m| m.small_below = f64::NAN), Err("small_below"));
    assert_eq!(refused(|m| m.thresholds.state.at = 50.0), Err("thresholds"));
    assert_eq!(refused(|m| m.thresholds.hhi.width = 0.0), Err("thresholds"));
    assert_eq!(refused(|m| m.min_coverage = 1.1), Err("min_coverage"));
    assert_eq!(refused(|m| m.mixed_gap = f64::NAN), Err("mixed_gap"));
    assert_eq!(refused(|m| m.draws = 10), Err("draws"));
    assert_eq!(refused(|m| m.draws = 0), Ok(()));
    assert_eq!(refused(|m| m.hub_firms = 0), Err("hub_firms"));
    assert_eq!(refused(|m| m.weight_concentration = 5000), Err("weight_concentration"));
    assert_eq!(refused(|m| m.indicator_codes.state = "external".into()), Err("indicator_codes"));
}

/// The keys of the messages that everything a finding says needs.
fn keys(finding: &Finding) -> Vec<String> {
    fn of(message: &Message, keys: &mut Vec<String>) {
        fn argument(argument: &agglom_method::Argument, keys: &mut Vec<String>) {
            match argument {
                agglom_method::Argument::Message(message) => of(message, keys),
                agglom_method::Argument::List(list) => list.iter().for_each(|a| argument_in(a, keys)),
                _ => {}
            }
        }
        fn argument_in(one: &agglom_method::Argument, keys: &mut Vec<String>) {
            argument(one, keys);
        }
        keys.push(message.key.clone());
        message.args.iter().for_each(|(_, a)| argument(a, keys));
    }
    let mut keys = Vec::new();
    finding.notes.iter().for_each(|n| of(&n.message, &mut keys));
    for table in &finding.tables {
        of(&table.title, &mut keys);
        for column in &table.columns {
            let name = column.name.replace('_', "-");
            keys.push(format!("column-{name}"));
            if let Values::Word(words) = &column.values {
                keys.extend(words.iter().flatten().map(|word| format!("{name}-{word}")));
            }
        }
    }
    finding.charts.iter().for_each(|c| [&c.title, &c.reading].into_iter().for_each(|m| of(m, &mut keys)));
    keys
}

fn presented() -> Vec<Finding> {
    let bare = |inputs: Typed| Typed {
        linkages: None,
        indicators: None,
        source: Register { external: None, state: None, ..Register::clone(&inputs.source) }.into(),
    };
    let ways = [
        (ClusterTypology { draws: 99, ..Default::default() }, archetypes()),
        (quick(), archetypes()),
        (ClusterTypology { draws: 39, min_coverage: 0.0, ..Default::default() }, bare(archetypes())),
        (ClusterTypology::default(), bare(archetypes())),
        (ClusterTypology { cluster: ClusterBy::Industry, ..quick() }, archetypes_without_indicators()),
        (ClusterTypology { cluster: ClusterBy::RegionAndIndustry, draws: 39, ..Default::default() }, archetypes_without_indicators()),
    ];
    ways.iter().map(|(method, inputs)| method.present(inputs, &compute(method, inputs).unwrap())).collect()
}

fn archetypes_without_indicators() -> Typed {
    Typed { indicators: None, ..archetypes() }
}

#[test]
fn everything_that_is_said_is_in_both_catalogues() {
    let catalogues = [agglom_models::MESSAGES, agglom_method::MESSAGES, agglom_measures::MESSAGES];
    for finding in presented() {
        for key in keys(&finding) {
            let known = |text: &str| text.lines().any(|l| l.strip_prefix(&key).is_some_and(|rest| rest.starts_with(" =")));
            assert!(catalogues.iter().any(|c| known(c.en)) && catalogues.iter().any(|c| known(c.zh)), "`{key}`");
        }
    }
}

#[test]
fn tables_are_as_announced_and_charts_name_their_columns() {
    for finding in presented() {
        for table in &finding.tables {
            let spec = ClusterTypology::TABLES.iter().find(|t| t.name == table.name).unwrap();
            let mut announced = spec.columns();
            for column in &table.columns {
                assert!(announced.any(|c| c == column.name), "{}.{}", table.name, column.name);
                assert_eq!(column.values.len(), table.rows());
                assert!((0..table.rows()).filter_map(|i| column.values.number(i)).all(f64::is_finite));
            }
        }
        for chart in &finding.charts {
            let table = finding.tables.iter().find(|t| t.name == chart.table).unwrap();
            let columns: Vec<&String> = match &chart.mark {
                Mark::Bars { label, values, .. } => label.iter().chain(values).collect(),
                Mark::Heat { row, column, value, .. } => vec![row, column, value],
                _ => panic!("another chart"),
            };
            assert!(columns.iter().all(|c| table.get(c).is_some()), "{columns:?}");
        }
        assert_eq!(finding.notes[0].kind, NoteKind::Headline);
        assert!(finding.notes.iter().any(|n| n.message.key == "cluster-typology-proposals" && n.kind == NoteKind::Caution));
    }
}

#[test]
fn probabilities_in_the_tables_add_up_and_missing_evidence_says_why() {
    let finding = &presented()[0];
    let table = finding.tables.iter().find(|t| t.name == "label_probabilities").unwrap();
    assert_eq!(table.rows(), 20);
    let total: f64 = (0..5).filter_map(|i| table.get("probability").unwrap().values.number(i)).sum();
    assert!(close(total, 1.0));
    let finding = &presented()[3];
    let main = finding.tables.iter().find(|t| t.name == "cluster_typology").unwrap();
    assert_eq!(main.get("label").unwrap().values.text(0).as_deref(), Some("evidence-missing"));
    assert_eq!(main.get("reason").unwrap().values.text(0).as_deref(), Some("little-evidence"));
    assert_eq!(finding.notes[0].message.key, "cluster-typology-none");
    assert_eq!(finding.charts.len(), 1, "no chart of probabilities without any");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever the sizes, answers and purchases: no panic, shares are shares, probabilities add to one, and the order of rows is nothing.
    #[test]
    fn nothing_breaks_it(
        plants in prop::collection::vec((0usize..3, prop_oneof![Just(0.0), 0.0..1e4, Just(1e308), Just(5e-324)], any::<Option<bool>>(), any::<Option<bool>>(), 0usize..6), 0..40),
        purchases in prop::collection::vec((0usize..45, 0usize..45, prop_oneof![Just(0.0), 0.0..1e3, Just(1.7e308)]), 0..60),
        keep in 0usize..8,
        min_coverage in 0.0..1.0,
    ) {
        let build = |order: &[usize]| order.iter().fold(RegisterBuilder::default(), |b, &i| {
            b.plant(&format!("p{i:02}"), "i", ["a", "b", "c"][plants[i].0], plants[i].1)
        }).build();
        let forward: Vec<usize> = (0..plants.len()).collect();
        let backward: Vec<usize> = forward.iter().rev().copied().collect();
        let owners: Vec<Option<String>> = plants.iter().map(|p| (p.4 < 4).then(|| format!("o{}", p.4))).collect();
        let dress = |register: Register| Register {
            external: Some(plants.iter().map(|p| p.2).collect()),
            state: Some(plants.iter().map(|p| p.3).collect()),
            owner: Some(Labels::new(&owners)),
            ..register
        };
        let mut unique = std::collections::BTreeMap::new();
        for (from, to, value) in &purchases {
            unique.insert((format!("p{from:02}"), format!("p{to:02}")), *value);
        }
        let bought: Vec<(String, String, f64)> = unique.into_iter().map(|((from, to), value)| (from, to, value)).collect();
        let linkages = (!bought.is_empty()).then(|| Arc::new(flows(&bought)));
        let method = ClusterTypology { draws: 39, keep_largest: keep, min_coverage, ..Default::default() };
        let with = |order: &[usize]| {
            let inputs = Typed { linkages: linkages.clone(), ..only(dress(build(order))) };
            let found = compute(&method, &inputs);
            if let Ok(found) = &found { method.present(&inputs, found); }
            found
        };
        let found = with(&forward);
        prop_assert_eq!(&found, &with(&backward));
        for typed in found.iter().flat_map(|f| &f.clusters) {
            if let Some(probabilities) = typed.probabilities {
                prop_assert!(close(probabilities.iter().sum(), 1.0));
            }
            let scores: Vec<f64> = typed.relative.iter().flatten().copied().collect();
            prop_assert!(scores.is_empty() || close(scores.iter().sum(), 1.0));
            for card in &typed.evidence {
                let numbers = [card.value, card.low, card.high, card.membership];
                prop_assert!(numbers.iter().flatten().all(|n| (0.0..=1.0 + 1e-12).contains(n)), "{card:?}");
                prop_assert_eq!(card.value.is_none(), card.reason.is_some());
            }
        }
    }
}
