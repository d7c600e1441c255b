//! Preference shares: as the data give them, estimated from spending, or assumed.

use super::nash::Aggregation;
use super::taste::{Taste, Weights};
use agglom_method::{Argument, Message, MethodError, Player, Players, exact_sum};
use serde::Serialize;

/// Shares further from 1 in sum are an error, not rounding.
const MOST_OFF: f64 = 0.01;
const ROUNDING: f64 = 1e-9;

/// Where the shares of a cluster come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The data.
    Given,
    /// The spending of a contributor.
    Estimated,
    /// The settings, as far as spending nothing on the brand allows.
    Bounded,
    /// The settings.
    Assumed,
}

impl Origin {
    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Estimated => "estimated",
            Self::Bounded => "bounded",
            Self::Assumed => "assumed",
        }
    }
}

/// The shares of one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Preference {
    /// The shares in use.
    pub weights: Weights,
    /// Where they come from.
    pub origin: Origin,
    /// The largest brand share with which a cluster that contributes nothing would contribute nothing.
    pub brand_bound: Option<f64>,
    /// What its shares added up to before they were divided by it, if not to 1.
    pub sum: Option<f64>,
}

/// What estimation needs beside the players.
pub(crate) struct Survey<'a> {
    pub(crate) players: &'a Players,
    pub(crate) assumed: Weights,
    /// Budgets after the tax that pays for the public part of the brand.
    pub(crate) net: &'a [f64],
    pub(crate) subsistence: &'a [f64],
    pub(crate) public: f64,
    pub(crate) sigma: f64,
    pub(crate) price_tangible: f64,
    pub(crate) price_brand: f64,
    pub(crate) aggregation: Aggregation,
    pub(crate) rho: f64,
}

/// A message about a player.
pub(crate) fn about(key: &str, players: &Players, i: usize) -> Message {
    Message::new(key).with("player", players.ids.argument(i))
}

fn needs(what: Message) -> MethodError {
    MethodError::Needs { what }
}

/// The shares that the data give; `None` for a player without any.
pub(crate) fn given(players: &Players, assumed: Weights) -> Result<Vec<Option<Preference>>, MethodError> {
    (0..players.players.len()).map(|i| of_player(players, i, assumed)).collect()
}

fn of_player(players: &Players, i: usize, assumed: Weights) -> Result<Option<Preference>, MethodError> {
    let player = &players.players[i];
    let named = [("tangible_share", player.tangible_share), ("brand_share", player.brand_share), ("other_share", player.other_share)];
    for (role, share) in named {
        if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share)) {
            return Err(needs(about("investment-game-share-outside", players, i).with("role", role).with("share", Argument::Short(share))));
        }
    }
    let (mut off, rest) = (None, |a: f64, b: f64| if (a + b) - 1.0 <= ROUNDING { Some((1.0 - a - b).max(0.0)) } else { None });
    let weights = match (player.tangible_share, player.brand_share, player.other_share) {
        (None, None, None) => return Ok(None),
        (Some(tangible), Some(brand), Some(other)) => {
            let sum = tangible + brand + other;
            off = Some(sum).filter(|sum| (sum - 1.0).abs() > ROUNDING);
            ((sum - 1.0).abs() <= MOST_OFF).then(|| Weights { tangible: tangible / sum, brand: brand / sum, other: other / sum })
        }
        (Some(tangible), Some(brand), None) => rest(tangible, brand).map(|other| Weights { tangible, brand, other }),
        (Some(tangible), None, Some(other)) => rest(tangible, other).map(|brand| Weights { tangible, brand, other }),
        (None, Some(brand), Some(other)) => rest(brand, other).map(|tangible| Weights { tangible, brand, other }),
        (None, Some(brand), None) => Some(spread(brand, inner_tangible(players, i, None, assumed)?)),
        _ => return Err(needs(about("investment-game-no-brand-share", players, i))),
    };
    let Some(weights) = weights else {
        let sum = exact_sum(named.iter().filter_map(|n| n.1));
        return Err(needs(about("investment-game-share-sum", players, i).with("sum", Argument::Short(sum))));
    };
    if weights.brand <= 0.0 || weights.brand >= 1.0 {
        return Err(needs(about("investment-game-brand-share", players, i).with("share", Argument::Short(weights.brand))));
    }
    Ok(Some(Preference { weights, origin: Origin::Given, brand_bound: None, sum: off }))
}

/// Weights of a brand share and the tangible part of private use.
fn spread(brand: f64, tangible: f64) -> Weights {
    Weights { tangible: (1.0 - brand) * tangible, brand, other: (1.0 - brand) * (1.0 - tangible) }
}

/// The tangible part of private use: of private spending, where that is known.
fn inner_tangible(players: &Players, i: usize, private: Option<f64>, assumed: Weights) -> Result<f64, MethodError> {
    let player = &players.players[i];
    let private = private.or_else(|| Some(player.budget - player.brand_spending?));
    let (Some(tangible), Some(private)) = (player.tangible_spending, private) else { return Ok(assumed.inner_tangible()) };
    if private > 0.0 && tangible <= private * (1.0 + ROUNDING) {
        return Ok((tangible / private).min(1.0));
    }
    let message = about("investment-game-overspent", players, i).with("spent", Argument::Short(tangible)).with("left", Argument::Short(private));
    Err(needs(message))
}

impl Survey<'_> {
    /// The shares of all players, estimated where the data give none and tell the spending, assumed where they tell nothing.
    pub(crate) fn complete(&self, given: Vec<Option<Preference>>) -> Result<Vec<Preference>, MethodError> {
        let open = given.iter().enumerate().filter(|(_, g)| g.is_none());
        if !open.into_iter().any(|(i, _)| self.players.players[i].brand_spending.is_some()) {
            let assumed = Preference { weights: self.assumed, origin: Origin::Assumed, brand_bound: None, sum: None };
            return Ok(given.into_iter().map(|g| g.unwrap_or(assumed)).collect());
        }
        if self.aggregation == Aggregation::WeakestLink {
            return Err(needs(Message::new("investment-game-weakest-unknown")));
        }
        let spent: Vec<f64> = (0..given.len()).map(|i| self.spent(i)).collect::<Result<_, _>>()?;
        let brand = self.public + exact_sum(spent.iter().copied());
        if brand <= 0.0 {
            return Err(needs(Message::new("investment-game-nothing-spent")));
        }
        let power = |p: &f64| (p / self.price_brand).powf(self.rho);
        let units = match self.aggregation {
            Aggregation::Ces => exact_sum(spent.iter().filter(|p| **p > 0.0).map(power)).powf(1.0 / self.rho),
            _ => brand / self.price_brand,
        };
        given.into_iter().enumerate().map(|(i, g)| g.map_or_else(|| self.estimated(i, spent[i], units), Ok)).collect()
    }

    fn spent(&self, i: usize) -> Result<f64, MethodError> {
        let Player { brand_spending, .. } = self.players.players[i];
        let spent = brand_spending.ok_or_else(|| needs(about("investment-game-no-spending", self.players, i)))?;
        let left = self.net[i] - self.subsistence[i];
        if spent >= 0.0 && (spent < left || spent == 0.0) {
            return Ok(spent);
        }
        Err(needs(about("investment-game-overspent", self.players, i).with("spent", Argument::Short(spent)).with("left", Argument::Short(left))))
    }

    /// The first-order condition read backwards: private spending per unit of brand spending gives the weight of the brand.
    fn estimated(&self, i: usize, spent: f64, units: f64) -> Result<Preference, MethodError> {
        let tangible = inner_tangible(self.players, i, Some(self.net[i] - spent), self.assumed)?;
        let left = self.net[i] - self.subsistence[i] - spent;
        let brand = units * self.price_brand;
        let kappa = match self.aggregation {
            // The first-order condition of `Content`, solved for kappa.
            Aggregation::Ces if spent > 0.0 => left / brand * (spent / brand).powf(self.sigma * (self.rho - 1.0)),
            Aggregation::Ces => return Err(needs(about("investment-game-spends-nothing", self.players, i))),
            _ => left / brand,
        };
        let weight = Taste::brand_weight(kappa, spread(self.assumed.brand, tangible), self.sigma, self.price_tangible, self.price_brand);
        let weight = weight.filter(|b| *b > 0.0 && *b < 1.0);
        let contributes = spent > 0.0;
        let (brand, origin, bound) = match weight {
            Some(weight) if contributes => (weight, Origin::Estimated, None),
            // Below subsistence any brand share is as good as any other.
            _ if left <= 0.0 => (self.assumed.brand, Origin::Assumed, None),
            Some(bound) => (self.assumed.brand.min(bound * (1.0 - 1e-12)), Origin::Bounded, Some(bound)),
            None => return Err(needs(about("investment-game-extreme", self.players, i))),
        };
        Ok(Preference { weights: spread(brand, tangible), origin, brand_bound: bound, sum: None })
    }
}
