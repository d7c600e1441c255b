//! Charts and sentences about the equilibrium.

use super::{Equilibrium, Origin, Varied};
use agglom_method::{Argument, Chart, Finding, Mark, Message, Order, Scale};

pub(crate) fn charts(found: &Equilibrium) -> Vec<Chart> {
    const MOST_BARS: usize = 30;
    let bars = Mark::Bars {
        label: vec!["id".into()],
        values: vec!["brand_spending".into()],
        interval: None,
        order: Order::Largest("brand_spending".into(), MOST_BARS),
        scale: Scale::Linear,
        reference: None,
    };
    let lines = |x: &str, y: &str, series: Option<&str>| Mark::Lines {
        x: x.into(),
        y: y.into(),
        series: series.map(str::to_owned),
        band: None,
        reference: None,
    };
    let mut charts = vec![Chart::new("investment_game_contributions", "investment_game", bars)];
    if !found.best_responses.is_empty() {
        charts.push(Chart::new("investment_game_responses", "best_responses", lines("others", "best_response", Some("id"))));
    }
    for (name, varied) in [("investment_game_clusters", Varied::Clusters), ("investment_game_budgets", Varied::LargestBudget)] {
        if found.statics.iter().filter(|s| s.varied == varied && s.underprovision.is_some()).count() > 1 {
            let chart = Chart::new(name, "comparative_statics", lines("value", "underprovision", None));
            charts.push(chart.only("varied", varied.word()));
        }
    }
    if found.authority.as_ref().is_some_and(|a| a.splits.iter().filter(|s| s.welfare.is_some()).count() > 1) {
        charts.push(Chart::new("investment_game_authority", "authority", lines("brand_part", "welfare", None)));
    }
    charts
}

pub(crate) fn headlines(found: &Equilibrium, finding: Finding) -> Finding {
    let s = &found.summary;
    let message = Message::new("investment-game-contribute").with("count", Argument::count(s.contributors));
    let message = message.with("all", Argument::count(found.clusters.len())).with("brand", Argument::number(s.brand));
    let finding = match (s.brand_lindahl, s.units_lindahl) {
        (Some(brand), Some(units)) => {
            let lack = Message::new("investment-game-against-optimum").with("share", Argument::percent(s.units / units));
            finding.headline(message.with("against", lack.with("optimum", Argument::number(brand))))
        }
        _ => finding.headline(message.with("against", "")),
    };
    let losers = numbers_where(found, |i| found.optimum[i].loses == Some(true));
    let finding = match s.efficiency {
        Some(efficiency) if losers.is_empty() => {
            finding.headline(Message::new("investment-game-all-gain").with("efficiency", Argument::percent(efficiency)))
        }
        Some(efficiency) => {
            let message = Message::new("investment-game-some-lose").with("efficiency", Argument::percent(efficiency));
            finding.headline(message.with("count", Argument::count(losers.len())).with("players", named(found, losers)))
        }
        None => finding,
    };
    let Some(best) = found.authority.as_ref().and_then(|a| a.best) else { return finding };
    let message = Message::new("investment-game-authority-best").with("budget", Argument::number(best.public + best.in_kind));
    let finding = finding.headline(message.with("part", Argument::percent(best.brand_part)).with("brand", Argument::number(best.brand)));
    let matched = found.authority.as_ref().and_then(|a| a.best_matching).and_then(|m| Some((m.rate, m.spending?, m.split?)));
    match matched {
        Some((rate, spending, split)) if rate > 0.0 => {
            let message = Message::new("investment-game-authority-matches").with("rate", Argument::percent(rate));
            let gain = split.welfare.zip(best.welfare).map_or(0.0, |(with, without)| with / without - 1.0);
            finding.headline(message.with("spending", Argument::number(spending)).with("gain", Argument::percent(gain)))
        }
        Some(_) => finding.remark(Message::new("investment-game-authority-no-matching")),
        None => finding,
    }
}

pub(crate) fn cautions(found: &Equilibrium, finding: Finding) -> Finding {
    let caution = |finding: Finding, key: &str, players: Vec<usize>| {
        if players.is_empty() {
            return finding;
        }
        finding.caution(Message::new(key).with("count", Argument::count(players.len())).with("players", named(found, players)))
    };
    let finding = caution(finding, "investment-game-normalised", numbers_where(found, |i| found.preferences[i].sum.is_some()));
    let finding = caution(finding, "investment-game-below", numbers_where(found, |i| found.clusters[i].reason.is_some()));
    let finding = caution(finding, "investment-game-assumed", numbers_where(found, |i| found.preferences[i].origin == Origin::Assumed));
    let finding = caution(finding, "investment-game-bounded", numbers_where(found, |i| found.preferences[i].origin == Origin::Bounded));
    let nearest = (0..found.clusters.len()).max_by(|&a, &b| {
        let threshold = |i: usize| found.clusters[i].threshold.unwrap_or(f64::NEG_INFINITY);
        threshold(a).total_cmp(&threshold(b)).then(b.cmp(&a))
    });
    match nearest {
        Some(nearest) if found.summary.contributors == 0 => {
            finding.caution(Message::new("investment-game-no-contributor").with("player", found.ids.argument(nearest)))
        }
        _ => finding,
    }
}

fn numbers_where(found: &Equilibrium, of: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..found.clusters.len()).filter(|&i| of(i)).collect()
}

/// The first of many clusters, and how many more there are.
fn named(found: &Equilibrium, players: Vec<usize>) -> Argument {
    const MOST: usize = 8;
    let more = players.len().saturating_sub(MOST);
    let mut list: Vec<Argument> = players.into_iter().take(MOST).map(|i| found.ids.argument(i)).collect();
    if more > 0 {
        list.push(Message::new("investment-game-more").with("more", Argument::count(more)).into());
    }
    list.into()
}
