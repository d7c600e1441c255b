use agglom_method::{Bound, Codes, Context, Finding, Inputs, Method, MethodError, NoteKind, Player, Players, Seed, Shape, Unwatched};
use agglom_models::Played;
use agglom_models::investment_game::{Aggregation, Change, Equilibrium, Financing, Handout, InvestmentGame, Origin, Preferences, Varied, Weights};
use proptest::prelude::*;

fn close(found: f64, right: f64, tolerance: f64) {
    assert!((found - right).abs() <= tolerance * right.abs().max(1.0), "{found} is not {right}");
}

fn all_close(found: impl IntoIterator<Item = f64>, right: &[f64], tolerance: f64) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), right.len());
    found.iter().zip(right).for_each(|(found, right)| close(*found, *right, tolerance));
}

fn player(budget: f64, tangible: f64, brand: f64) -> Player {
    Player { budget, tangible_share: Some(tangible), brand_share: Some(brand), other_share: Some(1.0 - tangible - brand), ..Player::default() }
}

fn players(players: impl IntoIterator<Item = Player>) -> Players {
    let players: Vec<Player> = players.into_iter().collect();
    Players { ids: Codes::new((0..players.len()).map(|i| format!("c{i}"))).into(), players, unit: None }
}

fn attempt(method: &InvestmentGame, source: Players) -> Result<Equilibrium, MethodError> {
    method.check().unwrap();
    method.compute(&Played { source: source.into() }, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn play(method: &InvestmentGame, source: Players) -> Equilibrium {
    attempt(method, source).unwrap()
}

/// Prices of game.json.
fn priced() -> InvestmentGame {
    InvestmentGame { price_tangible: 2.0, price_brand: 1.5, ..InvestmentGame::default() }
}

const TANGIBLE: [f64; 5] = [0.4, 0.3, 0.5, 0.2, 0.6];
const BRAND: [f64; 5] = [0.3, 0.5, 0.2, 0.4, 0.1];
const BUDGETS: [f64; 5] = [120.0, 80.0, 60.0, 30.0, 10.0];

fn five(budgets: [f64; 5]) -> Players {
    players((0..5).map(|i| player(budgets[i], TANGIBLE[i], BRAND[i])))
}

fn contributors(found: &Equilibrium) -> Vec<usize> {
    (0..found.clusters.len()).filter(|&i| found.clusters[i].brand_spending > 0.0).collect()
}

fn private(found: &Equilibrium) -> Vec<f64> {
    found.clusters.iter().map(|c| c.budget - c.tax - c.brand_spending).collect()
}

fn figure(found: &Equilibrium, word: &str) -> f64 {
    found.figures().iter().find(|f| f.0 == word).unwrap_or_else(|| panic!("no {word}")).1
}

// game.json, identical_cd: closed forms of METHODS C.2 and C.3.
#[test]
fn identical_clusters_are_as_the_closed_form_says() {
    let found = play(&priced(), players(vec![player(100.0, 0.35, 0.4); 5]));
    let s = &found.summary;
    close(s.brand, 1000.0 / 17.0, 1e-10);
    close(s.units, 39.2156862745098, 1e-10);
    for c in &found.clusters {
        all_close([c.brand_units, c.tangible_units, c.other_spending], &[7.843137254901971, 25.735294117647054, 36.764705882352935], 1e-10);
        close(c.payoff.unwrap(), 33.29867091597382, 1e-10);
        close(c.marginal_rate.unwrap(), 1.0, 1e-12);
    }
    for (brand, units) in [(s.brand_lindahl, s.units_lindahl), (s.brand_utilitarian, s.units_utilitarian)] {
        all_close([brand.unwrap(), units.unwrap()], &[200.0, 133.33333333333334], 1e-10);
    }
    for o in &found.optimum {
        all_close([o.lindahl_payoff.unwrap(), o.utilitarian_payoff.unwrap()], &[43.10461930937427; 2], 1e-10);
        assert_eq!((o.loses, o.loses_utilitarian), (Some(false), Some(false)));
    }
    close(figure(&found, "underprovision"), 0.29411764705882354, 1e-10);
    close(s.efficiency.unwrap(), 0.7725081777658136, 1e-10);
    close(figure(&found, "price-of-anarchy"), 1.0 / 0.7725081777658136, 1e-10);
    found.subsidies.iter().for_each(|subsidy| close(subsidy.rate.unwrap(), 0.8, 1e-12));
}

// game.json, hetero_cd: best responses checked by brute force.
#[test]
fn different_clusters_contribute_or_ride_free() {
    let found = play(&priced(), five(BUDGETS));
    let of = |what: fn(&agglom_models::investment_game::Outcome) -> f64| found.clusters.iter().map(what).collect::<Vec<_>>();
    assert_eq!(contributors(&found), [0, 1]);
    close(found.summary.brand, 600.0 / 13.0, 1e-10);
    close(found.summary.units, 30.769230769230763, 1e-10);
    all_close(of(|c| c.brand_spending), &[160.0 / 13.0, 440.0 / 13.0, 0.0, 0.0, 0.0], 1e-10);
    all_close(of(|c| c.brand_units), &[8.205128205128213, 22.56410256410257, 0.0, 0.0, 0.0], 1e-10);
    all_close(of(|c| c.threshold.unwrap()), &[51.42857142857142, 80.0, 15.0, 20.000000000000004, 1.1111111111111112], 1e-10);
    all_close(of(|c| c.tangible_units), &[30.76923076923077, 13.846153846153843, 18.75, 5.000000000000001, 3.333333333333333], 1e-10);
    all_close(of(|c| c.other_spending), &[46.15384615384615, 18.461538461538453, 22.5, 20.0, 3.333333333333334], 1e-10);
    let payoffs = [34.74913647559555, 21.86304472590993, 21.86647204586118, 18.007468126494146, 4.162962843913569];
    all_close(of(|c| c.payoff.unwrap()), &payoffs, 1e-10);
    // b r / ((1 - b) G), by hand: 0.25 * 60, 2/3 * 30 and 10/9 over 600/13.
    all_close(of(|c| c.marginal_rate.unwrap()), &[1.0, 1.0, 0.325, 20.0 / (600.0 / 13.0), 10.0 / 9.0 / (600.0 / 13.0)], 1e-10);
    assert!(of(|c| c.deviation.unwrap()).into_iter().all(|d| d <= 1e-12));
}

// game.json, hetero_cd.
#[test]
fn lindahl_is_better_for_all_together_and_not_for_each() {
    let found = play(&priced(), five(BUDGETS));
    let s = &found.summary;
    close(s.brand_lindahl.unwrap(), 101.0, 1e-10);
    close(s.brand_utilitarian.unwrap(), 90.0, 1e-10);
    close(figure(&found, "underprovision"), 0.4569687738004569, 1e-10);
    let shares = [0.3564356435643564, 0.39603960396039606, 0.1188118811881188, 0.1188118811881188, 0.009900990099009901];
    all_close(found.optimum.iter().map(|o| o.lindahl_share.unwrap()), &shares, 1e-10);
    let payoffs = [36.935525415755436, 30.108798672822015, 21.39308437313787, 18.129623921984823, 4.094794777540984];
    all_close(found.optimum.iter().map(|o| o.lindahl_payoff.unwrap()), &payoffs, 1e-10);
    assert_eq!(found.optimum.iter().map(|o| o.loses.unwrap()).collect::<Vec<_>>(), [false, false, true, false, true]);
    assert_eq!(figure(&found, "losers-lindahl"), 2.0);
    // r = (1 - b) W / n with equal weights, W = 300.
    all_close(found.optimum.iter().map(|o| o.utilitarian_private.unwrap()), &[42.0, 30.0, 48.0, 36.0, 54.0], 1e-10);
}

// game.json, neutrality and non_neutral_large.
#[test]
fn money_moved_among_contributors_changes_nothing_until_one_stops() {
    let before = play(&priced(), five(BUDGETS));
    let found = play(&priced(), five([125.0, 75.0, 60.0, 30.0, 10.0]));
    close(found.summary.brand, 46.153846153846146, 1e-10);
    assert_eq!(contributors(&found), [0, 1]);
    all_close(private(&found), &[107.69230769230768, 46.153846153846146, 60.0, 30.0, 10.0], 1e-10);
    all_close(private(&found), &private(&before), 1e-10);
    let large = play(&priced(), five([160.0, 40.0, 60.0, 30.0, 10.0]));
    close(large.summary.brand, 48.0, 1e-10);
    assert_eq!(contributors(&large), [0]);
}

// game.json, government_10_taxing_contributors; METHODS C.8: external money adds 30/13.
#[test]
fn public_money_from_contributors_is_crowded_out_and_money_from_outside_in_part() {
    let public = InvestmentGame { public_brand: 10.0, ..priced() };
    let taxed = play(&InvestmentGame { financed_by: Financing::LumpSum, ..public.clone() }, five(BUDGETS));
    all_close(taxed.clusters.iter().map(|c| c.tax), &[5.0, 5.0, 0.0, 0.0, 0.0], 1e-12);
    close(taxed.summary.brand, 46.153846153846146, 1e-10);
    close(taxed.summary.crowding_out.unwrap(), 1.0, 1e-9);
    assert_eq!(contributors(&taxed), [0, 1]);
    // Lindahl starts from budgets before tax.
    close(taxed.summary.brand_lindahl.unwrap(), 101.0, 1e-10);
    let outside = play(&public, five(BUDGETS));
    close(outside.summary.brand, 630.0 / 13.0, 1e-10);
    close(outside.summary.crowding_out.unwrap(), 10.0 / 13.0, 1e-9);
    close(outside.summary.crowding_out_marginal.unwrap(), 10.0 / 13.0, 1e-12);
    // By hand: a tax of 1/30 on every budget leaves 116 and 232/3; G = (10 + 116 + 232/3) / (1 + 7/3 + 1).
    let proportional = play(&InvestmentGame { financed_by: Financing::Proportional, ..public }, five(BUDGETS));
    close(proportional.summary.brand, 610.0 / 13.0, 1e-10);
}

#[test]
fn the_table_of_neutrality_says_what_theory_says() {
    let found = play(&priced(), five(BUDGETS));
    let of = |change: Change| found.neutrality.iter().find(|n| n.change == change).unwrap();
    for change in [Change::Redistribution, Change::LumpSum, Change::Outside, Change::Scale] {
        assert_eq!(of(change).holds(), Some(true), "{change:?}");
    }
    let large = of(Change::LargeRedistribution);
    assert_eq!((large.from, large.to, large.holds()), (Some(0), Some(1), None));
    assert!((large.brand - found.summary.brand).abs() > 1.0 && large.private_change > 1.0);
    close(of(Change::LumpSum).crowding_out.unwrap(), 1.0, 1e-9);
    close(of(Change::Outside).crowding_out.unwrap(), 10.0 / 13.0, 1e-9);
}

// game.json, ces_sigma_0.5: no tangible assets, so that the price of private use is 1.
#[test]
fn ces_preferences_have_their_own_contributors() {
    let (betas, budgets) = ([0.3, 0.3, 0.4, 0.5], [100.0, 60.0, 60.0, 20.0]);
    let source = players((0..4).map(|i| player(budgets[i], 0.0, betas[i])));
    let found = play(&InvestmentGame { preferences: Preferences::Ces, sigma: 0.5, ..InvestmentGame::default() }, source);
    close(found.summary.brand, 42.64085356494487, 1e-10);
    all_close(found.clusters.iter().map(|c| c.brand_spending), &[34.86502028037084, 0.0, 7.77583328457402, 0.0], 1e-10);
    let kappas = [1.5275252316519468, 1.5275252316519468, 1.224744871391589, 1.0];
    all_close((0..4).map(|i| budgets[i] / found.clusters[i].threshold.unwrap()), &kappas, 1e-10);
}

/// `scipy` 1.17, prices 2 and 1.5, shares and budgets as above: best responses by root of a complex-step derivative, Lindahl by roots of
/// marginal rates, utilitarian optimum by Nelder-Mead (good to about 1e-7).
#[test]
fn ces_preferences_agree_with_direct_maximisation() {
    let half = play(&InvestmentGame { preferences: Preferences::Ces, sigma: 0.5, ..priced() }, five(BUDGETS));
    all_close(half.clusters.iter().map(|c| c.brand_spending), &[25.899107717090818, 18.090571746159235, 0.0, 0.0, 0.0], 1e-9);
    let payoffs = [31.140462134705285, 24.363968573422135, 21.428513756940273, 16.32344062909984, 3.6575121600322964];
    all_close(half.clusters.iter().map(|c| c.payoff.unwrap()), &payoffs, 1e-9);
    close(half.summary.brand_lindahl.unwrap(), 63.45528777298583, 1e-9);
    let shares = [0.45235472354304596, 0.3861647737104503, 0.09152037081915995, 0.06860405205806315, 0.0013560798692808533];
    all_close(half.optimum.iter().map(|o| o.lindahl_share.unwrap()), &shares, 1e-9);
    close(half.summary.brand_utilitarian.unwrap(), 53.15289445, 1e-7);
    all_close(half.optimum.iter().map(|o| o.utilitarian_private.unwrap()), &[49.80256984, 42.6896398, 53.29473477, 44.413995651, 56.6461655], 1e-7);
    let two = play(&InvestmentGame { preferences: Preferences::Ces, sigma: 2.0, ..priced() }, five(BUDGETS));
    all_close(two.clusters.iter().map(|c| c.brand_spending), &[0.0, 53.16039140044938, 0.0, 0.0, 0.0], 1e-9);
    close(two.clusters[0].payoff.unwrap(), 39.14735922226481, 1e-9);
    close(two.summary.brand_lindahl.unwrap(), 187.70385244155452, 1e-9);
    close(two.summary.brand_utilitarian.unwrap(), 174.84486109, 1e-7);
}

// By root finding in `scipy` on the closed condition of each cluster; sigma near 1 must join Cobb-Douglas.
#[test]
fn outside_money_lowers_what_clusters_pay_at_lindahls_prices() {
    let found = play(&InvestmentGame { public_brand: 40.0, ..priced() }, five(BUDGETS));
    close(found.summary.brand_lindahl.unwrap(), 116.28749450287296, 1e-10);
    let shares = [0.34519958669644957, 0.41542258635472656, 0.11081612013547538, 0.11965599559031992, 0.008905711223028618];
    all_close(found.optimum.iter().map(|o| o.lindahl_share.unwrap()), &shares, 1e-9);
    let near = InvestmentGame { preferences: Preferences::Ces, sigma: 1.0 + 1e-9, public_brand: 40.0, ..priced() };
    let near = play(&near, five(BUDGETS));
    close(near.summary.brand_lindahl.unwrap(), 116.28749450287296, 1e-7);
    close(near.summary.brand_utilitarian.unwrap(), found.summary.brand_utilitarian.unwrap(), 1e-7);
    // So much outside money that nobody would add to it even together: the optimum stays at the outside money.
    let flood = play(&InvestmentGame { public_brand: 1e4, ..priced() }, five(BUDGETS));
    assert_eq!((flood.summary.brand_lindahl, flood.summary.brand_utilitarian), (Some(1e4), Some(1e4)));
    all_close([flood.optimum.iter().map(|o| o.utilitarian_private.unwrap()).sum()], &[300.0], 1e-10);
    assert_eq!(contributors(&flood), Vec::<usize>::new());
}

fn three() -> Players {
    players([(100.0, 0.4), (60.0, 0.3), (30.0, 0.5)].map(|(budget, brand)| player(budget, 0.2, brand)))
}

// game.json, weakest_link; METHODS C.8 for the two aggregators (the same three clusters, roots checked with `scipy` brentq).
#[test]
fn other_aggregators_have_their_equilibria() {
    let weakest = play(&InvestmentGame { aggregation: Aggregation::WeakestLink, ..InvestmentGame::default() }, three());
    all_close(weakest.clusters.iter().map(|c| c.threshold.unwrap()), &[40.0, 18.0, 15.0], 1e-10);
    all_close(weakest.clusters.iter().map(|c| c.brand_units), &[15.0; 3], 1e-10);
    assert_eq!((figure(&weakest, "weakest-link-lowest"), weakest.summary.units), (0.0, 15.0));
    close(figure(&weakest, "weakest-link-highest"), 15.0, 1e-12);
    // Cobb-Douglas at the price of 3 for a unit that all three make: sum of b g = 40 + 18 + 15.
    close(weakest.summary.units_lindahl.unwrap(), 73.0 / 3.0, 1e-12);
    let ces = |rho: f64| play(&InvestmentGame { aggregation: Aggregation::Ces, rho, ..InvestmentGame::default() }, three());
    let substitutes = ces(0.5);
    close(substitutes.summary.units, 97.0580811600, 1e-10);
    all_close(substitutes.clusters.iter().map(|c| c.brand_units), &[25.44976632, 5.60026199, 5.95624806], 1e-8);
    // Made by all three alike, a unit of (sum of sqrt m)^2 costs 1/3.
    close(substitutes.summary.units_lindahl.unwrap(), 3.0 * 73.0, 1e-10);
    let complements = ces(-1.0);
    close(complements.summary.units, 3.1978609181039226, 1e-10);
    all_close(complements.clusters.iter().map(|c| c.brand_units), &[13.57395705, 8.40871379, 8.32540358], 1e-8);
    for found in [&substitutes, &complements] {
        found.clusters.iter().for_each(|c| close(c.marginal_rate.unwrap(), 1.0, 1e-9));
        assert!(found.subsidies.is_empty() && found.neutrality.is_empty());
    }
    // rho close to 1 is nearly the sum, a very low one nearly the weakest link with everybody at 15.
    close(ces(0.999_999).summary.brand, play(&InvestmentGame::default(), three()).summary.brand, 1e-3);
}

/// Damped best responses, each the root of a complex-step derivative of the textbook payoff (`scipy` 1.17 `brentq`), from two starts each:
/// both ended here.
#[test]
fn ces_preferences_and_ces_aggregation_have_one_equilibrium_with_a_brand() {
    let cases = [
        (0.5, 0.5, 57.232341874279236, [23.151166237726216, 3.1032769312420063, 0.9841197413136955]),
        (0.5, -1.0, 6.335482774751827, [37.26208523099986, 19.606816956849137, 12.49975502341095]),
        (2.0, 0.5, 227.7045003760017, [45.65061924299829, 15.02573395714322, 19.865315804240876]),
        (2.0, -1.0, 0.5273709644915592, [1.864689412181267, 1.3022978959971347, 1.6890675484998878]),
        (4.0, -3.0, 0.17365940095780, [0.2629991500725778, 0.2264498282968032, 0.2717025830474209]),
    ];
    for (sigma, rho, units, contributions) in cases {
        let method = InvestmentGame { preferences: Preferences::Ces, aggregation: Aggregation::Ces, sigma, rho, ..InvestmentGame::default() };
        let found = play(&method, three());
        close(found.summary.units, units, 1e-11);
        all_close(found.clusters.iter().map(|c| c.brand_units), &contributions, 1e-10);
        found.clusters.iter().for_each(|c| close(c.marginal_rate.unwrap(), 1.0, 1e-9));
        assert!(found.summary.deviation <= 1e-9 && found.summary.brand_lindahl.is_some() && found.summary.efficiency.unwrap() < 1.0);
        // Spending tells the shares that make it.
        let again = play(&method, observed(&found, &three(), 1.0));
        all_close(again.preferences.iter().map(|p| p.weights.brand), &[0.4, 0.3, 0.5], 1e-9);
    }
}

#[test]
fn every_combination_of_preferences_and_aggregation_is_played() {
    for preferences in [Preferences::CobbDouglas, Preferences::Ces, Preferences::StoneGeary] {
        for aggregation in [Aggregation::Sum, Aggregation::Ces, Aggregation::WeakestLink] {
            let found = play(&InvestmentGame { preferences, aggregation, ..priced() }, five(BUDGETS));
            let s = &found.summary;
            assert!(s.deviation <= 1e-9 && s.brand_lindahl.is_some() && s.brand_utilitarian.is_some(), "{preferences:?} {aggregation:?}");
            // Units are at most those of the optimum, and all together have no more than they could have.
            assert!(figure(&found, "underprovision-utilitarian") < 1.0 && s.efficiency.unwrap() < 1.0, "{preferences:?} {aggregation:?}");
            assert!(found.statics.iter().all(|s| s.brand.is_some() && s.efficiency.is_some()));
        }
    }
}

/// Statics of games with other budgets are worked out from what is known of the game as it is; here each is played from the start.
#[test]
fn statics_are_the_games_that_they_stand_for() {
    let poor = |i: usize| Player { subsistence: Some(BUDGETS[i] * 0.1), ..player(BUDGETS[i], TANGIBLE[i], BRAND[i]) };
    let methods = [
        priced(),
        InvestmentGame { public_brand: 30.0, ..priced() },
        InvestmentGame { public_brand: 400.0, ..priced() },
        InvestmentGame { public_brand: 10.0, financed_by: Financing::Outside, preferences: Preferences::StoneGeary, ..priced() },
        InvestmentGame { preferences: Preferences::StoneGeary, ..priced() },
        InvestmentGame { preferences: Preferences::Ces, ..priced() },
        InvestmentGame { preferences: Preferences::Ces, sigma: 2.0, public_brand: 20.0, ..priced() },
        InvestmentGame { preferences: Preferences::Ces, aggregation: Aggregation::Ces, ..priced() },
        InvestmentGame { aggregation: Aggregation::WeakestLink, ..priced() },
    ];
    for method in methods {
        let found = play(&method, players((0..5).map(poor)));
        let leader = (0..5).max_by(|&a, &b| found.clusters[a].brand_spending.total_cmp(&found.clusters[b].brand_spending).then(b.cmp(&a))).unwrap();
        for s in found.statics.iter().filter(|s| matches!(s.varied, Varied::Budgets | Varied::LargestBudget)) {
            let scaled = (0..5).map(|i| {
                let times = if s.varied == Varied::Budgets || i == leader { s.value } else { 1.0 };
                Player { budget: BUDGETS[i] * times, ..poor(i) }
            });
            let bare = InvestmentGame { budget_factors: vec![], cluster_numbers: vec![], ..method.clone() };
            let Ok(again) = attempt(&bare, players(scaled)) else {
                assert_eq!(s.brand, None);
                continue;
            };
            close(s.brand.unwrap(), again.summary.brand, 1e-10);
            close(s.underprovision.unwrap(), figure(&again, "underprovision"), 1e-9);
            close(s.efficiency.unwrap(), again.summary.efficiency.unwrap(), 1e-10);
            assert_eq!(s.contributors, Some(again.summary.contributors));
        }
    }
}

/// Damped best responses by golden section in numpy, matching paid out of the budget of 60, a rate of one half.
#[test]
fn an_authority_that_matches_contributions_is_answered_as_by_brute_force() {
    let method = InvestmentGame { authority_budget: 60.0, authority_rates: vec![0.5], authority_steps: 20, ..priced() };
    let found = play(&method, five(BUDGETS));
    let authority = found.authority.as_ref().unwrap();
    let [none, half] = authority.matching[..] else { panic!("two rates") };
    assert_eq!((none.rate, none.spending, none.split), (0.0, Some(0.0), authority.best));
    // All of the rest in kind is best: brand, cost of matching, geometric mean of payoffs; the other two splits are worse.
    let split = half.split.unwrap();
    all_close([split.brand, half.spending.unwrap(), split.welfare.unwrap()], &[94.64788471020287, 47.32394265900823, 21.87789184300558], 1e-5);
    assert!(split.brand_part < 1e-3 && split.welfare.unwrap() > 21.583195132575902);
    close(half.spending.unwrap() + split.public + split.in_kind, 60.0, 1e-12);
    // Matching makes clusters contribute: better than any split without it, and the best rate no worse than the one tried.
    assert!(split.welfare > none.split.unwrap().welfare && figure(&found, "authority-matching-welfare") >= split.welfare.unwrap());
    // With ces preferences, brute force for the equal split of the rest: at sigma 0.5 it has a mean payoff of 19.498; at 2 matching would
    // cost 77.1.
    let ces =
        |sigma: f64| play(&InvestmentGame { preferences: Preferences::Ces, sigma, ..method.clone() }, five(BUDGETS)).authority.unwrap().matching[1];
    assert!(ces(0.5).split.unwrap().welfare.unwrap() >= 19.49831192);
    assert_eq!((ces(2.0).spending, ces(2.0).split), (None, None));
    // At nine tenths the brand would be 300 / 1.88 or more, and the authority would have to pay nine tenths of that.
    let dear = InvestmentGame { authority_rates: vec![0.5, 0.9], authority_budget: 20.0, ..method };
    let found = play(&dear, five(BUDGETS));
    let last = found.authority.as_ref().unwrap().matching.last().unwrap();
    assert_eq!((last.rate, last.spending, last.split), (0.9, None, None));
    assert!(present(&dear, &found).tables.iter().any(|t| t.name == "authority_matching"));
}

// Best responses by golden section and bisection in numpy; corners where the gift is more than the cluster would buy.
#[test]
fn an_authority_is_answered_as_by_brute_force() {
    let lead = |sigma: f64, budget: f64| {
        let preferences = if sigma == 1.0 { Preferences::CobbDouglas } else { Preferences::Ces };
        let method = InvestmentGame { authority_budget: budget, authority_steps: 4, preferences, sigma, ..priced() };
        play(&method, five(BUDGETS)).authority.unwrap()
    };
    let fifty = lead(1.0, 50.0);
    let brands = [50.769228942567096, 52.49999955507252, 54.99999888511166, 59.999998269301166, 64.99999874397167];
    all_close(fifty.splits.iter().map(|s| s.brand), &brands, 1e-6);
    let welfare = [20.955561092382315, 20.550951111273942, 20.131361755222073, 19.81162535381056, 19.28054981146232];
    all_close(fifty.splits.iter().map(|s| s.welfare.unwrap()), &welfare, 1e-6);
    let corners = [
        (1.0, [69.64285715822271, 150.0], [36.431808769578424, 39.70522401406318]),
        (0.5, [70.28042259958582, 150.0], [36.175502175112314, 35.39912534029401]),
        (2.0, [63.64291873373908, 172.77127077966645], [35.686183607528974, 44.976897668568355]),
    ];
    for (sigma, brands, welfare) in corners {
        let found = lead(sigma, 300.0);
        let (none, half) = (found.splits[0], found.splits[2]);
        all_close([none.brand, half.brand], &brands, 1e-6);
        all_close([none.welfare.unwrap(), half.welfare.unwrap()], &welfare, 1e-6);
        assert_eq!((none.overfed, half.overfed), (3, 2));
    }
    let best = fifty.best.unwrap();
    assert!(fifty.splits.iter().all(|s| s.welfare.unwrap() <= best.welfare.unwrap()));
    // By budgets: the same as money for all, so G rises by b-weighted gifts: the contributors get 20 and 40/3 more.
    let budget = InvestmentGame { authority_budget: 50.0, authority_steps: 1, authority_handout: Handout::Budget, ..priced() };
    let handed = play(&budget, five(BUDGETS)).authority.unwrap();
    close(handed.splits[0].brand, (200.0 + 20.0 + 40.0 / 3.0) / (1.0 + 7.0 / 3.0 + 1.0), 1e-10);
}

#[test]
fn subsistence_comes_first() {
    let with = |subsistence: Option<f64>, budget: f64| Player { subsistence, ..player(budget, 0.35, 0.4) };
    let stone = InvestmentGame { preferences: Preferences::StoneGeary, ..priced() };
    // Budgets of 120 with subsistence 20 leave 100 each: the brand of the identical clusters above, 20 more in private use.
    let found = play(&stone, players(vec![with(Some(20.0), 120.0); 5]));
    close(found.summary.brand, 1000.0 / 17.0, 1e-10);
    close(found.summary.brand_lindahl.unwrap(), 200.0, 1e-10);
    close(found.clusters[0].payoff.unwrap(), 33.29867091597382, 1e-10);
    close(found.clusters[0].tangible_units, 25.735294117647054 + 20.0 * 0.35 / 0.6 / 2.0, 1e-10);
    // Who cannot live contributes nothing and has no payoff; the others play on.
    let poor = play(&stone, players([with(Some(20.0), 120.0), with(Some(20.0), 15.0), with(None, 50.0)]));
    assert_eq!((poor.clusters[1].payoff, poor.clusters[1].brand_spending, poor.clusters[1].reason), (None, 0.0, Some("below-subsistence")));
    assert_eq!((poor.subsidies[1].rate, poor.optimum[1].loses), (None, None));
    assert!(poor.clusters[0].payoff.is_some() && poor.clusters[2].payoff.is_some());
    // Nobody can live.
    let error = attempt(&stone, players([with(Some(20.0), 15.0), with(Some(20.0), 18.0)])).unwrap_err();
    assert!(matches!(&error, MethodError::NoAnswer { why } if format!("{:?}", why.args).contains("c1")), "{error:?}");
    // The weakest link and complements need everybody.
    for (aggregation, rho) in [(Aggregation::WeakestLink, 0.5), (Aggregation::Ces, -1.0)] {
        let error = attempt(&InvestmentGame { aggregation, rho, ..stone.clone() }, players([with(None, 15.0), with(Some(20.0), 18.0)])).unwrap_err();
        assert!(
            matches!(&error, MethodError::NoAnswer { why } if why.key == "investment-game-needs-everybody" && format!("{:?}", why.args).contains("c1"))
        );
    }
}

/// The observed game, without its shares and with its spending.
fn observed(found: &Equilibrium, source: &Players, price_tangible: f64) -> Players {
    let players = source.players.iter().zip(&found.clusters).map(|(p, c)| Player {
        budget: p.budget,
        subsistence: p.subsistence,
        brand_spending: Some(c.brand_spending),
        tangible_spending: Some(c.tangible_units * price_tangible),
        ..Player::default()
    });
    Players { players: players.collect(), ..source.clone() }
}

// METHODS C.5 writes p / (g + P M_-i); the share of the brand in full income is P M / (g + P M_-i), which returns the shares played.
#[test]
fn shares_are_found_again_in_the_spending_that_they_make() {
    let (price_tangible, source) = (2.0, five(BUDGETS));
    let ces = InvestmentGame { preferences: Preferences::Ces, sigma: 0.5, ..priced() };
    for method in [priced(), ces, InvestmentGame { public_brand: 7.0, financed_by: Financing::LumpSum, ..priced() }] {
        let played = play(&method, source.clone());
        let again = play(&method, observed(&played, &source, price_tangible));
        all_close(again.clusters.iter().map(|c| c.brand_spending), &played.clusters.iter().map(|c| c.brand_spending).collect::<Vec<_>>(), 1e-9);
        for (i, preference) in again.preferences.iter().enumerate() {
            if played.clusters[i].brand_spending > 0.0 {
                all_close([preference.weights.tangible, preference.weights.brand], &[TANGIBLE[i], BRAND[i]], 1e-9);
                assert_eq!(preference.origin, Origin::Estimated);
            } else {
                assert!(preference.brand_bound.unwrap() > BRAND[i] && preference.weights.brand <= preference.brand_bound.unwrap());
                assert_eq!(preference.origin, Origin::Bounded);
            }
        }
    }
    // By hand for the first cluster: G / (g + G - p) = (600/13) / (120 + 440/13) = 0.3; the bound of the third is G / (G + 60).
    let again = play(&priced(), observed(&play(&priced(), source.clone()), &source, price_tangible));
    close(again.preferences[2].brand_bound.unwrap(), 600.0 / 13.0 / (600.0 / 13.0 + 60.0), 1e-12);
    let all = InvestmentGame { aggregation: Aggregation::Ces, rho: -1.0, ..priced() };
    let played = play(&all, source.clone());
    let again = play(&all, observed(&played, &source, price_tangible));
    all_close(again.preferences.iter().map(|p| p.weights.brand), &BRAND, 1e-8);
}

/// The message of a refusal with all that it names.
fn refusal(method: &InvestmentGame, source: Players) -> String {
    let error = attempt(method, source).unwrap_err();
    assert_eq!(error.status(), 2, "{error:?}");
    format!("{:?}", error.message())
}

#[test]
fn what_cannot_be_played_is_refused_by_name() {
    let method = InvestmentGame::default();
    let second = |change: fn(&mut Player)| {
        let mut source = five(BUDGETS);
        change(&mut source.players[1]);
        refusal(&method, source)
    };
    let says = |said: String, key: &str| assert!(said.contains(key) && said.contains("c1"), "{said}");
    says(second(|p| p.budget = 0.0), "investment-game-budget");
    says(second(|p| p.budget = -3.0), "investment-game-budget");
    says(second(|p| p.budget = 1e308), "investment-game-extreme");
    says(second(|p| p.tangible_share = Some(1.2)), "investment-game-share-outside");
    says(second(|p| p.brand_share = Some(-0.1)), "investment-game-share-outside");
    says(second(|p| p.other_share = Some(0.5)), "investment-game-share-sum");
    says(second(|p| (p.brand_share, p.other_share) = (Some(0.0), Some(0.7))), "investment-game-brand-share");
    says(second(|p| (p.brand_share, p.other_share) = (None, None)), "investment-game-no-brand-share");
    let spending = |change: fn(&mut Player)| {
        let mut source = players(BUDGETS.map(|budget| Player { budget, brand_spending: Some(1.0), ..Player::default() }));
        change(&mut source.players[1]);
        refusal(&method, source)
    };
    says(spending(|p| p.brand_spending = None), "investment-game-no-spending");
    says(spending(|p| p.brand_spending = Some(80.0)), "investment-game-overspent");
    says(spending(|p| p.tangible_spending = Some(79.5)), "investment-game-overspent");
    let idle = players(BUDGETS.map(|budget| Player { budget, brand_spending: Some(0.0), ..Player::default() }));
    assert!(refusal(&method, idle).contains("investment-game-nothing-spent"));
    let taxed = InvestmentGame { public_brand: 170.0, financed_by: Financing::LumpSum, ..priced() };
    says(refusal(&taxed, five(BUDGETS)), "investment-game-tax");
    assert_eq!(attempt(&method, Players::default()).unwrap_err(), MethodError::TooFew { what: "players", need: 1, got: 0 });
}

#[test]
fn settings_that_make_no_sense_are_refused_before_data_are_read() {
    let d = InvestmentGame::default;
    let shares = |tangible, brand, other| InvestmentGame { shares: Weights { tangible, brand, other }, ..d() };
    let refused = [
        ("price_brand", InvestmentGame { price_brand: 0.0, ..d() }),
        ("price_tangible", InvestmentGame { price_tangible: f64::NAN, ..d() }),
        ("sigma", InvestmentGame { sigma: 0.0, ..d() }),
        ("rho", InvestmentGame { rho: 1.0, ..d() }),
        ("rho", InvestmentGame { rho: 0.0, ..d() }),
        ("shares", shares(0.5, 0.5, 0.5)),
        ("shares", shares(0.5, 0.0, 0.5)),
        ("public_brand", InvestmentGame { public_brand: -1.0, ..d() }),
        ("public_brand", InvestmentGame { public_brand: 1.0, aggregation: Aggregation::Ces, ..d() }),
        ("authority_budget", InvestmentGame { authority_budget: 1.0, aggregation: Aggregation::WeakestLink, ..d() }),
        ("authority_steps", InvestmentGame { authority_steps: 0, ..d() }),
        ("authority_rates", InvestmentGame { authority_rates: vec![1.0], ..d() }),
        ("budget_factors", InvestmentGame { budget_factors: vec![0.0], ..d() }),
        ("cluster_numbers", InvestmentGame { cluster_numbers: vec![0], ..d() }),
    ];
    for (setting, method) in refused {
        assert_eq!(method.check().unwrap_err().setting, setting);
    }
    d().check().unwrap();
}

#[test]
fn shares_that_nearly_add_up_are_divided_by_their_sum_and_told() {
    let mut source = five(BUDGETS);
    source.players[2] = Player { other_share: Some(0.305), ..source.players[2] };
    let found = play(&priced(), source);
    close(found.preferences[2].sum.unwrap(), 1.005, 1e-12);
    close(found.preferences[2].weights.brand, 0.2 / 1.005, 1e-12);
    assert!((0..5).filter(|i| *i != 2).all(|i| found.preferences[i].sum.is_none()));
    let finding = present(&priced(), &found);
    let note = finding.notes.iter().find(|n| n.message.key == "investment-game-normalised").unwrap();
    assert!(note.kind == NoteKind::Caution && format!("{:?}", note.message.args).contains("c2"));
    // One share may be missing; with the brand share alone the rest divides as the settings say.
    let partly =
        players([Player { other_share: None, ..player(10.0, 0.35, 0.4) }, Player { budget: 10.0, brand_share: Some(0.4), ..Player::default() }]);
    let found = play(&InvestmentGame::default(), partly);
    close(found.preferences[0].weights.other, 0.25, 1e-12);
    close(found.preferences[1].weights.tangible, 0.3, 1e-12);
}

#[test]
fn a_cluster_alone_does_what_is_best() {
    let found = play(&priced(), players([player(100.0, 0.35, 0.4)]));
    close(found.summary.brand, 40.0, 1e-12);
    close(figure(&found, "underprovision"), 1.0, 1e-12);
    close(found.summary.efficiency.unwrap(), 1.0, 1e-12);
    assert!(found.neutrality.iter().all(|n| n.holds() == Some(true)) && found.best_responses.is_empty());
    close(found.subsidies[0].rate.unwrap(), 0.0, 1e-12);
}

// Identical Cobb-Douglas clusters: G_N / G_O = 1 / (b + n (1 - b)), E_N / E_O = n^(1 - b) / (b + n (1 - b)), METHODS C.3.
#[test]
fn the_more_clusters_the_less_brand_by_the_closed_form() {
    let found = play(&priced(), players(vec![player(100.0, 0.35, 0.4); 3]));
    let clusters: Vec<_> = found.statics.iter().filter(|s| s.varied == Varied::Clusters).collect();
    assert_eq!(clusters.len(), InvestmentGame::default().cluster_numbers.len());
    for s in clusters {
        let n = s.value;
        close(s.underprovision.unwrap(), 1.0 / (0.4 + n * 0.6), 1e-10);
        close(s.efficiency.unwrap(), n.powf(0.6) / (0.4 + n * 0.6), 1e-10);
        assert_eq!(s.contributors, Some(n as usize));
    }
    // All budgets by a factor: the scale law.
    for s in found.statics.iter().filter(|s| s.varied == Varied::Budgets) {
        close(s.brand.unwrap(), s.value * found.summary.brand, 1e-10);
        close(s.underprovision.unwrap(), figure(&found, "underprovision"), 1e-10);
    }
    assert_eq!(found.statics.iter().filter(|s| s.varied == Varied::LargestClusters).count(), 3);
    // The largest of the five alone, and the two largest: b g, and (120 + 80) / (1 + 7/3 + 1).
    let five = play(&priced(), five(BUDGETS));
    let largest: Vec<f64> = five.statics.iter().filter(|s| s.varied == Varied::LargestClusters).map(|s| s.brand.unwrap()).collect();
    all_close(largest, &[36.0, 600.0 / 13.0, 600.0 / 13.0, 600.0 / 13.0, 600.0 / 13.0], 1e-10);
    // The largest contributor (the second) with four times its budget pays alone: 0.5 * 320.
    let rich = five.statics.iter().find(|s| s.varied == Varied::LargestBudget && s.value == 4.0).unwrap();
    close(rich.brand.unwrap(), 160.0, 1e-10);
}

#[test]
fn best_responses_cross_the_equilibrium() {
    for method in [
        priced(),
        InvestmentGame { preferences: Preferences::Ces, sigma: 0.7, ..priced() },
        InvestmentGame { aggregation: Aggregation::Ces, rho: 0.5, ..priced() },
        InvestmentGame { aggregation: Aggregation::Ces, rho: -2.0, ..priced() },
        InvestmentGame { aggregation: Aggregation::Ces, rho: -2.0, preferences: Preferences::Ces, sigma: 3.0, ..priced() },
        InvestmentGame { aggregation: Aggregation::Ces, rho: 0.7, preferences: Preferences::Ces, ..priced() },
        InvestmentGame { aggregation: Aggregation::WeakestLink, ..priced() },
    ] {
        let found = play(&method, players([player(100.0, 0.4, 0.3), player(90.0, 0.3, 0.4), player(80.0, 0.2, 0.35)]));
        let all: f64 = found.clusters.iter().map(|c| c.brand_spending).sum();
        let crossing = found.best_responses.iter().filter(|r| {
            let own = found.clusters[r.player].brand_spending;
            (r.others - (all - own)).abs() < 1e-9 * all && (r.response - own).abs() < 1e-9 * all
        });
        assert_eq!(crossing.count(), found.best_responses.len() / 40, "{method:?}");
        assert!(!found.best_responses.is_empty());
    }
}

#[test]
fn a_hundred_thousand_clusters_play() {
    let budgets = (0..100_000u32).map(|i| player(1.0 + f64::from(i.wrapping_mul(2_654_435_761) % 1000), 0.3, 0.1 + f64::from(i % 7) / 10.0));
    let method = InvestmentGame { budget_factors: vec![2.0], cluster_numbers: vec![], ..InvestmentGame::default() };
    let found = play(&method, players(budgets));
    let spent: f64 = found.clusters.iter().map(|c| c.brand_spending).sum();
    close(spent, found.summary.brand, 1e-9);
    assert!(found.summary.deviation <= 1e-9, "{}", found.summary.deviation);
    assert!(found.neutrality.iter().all(|n| n.holds() != Some(false)));
}

fn present(method: &InvestmentGame, found: &Equilibrium) -> Finding {
    method.present(&Played { source: Players::default().into() }, found)
}

#[test]
fn tables_and_charts_are_as_announced_and_can_be_said() {
    let sum = InvestmentGame { authority_budget: 50.0, authority_steps: 5, public_brand: 4.0, financed_by: Financing::Proportional, ..priced() };
    let weakest = InvestmentGame { aggregation: Aggregation::WeakestLink, ..InvestmentGame::default() };
    let complements = InvestmentGame { aggregation: Aggregation::Ces, rho: -1.0, ..InvestmentGame::default() };
    let stone = InvestmentGame { preferences: Preferences::StoneGeary, ..InvestmentGame::default() };
    let poor = Player { subsistence: Some(30.0), ..player(20.0, 0.3, 0.3) };
    let inputs = [
        (&sum, five(BUDGETS)),
        (&weakest, five(BUDGETS)),
        (&complements, five(BUDGETS)),
        (&stone, players([player(10.0, 0.3, 0.3), poor])),
        (&stone, players([Player { budget: 3.0, ..Player::default() }])),
    ];
    for (method, source) in inputs {
        let finding = present(method, &play(method, source));
        let mut keys: Vec<String> = finding.notes.iter().map(|n| n.message.key.clone()).collect();
        for table in &finding.tables {
            let announced = InvestmentGame::TABLES.iter().find(|t| t.name == table.name).unwrap();
            let mut columns = announced.columns();
            for column in &table.columns {
                assert!(columns.any(|c| c == column.name), "{}.{}", table.name, column.name);
                keys.push(format!("column-{}", column.name));
                for i in 0..table.rows() {
                    assert!(column.values.number(i).is_none_or(f64::is_finite), "{}.{}", table.name, column.name);
                    if let agglom_method::Values::Word(words) = &column.values {
                        keys.extend(words[i].map(|w| format!("{}-{w}", column.name)));
                    }
                }
            }
            keys.push(table.title.key.clone());
        }
        for chart in &finding.charts {
            keys.extend([chart.title.key.clone(), chart.reading.key.clone()]);
            assert!(finding.tables.iter().any(|t| t.name == chart.table));
        }
        for key in keys.iter().map(|key| key.replace('_', "-")) {
            let line = format!("\n{key} =");
            for catalogues in [[agglom_models::MESSAGES.en, agglom_method::MESSAGES.en], [agglom_models::MESSAGES.zh, agglom_method::MESSAGES.zh]] {
                assert!(catalogues.iter().any(|text| text.contains(&line)), "{key}");
            }
        }
    }
}

#[test]
fn players_are_bound_by_their_slot() {
    let bound = Bound::default().with("source", Shape::Players(five(BUDGETS).into()));
    assert_eq!(*Played::take(&bound).unwrap().source, five(BUDGETS));
    assert!(Played::take(&Bound::default()).is_err());
}

/// The payoff as the textbook writes it, for the checks below.
struct Textbook {
    weights: [f64; 3],
    sigma: Option<f64>,
    subsistence: f64,
}

impl Textbook {
    fn payoff(&self, private: f64, brand: f64) -> f64 {
        let [a, b, c] = self.weights;
        let left = private - self.subsistence;
        if left <= 0.0 {
            return 0.0;
        }
        let (x, o) = (a / (a + c) * left / 2.0, c / (a + c) * left);
        let m = brand / 1.5;
        match self.sigma {
            None => x.powf(a) * m.powf(b) * o.powf(c),
            Some(sigma) => {
                let (s, v) = ((sigma - 1.0) / sigma, x.powf(a / (a + c)) * o.powf(c / (a + c)));
                (b * m.powf(s) + (1.0 - b) * v.powf(s)).powf(1.0 / s)
            }
        }
    }
}

/// The largest payoff over contributions, by golden section.
fn best(of: impl Fn(f64) -> f64, budget: f64) -> f64 {
    let (mut low, mut high) = (0.0, budget);
    for _ in 0..120 {
        let (a, b) = (high - 0.618_033_988_75 * (high - low), low + 0.618_033_988_75 * (high - low));
        if of(a) >= of(b) { high = b } else { low = a }
    }
    of(0.5 * (low + high)).max(of(0.0))
}

fn some_players() -> impl Strategy<Value = Vec<Player>> {
    let one = (1.0..1000.0f64, 0.05..0.9f64, 0.05..0.95f64, 0.0..0.5f64)
        .prop_map(|(budget, brand, inner, part)| Player { subsistence: Some(budget * part), ..player(budget, (1.0 - brand) * inner, brand) });
    proptest::collection::vec(one, 1..8)
}

proptest! {
    #[test]
    fn nobody_gains_by_deviating(source in some_players(), kind in 0..5usize, sigma in 0.3..4.0f64, rho in prop_oneof![0.1..0.9f64, -5.0..-0.1f64], public in 0.0..50.0f64) {
        let method = match kind {
            0 => InvestmentGame { public_brand: public, ..priced() },
            1 => InvestmentGame { preferences: Preferences::Ces, sigma, public_brand: public, ..priced() },
            2 => InvestmentGame { preferences: Preferences::StoneGeary, public_brand: public, ..priced() },
            3 => InvestmentGame { aggregation: Aggregation::Ces, rho, preferences: Preferences::StoneGeary, ..priced() },
            _ => InvestmentGame { aggregation: Aggregation::Ces, rho, preferences: Preferences::Ces, sigma, ..priced() },
        };
        let found = play(&method, players(source.clone()));
        prop_assert!(found.summary.deviation <= 1e-9, "{}", found.summary.deviation);
        let all: f64 = found.clusters.iter().map(|c| c.brand_spending).sum();
        for (p, c) in source.iter().zip(&found.clusters) {
            let textbook = Textbook {
                weights: [p.tangible_share.unwrap(), p.brand_share.unwrap(), p.other_share.unwrap()],
                sigma: (kind == 1 || kind == 4).then_some(sigma),
                subsistence: if kind == 2 || kind == 3 { p.subsistence.unwrap() } else { 0.0 },
            };
            let theirs: f64 = found.clusters.iter().filter(|d| !std::ptr::eq(*d, c)).map(|d| (d.brand_units).powf(rho)).sum();
            let brand = |own: f64| {
                if kind >= 3 { 1.5 * (theirs + (own / 1.5).powf(rho)).powf(1.0 / rho) } else { method.public_brand + all - c.brand_spending + own }
            };
            let payoff = |own: f64| if own >= p.budget { 0.0 } else { textbook.payoff(p.budget - own, brand(own)) };
            // Of less than this, the textbook's subtraction leaves rounding.
            if p.budget - textbook.subsistence - c.brand_spending < 1e-7 * p.budget {
                continue;
            }
            prop_assert!((payoff(c.brand_spending) / c.payoff.unwrap() - 1.0).abs() < 1e-8);
            prop_assert!(best(payoff, p.budget - textbook.subsistence) <= c.payoff.unwrap() * (1.0 + 1e-9));
        }
    }

    #[test]
    fn the_weakest_link_gives_nobody_reason_to_do_less(source in some_players()) {
        let method = InvestmentGame { aggregation: Aggregation::WeakestLink, ..priced() };
        let found = play(&method, players(source.clone()));
        let common = found.clusters[0].brand_spending;
        for (p, c) in source.iter().zip(&found.clusters) {
            let textbook = Textbook { weights: [p.tangible_share.unwrap(), p.brand_share.unwrap(), p.other_share.unwrap()], sigma: None, subsistence: 0.0 };
            let payoff = |own: f64| if own >= p.budget { 0.0 } else { textbook.payoff(p.budget - own, own.min(common)) };
            prop_assert!(best(payoff, p.budget) <= c.payoff.unwrap() * (1.0 + 1e-9));
        }
    }

    /// Andreoni and McGuire (1993): sort the thresholds and add clusters while they are above the brand.
    #[test]
    fn the_contributor_set_is_the_one_of_the_sorting_algorithm(source in some_players(), public in 0.0..50.0f64) {
        let found = play(&InvestmentGame { public_brand: public, ..priced() }, players(source.clone()));
        let mut order: Vec<(f64, f64, f64)> = source.iter().map(|p| {
            let kappa = (1.0 - p.brand_share.unwrap()) / p.brand_share.unwrap();
            (p.budget / kappa, p.budget, kappa)
        }).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut money, mut slope, mut count) = (public, 1.0, 0);
        for (threshold, budget, kappa) in order {
            if threshold <= money / slope {
                break;
            }
            (money, slope, count) = (money + budget, slope + kappa, count + 1);
        }
        close(found.summary.brand, money / slope, 1e-10);
        prop_assert_eq!(found.summary.contributors, count);
    }

    #[test]
    fn redistribution_among_contributors_is_neutral(source in some_players(), part in 0.0..0.99f64) {
        let found = play(&priced(), players(source.clone()));
        let set = contributors(&found);
        prop_assume!(set.len() > 1);
        let mut moved = source;
        let amount = part * found.clusters[set[0]].brand_spending;
        moved[set[0]].budget -= amount;
        moved[set[1]].budget += amount;
        let again = play(&priced(), players(moved));
        close(again.summary.brand, found.summary.brand, 1e-10);
        all_close(private(&again), &private(&found), 1e-9);
    }

    /// With the rates and lump sums of the table, taken as given, no cluster wants to contribute anything else, and the authority breaks even.
    #[test]
    fn subsidies_reach_the_optimum_and_balance(source in some_players(), public in prop_oneof![Just(0.0), 0.0..20.0f64], sigma in prop_oneof![Just(None), (0.3..4.0f64).prop_map(Some)]) {
        let preferences = if sigma.is_some() { Preferences::Ces } else { Preferences::CobbDouglas };
        let method = InvestmentGame { preferences, sigma: sigma.unwrap_or(0.5), public_brand: public, ..priced() };
        let found = play(&method, players(source.clone()));
        let (paid, taken): (f64, f64) = found.subsidies.iter().fold((0.0, 0.0), |(p, t), s| (p + s.subsidy, t + s.lump_sum));
        close(paid, taken, 1e-10);
        let brand = found.summary.brand_lindahl.unwrap();
        close(public + found.subsidies.iter().map(|s| s.contribution).sum::<f64>(), brand, 1e-9);
        prop_assume!(brand > public);
        close(found.optimum.iter().map(|o| o.lindahl_share.unwrap()).sum(), 1.0, 1e-9);
        for ((p, s), o) in source.iter().zip(&found.subsidies).zip(&found.optimum) {
            let textbook = Textbook { weights: [p.tangible_share.unwrap(), p.brand_share.unwrap(), p.other_share.unwrap()], sigma, subsistence: 0.0 };
            let (rate, money) = (s.rate.unwrap(), p.budget - s.lump_sum);
            let payoff = |own: f64| textbook.payoff(money - (1.0 - rate) * own, brand - s.contribution + own);
            close(payoff(s.contribution), o.lindahl_payoff.unwrap(), 1e-9);
            prop_assert!(best(payoff, money / (1.0 - rate)) <= o.lindahl_payoff.unwrap() * (1.0 + 1e-9));
        }
    }

    /// No allocation near the utilitarian optimum has a larger product of payoffs.
    #[test]
    fn the_utilitarian_optimum_is_one(source in some_players(), sigma in prop_oneof![Just(None), (0.3..4.0f64).prop_map(Some)], shift in proptest::collection::vec(-1.0..1.0f64, 8)) {
        let preferences = if sigma.is_some() { Preferences::Ces } else { Preferences::CobbDouglas };
        let found = play(&InvestmentGame { preferences, sigma: sigma.unwrap_or(0.5), ..priced() }, players(source.clone()));
        let wealth: f64 = source.iter().map(|p| p.budget).sum();
        let product = |private: &[f64]| -> f64 {
            let brand = wealth - private.iter().sum::<f64>();
            source.iter().zip(private).map(|(p, r)| {
                let weights = [p.tangible_share.unwrap(), p.brand_share.unwrap(), p.other_share.unwrap()];
                Textbook { weights, sigma, subsistence: 0.0 }.payoff(*r, brand).ln()
            }).sum()
        };
        let best: Vec<f64> = found.optimum.iter().map(|o| o.utilitarian_private.unwrap()).collect();
        close(wealth - best.iter().sum::<f64>(), found.summary.brand_utilitarian.unwrap(), 1e-9);
        let other: Vec<f64> = best.iter().zip(&shift).map(|(r, s)| r * (1.0 + 1e-3 * s)).collect();
        prop_assume!(other.iter().sum::<f64>() < wealth);
        prop_assert!(product(&other) <= product(&best) + 1e-12);
    }

    #[test]
    fn money_has_no_unit(source in some_players(), factor in 1e-3..1e6f64, kind in 0..4usize) {
        let scaled: Vec<Player> = source.iter().map(|p| Player { budget: p.budget * factor, subsistence: p.subsistence.map(|s| s * factor), ..*p }).collect();
        let method = [
            InvestmentGame { preferences: Preferences::StoneGeary, ..priced() },
            InvestmentGame { preferences: Preferences::Ces, sigma: 2.0, ..priced() },
            InvestmentGame { aggregation: Aggregation::Ces, rho: -1.5, ..priced() },
            InvestmentGame { aggregation: Aggregation::Ces, preferences: Preferences::Ces, sigma: 0.4, rho: 0.6, ..priced() },
        ][kind].clone();
        let (one, other) = (play(&method, players(source)), play(&method, players(scaled)));
        close(other.summary.brand / factor, one.summary.brand, 1e-9);
        close(other.summary.brand_lindahl.unwrap() / factor, one.summary.brand_lindahl.unwrap(), 1e-9);
        close(other.summary.efficiency.unwrap(), one.summary.efficiency.unwrap(), 1e-9);
        all_close(other.clusters.iter().map(|c| c.brand_spending / factor), &one.clusters.iter().map(|c| c.brand_spending).collect::<Vec<_>>(), 1e-9);
    }

    /// Budgets and shares at the ends of what is allowed end in numbers or in an error.
    #[test]
    fn extremes_never_panic(budgets in proptest::collection::vec(-100.0..100.0f64, 1..4), brand in -9.0..-0.01f64, kind in 0..7usize) {
        let brand = 10f64.powf(brand);
        let source = budgets.iter().map(|b| player(10f64.powf(*b), (1.0 - brand) / 2.0, brand));
        let method = [
            InvestmentGame { authority_budget: 1.0, authority_steps: 3, ..InvestmentGame::default() },
            InvestmentGame { preferences: Preferences::Ces, sigma: 20.0, ..InvestmentGame::default() },
            InvestmentGame { preferences: Preferences::Ces, sigma: 0.05, ..InvestmentGame::default() },
            InvestmentGame { aggregation: Aggregation::Ces, rho: -19.0, ..InvestmentGame::default() },
            InvestmentGame { aggregation: Aggregation::Ces, rho: 0.02, ..InvestmentGame::default() },
            InvestmentGame { aggregation: Aggregation::Ces, rho: 0.02, preferences: Preferences::Ces, sigma: 30.0, ..InvestmentGame::default() },
            InvestmentGame { aggregation: Aggregation::Ces, rho: -9.0, preferences: Preferences::Ces, sigma: 0.05, ..InvestmentGame::default() },
        ][kind].clone();
        if let Ok(found) = attempt(&method, players(source)) {
            let finding = present(&method, &found);
            for table in &finding.tables {
                for column in &table.columns {
                    for i in 0..table.rows() {
                        prop_assert!(column.values.number(i).is_none_or(f64::is_finite), "{}.{} {:?}", table.name, column.name, method);
                    }
                }
            }
        }
    }
}
