//! The game of clusters that share a brand.

use crate::game::{
    Fault, Game, Known, Leader, Rules, Survey, Taste, about, best_responses, cautions, charts, crowded_out, crowding_out, each, efficiency, given,
    headlines, neutrality, optimal_outcome, outcomes, subsidies, sum,
};
use agglom_method::{
    Argument, Bound, Context, Family, Finding, Inputs, Message, Method, MethodError, Players, SettingError, ShapeKind, Slot, TableSpec, exact_sum,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use crate::game::{
    Aggregation, Authority, BestResponse, Change, Equilibrium, Handout, Matching, NeutralityCheck, OptimalOutcome, Origin, Outcome, Preference,
    Split, Static, Subsidy, Summary, Varied, Weights,
};

/// Investment game: clusters that share a regional brand divide their budgets between the brand, tangible assets and everything
/// else, each for itself and all as one.
///
/// # Formula
/// ```text
/// max E_i(x_i, M, o_i)   over x_i, m_i, o_i >= 0   with   P_x x_i + P_m m_i + o_i = g_i,   M = m_1 + ... + m_n + public
/// dE/dx = l P_x    dE/do = l    dE/dM <= l P_m, with = if m_i > 0
/// cobb_douglas   E = x^a M^b o^c                            a + b + c = 1
/// stone_geary    the same of what exceeds subsistence s_i, which divides into x and o as a : c
/// ces            E = (b M^s + (1 - b) v^s)^(1/s)            s = (sigma - 1) / sigma, v = x^(a/(a+c)) o^(c/(a+c))
/// ```
/// With G = P_m M, a contributor is content with private spending s_i + k_i G, so it spends p_i(G) = max(0, g_i - s_i - k_i G) on
/// the brand and the equilibrium is the only root of G = public + sum of p_i(G). Contributors are the clusters whose threshold
/// (g_i - s_i) / k_i is above G.
/// ```text
/// k = (1 - b) / b     ces: k = (pi / P_m) (P_m (1 - b) / (pi b))^sigma, pi the price of v
/// ```
/// `aggregation = "ces"` makes the brand M = (sum of m^rho)^(1/rho), `weakest_link` the smallest contribution. There, all
/// contributions from 0 to the smallest of (g_i - s_i) / (1 + k_i) are equilibria when all choose the same; the largest is
/// reported. With `ces` aggregation a contributor's condition is `((g_i - s_i - p_i) / (k_i P_m M))^(1/sigma) (m_i / M)^(rho - 1) = 1`;
/// everybody with money contributes, and there is one equilibrium with a brand for all preferences, because the brand that a brand
/// calls forth rises by less than itself. For rho < 0 nobody contributing is an equilibrium too; the other one is reported.
///
/// The optimum is reported twice. Lindahl: each pays the share t_i of the brand at which it wants just as much as all others, no
/// money moves besides (without ces and public money G = sum of b_i (g_i - s_i)). Utilitarian: the product of payoffs is largest,
/// money may move. `underprovision` is the brand in equilibrium over the brand at Lindahl's prices; `efficiency` the geometric
/// mean of the payoffs over that in the utilitarian optimum, and the price of anarchy its inverse. Matching at the rate 1 - t_i
/// with the lump sum t_i (G - p_i), which the cluster takes as given, makes Lindahl's optimum an equilibrium and costs the
/// authority nothing; only the sum of the contributions is then determined, and p_i = t_i G is shown.
///
/// Public money (`public_brand`) is paid from outside, by equal amounts from the clusters that contribute without it
/// (`lump_sum`), or by a part of every budget (`proportional`). An authority with `authority_budget` moves first: it buys brand
/// and, for the rest, tangible assets that it hands to the clusters, which can neither sell them nor use them to contribute;
/// clusters answer in equilibrium; the best split has the largest geometric mean of payoffs. It may also match contributions: it pays
/// the part s of each (`authority_rates`) out of its budget and splits the rest. A contributor is then content with private spending
/// `s_i + (1 - s)^sigma k_i G`, and s times all contributions is what the authority planned to pay.
///
/// This replaces equations (8) to (18) of the retracted paper of Wang and Liu (2022). Its equation (10) has the own contribution
/// where the payoff must have the brand of all, so that there would be no game; its equation (12) has the signs of two expenses
/// wrong; its equation (16) names a price that does not exist and has no case for clusters that contribute nothing. Here stand
/// the first-order conditions above.
///
/// # Shares
/// Preference shares come from the data. One of three may be missing; if only the brand share is there, the rest divides as
/// spending on tangible assets says, otherwise as `shares` says. Three shares are divided by their sum if that is within 0.01 of
/// 1, with a warning. A cluster without shares gets them from spending, if the data tell the spending of all: for a contributor
/// (Cobb-Douglas and Stone-Geary) `G / (G + g_i - s_i - p_i)`, the share of the brand in full income; of one that contributes nothing,
/// spending tells only that its share is at most that number, and the smaller of it and `shares` is used. Without
/// spending, it gets `shares`.
///
/// # Reading
/// `marginal_rate` is what one more unit of money in the brand is worth to a cluster: 1 for contributors, less for free-riders.
/// Its sum, `marginal_worth`, would be 1 in the optimum. A cluster that `loses` would need to be compensated. `neutrality` plays
/// the game again: money moved among contributors, and public money taken from them, change nothing as long as nobody loses more
/// than it contributes. `deviation` bounds what a cluster could gain by any other contribution, as a part of its payoff: it says
/// that the numbers are an equilibrium. `overfed` counts clusters that get more tangible assets than they would buy; where it is
/// 0, assets in kind are as good as money. In `comparative_statics`, `clusters` are so many copies of the average cluster,
/// `largest-clusters` those with the largest budgets.
///
/// There are no intervals: the equilibrium is exact for given shares, and shares that are estimated follow without error from one
/// year's spending of clusters that are not a sample of others. What is uncertain is whether they choose like this at all.
///
/// # Undefined when
/// budgets are not positive; a share lies outside 0 and 1, or a brand share at 0 or 1; shares do not add up to 1; nobody has
/// money beyond subsistence. A cluster with less than subsistence contributes nothing and has no payoff (`below-subsistence`).
/// Subsidies, neutrality, public money and the authority are for `aggregation = "sum"`. A rate of matching that costs more than the
/// budget has no split (`unaffordable`).
///
/// # Source
/// Warr (1983), Economics Letters 13:207; Bergstrom, Blume and Varian (1986), Journal of Public Economics 29:25; Andreoni and
/// McGuire (1993), Journal of Public Economics 51:447; Samuelson (1954), Review of Economics and Statistics 36:387; Hirshleifer
/// (1983), Public Choice 41:371; Cornes (1993), Review of Economic Studies 60:259. That lump sums must be taken as given:
/// Bernheim (1986), American Economic Review 76:789.
///
/// # Checked against
/// closed forms and best responses found by brute force, to 1e-9: identical and different clusters, neutrality, crowding out, CES
/// preferences and aggregation, weakest link; optima of CES preferences against `scipy` 1.17 (direct maximisation, 1e-7 to 1e-9);
/// CES preferences with CES aggregation against damped best responses from two starts (`scipy`, 1e-10); the authority's splits and its
/// matching against best responses by brute force, 1e-5 to 1e-6. That nobody gains by deviating is tested with an
/// independent search over random games.
///
/// # Example
/// Five equal clusters with budget 100 and brand share 0.4 spend 1000/17 = 58.8 on the brand instead of 200: 5/17 of the optimum.
/// ```
/// use agglom_models::{investment_game::InvestmentGame, Played};
/// use agglom_method::{Codes, Context, Method, Player, Players, Seed, Unwatched};
/// let player = Player { budget: 100.0, tangible_share: Some(0.35), brand_share: Some(0.4), other_share: Some(0.25), ..Player::default() };
/// let players = Players { ids: Codes::new(["a", "b", "c", "d", "e"]).into(), players: vec![player; 5], unit: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = InvestmentGame::default().compute(&Played { source: players.into() }, &context).unwrap();
/// assert!((found.summary.brand - 1000.0 / 17.0).abs() < 1e-12);
/// assert!((found.summary.brand_lindahl.unwrap() - 200.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InvestmentGame {
    /// How brand, tangible assets and everything else make the payoff.
    pub preferences: Preferences,
    /// Elasticity of substitution between the brand and private use, for `ces` preferences; 1 is Cobb-Douglas.
    pub sigma: f64,
    /// Shares of clusters for which the data tell neither shares nor spending.
    pub shares: Weights,
    /// Price of a unit of tangible assets.
    pub price_tangible: f64,
    /// Price of a unit of brand.
    pub price_brand: f64,
    /// How contributions make the brand.
    pub aggregation: Aggregation,
    /// Exponent of `ces` aggregation: below 1 and not 0; the lower, the more the smallest contribution counts.
    pub rho: f64,
    /// Public spending on the brand.
    pub public_brand: f64,
    /// Who pays for it.
    pub financed_by: Financing,
    /// Budget of an authority that moves first and splits it between the brand and tangible assets; 0 for none.
    pub authority_budget: f64,
    /// Which clusters get the tangible assets that the authority buys.
    pub authority_handout: Handout,
    /// Number of steps in which the authority's splits are tried, before the best is refined.
    pub authority_steps: usize,
    /// Parts of every contribution that the authority might pay out of its budget before it splits the rest; the best is refined.
    pub authority_rates: Vec<f64>,
    /// Factors by which budgets are varied.
    pub budget_factors: Vec<f64>,
    /// Numbers of clusters that are tried.
    pub cluster_numbers: Vec<usize>,
}

/// How brand, tangible assets and everything else make the payoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Preferences {
    /// Constant shares of spending.
    CobbDouglas,
    /// Constant elasticity of substitution between the brand and private use.
    Ces,
    /// Constant shares of what exceeds subsistence.
    StoneGeary,
}

/// Who pays for public spending on the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Financing {
    /// Nobody in the game.
    Outside,
    /// The clusters that contribute without it, in equal amounts.
    LumpSum,
    /// All clusters, in proportion to their budgets.
    Proportional,
}

/// The clusters of a game.
#[derive(Debug, Clone)]
pub struct Played {
    /// Their budgets and what is known of their preferences.
    pub source: Arc<Players>,
}

impl Inputs for Played {
    const SLOTS: &'static [Slot] = &[Slot::one("source", &[ShapeKind::Players], "clusters with budgets, and their preference shares or spending")];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.players("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source })
    }
}

impl Default for InvestmentGame {
    fn default() -> Self {
        Self {
            preferences: Preferences::CobbDouglas,
            sigma: 0.5,
            shares: Weights { tangible: 0.4, brand: 0.2, other: 0.4 },
            price_tangible: 1.0,
            price_brand: 1.0,
            aggregation: Aggregation::Sum,
            rho: 0.5,
            public_brand: 0.0,
            financed_by: Financing::Outside,
            authority_budget: 0.0,
            authority_handout: Handout::Equal,
            authority_steps: 100,
            authority_rates: vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
            budget_factors: vec![0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0],
            cluster_numbers: vec![1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50],
        }
    }
}

impl Method for InvestmentGame {
    const KEY: &'static str = "investment_game";
    const FAMILY: Family = Family::Optimise;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "investment_game",
            "id budget tax brand_spending brand_units tangible_units other_spending payoff contributor contribution_threshold marginal_rate deviation reason",
        ),
        TableSpec::new("summary", "measure value"),
        TableSpec::new("preferences", "id tangible_share brand_share other_share share_origin brand_share_bound"),
        TableSpec::new(
            "optimum",
            "id lindahl_share lindahl_private payoff_lindahl loses utilitarian_private payoff_utilitarian loses_utilitarian reason",
        ),
        TableSpec::new("subsidies", "id rate supported_contribution subsidy lump_sum net reason"),
        TableSpec::new("neutrality", "change from to amount brand_before brand brand_expected contributors private_change crowding_out holds"),
        TableSpec::new("authority", "brand_part public_spending in_kind_spending brand welfare contributors overfed"),
        TableSpec::new(
            "authority_matching",
            "rate matching_spending brand_part public_spending in_kind_spending brand welfare contributors overfed reason",
        ),
        TableSpec::new("comparative_statics", "varied value brand underprovision efficiency contributors reason"),
        TableSpec::new("best_responses", "id others best_response"),
    ];
    type Inputs = Played;
    type Output = Equilibrium;

    fn check(&self) -> Result<(), SettingError> {
        const LARGEST: f64 = 1e12;
        SettingError::between("price_tangible", self.price_tangible, 1.0 / LARGEST, LARGEST)?;
        SettingError::between("price_brand", self.price_brand, 1.0 / LARGEST, LARGEST)?;
        SettingError::between("sigma", self.sigma, 0.01, 100.0)?;
        SettingError::between("rho", self.rho, -20.0, 1.0)?;
        if self.rho.abs() < 0.01 {
            return Err(SettingError::new("rho", format!("{} is too close to 0, where the sum of powers only counts clusters", self.rho)));
        }
        self.check_shares()?;
        for (setting, money) in [("public_brand", self.public_brand), ("authority_budget", self.authority_budget)] {
            if !(0.0..=LARGEST_MONEY).contains(&money) {
                return Err(SettingError::new(setting, format!("{money} must be 0 or more")));
            }
            if money > 0.0 && self.aggregation != Aggregation::Sum {
                return Err(SettingError::new(setting, "public money adds to a brand that is a sum; use aggregation = \"sum\" or set it to 0"));
            }
        }
        self.check_ranges()
    }

    fn compute(&self, inputs: &Played, context: &Context<'_>) -> Result<Equilibrium, MethodError> {
        let players = &inputs.source;
        let (game, preferences) = self.game(players)?;
        let nash = game.nash().map_err(|fault| unplayable(fault, players))?;
        context.proceed()?;
        let is_sum = self.aggregation == Aggregation::Sum;
        let lindahl = optional(game.lindahl(), players)?;
        let utilitarian = optional(game.utilitarian(), players)?;
        context.proceed()?;
        let payoffs = game.nash_payoffs(&nash);
        let lindahl_payoffs = lindahl.as_ref().map(|l| game.ln_payoffs(|i| l.private[i], l.units));
        let utilitarian_payoffs = utilitarian.as_ref().map(|u| game.ln_payoffs(|i| u.private[i], u.units));
        let clusters = outcomes(&game, &nash, &payoffs);
        let optimum = each(game.len(), |i| {
            let at = |all: &Option<Vec<Option<f64>>>| all.as_ref().and_then(|all| all[i]);
            let shared = lindahl.as_ref().map(|l| (l.shares[i], l.private[i]));
            let private = utilitarian.as_ref().map(|u| u.private[i]);
            optimal_outcome(payoffs[i], shared, private, (at(&lindahl_payoffs), at(&utilitarian_payoffs)))
        });
        let summary = Summary {
            brand: nash.brand,
            units: nash.units,
            brand_lindahl: lindahl.as_ref().map(|l| l.brand),
            units_lindahl: lindahl.as_ref().map(|l| l.units),
            brand_utilitarian: utilitarian.as_ref().map(|u| u.brand),
            units_utilitarian: utilitarian.as_ref().map(|u| u.units),
            efficiency_lindahl: lindahl_payoffs.as_ref().and_then(|best| efficiency(&payoffs, best)),
            efficiency: utilitarian_payoffs.as_ref().and_then(|best| efficiency(&payoffs, best)),
            contributors: nash.contributors(),
            marginal_worth: is_sum.then(|| sum(clusters.iter().filter_map(|c| c.marginal_rate))),
            crowding_out_marginal: is_sum.then(|| crowding_out(&game, &nash)),
            crowding_out: crowded_out(&game, &nash),
            deviation: clusters.iter().filter_map(|c| c.deviation).fold(0.0, f64::max),
        };
        let known = Known {
            brand: nash.brand,
            units: nash.units,
            contributors: summary.contributors,
            lindahl: lindahl.as_ref(),
            efficiency: summary.efficiency,
            leader: nash.largest(1).first().copied().unwrap_or(0),
        };
        let statics = game.statics(&known, &self.budget_factors, &self.cluster_numbers, context)?;
        Ok(Equilibrium {
            ids: players.ids.clone(),
            unit: players.unit.clone(),
            aggregation: self.aggregation,
            taxed: game.public > game.outside,
            subsidies: lindahl.filter(|_| is_sum).map(|l| subsidies(&game, &l)).unwrap_or_default(),
            neutrality: if is_sum { neutrality(&game, &nash).map_err(|fault| unplayable(fault, players))? } else { Vec::new() },
            authority: self.authority(&game, context)?,
            statics,
            best_responses: best_responses(&game, &nash)?,
            clusters,
            preferences,
            optimum,
            summary,
        })
    }

    fn present(&self, _inputs: &Played, found: &Equilibrium) -> Finding {
        let finding = Finding::default().table(found.cluster_table()).table(found.summary_table()).table(found.preference_table());
        let finding = finding.table(found.optimum_table());
        let finding = if found.subsidies.is_empty() { finding } else { finding.table(found.subsidy_table()) };
        let finding = if found.neutrality.is_empty() { finding } else { finding.table(found.neutrality_table()) };
        let finding = if let Some(authority) = &found.authority { finding.table(found.authority_table(authority)) } else { finding };
        let matched = found.authority.as_ref().filter(|authority| !authority.matching.is_empty());
        let finding = if let Some(authority) = matched { finding.table(found.matching_table(authority)) } else { finding };
        let finding = if found.statics.is_empty() { finding } else { finding.table(found.statics_table()) };
        let finding = if found.best_responses.is_empty() { finding } else { finding.table(found.response_table()) };
        let finding = charts(found).into_iter().fold(finding, Finding::chart);
        self.remarks(found, cautions(found, headlines(found, finding)))
    }
}

/// Budgets beyond these are stated in the wrong unit.
const LARGEST_MONEY: f64 = 1e100;

fn unplayable(fault: Fault, players: &Players) -> MethodError {
    match fault {
        Fault::Error(error) => error,
        Fault::Below(i) => MethodError::NoAnswer { why: about("investment-game-needs-everybody", players, i) },
        Fault::Nobody => {
            let left = |i: usize| players.players[i].budget - players.players[i].subsistence.unwrap_or(0.0);
            let nearest = (0..players.players.len()).max_by(|&a, &b| left(a).total_cmp(&left(b)).then(b.cmp(&a))).unwrap_or(0);
            MethodError::NoAnswer { why: about("investment-game-nobody", players, nearest) }
        }
    }
}

/// An optimum that need not exist.
fn optional<T>(found: Result<T, Fault>, players: &Players) -> Result<Option<T>, MethodError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Fault::Nobody) => Ok(None),
        Err(fault) => Err(unplayable(fault, players)),
    }
}

impl InvestmentGame {
    fn check_shares(&self) -> Result<(), SettingError> {
        let Weights { tangible, brand, other } = self.shares;
        let sum = tangible + brand + other;
        if [tangible, other].iter().any(|share| !(0.0..1.0).contains(share)) || brand <= 0.0 || brand >= 1.0 || (sum - 1.0).abs() > 1e-9 {
            let problem = format!("{tangible}, {brand} and {other} must be shares that add up to 1, the brand's neither 0 nor 1");
            return Err(SettingError::new("shares", problem));
        }
        Ok(())
    }

    fn check_ranges(&self) -> Result<(), SettingError> {
        const MOST: usize = 1000;
        if self.authority_steps == 0 || self.authority_steps > 10 * MOST {
            return Err(SettingError::new("authority_steps", format!("{} must lie between 1 and {}", self.authority_steps, 10 * MOST)));
        }
        if self.authority_rates.len() > MOST || self.authority_rates.iter().any(|rate| !(0.0..=0.99).contains(rate)) {
            return Err(SettingError::new("authority_rates", format!("at most {MOST} parts between 0 and 0.99")));
        }
        if self.budget_factors.len() > MOST || self.budget_factors.iter().any(|f| !(1e-6..=1e6).contains(f)) {
            return Err(SettingError::new("budget_factors", format!("at most {MOST} factors between 0.000001 and 1000000")));
        }
        if self.cluster_numbers.len() > MOST || self.cluster_numbers.iter().any(|n| !(1..=100_000).contains(n)) {
            return Err(SettingError::new("cluster_numbers", format!("at most {MOST} numbers between 1 and 100000")));
        }
        Ok(())
    }

    /// The game that the data and settings describe.
    fn game(&self, players: &Players) -> Result<(Game, Vec<Preference>), MethodError> {
        if players.players.is_empty() {
            return Err(MethodError::TooFew { what: "players", need: 1, got: 0 });
        }
        let gross: Vec<f64> = players.players.iter().map(|p| p.budget).collect();
        if let Some(i) = gross.iter().position(|g| !g.is_finite() || *g <= 0.0) {
            return Err(MethodError::Needs { what: about("investment-game-budget", players, i).with("budget", Argument::Short(gross[i])) });
        }
        if let Some(i) = gross.iter().position(|g| !(1.0 / LARGEST_MONEY..=LARGEST_MONEY).contains(g)) {
            return Err(MethodError::Needs { what: about("investment-game-extreme", players, i) });
        }
        let subsistence: Vec<f64> = players.players.iter().map(|p| self.subsistence(p.subsistence)).collect();
        if let Some(i) = subsistence.iter().position(|s| !(0.0..=LARGEST_MONEY).contains(s)) {
            return Err(MethodError::Needs { what: about("investment-game-subsistence", players, i) });
        }
        let given = given(players, self.shares)?;
        let net = self.net(players, &given, &gross, &subsistence)?;
        let survey = Survey {
            players,
            assumed: self.shares,
            net: &net,
            subsistence: &subsistence,
            public: self.public_brand,
            sigma: self.elasticity(),
            price_tangible: self.price_tangible,
            price_brand: self.price_brand,
            aggregation: self.aggregation,
            rho: self.rho,
        };
        let preferences = survey.complete(given)?;
        let tastes = self.tastes(players, &preferences, &subsistence)?;
        let outside = if self.financed_by == Financing::Outside { self.public_brand } else { 0.0 };
        Ok((self.with_money(tastes, gross, net, self.public_brand, outside), preferences))
    }

    fn with_money(&self, tastes: Vec<Taste>, gross: Vec<f64>, net: Vec<f64>, public: f64, outside: f64) -> Game {
        let rules = Rules { public, outside, price: self.price_brand, aggregation: self.aggregation, rho: self.rho };
        Game::new(tastes, gross, net, rules)
    }

    fn subsistence(&self, subsistence: Option<f64>) -> f64 {
        if self.preferences == Preferences::StoneGeary { subsistence.unwrap_or(0.0) } else { 0.0 }
    }

    fn elasticity(&self) -> f64 {
        if self.preferences == Preferences::Ces { self.sigma } else { 1.0 }
    }

    fn tastes(&self, players: &Players, preferences: &[Preference], subsistence: &[f64]) -> Result<Vec<Taste>, MethodError> {
        let taste = |i: usize| {
            let taste = Taste::new(preferences[i].weights, self.elasticity(), subsistence[i], self.price_tangible, self.price_brand);
            taste.ok_or_else(|| MethodError::Needs { what: about("investment-game-extreme", players, i) })
        };
        each(preferences.len(), taste).into_iter().collect()
    }

    /// Budgets after the tax that pays for the public part of the brand.
    fn net(&self, players: &Players, given: &[Option<Preference>], gross: &[f64], subsistence: &[f64]) -> Result<Vec<f64>, MethodError> {
        let n = gross.len();
        if self.public_brand <= 0.0 || self.financed_by == Financing::Outside {
            return Ok(gross.to_vec());
        }
        let tax: Vec<f64> = if self.financed_by == Financing::Proportional {
            let all = exact_sum(gross.iter().copied());
            gross.iter().map(|g| self.public_brand * (g / all)).collect()
        } else {
            let observed = (0..n).any(|i| given[i].is_none() && players.players[i].brand_spending.is_some());
            let pays: Vec<bool> = if observed {
                players.players.iter().map(|p| p.brand_spending.is_some_and(|p| p > 0.0)).collect()
            } else {
                let assumed = Preference { weights: self.shares, origin: Origin::Assumed, brand_bound: None, sum: None };
                let preferences: Vec<Preference> = given.iter().map(|g| g.unwrap_or(assumed)).collect();
                let game = self.with_money(self.tastes(players, &preferences, subsistence)?, gross.to_vec(), gross.to_vec(), 0.0, 0.0);
                game.nash().map_err(|fault| unplayable(fault, players))?.spending.iter().map(|p| *p > 0.0).collect()
            };
            let payers = pays.iter().filter(|pays| **pays).count();
            if payers == 0 {
                return Err(MethodError::Setting { setting: "financed_by", problem: Message::new("investment-game-no-payer") });
            }
            pays.iter().map(|pays| if *pays { self.public_brand / payers as f64 } else { 0.0 }).collect()
        };
        if let Some(i) = (0..n).find(|&i| tax[i] >= gross[i]) {
            let problem = about("investment-game-tax", players, i).with("tax", Argument::Short(tax[i])).with("budget", Argument::Short(gross[i]));
            return Err(MethodError::Setting { setting: "public_brand", problem });
        }
        Ok(gross.iter().zip(tax).map(|(g, t)| g - t).collect())
    }

    fn authority(&self, game: &Game, context: &Context<'_>) -> Result<Option<Authority>, MethodError> {
        if self.authority_budget <= 0.0 {
            return Ok(None);
        }
        let leader = Leader { game, budget: self.authority_budget, handout: self.authority_handout };
        leader.lead(self.authority_steps, &self.authority_rates, context).map(Some)
    }
}

impl InvestmentGame {
    fn remarks(&self, found: &Equilibrium, finding: Finding) -> Finding {
        let finding = match self.aggregation {
            Aggregation::WeakestLink => finding.caution(Message::new("investment-game-many")),
            Aggregation::Ces if self.rho < 0.0 => finding.caution(Message::new("investment-game-also-none")),
            _ => finding,
        };
        let finding = if found.subsidies.is_empty() { finding } else { finding.remark(Message::new("investment-game-subsidies-given")) };
        let estimated = found.preferences.iter().any(|p| p.origin == Origin::Estimated);
        let finding = if estimated { finding.remark(Message::new("investment-game-estimated")) } else { finding };
        finding.remark(Message::new("investment-game-exact").with("deviation", Argument::number(found.summary.deviation)))
    }
}
