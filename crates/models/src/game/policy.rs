//! Subsidies that reach the optimum, and what public money and redistribution do to the equilibrium.

use super::nash::{Fault, Game, Nash};
use super::optimum::Lindahl;
use super::sums::sum;
use serde::Serialize;

/// What the authority pays for and asks of a cluster so that it does by itself what Lindahl's optimum asks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Subsidy {
    /// The share of the contribution that the authority pays; empty below subsistence.
    pub rate: Option<f64>,
    /// The contribution, the authority's part included.
    pub contribution: f64,
    /// The authority's part.
    pub subsidy: f64,
    /// What the cluster pays to the authority whatever it does.
    pub lump_sum: f64,
    /// What the brand costs the cluster in the end.
    pub net: f64,
}

/// METHODS C.5: rates 1 - share; of the contributions, which are not determined, those that make every cluster's transfer and lump sum equal.
pub(crate) fn subsidies(game: &Game, lindahl: &Lindahl) -> Vec<Subsidy> {
    let all = lindahl.brand - game.outside;
    let of = |share: &f64| Subsidy {
        rate: (*share > 0.0).then_some(1.0 - share),
        contribution: share * all,
        subsidy: (1.0 - share) * share * all,
        lump_sum: share * (all - share * all),
        net: share * all,
    };
    lindahl.shares.iter().map(of).collect()
}

/// Which change a row of the neutrality table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Money moves between two contributors, less than the giver contributes.
    Redistribution,
    /// Public money for the brand, taken from the contributors in equal amounts.
    LumpSum,
    /// Public money for the brand from outside.
    Outside,
    /// Money moves between two contributors, more than the giver contributes.
    LargeRedistribution,
    /// All money doubles.
    Scale,
}

impl Change {
    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Redistribution => "redistribution",
            Self::LumpSum => "lump-sum",
            Self::Outside => "outside",
            Self::LargeRedistribution => "large-redistribution",
            Self::Scale => "scale",
        }
    }
}

/// A game played again with a change, and what theory says of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NeutralityCheck {
    /// The change.
    pub change: Change,
    /// Who gives.
    pub from: Option<usize>,
    /// Who gets.
    pub to: Option<usize>,
    /// How much money moves.
    pub amount: f64,
    /// Brand spending in the equilibrium of the changed game.
    pub brand: f64,
    /// What theory says it is; empty where it says only that it changes.
    pub expected: Option<f64>,
    /// Contributors then.
    pub contributors: usize,
    /// The largest change of a cluster's private spending.
    pub private_change: f64,
    /// The part of the public money that private contributions give way to.
    pub crowding_out: Option<f64>,
}

impl NeutralityCheck {
    /// Whether the game says what theory says, to a billionth of the brand; `None` where theory says only that the brand changes.
    pub fn holds(&self) -> Option<bool> {
        const NEAR: f64 = 1e-9;
        let expected = self.expected?;
        let near = (self.brand - expected).abs() <= NEAR * expected;
        let untouched = self.change == Change::Outside || self.private_change <= NEAR * (expected + self.amount);
        Some(near && untouched)
    }
}

/// Part of an added unit of outside money for the brand that private contributions give way to, as long as the contributors stay the same.
pub(crate) fn crowding_out(game: &Game, nash: &Nash) -> f64 {
    let kappas = kappas_of_contributors(game, nash);
    kappas / (1.0 + kappas)
}

fn kappas_of_contributors(game: &Game, nash: &Nash) -> f64 {
    sum((0..game.len()).filter(|&i| nash.spending[i] > 0.0).map(|i| game.kappa(i)))
}

/// METHODS C.4, each played again.
pub(crate) fn neutrality(game: &Game, nash: &Nash) -> Result<Vec<NeutralityCheck>, Fault> {
    let contributors: Vec<usize> = (0..game.len()).filter(|&i| nash.spending[i] > 0.0).collect();
    let most = nash.largest(1).first().copied();
    let least = contributors.iter().copied().reduce(|a, b| if nash.spending[b] <= nash.spending[a] { b } else { a });
    let mut checks = Vec::new();
    if let (Some(to), Some(from)) = (most, least)
        && to != from
    {
        let (given, left) = (nash.spending[from], game.disposable(from) - nash.spending[from]);
        for (change, amount, expected) in
            [(Change::Redistribution, 0.5 * given, Some(nash.brand)), (Change::LargeRedistribution, given + 0.5 * left, None)]
        {
            let mut changed = game.clone();
            changed.net[from] -= amount;
            changed.net[to] += amount;
            checks.push(played(game, nash, &changed, (change, amount), expected)?);
            if let Some(check) = checks.last_mut() {
                (check.from, check.to) = (Some(from), Some(to));
            }
        }
    }
    if let Some(least) = least {
        let each = 0.5 * nash.spending[least];
        let mut changed = game.clone();
        for &i in &contributors {
            changed.net[i] -= each;
        }
        let amount = each * contributors.len() as f64;
        changed.public += amount;
        checks.push(played(game, nash, &changed, (Change::LumpSum, amount), Some(nash.brand))?);

        let room = contributors.iter().filter_map(|&i| game.threshold(i)).fold(f64::INFINITY, f64::min) - nash.brand;
        let kept = 1.0 / (1.0 + kappas_of_contributors(game, nash));
        let amount = 0.5 * room / kept;
        // Rounding may leave no room.
        if amount > 0.0 {
            let mut changed = game.clone();
            changed.public += amount;
            checks.push(played(game, nash, &changed, (Change::Outside, amount), Some(nash.brand + amount * kept))?);
        }
    }
    let mut changed = game.clone();
    changed.net.iter_mut().for_each(|g| *g *= 2.0);
    changed.subsistence = changed.subsistence.iter().map(|s| 2.0 * s).collect();
    changed.public *= 2.0;
    checks.push(played(game, nash, &changed, (Change::Scale, sum(game.net.iter().copied()) + game.public), Some(2.0 * nash.brand))?);
    checks.sort_by_key(|c| c.change as usize);
    Ok(checks)
}

fn played(game: &Game, nash: &Nash, changed: &Game, (change, amount): (Change, f64), expected: Option<f64>) -> Result<NeutralityCheck, Fault> {
    let times = if change == Change::Scale { 2.0 } else { 1.0 };
    let again = changed.nash_near(times * nash.brand)?;
    let private = |game: &Game, nash: &Nash, i: usize| game.net[i] - nash.spending[i];
    let moved = (0..game.len()).map(|i| (private(changed, &again, i) - times * private(game, nash, i)).abs());
    let public = changed.public - game.public;
    Ok(NeutralityCheck {
        change,
        from: None,
        to: None,
        amount,
        brand: again.brand,
        expected,
        contributors: again.contributors(),
        private_change: moved.fold(0.0, f64::max),
        crowding_out: matches!(change, Change::LumpSum | Change::Outside).then(|| 1.0 - (again.brand - nash.brand) / public),
    })
}
