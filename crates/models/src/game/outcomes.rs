//! What each cluster does, has and answers.

use super::nash::{Game, Nash};
use super::sums::{each, sum};
use super::{BestResponse, OptimalOutcome, Outcome};
use agglom_method::MethodError;

pub(crate) fn outcomes(game: &Game, nash: &Nash, payoffs: &[Option<f64>]) -> Vec<Outcome> {
    each(game.len(), |i| {
        let payoff = payoffs[i];
        let spending = nash.spending[i];
        let (tangible_units, other_spending) = game.tastes[i].split(game.net[i] - spending);
        Outcome {
            budget: game.gross[i],
            tax: game.gross[i] - game.net[i],
            brand_spending: spending,
            brand_units: spending / game.price,
            tangible_units,
            other_spending,
            payoff: payoff.map(f64::exp),
            threshold: game.threshold(i),
            marginal_rate: game.marginal_rate(nash, i),
            deviation: game.deviation(nash, i),
            reason: payoff.is_none().then_some("below-subsistence"),
        }
    })
}

/// The part of the public money that contributions gave way to: the game without it, played beside it.
pub(crate) fn crowded_out(game: &Game, nash: &Nash) -> Option<f64> {
    if game.public <= 0.0 {
        return None;
    }
    let without = Game { net: game.gross.clone(), public: 0.0, outside: 0.0, ..game.clone() };
    let before = without.nash_near(nash.brand).map_or(0.0, |n| n.brand);
    Some(1.0 - (nash.brand - before) / game.public)
}

/// The answers of the two largest contributors to others who spend from almost nothing to twice what they do.
pub(crate) fn best_responses(game: &Game, nash: &Nash) -> Result<Vec<BestResponse>, MethodError> {
    const STEPS: usize = 40;
    let mut responses = Vec::new();
    for player in nash.largest(2) {
        let others = sum((0..game.len()).filter(|&j| j != player).map(|j| nash.spending[j]));
        if others <= 0.0 {
            continue;
        }
        let powers = game.powers_of_others(nash, player);
        for step in 1..=STEPS {
            let times = 2.0 * step as f64 / STEPS as f64;
            responses.push(BestResponse { player, others: times * others, response: game.best_response(nash, player, times, powers)? });
        }
    }
    Ok(responses)
}

/// What a cluster would have in the optima: its share and private spending at Lindahl's prices, its private spending in the utilitarian
/// optimum, and the ln of its payoff in both and in equilibrium.
pub(crate) fn optimal_outcome(
    payoff: Option<f64>,
    lindahl: Option<(f64, f64)>,
    utilitarian: Option<f64>,
    (lindahl_payoff, utilitarian_payoff): (Option<f64>, Option<f64>),
) -> OptimalOutcome {
    // Payoffs that differ by rounding alone are the same.
    let loses = |other: Option<f64>| Some(payoff? - other? > 1e-12);
    OptimalOutcome {
        lindahl_share: lindahl.map(|l| l.0),
        lindahl_private: lindahl.map(|l| l.1),
        lindahl_payoff: lindahl_payoff.map(f64::exp),
        loses: loses(lindahl_payoff),
        utilitarian_private: utilitarian,
        utilitarian_payoff: utilitarian_payoff.map(f64::exp),
        loses_utilitarian: loses(utilitarian_payoff),
        reason: (lindahl_payoff.is_none() || utilitarian_payoff.is_none()).then_some("below-subsistence"),
    }
}
