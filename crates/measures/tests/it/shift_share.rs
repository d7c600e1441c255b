use agglom_measures::shift_share::{PairShift, Parts, RegionShift, Shift, ShiftShares};
use agglom_measures::{RegionsAndNation, shift_share::ShiftShare};
use agglom_method::{Absent, Cells, Codes, Context, Counts, Gap, Measured, Method, MethodError, Seed, State, Unwatched};
use agglom_testing::oracles;

const YEARS: [&str; 6] = ["2015", "2016", "2017", "2018", "2019", "2020"];

fn compute(method: &ShiftShare, source: Counts, reference: Option<Counts>) -> Result<ShiftShares, MethodError> {
    let inputs = RegionsAndNation { source: source.into(), reference: reference.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn dynamic() -> ShiftShare {
    ShiftShare { dynamic: true, ..Default::default() }
}

fn at(found: &ShiftShares, region: u32, industry: u32) -> PairShift {
    *found.pairs.iter().find(|p| (p.region, p.industry) == (region, industry)).unwrap()
}

/// national, mix, regional, total, competitive, allocation
fn six(shift: Shift, parts: Option<Parts>) -> [f64; 6] {
    let parts = parts.unwrap();
    [shift.national, shift.mix, shift.regional, shift.total, parts.competitive, parts.allocation]
}

fn pair(found: &ShiftShares, region: u32, industry: u32) -> [f64; 6] {
    let change = at(found, region, industry).change.unwrap();
    six(change.shift, change.parts)
}

fn close(got: [f64; 6], expected: [f64; 6]) {
    for (a, b) in got.iter().zip(expected) {
        assert!((a - b).abs() <= 1e-12 * b.abs(), "{got:?} is not {expected:?}");
    }
}

/// The six industries of the oracle file: the region, and the nation as another source.
fn region_and_nation() -> (Counts, Counts) {
    let rows = oracles::region_and_nation();
    let mut cells = [Vec::new(), Vec::new()];
    for (industry, region, nation) in &rows {
        for (values, cells) in [region, nation].into_iter().zip(&mut cells) {
            cells.extend(YEARS.iter().zip(values).map(|(&year, &value)| (year, "all", industry.as_str(), value)));
        }
    }
    let [region, nation] = cells.map(Counts::from_panel);
    (region, nation)
}

/// 12 regions x 15 industries in two years.
fn employment() -> Counts {
    let (before, after) = (oracles::employment_before(), oracles::employment_after());
    Counts { periods: Codes::new(["2015", "2020"]).into(), cells: vec![before.only().clone(), after.only().clone()], ..before }
}

#[test]
fn one_region_and_its_nation_agree_with_the_oracle() {
    let (region, nation) = region_and_nation();
    let found = compute(&ShiftShare::default(), region, Some(nation)).unwrap();
    let oracle = oracles::reference_formulas();
    let number = |table: &str, column: &str, j: usize| oracle[table][column][j].as_f64().unwrap();
    for j in 0..6 {
        let dunn = ["national", "mix", "regional", "total"].map(|c| number("shiftshare_by_industry", c, j));
        let esteban = ["competitive", "allocation"].map(|c| number("esteban_by_industry", c, j));
        close(pair(&found, 0, j as u32), [dunn[0], dunn[1], dunn[2], dunn[3], esteban[0], esteban[1]]);
    }
}

/// numpy, from the formulas: the components of each of the five steps, and their sums.
#[test]
fn year_by_year_agrees_with_numpy() {
    let (region, nation) = region_and_nation();
    let found = compute(&dynamic(), region, Some(nation)).unwrap();
    close(pair(&found, 0, 0), [14.58470976925529, 11.942257050428614, -15.52696681968388, 11.0, -3.78828125679596, -11.738685562887918]);
    close(pair(&found, 0, 3), [7.957204707197541, 4.439690414886444, 0.6031048779160062, 13.0, 3.038952016486765, -2.4358471385707605]);
    close(pair(&found, 0, 5), [30.28701773093021, 0.7377050599785369, -18.024722790908793, 13.0, -7.624207902073298, -10.400514888835495]);
    let steps: Vec<[f64; 4]> = found.steps[0].iter().map(|s| [s.national, s.mix, s.regional, s.total]).collect();
    assert_eq!(steps.len(), 5);
    for (step, expected) in [
        (0, [36.176117053625724, 10.802475151729194, -1.9785922053549188, 45.0]),
        (4, [9.816683350016598, -1.495420322729231, 3.6787369727126595, 12.0]),
    ] {
        assert!(steps[step].iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12 * 45.0), "{:?}", steps[step]);
    }
}

/// numpy, from the formulas; the nation is the sum of the regions, pairs that are zero in both years contribute nothing.
#[test]
fn all_regions_of_a_source_agree_with_numpy() {
    let found = compute(&ShiftShare::default(), employment(), None).unwrap();
    for (region, industry, expected) in [
        (0, 0, [5.506279434850859, -5.135909064480493, -20.37037037037037, -20.0, -14.246467817896386, -6.12390255247398]),
        (3, 7, [1.2113814756671888, -2.504848812350606, -2.706532663316583, -4.0, -14.239424860853433, 11.53289219753685]),
        (11, 14, [11.893563579277853, -10.446673627124746, -7.446889952153111, -6.0, -6.130943659515088, -1.3159462926380223]),
        (5, 2, [0.660753532182103, 0.8423779918262477, -2.5031315240083503, -1.0, -17.316797488226058, 14.813665964217709]),
        (0, 9, [0.0; 6]),
    ] {
        close(pair(&found, region, industry), expected);
    }
    for (region, expected) in [
        (0, [121.13814756671889, 28.190833082204783, 2.671019351076277, 152.0, 4.967692507673421, -2.2966731565971283]),
        (7, [122.79003139717415, 48.71148312521527, -84.50151452238943, 87.0, -101.96592633057661, 17.464411808187197]),
    ] {
        let change = found.sums[region].change.unwrap();
        close(six(change.shift, change.parts), expected);
    }
    assert!((found.national_growth - 11.012558869701717).abs() < 1e-12);
}

#[test]
fn components_add_up_and_regional_effects_cancel_over_regions() {
    let found = compute(&ShiftShare::default(), employment(), None).unwrap();
    for p in &found.pairs {
        let change = p.change.unwrap();
        let (shift, parts) = (change.shift, change.parts.unwrap());
        let sum = shift.national + shift.mix + shift.regional;
        assert!((sum - shift.total).abs() <= 1e-12 * change.value_start.max(change.value_end), "{shift:?}");
        assert!((parts.competitive + parts.allocation - shift.regional).abs() <= 1e-12 * parts.competitive.abs().max(1.0), "{parts:?}");
    }
    for industry in 0..15 {
        let own = found.pairs.iter().filter(|p| p.industry == industry).map(|p| p.change.unwrap().shift.regional);
        assert!(own.sum::<f64>().abs() < 1e-10);
    }
}

#[test]
fn of_one_step_the_dynamic_form_is_the_static_one() {
    assert_eq!(compute(&dynamic(), employment(), None).unwrap(), compute(&ShiftShare::default(), employment(), None).unwrap());
}

#[test]
fn a_new_industry_is_regional_as_a_whole_and_has_no_parts() {
    let source = Counts::from_panel([
        ("1", "a", "cars", 50.0),
        ("1", "b", "cars", 40.0),
        ("1", "b", "wine", 10.0),
        ("2", "a", "cars", 60.0),
        ("2", "a", "wine", 7.0),
        ("2", "b", "cars", 40.0),
        ("2", "b", "wine", 15.0),
    ]);
    let found = compute(&ShiftShare::default(), source, None).unwrap();
    let wine = at(&found, 0, 1);
    let shift = wine.change.unwrap().shift;
    assert_eq!((shift.national, shift.mix, shift.regional, shift.total), (0.0, 0.0, 7.0, 7.0));
    assert_eq!((wine.change.unwrap().parts, wine.reason), (None, Some("new-industry")));
    let RegionShift { change: Some(a), undivided: Some(undivided), .. } = found.sums[0] else { panic!("{:?}", found.sums[0]) };
    assert_eq!(undivided, 7.0);
    let parts = a.parts.unwrap();
    assert!((parts.competitive + parts.allocation + undivided - a.shift.regional).abs() < 1e-12);
}

#[test]
fn an_industry_that_the_nation_lacks_has_no_mix_effect_and_is_named() {
    let region = || Counts::from_panel([("1", "a", "cars", 10.0), ("1", "a", "wine", 10.0), ("2", "a", "cars", 12.0), ("2", "a", "wine", 15.0)]);
    let nation = Counts::from_panel([("1", "all", "cars", 100.0), ("2", "all", "cars", 110.0)]);
    let found = compute(&ShiftShare::default(), region(), Some(nation)).unwrap();
    let wine = at(&found, 0, 1);
    let shift = wine.change.unwrap().shift;
    assert_eq!((shift.mix, shift.total, wine.reason), (0.0, 5.0, Some("not-in-nation")));
    assert!((shift.national - 1.0).abs() < 1e-12 && (shift.regional - 4.0).abs() < 1e-12);
    assert_eq!(found.not_in_nation.iter().copied().collect::<Vec<_>>(), [1]);
}

/// The employment table with one cell of the later year withheld.
fn with_gap() -> Counts {
    let mut counts = employment();
    let cells: Vec<Measured> = counts.cells[1].iter().filter(|c| (c.region, c.industry) != (2, 3)).copied().collect();
    counts.cells[1] = Cells::new(12, cells, vec![Gap { region: 2, industry: 3, state: State::Suppressed }]);
    counts
}

#[test]
fn a_gap_empties_its_pair_and_leaves_it_out_of_the_nation_too() {
    let gap = compute(&ShiftShare::default(), with_gap(), None).unwrap();
    let pair = at(&gap, 2, 3);
    assert_eq!((pair.change, pair.reason, gap.gaps), (None, Some("suppressed"), 1));
    let mut without = employment();
    for cells in &mut without.cells {
        *cells = Cells::new(12, cells.iter().filter(|c| (c.region, c.industry) != (2, 3)).copied().collect(), Vec::new());
    }
    let without = compute(&ShiftShare::default(), without, None).unwrap();
    assert_eq!(gap.sums, without.sums);
    assert_ne!(gap.sums, compute(&ShiftShare::default(), employment(), None).unwrap().sums);
}

#[test]
fn where_absence_means_missing_a_pair_listed_once_is_a_gap() {
    let cells = [("1", "a", "cars", 5.0), ("1", "b", "cars", 5.0), ("2", "a", "cars", 6.0), ("2", "b", "cars", 6.0), ("2", "c", "cars", 9.0)];
    let zero = compute(&ShiftShare::default(), Counts::from_panel(cells), None).unwrap();
    assert_eq!(at(&zero, 2, 0).reason, Some("new-industry"));
    assert_eq!((zero.sums[2].growth, zero.sums[2].reason), (None, Some("empty-region")));
    let missing = compute(&ShiftShare::default(), Counts { absent: Absent::Missing, ..Counts::from_panel(cells) }, None).unwrap();
    assert_eq!((at(&missing, 2, 0).change, missing.sums[2].change, missing.sums[2].reason), (None, None, Some("missing")));
    assert!((missing.national_growth - 20.0).abs() < 1e-12 && missing.steps[2].is_empty());
    assert_eq!((missing.gaps, missing.unlisted), (1, 0));
}

#[test]
fn a_region_listed_only_in_other_periods_is_empty_or_missing_as_absence_is() {
    let cells = [("1", "a", "cars", 5.0), ("1", "b", "cars", 5.0), ("2", "a", "cars", 6.0), ("2", "b", "cars", 6.0), ("3", "c", "cars", 9.0)];
    let ends = ShiftShare { end: Some("2".into()), ..Default::default() };
    let zero = compute(&ends, Counts::from_panel(cells), None).unwrap().sums[2];
    assert_eq!((zero.change.unwrap().shift.total, zero.growth, zero.reason), (0.0, None, Some("empty-region")));
    let missing = compute(&ends, Counts { absent: Absent::Missing, ..Counts::from_panel(cells) }, None).unwrap();
    assert_eq!((missing.sums[2].change, missing.sums[2].reason, missing.unlisted), (None, Some("missing"), 1));
}

#[test]
fn rows_in_another_order_give_the_same_bits() {
    let (region, nation) = region_and_nation();
    let cells: Vec<(usize, Measured)> = (0..6).flat_map(|p| region.cells[p].iter().map(move |&c| (p, c))).collect();
    let shuffled: Vec<_> = (0..cells.len()).map(|i| cells[(i * 11 + 5) % cells.len()]).collect();
    let turned = Counts::from_panel(shuffled.iter().map(|&(p, c)| (YEARS[p], "all", region.industries.get(c.industry as usize), c.value)));
    let found = compute(&dynamic(), turned, Some(nation.clone())).unwrap();
    assert_eq!(found, compute(&dynamic(), region, Some(nation)).unwrap());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let refused = |method: &ShiftShare, source: Counts, reference| compute(method, source, reference).unwrap_err();
    let (region, nation) = region_and_nation();
    assert_eq!(refused(&ShiftShare::default(), region.clone(), None), MethodError::TooFew { what: "regions", need: 2, got: 1 });
    assert_eq!(refused(&ShiftShare::default(), oracles::employment_before(), None), MethodError::TooFew { what: "periods", need: 2, got: 1 });
    let from = |start: &str| ShiftShare { start: Some(start.into()), ..Default::default() };
    for (start, nearest) in [("2013", "2015"), ("2021", "2020"), ("2017b", "2017")] {
        assert_eq!(
            refused(&from(start), region.clone(), Some(nation.clone())),
            MethodError::UnknownCode { setting: "start", code: start.into(), nearest: Some(nearest.into()) }
        );
    }
    assert!(matches!(refused(&from("2020"), region.clone(), Some(nation)), MethodError::Setting { setting: "start", .. }));
    let other_years = Counts::from_panel([("2015", "all", "i0", 1.0), ("2016", "all", "i0", 1.0)]);
    assert!(matches!(refused(&ShiftShare::default(), region.clone(), Some(other_years)), MethodError::Needs { .. }));
    let nothing = Counts::from_panel(YEARS.map(|year| (year, "all", "i0", 0.0)));
    assert_eq!(refused(&ShiftShare::default(), region, Some(nothing)), MethodError::AllZero { what: "values" });
    assert!(ShiftShare { start: Some("1".into()), end: Some("1".into()), dynamic: false }.check().is_err());
}

#[test]
fn a_single_zone_gets_one_sentence_and_many_regions_the_two_extremes() {
    let headlines = |source: Counts, reference: Option<Counts>| {
        let inputs = RegionsAndNation { source: source.into(), reference: reference.map(Into::into) };
        let method = dynamic();
        let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
        let finding = method.present(&inputs, &found);
        let tables = finding.tables.iter().map(|t| (t.name.as_str(), t.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>()));
        assert_eq!(tables.collect::<Vec<_>>(), ShiftShare::TABLES.iter().map(|t| (t.name, t.columns().collect::<Vec<_>>())).collect::<Vec<_>>());
        finding.notes.iter().map(|n| n.message.key.clone()).collect::<Vec<_>>()
    };
    let (region, nation) = region_and_nation();
    assert_eq!(headlines(region, Some(nation)), ["shift-share-region"]);
    assert_eq!(headlines(with_gap(), None), ["shift-share-most", "shift-share-least", "shift-share-own-reference", "shift-share-gaps"]);
    // Both regions grow alike: no effect is left but rounding.
    let alike = Counts::from_panel([("1", "a", "cars", 3.0), ("1", "b", "cars", 7.0), ("2", "a", "cars", 3.3), ("2", "b", "cars", 7.7)]);
    assert_eq!(headlines(alike, None), ["shift-share-none", "shift-share-own-reference"]);
}

#[test]
fn strength_at_the_end_and_growth_are_those_by_hand() {
    let cells = [("cars", [80.0, 20.0], [110.0, 20.0]), ("wine", [20.0, 80.0], [18.0, 72.0]), ("ships", [0.0, 0.0], [0.0, 0.0])];
    let listed = cells.iter().flat_map(|(industry, before, after)| {
        let of = |year, values: &[f64; 2]| [(year, "north", *industry, values[0]), (year, "south", *industry, values[1])];
        [of("2015", before), of("2020", after)].concat()
    });
    let found = compute(&ShiftShare::default(), Counts::from_panel(listed), None).unwrap();
    let told = |industry| (at(&found, 0, industry).change.unwrap().growth(), at(&found, 0, industry).location_quotient);
    // In the order of codes: cars, ships, wine. (110 / 128) / (130 / 220) and (18 / 128) / (90 / 220).
    let (growth, quotient) = told(0);
    assert!((growth.unwrap() - 37.5).abs() < 1e-12 && (quotient.unwrap() - 1.454_326_923_076_923).abs() < 1e-12, "{growth:?} {quotient:?}");
    assert_eq!(told(1), (None, None));
    let (growth, quotient) = told(2);
    assert!((growth.unwrap() + 10.0).abs() < 1e-12 && (quotient.unwrap() - 0.34375).abs() < 1e-12, "{growth:?} {quotient:?}");
}
