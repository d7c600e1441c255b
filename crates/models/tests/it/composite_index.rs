use agglom_method::{
    Aim, Bound, Codes, Context, Finding, Indicator, Indicators, Inputs, Method, MethodError, NoteKind, Printed, Reading, Seed, Unwatched,
};
use agglom_models::Assessed;
use agglom_models::composite_index::{
    Aggregation, Composite, CompositeIndex, Deduction, Group, Judgement, Normalisation, Preference, PreferenceFunction, Standing, UnknownWeights,
    Veto, Weighting,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// mcda_matrix.csv of the oracles: 6 zones and 7 indicators; less debt and less energy are better.
const NAMES: [&str; 7] = ["1 rev", "2 rev_prev", "3 invest_growth", "4 debt_ratio", "5 energy_intensity", "6 rd", "7 firms"];
const MATRIX: [[f64; 7]; 6] = [
    [5188.45, 4399.07, 24.19, 46.0, 1.32, 108.64, 278.0],
    [4120.3, 3905.2, 12.4, 38.5, 0.98, 150.2, 310.0],
    [2875.6, 2410.8, 30.1, 55.2, 1.75, 60.75, 145.0],
    [6310.1, 5987.4, 8.65, 61.3, 1.1, 201.35, 402.0],
    [1540.25, 1233.9, 18.75, 29.8, 2.4, 35.1, 98.0],
    [3666.7, 3122.15, 21.05, 42.1, 0.75, 88.88, 187.0],
];
/// pymcdm 1.4.0, critic_weights without direction: the weights under which the oracles rank.
const ORACLE_WEIGHTS: [f64; 7] = [
    0.098_570_969_406_969_38,
    0.097_345_283_195_218_15,
    0.227_799_619_718_890_34,
    0.108_538_678_200_913_79,
    0.243_560_336_401_571_13,
    0.112_836_320_527_844_87,
    0.111_348_792_548_592_41,
];

fn aim(indicator: usize) -> Aim {
    if [3, 4].contains(&indicator) { Aim::Down } else { Aim::Up }
}

/// Figures as (entity, period, indicator, value); a value that is not finite is missing.
fn source(entities: usize, periods: usize, names: &[&str], aim: impl Fn(usize) -> Aim, value: impl Fn(usize, usize, usize) -> f64) -> Indicators {
    let mut rows = Vec::new();
    for entity in 0..entities {
        for period in 0..periods {
            for indicator in 0..names.len() {
                let figure = value(entity, period, indicator);
                let observed = Reading::Observed(Printed { value: figure, decimals: 2 });
                rows.push(Indicator {
                    row: rows.len() as u64 + 2,
                    entity: entity as u32,
                    indicator: indicator as u32,
                    period: period as u32,
                    value: if figure.is_finite() { observed } else { Reading::Missing },
                    previous: Reading::Missing,
                    growth_printed: Reading::Missing,
                    unit: None,
                    kind: None,
                    direction: Some(aim(indicator)),
                });
            }
        }
    }
    Indicators {
        entities: Codes::new((0..entities).map(|e| format!("z{e}"))).into(),
        indicators: Codes::new(names.iter().copied()).into(),
        periods: Codes::new((0..periods).map(|p| format!("{}", 2020 + p))).into(),
        rows,
    }
}

fn oracle() -> Indicators {
    source(6, 1, &NAMES, aim, |e, _, i| MATRIX[e][i])
}

fn small(figures: &[Vec<f64>]) -> Indicators {
    source(figures.len(), 1, &NAMES[..figures[0].len()], |_| Aim::Up, |e, _, i| figures[e][i])
}

fn try_compute(method: &CompositeIndex, source: Indicators) -> Result<Composite, MethodError> {
    method.check().unwrap();
    method.compute(&Assessed { source: source.into() }, &Context { seed: Seed::new(5), watch: &Unwatched })
}

fn compute(method: &CompositeIndex, source: Indicators) -> Composite {
    try_compute(method, source).unwrap()
}

fn finding(method: &CompositeIndex, source: Indicators) -> Finding {
    let source = std::sync::Arc::new(source);
    let inputs = Assessed::take(&Bound::default().with("source", agglom_method::Shape::Indicators(source))).unwrap();
    let found = method.compute(&inputs, &Context { seed: Seed::new(5), watch: &Unwatched }).unwrap();
    method.present(&inputs, &found)
}

fn plain() -> CompositeIndex {
    CompositeIndex { draws: 0, ..Default::default() }
}

fn weights_of(pairs: &[(&str, f64)]) -> BTreeMap<String, f64> {
    pairs.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect()
}

fn as_in_the_oracle(aggregation: Aggregation) -> CompositeIndex {
    let pairs: Vec<(&str, f64)> = NAMES.into_iter().zip(ORACLE_WEIGHTS).collect();
    CompositeIndex { weighting: Weighting::Given, weights: weights_of(&pairs), aggregation, ..plain() }
}

fn scores(found: &Composite) -> Vec<f64> {
    found.rows.iter().map(|row| row.composite_index.unwrap()).collect()
}

fn weights(found: &Composite) -> Vec<f64> {
    found.weights.iter().map(|weight| weight.weight.unwrap()).collect()
}

fn places(found: &Composite) -> Vec<u32> {
    found.rows.iter().map(|row| row.rank.unwrap()).collect()
}

fn close(found: &[f64], right: &[f64], off: f64) {
    assert_eq!(found.len(), right.len());
    assert!(found.iter().zip(right).all(|(f, r)| (f - r).abs() <= off), "{found:?}\nagainst\n{right:?}");
}

/// mcda.json: critic_direction_adjusted and entropy_direction_adjusted_minmax (numpy); the standard deviation weights by numpy 2.4 of
/// the same scaled figures.
#[test]
fn data_weights_count_the_direction() {
    let of = |weighting| weights(&compute(&CompositeIndex { weighting, ..plain() }, oracle()));
    let critic = [
        0.097_388_093_077_476_91,
        0.096_084_376_805_122_4,
        0.243_157_832_418_658_54,
        0.241_906_960_554_845_78,
        0.110_802_977_892_839_8,
        0.105_665_820_021_846_96,
        0.104_993_939_229_209_56,
    ];
    close(&of(Weighting::Critic), &critic, 1e-12);
    let entropy = [
        0.131_062_178_831_198_58,
        0.137_149_438_795_865_97,
        0.146_234_304_299_369_15,
        0.140_860_705_106_281_1,
        0.109_214_089_094_232_69,
        0.168_452_292_385_781_27,
        0.167_026_991_487_271_32,
    ];
    close(&of(Weighting::Entropy), &entropy, 1e-12);
    let deviation = [
        0.139_498_620_602_215_8,
        0.137_231_358_656_977_9,
        0.143_866_119_726_852_95,
        0.143_157_098_229_663,
        0.144_348_879_201_571_72,
        0.144_227_048_794_326_5,
        0.147_670_874_788_392_25,
    ];
    close(&of(Weighting::StandardDeviation), &deviation, 1e-12);
    close(&of(Weighting::Equal), &[1.0 / 7.0; 7], 1e-15);
}

/// mcda.json, pymcdm 1.4.0; the vector normalisation also scikit-criteria 0.10.
#[test]
fn topsis_agrees_with_pymcdm_and_scikit_criteria() {
    let vector = compute(&as_in_the_oracle(Aggregation::Topsis), oracle());
    let right = [
        0.641_561_964_419_500_1,
        0.568_588_743_324_754_4,
        0.494_692_666_479_112_64,
        0.568_003_378_447_968_6,
        0.252_933_818_333_832_5,
        0.616_656_093_617_369_5,
    ];
    close(&scores(&vector), &right, 1e-12);
    assert_eq!(places(&vector), [1, 3, 5, 4, 6, 2]);
    let minmax = compute(&CompositeIndex { topsis: Normalisation::Minmax, ..as_in_the_oracle(Aggregation::Topsis) }, oracle());
    let right = [
        0.645_553_110_614_379,
        0.558_329_140_182_745_2,
        0.511_678_617_262_721_7,
        0.525_157_683_836_098_8,
        0.307_431_370_383_147_9,
        0.631_846_264_949_528_3,
    ];
    close(&scores(&minmax), &right, 1e-12);
}

/// mcda.json, pymcdm 1.4.0.
#[test]
fn vikor_agrees_with_pymcdm() {
    let found = compute(&as_in_the_oracle(Aggregation::Vikor), oracle());
    let of = |number: fn(&agglom_models::composite_index::Compromise) -> f64| found.compromises.iter().map(|c| number(&c.2)).collect::<Vec<f64>>();
    let s = [
        0.366_771_747_930_101_2,
        0.408_210_411_634_937_65,
        0.568_912_724_845_024_1,
        0.388_002_611_701_955_66,
        0.784_199_029_996_718_3,
        0.406_881_487_107_540_24,
    ];
    close(&of(|c| c.group_regret), &s, 1e-12);
    let r = [
        0.084_139_025_302_360_95,
        0.187_974_511_376_426_98,
        0.147_612_325_091_861_29,
        0.227_799_619_718_890_37,
        0.243_560_336_401_571_13,
        0.096_111_261_466_478_19,
    ];
    close(&of(|c| c.individual_regret), &r, 1e-12);
    let q = [0.0, 0.375_299_543_948_804_5, 0.441_201_248_793_170_7, 0.475_999_591_494_999_1, 1.0, 0.085_593_029_439_825_25];
    close(&of(|c| c.compromise), &q, 1e-12);
    close(&scores(&found), &q.map(|q| 1.0 - q), 1e-12);
    assert_eq!(places(&found), [1, 3, 4, 5, 6, 2]);
    // 0.0856 is less than 1 / 5, and the first zone has the smallest S and R.
    assert_eq!(found.accepted, Some((false, true)));
}

/// Double loops over pairs of zones by the definition of Brans and Vincke, in numpy, thresholds 0.05 and 0.3, inflection 0.2.
#[test]
fn promethee_agrees_with_its_definition() {
    let of = |function| {
        let preference = Preference { function, ..Default::default() };
        scores(&compute(&CompositeIndex { preference, ..as_in_the_oracle(Aggregation::Promethee) }, oracle()))
    };
    let usual = [
        0.228_646_743_087_437_2,
        0.248_273_955_296_456_57,
        -0.235_520_608_449_775_51,
        0.132_475_135_039_134_88,
        -0.600_682_947_823_060_2,
        0.226_807_722_849_807_01,
    ];
    close(&of(PreferenceFunction::Usual), &usual, 1e-12);
    close(&of(PreferenceFunction::UShape), &usual, 1e-12);
    let v = [
        0.242_708_788_073_483_4,
        0.162_290_279_785_796_4,
        -0.222_545_165_010_208_38,
        0.179_029_055_536_874_5,
        -0.539_676_966_558_553,
        0.178_194_008_172_606_97,
    ];
    close(&of(PreferenceFunction::VShape), &v, 1e-12);
    let level = [
        0.210_323_993_883_968_55,
        0.180_788_445_587_867_5,
        -0.212_803_807_788_026,
        0.180_607_901_530_575_5,
        -0.535_611_837_848_540_8,
        0.176_695_304_634_155_34,
    ];
    close(&of(PreferenceFunction::Level), &level, 1e-12);
    let linear = [
        0.245_521_197_070_692_64,
        0.145_093_544_683_664_37,
        -0.219_950_076_322_294_96,
        0.188_339_839_636_422_45,
        -0.527_475_770_305_651_4,
        0.168_471_265_237_166_93,
    ];
    close(&of(PreferenceFunction::Linear), &linear, 1e-12);
    let gaussian = [
        0.233_204_071_739_263_2,
        0.139_052_176_945_586_3,
        -0.197_043_861_356_750_23,
        0.173_540_449_024_313_4,
        -0.491_556_905_130_691_34,
        0.142_804_068_778_768_28,
    ];
    close(&of(PreferenceFunction::Gaussian), &gaussian, 1e-12);
}

/// numpy on the scaled figures: r @ w and prod(r ** w).
#[test]
fn sum_and_product_agree_with_numpy() {
    let sum = compute(&as_in_the_oracle(Aggregation::WeightedSum), oracle());
    let right = [
        0.633_228_252_069_898_9,
        0.591_789_588_365_062_3,
        0.431_087_275_154_975_97,
        0.611_997_388_298_044_5,
        0.215_800_970_003_281_72,
        0.593_118_512_892_459_9,
    ];
    close(&scores(&sum), &right, 1e-12);
    let product = compute(&as_in_the_oracle(Aggregation::WeightedProduct), oracle());
    let right = [0.624_109_592_538_430_1, 0.513_133_767_747_598_3, 0.337_825_699_505_212_13, 0.0, 0.0, 0.542_153_892_677_598_2];
    close(&scores(&product), &right, 1e-12);
    assert_eq!((product.zeros, places(&product)), (2, vec![1, 3, 4, 5, 5, 2]));
    let said = finding(&as_in_the_oracle(Aggregation::WeightedProduct), oracle());
    assert!(said.notes.iter().any(|note| note.message.key == "composite-index-zeros"));
}

fn ahp(matrix: &[[f64; 4]; 4], how: Judgement) -> CompositeIndex {
    CompositeIndex {
        weighting: Weighting::Ahp,
        indicators: ["1 rev", "3 invest_growth", "5 energy_intensity", "7 firms"].map(str::to_owned).to_vec(),
        judgements: matrix.iter().map(|row| row.to_vec()).collect(),
        ahp: how,
        ..plain()
    }
}

const JUDGED: [[f64; 4]; 4] = [[1.0, 3.0, 5.0, 2.0], [1.0 / 3.0, 1.0, 3.0, 0.5], [0.2, 1.0 / 3.0, 1.0, 0.25], [0.5, 2.0, 4.0, 1.0]];

/// mcda.json: numpy.linalg.eig and geometric means of the same matrix.
#[test]
fn judgements_give_weights_and_their_consistency() {
    let found = compute(&ahp(&JUDGED, Judgement::Eigenvector), oracle());
    let right = [0.472_862_002_586_342_37, 0.169_900_980_901_149_77, 0.072_858_931_667_264_9, 0.284_378_084_845_242_9];
    close(&weights(&found), &right, 1e-12);
    assert!((found.consistency.unwrap().consistency_ratio.unwrap() - 0.018_929_462_028_499_117).abs() < 1e-12);
    let found = compute(&ahp(&JUDGED, Judgement::GeometricMean), oracle());
    let right = [0.472_343_091_054_162_8, 0.169_714_814_873_114_18, 0.072_516_935_188_224_01, 0.285_425_158_884_499_04];
    close(&weights(&found), &right, 1e-12);
    assert!((found.consistency.unwrap().geometric_consistency_index.unwrap() - 0.067_796_625_303_686_33).abs() < 1e-12);
}

#[test]
fn judgements_that_contradict_each_other_are_told_with_their_ratio() {
    let mut circle = JUDGED;
    (circle[0][2], circle[2][0]) = (0.2, 5.0);
    let notes = finding(&ahp(&circle, Judgement::Eigenvector), oracle()).notes;
    assert!(notes.iter().any(|note| note.kind == NoteKind::Caution && note.message.key == "composite-index-inconsistent"));
    let notes = finding(&ahp(&JUDGED, Judgement::Eigenvector), oracle()).notes;
    assert!(!notes.iter().any(|note| note.message.key == "composite-index-inconsistent"));
}

#[test]
fn senseless_settings_are_refused_and_named() {
    let problem = |method: CompositeIndex| method.check().unwrap_err().problem;
    let mut matrix = JUDGED;
    matrix[1][0] = 0.5;
    let said = problem(ahp(&matrix, Judgement::Eigenvector));
    assert!(said.contains("`1 rev` against `3 invest_growth` is 3 and `3 invest_growth` against `1 rev` is 0.5"), "{said}");
    matrix[1][0] = -1.0;
    assert!(problem(ahp(&matrix, Judgement::Eigenvector)).contains("`3 invest_growth` against `1 rev` is -1"));
    let mut method = ahp(&JUDGED, Judgement::Eigenvector);
    method.judgements[3].pop();
    assert!(problem(method.clone()).contains("`7 firms` has 3 numbers, not 4"));
    method.judgements.pop();
    assert!(problem(method).contains("3 rows for 4 names"));
    let given = |pairs: &[(&str, f64)]| CompositeIndex { weighting: Weighting::Given, weights: weights_of(pairs), ..plain() };
    assert!(problem(given(&[("a", 0.7), ("b", 0.6)])).contains("add up to 1.2999999999999998"));
    assert!(problem(given(&[("a", 1.2), ("b", -0.2)])).contains("`b` has the weight -0.2"));
    assert!(problem(CompositeIndex { weights: weights_of(&[("a", 1.0)]), ..plain() }).contains("given"));
    assert!(problem(CompositeIndex { bounds: [("a".to_owned(), [1.0, 1.0])].into(), ..plain() }).contains("`a`"));
    assert!(serde_json::from_str::<CompositeIndex>(r#"{"directions": {"a": "sideways"}}"#).is_err());
    assert!(serde_json::from_str::<CompositeIndex>(r#"{"directions": {"a": "down"}}"#).is_ok());
    for wrong in [
        CompositeIndex { draws: 5, ..plain() },
        CompositeIndex { alpha: 1.0, ..plain() },
        CompositeIndex { compromise: 1.5, ..plain() },
        CompositeIndex { data_error: f64::NAN, ..plain() },
        CompositeIndex { weight_concentration: -1.0, ..plain() },
        CompositeIndex { weighting: Weighting::Ahp, ..plain() },
        CompositeIndex { weighting: Weighting::Given, ..plain() },
        CompositeIndex { combine: vec![Weighting::Equal], weighting: Weighting::Combination, ..plain() },
        CompositeIndex { veto: vec![Veto { indicator: "a".into(), below: None, above: None }], ..plain() },
        CompositeIndex { deduct: vec![Deduction { indicator: "a".into(), below: None, above: Some(1.0), points: 0.0 }], ..plain() },
        CompositeIndex { preference: Preference { strict: 0.0, ..Default::default() }, ..plain() },
    ] {
        assert!(wrong.check().is_err(), "{wrong:?}");
    }
}

#[test]
fn weights_that_do_not_add_up_are_an_error_with_their_sum() {
    let figures = [vec![1.0, 2.0], vec![2.0, 1.0]];
    let given = |pairs: &[(&str, f64)]| CompositeIndex { weighting: Weighting::Given, weights: weights_of(pairs), ..plain() };
    let Err(MethodError::Setting { setting, problem }) = try_compute(&given(&[("1 rev", 0.5), ("2 rev_prev", 0.4)]), small(&figures)) else {
        panic!("0.9 is not 1")
    };
    assert_eq!((setting, problem.key.as_str()), ("weights", "composite-index-sum"));
    assert!(format!("{:?}", problem.args).contains("0.9"));
    let unknown = try_compute(&given(&[("1 rev", 0.5), ("2 rev_prve", 0.5)]), small(&figures)).unwrap_err();
    assert!(matches!(unknown, MethodError::UnknownCode { nearest: Some(nearest), .. } if nearest == "2 rev_prev"));
}

/// Two weightings are combined by hand: G = [[a, b], [b, c]], G x = (a, c), so x ∝ (a c - b c, c a - b a) = (c (a - b), a (c - b)).
#[test]
fn the_combination_of_two_weightings_is_the_one_by_hand() {
    let found = compute(&CompositeIndex { weighting: Weighting::Combination, ..plain() }, oracle());
    let of = |weighting| weights(&compute(&CompositeIndex { weighting, ..plain() }, oracle()));
    let (entropy, critic) = (of(Weighting::Entropy), of(Weighting::Critic));
    let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    let (a, b, c) = (dot(&entropy, &entropy), dot(&entropy, &critic), dot(&critic, &critic));
    let (x, y) = ((c * (a - b)).abs(), (a * (c - b)).abs());
    let right: Vec<f64> = entropy.iter().zip(&critic).map(|(e, k)| (x * e + y * k) / (x + y)).collect();
    close(&weights(&found), &right, 1e-9);
    close(&[found.combined[0].1], &[x / (x + y)], 1e-9);
}

#[test]
fn constant_indicators_are_dropped_and_told_unless_they_have_a_scale() {
    let figures = [vec![1.0, 5.0], vec![2.0, 5.0], vec![3.0, 5.0]];
    let found = compute(&plain(), small(&figures));
    assert_eq!((found.weights[1].reason, found.weights[1].weight, found.weights[0].weight), (Some("constant"), None, Some(1.0)));
    close(&scores(&found), &[0.0, 0.5, 1.0], 1e-15);
    assert!(finding(&plain(), small(&figures)).notes.iter().any(|note| note.message.key == "composite-index-constant"));
    let scaled = CompositeIndex { bounds: [("2 rev_prev".to_owned(), [0.0, 10.0])].into(), ..plain() };
    close(&scores(&compute(&scaled, small(&figures))), &[0.25, 0.5, 0.75], 1e-15);
    let all = try_compute(&plain(), small(&[vec![5.0], vec![5.0]])).unwrap_err();
    assert!(matches!(all, MethodError::Needs { what } if what.key == "composite-index-all-constant"));
    // The CRITIC weight of a constant indicator is 0, and it does not disturb the others.
    let critic = compute(&CompositeIndex { weighting: Weighting::Critic, ..scaled }, small(&[vec![1.0, 5.1], vec![2.0, 5.1], vec![4.0, 5.1]]));
    close(&weights(&critic), &[1.0, 0.0], 1e-12);
}

#[test]
fn bounds_are_pooled_over_periods_and_given_ones_clip() {
    // Periods 2020 and 2021 of two zones: 0, 4 and 6, 8 lie on one scale from 0 to 8.
    let values = [[0.0, 6.0], [4.0, 8.0]];
    let panel = || source(2, 2, &NAMES[..1], |_| Aim::Up, |e, p, _| values[e][p]);
    let found = compute(&plain(), panel());
    close(&scores(&found), &[0.0, 0.75, 0.5, 1.0], 1e-15);
    assert_eq!(places(&found), [2, 2, 1, 1], "ranks are within a period");
    let found = compute(&CompositeIndex { bounds: [("1 rev".to_owned(), [2.0, 6.0])].into(), ..plain() }, panel());
    close(&scores(&found), &[0.0, 1.0, 0.5, 1.0], 1e-15);
    assert_eq!(found.weights[0].clipped, Some(2));
}

#[test]
fn rows_that_lack_an_indicator_are_left_out_and_told() {
    let mut figures = MATRIX.map(|row| row.to_vec());
    figures[2][4] = f64::NAN;
    let found = compute(&plain(), source(6, 1, &NAMES, aim, |e, _, i| figures[e][i]));
    assert_eq!((found.rows[2].reason, found.rows[2].composite_index, found.rows[2].rank), (Some("missing-indicator"), None, None));
    assert_eq!(found.incomplete, [(2, 0, 4)]);
    assert_eq!(found.rows.iter().filter_map(|row| row.rank).max(), Some(5));
    let few = try_compute(&plain(), small(&[vec![1.0]])).unwrap_err();
    assert!(matches!(few, MethodError::TooFew { what: "entities", need: 2, got: 1 }));
    let gaps = try_compute(&plain(), small(&[vec![1.0, 2.0], vec![f64::NAN, 1.0]])).unwrap_err();
    assert!(matches!(gaps, MethodError::Needs { what } if what.key == "composite-index-incomplete"));
}

#[test]
fn directions_come_from_settings_before_data_and_must_not_contradict() {
    let mut figures = small(&[vec![1.0], vec![2.0]]);
    let down = CompositeIndex { directions: [("1 rev".to_owned(), Aim::Down)].into(), ..plain() };
    close(&scores(&compute(&down, figures.clone())), &[1.0, 0.0], 1e-15);
    figures.rows[0].direction = Some(Aim::Down);
    let two = try_compute(&plain(), figures.clone()).unwrap_err();
    assert!(matches!(two, MethodError::Needs { what } if what.key == "composite-index-two-directions"));
    assert!(try_compute(&down, figures.clone()).is_ok());
    figures.rows.iter_mut().for_each(|row| row.direction = None);
    let none = try_compute(&plain(), figures).unwrap_err();
    assert!(matches!(none, MethodError::Needs { what } if what.key == "index-no-direction"));
}

#[test]
fn a_veto_puts_last_and_a_deduction_costs_points() {
    let figures = [vec![9.0, 1.0], vec![5.0, 0.0], vec![1.0, 0.0]];
    // Accidents only veto and cost points; they have no weight.
    let method = CompositeIndex {
        indicators: vec!["1 rev".into()],
        veto: vec![Veto { indicator: "2 rev_prev".into(), below: None, above: Some(0.5) }],
        deduct: vec![Deduction { indicator: "1 rev".into(), below: Some(2.0), above: None, points: 0.25 }],
        ..plain()
    };
    let found = compute(&method, small(&figures));
    close(&scores(&found), &[1.0, 0.5, -0.25], 1e-15);
    assert_eq!(places(&found), [3, 1, 2]);
    assert_eq!((found.rows[0].veto, found.rows[1].veto, found.rows[2].deducted), (Some(1), None, Some(0.25)));
    assert_eq!(found.weights.len(), 1);
}

#[test]
fn obstacles_are_shares_of_what_is_lacking() {
    // r = (1, 0.5) and (0, 1) and (0.5, 0); weights 0.75 and 0.25.
    let figures = [vec![3.0, 2.0], vec![1.0, 3.0], vec![2.0, 1.0]];
    let pairs = weights_of(&[("1 rev", 0.75), ("2 rev_prev", 0.25)]);
    let method = CompositeIndex { weighting: Weighting::Given, weights: pairs, ..plain() };
    let found = compute(&method, small(&figures));
    let of: Vec<(u32, u32, f64, f64)> = found.obstacles.iter().map(|o| (o.entity, o.indicator, o.obstacle, o.gain)).collect();
    assert_eq!(of, [(0, 1, 1.0, 0.125), (1, 0, 1.0, 0.75), (2, 0, 0.6, 0.375), (2, 1, 0.4, 0.25)]);
    for aggregation in Aggregation::ALL {
        let found = compute(&CompositeIndex { aggregation, ..method.clone() }, small(&figures));
        assert!(found.obstacles.iter().all(|o| o.gain >= -1e-12), "{aggregation:?}");
    }
    // (0.5 + 1) ... if the third were at its best in the first indicator: 1^0.75 · 0^0.25 is still 0.
    let product = compute(&CompositeIndex { aggregation: Aggregation::WeightedProduct, ..method }, small(&figures));
    assert_eq!(product.obstacles[2].gain, 0.0);
    close(&[product.obstacles[3].gain], &[0.5f64.powf(0.75)], 1e-12);
}

/// The leader is asked again just inside and just outside of every interval, from scratch.
#[test]
fn weight_intervals_are_where_the_first_place_changes() {
    for aggregation in Aggregation::ALL {
        let method = as_in_the_oracle(aggregation);
        let base = compute(&method, oracle());
        let leader = |at: usize, w: f64| {
            let shifted = |j: usize| if j == at { w } else { ORACLE_WEIGHTS[j] * (1.0 - w) / (1.0 - ORACLE_WEIGHTS[at]) };
            let pairs: Vec<(&str, f64)> = NAMES.into_iter().enumerate().map(|(j, name)| (name, shifted(j))).collect();
            let found = compute(&CompositeIndex { weights: weights_of(&pairs), ..method.clone() }, oracle());
            found.rows.iter().position(|row| row.rank == Some(1)).unwrap() as u32
        };
        let first = base.rows.iter().position(|row| row.rank == Some(1)).unwrap() as u32;
        for (at, steady) in base.steadiness.iter().enumerate() {
            assert!(steady.low <= steady.weight && steady.weight <= steady.high);
            for (end, rival, outwards) in [(steady.low, steady.first_below, -1e-6), (steady.high, steady.first_above, 1e-6)] {
                if (0.0..=1.0).contains(&(end - outwards)) {
                    assert_eq!(leader(at, end - outwards), first, "{aggregation:?} {at} {steady:?}");
                }
                match rival {
                    Some(rival) if (0.0..=1.0).contains(&(end + outwards)) => {
                        assert_eq!(leader(at, end + outwards), rival, "{aggregation:?} {at} {steady:?}");
                    }
                    Some(_) => {}
                    None => assert!(end == 0.0 || end == 1.0),
                }
            }
        }
    }
}

/// Dropping the zone with the most extreme figures moves pooled bounds: z0 = (0, 0.5), z1 = (0.4, 0.2), z2 = (10, 0).
#[test]
fn dropping_an_entity_can_turn_others_round() {
    let figures = [vec![0.0, 5.0], vec![4.0, 2.0], vec![100.0, 0.0]];
    // With z2: 0, 0.04, 1 and 1, 0.4, 0: z0 0.5, z1 0.22. Without: 0, 1 and 1, 0: a tie, and ties do not count as turned.
    let found = compute(&plain(), small(&figures));
    assert_eq!(found.reversals.iter().map(|r| r.reversals).collect::<Vec<_>>(), [Some(0), Some(0), Some(0)]);
    // Three indicators: without z2 the order of z0 and z1 turns round (0.35 against 0.67).
    let figures = [vec![0.0, 5.0, 0.0], vec![4.0, 2.0, 1.0], vec![100.0, 0.0, 30.0]];
    let found = compute(&plain(), small(&figures));
    assert_eq!(found.reversals[2].reversals, Some(1));
    assert_eq!(found.reversals[2].first, Some(1));
    let fixed = ["1 rev", "2 rev_prev", "3 invest_growth"].into_iter().zip([[0.0, 100.0], [0.0, 5.0], [0.0, 30.0]]);
    let method = CompositeIndex { bounds: fixed.map(|(name, ends)| (name.to_owned(), ends)).collect(), ..plain() };
    assert!(compute(&method, small(&figures)).reversals.iter().all(|r| r.reversals == Some(0)), "fixed bounds do not depend on who is there");
}

#[test]
fn a_score_without_weights_is_refused() {
    let method = CompositeIndex { weighting: Weighting::Given, weights: weights_of(&[("1 rev", 0.3)]), ..plain() };
    let error = try_compute(&method, oracle()).unwrap_err();
    assert_eq!(error.status(), 3);
    assert!(matches!(error, MethodError::NoAnswer { why } if why.key == "composite-index-weights-unknown"));
}

/// Brute force over a fine grid of the weights that are possible.
#[test]
fn intervals_for_unknown_weights_agree_with_brute_force() {
    // Group A (0.6): 1 rev has 0.2, 2 and 3 are open; group B (0.4): 4 and 5 are open.
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<String>>();
    let method = CompositeIndex {
        indicators: names(&NAMES[..5]),
        weighting: Weighting::Given,
        weights: weights_of(&[(NAMES[0], 0.2)]),
        groups: vec![
            Group { name: "A".into(), weight: 0.6, indicators: names(&NAMES[..3]) },
            Group { name: "B".into(), weight: 0.4, indicators: names(&NAMES[3..5]) },
        ],
        unknown_weights: UnknownWeights::Interval,
        ..plain()
    };
    let found = compute(&method, oracle());
    let (mut low, mut high) = ([f64::INFINITY; 6], [f64::NEG_INFINITY; 6]);
    let mut ranks: Vec<Vec<u32>> = vec![Vec::new(); 6];
    for (a, b) in (0..=20).flat_map(|a| (0..=20).map(move |b| (f64::from(a) / 50.0, f64::from(b) / 50.0))) {
        let pairs = [(NAMES[0], 0.2), (NAMES[1], a), (NAMES[2], 0.4 - a), (NAMES[3], b), (NAMES[4], 0.4 - b)];
        let single = CompositeIndex { weights: weights_of(&pairs), ..method.clone() };
        let point = compute(&single, oracle());
        for (e, row) in point.rows.iter().enumerate() {
            low[e] = low[e].min(row.composite_index.unwrap());
            high[e] = high[e].max(row.composite_index.unwrap());
            ranks[e].push(row.rank.unwrap());
        }
    }
    let of = |end: fn(&Standing) -> Option<f64>| found.rows.iter().map(|row| end(row).unwrap()).collect::<Vec<f64>>();
    close(&of(|row| row.low), &low, 1e-12);
    close(&of(|row| row.high), &high, 1e-12);
    for (row, ranks) in found.rows.iter().zip(&ranks) {
        assert_eq!((row.composite_index, row.rank, row.reason), (None, None, Some("weights-unknown")));
        assert!(ranks.iter().all(|rank| row.rank_low.unwrap() <= *rank && *rank <= row.rank_high.unwrap()), "{row:?} {ranks:?}");
    }
    assert_eq!((found.weights[1].low, found.weights[1].weight, found.weights[1].reason), (Some(0.0), None, Some("weights-unknown")));
    let said = finding(&method, oracle());
    assert!(said.notes[0].kind == NoteKind::Headline && said.notes[0].message.key == "composite-index-no-score");
    // Without any weight, an entity that is better in everything is surely first.
    let method =
        CompositeIndex { weighting: Weighting::Given, weights: weights_of(&[(NAMES[0], 0.0)]), unknown_weights: UnknownWeights::Interval, ..plain() };
    let found = compute(&method, small(&[vec![3.0, 3.0, 4.0], vec![1.0, 2.0, 1.0], vec![2.0, 1.0, 1.5]]));
    assert_eq!((found.rows[0].rank_low, found.rows[0].rank_high), (Some(1), Some(1)));
    assert_eq!((found.rows[1].rank_low, found.rows[1].rank_high), (Some(2), Some(3)));
}

#[test]
fn probabilities_of_ranks_add_up_and_agree_with_the_intervals() {
    for vary_methods in [false, true] {
        let method = CompositeIndex { weighting: Weighting::Entropy, draws: 400, data_error: 0.05, vary_methods, ..Default::default() };
        let found = compute(&method, oracle());
        for row in &found.rows {
            let of: Vec<(u32, f64)> = found.chances.iter().filter(|c| c.entity == row.entity).map(|c| (c.rank, c.probability)).collect();
            close(&[of.iter().map(|c| c.1).sum()], &[1.0], 1e-12);
            let first = of.iter().find(|c| c.0 == 1).map_or(0.0, |c| c.1);
            assert_eq!(row.probability_first, Some(first));
            let up_to = |rank: u32| of.iter().filter(|c| c.0 <= rank).map(|c| c.1).sum::<f64>();
            assert!(up_to(row.rank_low.unwrap()) >= 0.025 && up_to(row.rank_high.unwrap()) >= 0.975 - 1e-12);
            assert!(row.low.unwrap() <= row.high.unwrap());
        }
        assert!(found.weights.iter().all(|w| w.low.unwrap() < w.weight.unwrap() && w.weight.unwrap() < w.high.unwrap()));
    }
}

/// Two zones, (1, 0) and (0, 1), equal weights: the first comes first if a Beta(κ/2, κ/2) weight exceeds 1/2, which is a coin.
#[test]
fn weight_uncertainty_has_the_probability_of_a_beta() {
    let method = CompositeIndex { draws: 4000, ..Default::default() };
    let found = compute(&method, small(&[vec![2.0, 1.0], vec![1.0, 2.0]]));
    // Standard error of a share of 4,000 coins: 0.0079.
    assert!((found.rows[0].probability_first.unwrap() - 0.5).abs() < 0.032);
    // scipy 1.17: beta(25, 25).ppf([0.025, 0.975]) = 0.363, 0.637; four standard errors of the quantiles are 0.016.
    assert!((found.rows[0].low.unwrap() - 0.363).abs() < 0.016 && (found.rows[0].high.unwrap() - 0.637).abs() < 0.016);
}

#[test]
fn nothing_varies_without_a_source_of_doubt() {
    let method = CompositeIndex { weight_concentration: 0.0, ..Default::default() };
    let found = compute(&method, oracle());
    assert!(!found.drawn && found.rows.iter().all(|row| row.low.is_none()));
    assert!(finding(&method, oracle()).notes.iter().any(|note| note.message.key == "composite-index-nothing-varies"));
}

#[test]
fn a_zone_alone_in_its_period_has_no_flow() {
    let values = [[1.0, 6.0], [4.0, f64::NAN]];
    let panel = source(2, 2, &NAMES[..1], |_| Aim::Up, |e, p, _| values[e][p]);
    let found = compute(&CompositeIndex { aggregation: Aggregation::Promethee, ..plain() }, panel);
    let reasons: Vec<Option<&str>> = found.rows.iter().map(|row| row.reason).collect();
    assert_eq!(reasons, [None, Some("no-comparison"), None, Some("missing-indicator")]);
    close(&[found.rows[0].composite_index.unwrap(), found.rows[2].composite_index.unwrap()], &[-1.0, 1.0], 1e-15);
}

#[test]
fn huge_figures_stay_numbers() {
    let figures = [vec![1e308, -1e308, 5e-324], vec![-1e308, 1e308, 0.0], vec![0.0, 0.0, 0.0]];
    for aggregation in Aggregation::ALL {
        for weighting in [Weighting::Equal, Weighting::Entropy, Weighting::Critic, Weighting::StandardDeviation, Weighting::Combination] {
            let method = CompositeIndex { aggregation, weighting, draws: 50, data_error: 2.0, ..Default::default() };
            let said = finding(&method, small(&figures));
            for table in &said.tables {
                for column in &table.columns {
                    assert!(
                        (0..table.rows()).filter_map(|i| column.values.number(i)).all(f64::is_finite),
                        "{aggregation:?} {} {}",
                        table.name,
                        column.name
                    );
                }
            }
        }
    }
}

#[test]
fn tables_are_as_announced_and_charts_name_their_columns() {
    let announced: BTreeMap<&str, Vec<&str>> = CompositeIndex::TABLES.iter().map(|t| (t.name, t.columns().collect())).collect();
    let veto = vec![Veto { indicator: NAMES[4].into(), below: None, above: Some(2.0) }];
    let deduct = vec![Deduction { indicator: NAMES[3].into(), below: None, above: Some(60.0), points: 0.1 }];
    let unknown =
        CompositeIndex { weighting: Weighting::Given, weights: weights_of(&[(NAMES[0], 0.5)]), unknown_weights: UnknownWeights::Interval, ..plain() };
    let methods = [
        CompositeIndex { veto, deduct, draws: 50, ..Default::default() },
        CompositeIndex { aggregation: Aggregation::Vikor, ..plain() },
        ahp(&JUDGED, Judgement::Eigenvector),
        unknown,
    ];
    for method in methods {
        let said = finding(&method, oracle());
        for table in &said.tables {
            let mut columns = announced[table.name.as_str()].iter();
            assert!(table.columns.iter().all(|c| columns.any(|name| *name == c.name) && c.values.len() == table.rows()), "{}", table.name);
        }
        assert!((1..=4).contains(&said.charts.len()));
        for chart in &said.charts {
            let table = said.tables.iter().find(|table| table.name == chart.table).unwrap();
            if let agglom_method::Mark::Bars { label, values, interval, .. } = &chart.mark {
                let ends = interval.iter().flat_map(|(low, high)| [low, high]);
                assert!(label.iter().chain(values).chain(ends).all(|name| table.get(name).is_some()), "{}", chart.name);
            }
        }
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let method = CompositeIndex { weighting: Weighting::Critic, draws: 50, data_error: 0.1, vary_methods: true, ..Default::default() };
    let mut turned = oracle();
    turned.rows.reverse();
    assert_eq!(compute(&method, oracle()), compute(&method, turned));
}

fn matrices() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2usize..7, 2usize..5).prop_flat_map(|(entities, indicators)| {
        proptest::collection::vec(proptest::collection::vec(-1000i32..1000, indicators), entities)
            .prop_map(|rows| rows.into_iter().map(|row| row.into_iter().map(f64::from).collect()).collect())
    })
}

fn weightings() -> impl Strategy<Value = Weighting> {
    prop_oneof![Just(Weighting::Equal), Just(Weighting::Entropy), Just(Weighting::Critic), Just(Weighting::StandardDeviation)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn weighted_sums_lie_between_0_and_1_and_weights_add_up(figures in matrices(), weighting in weightings()) {
        let Ok(found) = try_compute(&CompositeIndex { weighting, draws: 40, data_error: 0.3, ..Default::default() }, small(&figures)) else { return Ok(()) };
        let between = |value: f64| (-1e-12..=1.0 + 1e-12).contains(&value);
        prop_assert!(found.rows.iter().all(|row| between(row.composite_index.unwrap()) && between(row.low.unwrap()) && between(row.high.unwrap())));
        let sum: f64 = found.weights.iter().filter_map(|weight| weight.weight).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn another_unit_changes_nothing(figures in matrices(), weighting in weightings(), factor in 0.01f64..100.0, shift in -500.0f64..500.0) {
        for aggregation in [Aggregation::WeightedSum, Aggregation::WeightedProduct, Aggregation::Vikor, Aggregation::Promethee] {
            let method = CompositeIndex { weighting, aggregation, ..plain() };
            let other: Vec<Vec<f64>> = figures.iter().map(|row| {
                row.iter().enumerate().map(|(j, x)| if j == 0 { x * factor + shift } else { *x }).collect()
            }).collect();
            let (Ok(one), Ok(two)) = (try_compute(&method, small(&figures)), try_compute(&method, small(&other))) else { return Ok(()) };
            for (a, b) in scores(&one).iter().zip(scores(&two)) {
                prop_assert!((a - b).abs() < 1e-6, "{:?}: {} {}", aggregation, a, b);
            }
        }
    }

    #[test]
    fn no_figures_and_no_settings_end_in_a_panic(figures in matrices(), weighting in weightings(), which in 0usize..5, gap in 0usize..30) {
        let mut figures = figures;
        let wide = figures[0].len();
        if gap < figures.len() * wide {
            figures[gap / wide][gap % wide] = f64::NAN;
        }
        let method = CompositeIndex { weighting, aggregation: Aggregation::ALL[which], draws: 40, data_error: 0.5, vary_methods: gap % 2 == 0, ..Default::default() };
        if let Ok(found) = try_compute(&method, small(&figures)) {
            let numbers = found.rows.iter().flat_map(|row| [row.composite_index, row.low, row.high]).flatten();
            prop_assert!(numbers.into_iter().all(f64::is_finite));
        }
    }
}
