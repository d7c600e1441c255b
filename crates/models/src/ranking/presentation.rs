//! Tables, charts and sentences of `composite_index`.

use super::stability::MOST_DROPPED;
use super::uncertainty::MOST_RANKED;
use super::{Aggregation, Framed, Weighting};
use crate::composite_index::{Composite, CompositeIndex, Standing};
use agglom_method::{Aim, Argument, Chart, Finding, Labels, Mark, Message, Method, Order, Scale, Table, Unit, Values};

/// Judgements whose consistency ratio is larger contradict each other too much (Saaty 1980).
const MOST_INCONSISTENT: f64 = 0.1;
/// Bars of a chart.
const MOST_BARS: usize = 30;

impl CompositeIndex {
    pub(crate) fn presented(&self, found: &Composite) -> Finding {
        let tables = [
            Some(found.score_table(self)),
            Some(found.weight_table()),
            (!found.obstacles.is_empty()).then(|| found.obstacle_table()),
            (!found.chances.is_empty()).then(|| found.chance_table()),
            (!found.steadiness.is_empty()).then(|| found.stability_table()),
            (!found.reversals.is_empty()).then(|| found.reversal_table()),
            (!found.compromises.is_empty()).then(|| found.compromise_table()),
            found.consistency_table(),
        ];
        let finding = tables.into_iter().flatten().fold(Finding::default(), Finding::table);
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        let finding = found.headlines(self, finding);
        let finding = found.cautions(self, finding);
        let finding = found.remarks(self, finding);
        found.framed.iter().fold(finding, |finding, framed| framed.told(finding))
    }
}

impl Framed {
    /// What is to be told of a framework.
    fn told(&self, finding: Finding) -> Finding {
        let both = |message: Message, text: &[String; 2]| message.with("en", text[0].as_str()).with("zh", text[1].as_str());
        let finding = finding
            .remark(both(Message::new("composite-index-framework"), &self.title))
            .remark(both(Message::new("composite-index-verbatim"), &self.note));
        let finding = match self.covered {
            Some(covered) if covered < 1.0 - 1e-9 => {
                finding.caution(Message::new("composite-index-covered").with("share", Argument::Percent { value: covered, decimals: 0 }))
            }
            _ => finding,
        };
        if self.lacking.is_empty() {
            return finding;
        }
        let items: Vec<Argument> = self.lacking.iter().map(|name| both(Message::new("composite-index-verbatim"), name).into()).collect();
        finding.caution(Message::new("composite-index-without-items").with("items", items))
    }
}

fn count(of: Option<u32>) -> Option<i64> {
    of.map(i64::from)
}

/// Tables.
impl Composite {
    fn has_intervals(&self) -> bool {
        self.drawn || self.is_unknown()
    }

    /// True if some weights are not known.
    fn is_unknown(&self) -> bool {
        self.weights.iter().any(|weight| weight.reason == Some("weights-unknown"))
    }

    fn score_table(&self, method: &CompositeIndex) -> Table {
        let r = &self.rows;
        let table = Table::new(CompositeIndex::KEY, Message::new("table-composite-index"))
            .codes("entity", &self.entities, r.iter().map(|r| r.entity as usize))
            .codes("period", &self.periods, r.iter().map(|r| r.period as usize))
            .numbers("composite_index", Unit::None, r.iter().map(|r| r.composite_index))
            .integers("rank", Unit::None, r.iter().map(|r| count(r.rank)));
        let table = if self.has_intervals() {
            table
                .numbers("low", Unit::None, r.iter().map(|r| r.low))
                .numbers("high", Unit::None, r.iter().map(|r| r.high))
                .integers("rank_low", Unit::None, r.iter().map(|r| count(r.rank_low)))
                .integers("rank_high", Unit::None, r.iter().map(|r| count(r.rank_high)))
        } else {
            table
        };
        let table = if self.drawn { table.numbers("probability_first", Unit::Share, r.iter().map(|r| r.probability_first)) } else { table };
        let veto = || Values::Code(Labels::from_index(self.indicators.clone(), r.iter().map(|r| r.veto)));
        let table = if method.veto.is_empty() { table } else { table.column("veto", Unit::None, veto()) };
        let table = if method.deduct.is_empty() { table } else { table.numbers("deducted", Unit::None, r.iter().map(|r| r.deducted)) };
        table.words("reason", r.iter().map(|r| r.reason))
    }

    fn weight_table(&self) -> Table {
        let w = &self.weights;
        let direction = |aim: Aim| if aim == Aim::Up { "up" } else { "down" };
        let table = Table::new("weights", Message::new("table-composite-index-weights"))
            .codes("indicator", &self.indicators, w.iter().map(|w| w.indicator as usize))
            .words("direction", w.iter().map(|w| Some(direction(w.direction))))
            .numbers("bound_low", Unit::None, w.iter().map(|w| w.bounds.map(|b| b.0)))
            .numbers("bound_high", Unit::None, w.iter().map(|w| w.bounds.map(|b| b.1)))
            .numbers("weight", Unit::None, w.iter().map(|w| w.weight));
        let table = if self.has_intervals() {
            table.numbers("low", Unit::None, w.iter().map(|w| w.low)).numbers("high", Unit::None, w.iter().map(|w| w.high))
        } else {
            table
        };
        table
            .integers("clipped", Unit::None, w.iter().map(|w| w.clipped.and_then(|n| i64::try_from(n).ok())))
            .words("reason", w.iter().map(|w| w.reason))
    }

    fn obstacle_table(&self) -> Table {
        let o = &self.obstacles;
        Table::new("obstacles", Message::new("table-composite-index-obstacles"))
            .codes("entity", &self.entities, o.iter().map(|o| o.entity as usize))
            .codes("period", &self.periods, o.iter().map(|o| o.period as usize))
            .codes("indicator", &self.indicators, o.iter().map(|o| o.indicator as usize))
            .numbers("obstacle", Unit::Share, o.iter().map(|o| Some(o.obstacle)))
            .numbers("gain", Unit::None, o.iter().map(|o| Some(o.gain)))
            .integers("order", Unit::None, o.iter().map(|o| i64::try_from(o.order).ok()))
    }

    fn chance_table(&self) -> Table {
        let c = &self.chances;
        Table::new("rank_probabilities", Message::new("table-composite-index-rank-probabilities"))
            .codes("entity", &self.entities, c.iter().map(|c| c.entity as usize))
            .codes("period", &self.periods, c.iter().map(|c| c.period as usize))
            .integers("rank", Unit::None, c.iter().map(|c| Some(i64::from(c.rank))))
            .numbers("probability", Unit::Share, c.iter().map(|c| Some(c.probability)))
    }

    fn stability_table(&self) -> Table {
        let s = &self.steadiness;
        let entity = |of: fn(&super::Steadiness) -> Option<u32>| Values::Code(Labels::from_index(self.entities.clone(), s.iter().map(of)));
        Table::new("stability", Message::new("table-composite-index-stability"))
            .codes("indicator", &self.indicators, s.iter().map(|s| s.indicator as usize))
            .numbers("weight", Unit::None, s.iter().map(|s| Some(s.weight)))
            .numbers("low", Unit::None, s.iter().map(|s| Some(s.low)))
            .numbers("high", Unit::None, s.iter().map(|s| Some(s.high)))
            .column("first_below", Unit::None, entity(|s| s.first_below))
            .column("first_above", Unit::None, entity(|s| s.first_above))
    }

    fn reversal_table(&self) -> Table {
        let r = &self.reversals;
        let first = Values::Code(Labels::from_index(self.entities.clone(), r.iter().map(|r| r.first)));
        Table::new("rank_reversal", Message::new("table-composite-index-rank-reversal"))
            .codes("entity", &self.entities, r.iter().map(|r| r.entity as usize))
            .integers("reversals", Unit::None, r.iter().map(|r| r.reversals.and_then(|n| i64::try_from(n).ok())))
            .column("first_without", Unit::None, first)
            .words("reason", r.iter().map(|r| r.reason))
    }

    fn compromise_table(&self) -> Table {
        let c = &self.compromises;
        Table::new("compromise", Message::new("table-composite-index-compromise"))
            .codes("entity", &self.entities, c.iter().map(|c| c.0 as usize))
            .codes("period", &self.periods, c.iter().map(|c| c.1 as usize))
            .numbers("group_regret", Unit::None, c.iter().map(|c| Some(c.2.group_regret)))
            .numbers("individual_regret", Unit::None, c.iter().map(|c| Some(c.2.individual_regret)))
            .numbers("compromise", Unit::None, c.iter().map(|c| Some(c.2.compromise)))
    }

    fn consistency_table(&self) -> Option<Table> {
        let p = self.consistency.as_ref()?;
        let measures = [
            ("largest-eigenvalue", Some(p.lambda_max)),
            ("consistency-index", p.consistency_index),
            ("random-index", p.random_index),
            ("consistency-ratio", p.consistency_ratio),
            ("geometric-consistency-index", p.geometric_consistency_index),
        ];
        let table = Table::new("consistency", Message::new("table-composite-index-consistency"));
        let table = table.words("consistency", measures.iter().map(|m| Some(m.0)));
        Some(table.numbers("value", Unit::None, measures.iter().map(|m| m.1)))
    }
}

/// Charts, of the last period where there are several.
impl Composite {
    fn last(&self) -> Option<u32> {
        self.rows.iter().filter(|row| row.rank.is_some() || row.rank_low.is_some()).map(|row| row.period).max()
    }

    fn charts(&self) -> Vec<Chart> {
        let Some(last) = self.last() else { return Vec::new() };
        let of_last = |chart: Chart| if self.periods.len() > 1 { chart.only("period", self.periods.get(last as usize)) } else { chart };
        let dots = |value: &str, interval: Option<(&str, &str)>, order: Order| Mark::Dots {
            label: vec!["entity".into()],
            value: value.to_owned(),
            interval: interval.map(|(low, high)| (low.to_owned(), high.to_owned())),
            order,
            reference: None,
        };
        let heat = |column: &str, value: &str| Mark::Heat {
            row: "entity".into(),
            column: column.into(),
            value: value.into(),
            scale: Scale::Linear,
            midpoint: None,
        };
        let (key, ends) = (CompositeIndex::KEY, self.has_intervals().then_some(("low", "high")));
        let shown = if self.is_unknown() { "high" } else { "composite_index" };
        let scores = dots(shown, ends, Order::Largest(shown.into(), MOST_BARS));
        let name = if self.is_unknown() { "composite_index_possible" } else { "composite_index_scores" };
        let mut charts = vec![of_last(Chart::new(name, key, scores))];
        if self.drawn {
            let ranks = dots("rank", Some(("rank_low", "rank_high")), Order::Largest("composite_index".into(), MOST_BARS));
            charts.push(of_last(Chart::new("composite_index_ranks", key, ranks)));
        }
        if self.chances.iter().any(|chance| chance.period == last) {
            charts.push(of_last(Chart::new("composite_index_rank_probabilities", "rank_probabilities", heat("rank", "probability"))));
        }
        if self.obstacles.iter().any(|obstacle| obstacle.period == last) {
            let largest = Mark::Bars {
                label: vec!["entity".into(), "indicator".into()],
                values: vec!["obstacle".into()],
                interval: None,
                order: Order::Largest("obstacle".into(), MOST_BARS),
                scale: Scale::Linear,
                reference: None,
            };
            charts.push(of_last(Chart::new("composite_index_obstacles", "obstacles", largest)));
        }
        charts
    }
}

/// Sentences.
impl Composite {
    fn of_last(&self) -> impl Iterator<Item = &Standing> {
        let last = self.last();
        self.rows.iter().filter(move |row| Some(row.period) == last && (row.rank.is_some() || row.rank_low.is_some()))
    }

    /// The period in brackets, if there are several.
    fn when(&self) -> Argument {
        match self.last() {
            Some(last) if self.periods.len() > 1 => Message::new("composite-index-when").with("period", self.periods.argument(last as usize)).into(),
            _ => "".into(),
        }
    }

    fn named(&self, entities: impl Iterator<Item = u32>) -> Argument {
        entities.map(|entity| self.entities.argument_or_whole(entity as usize)).collect::<Vec<_>>().into()
    }

    fn headlines(&self, method: &CompositeIndex, finding: Finding) -> Finding {
        let all = self.of_last().count();
        let level = Argument::Percent { value: 1.0 - method.alpha, decimals: 0 };
        if self.is_unknown() {
            return self.headline_of_unknown(all, finding);
        }
        let first: Vec<&Standing> = self.of_last().filter(|row| row.rank == Some(1)).collect();
        let Some(top) = first.first() else { return finding };
        let message = |key: &str| {
            Message::new(key)
                .with("entity", self.named(first.iter().map(|row| row.entity)))
                .with("when", self.when())
                .with("all", Argument::count(all))
                .with("score", Argument::number(top.composite_index.unwrap_or_default()))
        };
        let finding = match (top.probability_first, top.low, top.high) {
            (Some(probability), Some(low), Some(high)) => finding.headline(
                message("composite-index-first")
                    .with("low", Argument::number(low))
                    .with("high", Argument::number(high))
                    .with("level", level.clone())
                    .with("probability", Argument::Percent { value: probability, decimals: 0 }),
            ),
            _ => finding.headline(message("composite-index-first-plain")),
        };
        let finding = if self.drawn {
            let sure = self.of_last().filter(|row| row.rank_low == row.rank_high).count();
            let message = Message::new("composite-index-sure").with("sure", Argument::count(sure)).with("all", Argument::count(all));
            finding.headline(message.with("when", self.when()).with("level", level))
        } else {
            finding
        };
        self.headline_of_obstacles(finding)
    }

    fn headline_of_unknown(&self, all: usize, finding: Finding) -> Finding {
        let unknown: Vec<Argument> = self
            .weights
            .iter()
            .filter(|weight| weight.reason == Some("weights-unknown"))
            .map(|weight| self.indicators.argument(weight.indicator as usize))
            .collect();
        let message = Message::new("composite-index-no-score").with("count", Argument::count(unknown.len()));
        let finding = finding.headline(message.with("indicators", unknown));
        let first: Vec<u32> = self.of_last().filter(|row| row.rank_low == Some(1)).map(|row| row.entity).collect();
        let message = Message::new("composite-index-may-be-first").with("when", self.when()).with("count", Argument::count(first.len()));
        finding.headline(message.with("entities", self.named(first.into_iter().take(8))).with("all", Argument::count(all)))
    }

    /// The indicator that is the largest obstacle of most entities.
    fn headline_of_obstacles(&self, finding: Finding) -> Finding {
        let mut times = vec![0usize; self.indicators.len()];
        let last = self.last();
        let largest = || self.obstacles.iter().filter(|o| Some(o.period) == last && o.order == 1);
        largest().for_each(|o| times[o.indicator as usize] += 1);
        let Some(most) = (0..times.len()).max_by(|&a, &b| times[a].cmp(&times[b]).then(b.cmp(&a))) else { return finding };
        if times[most] == 0 {
            return finding;
        }
        let message = Message::new("composite-index-obstacle").with("indicator", self.indicators.argument(most)).with("when", self.when());
        finding.headline(message.with("count", Argument::count(times[most])).with("all", Argument::count(largest().count())))
    }

    fn cautions(&self, method: &CompositeIndex, finding: Finding) -> Finding {
        let named = |constant: &dyn Fn(&crate::composite_index::Weight) -> bool| -> Vec<Argument> {
            self.weights.iter().filter(|w| constant(w)).map(|w| self.indicators.argument(w.indicator as usize)).collect()
        };
        let said = |finding: Finding, key: &str, things: Vec<Argument>| {
            if things.is_empty() {
                return finding;
            }
            finding.caution(Message::new(key).with("count", Argument::count(things.len())).with("indicators", things))
        };
        let finding = said(finding, "composite-index-constant", named(&|w| w.reason == Some("constant")));
        let finding = said(finding, "composite-index-clipped", named(&|w| w.clipped.is_some_and(|n| n > 0)));
        let finding = match self.incomplete.first() {
            None => finding,
            Some(&(entity, period, indicator)) => finding.caution(
                Message::new("composite-index-left-out")
                    .with("count", Argument::count(self.incomplete.len()))
                    .with("entity", self.entities.argument_or_whole(entity as usize))
                    .with("period", self.periods.argument(period as usize))
                    .with("indicator", self.indicators.argument(indicator as usize)),
            ),
        };
        let ratio = self.consistency.as_ref().and_then(|p| p.consistency_ratio).filter(|ratio| *ratio > MOST_INCONSISTENT);
        let finding = match ratio {
            Some(ratio) => finding.caution(Message::new("composite-index-inconsistent").with("ratio", Argument::number(ratio))),
            None => finding,
        };
        let vetoed: Vec<u32> = self.of_last().filter(|row| row.veto.is_some()).map(|row| row.entity).collect();
        let finding = if vetoed.is_empty() {
            finding
        } else {
            let message = Message::new("composite-index-vetoed").with("count", Argument::count(vetoed.len())).with("when", self.when());
            finding.caution(message.with("entities", self.named(vetoed.into_iter().take(8))))
        };
        let finding = self.cautions_of_order(finding);
        let counted = |finding: Finding, key: &str, count: usize| {
            if count > 0 { finding.caution(Message::new(key).with("count", Argument::count(count))) } else { finding }
        };
        let alone = self.rows.iter().filter(|row| row.reason == Some("no-comparison")).count();
        let finding = counted(counted(finding, "composite-index-zeros", self.zeros), "composite-index-alone", alone);
        if method.draws > 0 && !self.drawn && !self.is_unknown() { finding.caution(Message::new("composite-index-nothing-varies")) } else { finding }
    }

    /// What makes the order doubtful whatever the draws say.
    fn cautions_of_order(&self, finding: Finding) -> Finding {
        let turned = self.reversals.iter().filter(|r| r.reversals.is_some_and(|n| n > 0)).count();
        let tried = self.reversals.iter().filter(|r| r.reversals.is_some()).count();
        let finding = if turned > 0 {
            let message = Message::new("composite-index-reversals").with("count", Argument::count(turned));
            finding.caution(message.with("all", Argument::count(tried)).with("when", self.when()))
        } else {
            finding
        };
        match self.accepted {
            Some((leads, stable)) if !(leads && stable) => {
                let key = match (leads, stable) {
                    (false, false) => "composite-index-compromise-neither",
                    (false, true) => "composite-index-compromise-lead",
                    _ => "composite-index-compromise-unstable",
                };
                finding.caution(Message::new(key))
            }
            _ => finding,
        }
    }

    fn remarks(&self, method: &CompositeIndex, finding: Finding) -> Finding {
        let kind = |what: &str| Argument::Message(Message::new(format!("composite-index-{what}")));
        let aggregation = match method.aggregation {
            Aggregation::WeightedSum => "weighted-sum",
            Aggregation::WeightedProduct => "weighted-product",
            Aggregation::Topsis => "topsis",
            Aggregation::Vikor => "vikor",
            Aggregation::Promethee => "promethee",
        };
        let weighting = |w: Weighting| kind(&format!("weighting-{}", w.word()));
        let how = Message::new("composite-index-how").with("weighting", weighting(self.weighting)).with("aggregation", kind(aggregation));
        let finding = finding.remark(how);
        let finding = if self.combined.is_empty() {
            finding
        } else {
            let share = |(w, share): &(Weighting, f64)| {
                Message::new("composite-index-share").with("weighting", weighting(*w)).with("share", Argument::percent(*share)).into()
            };
            let shares: Vec<Argument> = self.combined.iter().map(share).collect();
            finding.remark(Message::new("composite-index-combined").with("shares", shares))
        };
        let finding = if self.drawn { finding.remark(varied(method)) } else { finding };
        let judged = || self.of_last().count();
        let too_many = self.drawn && self.rows.iter().filter(|row| row.rank.is_some()).count() > 0 && judged() > MOST_RANKED;
        let finding = if too_many {
            finding.remark(Message::new("composite-index-too-many-ranks").with("most", Argument::count(MOST_RANKED)))
        } else {
            finding
        };
        if !self.is_unknown() && judged() > MOST_DROPPED {
            finding.remark(Message::new("composite-index-none-dropped").with("most", Argument::count(MOST_DROPPED)))
        } else {
            finding
        }
    }
}

/// What the draws vary.
fn varied(method: &CompositeIndex) -> Message {
    let mut what: Vec<Argument> = Vec::new();
    let data = method.weightings().into_iter().any(Weighting::is_from_data);
    if method.resample && data {
        what.push(Message::new("composite-index-varied-entities").into());
    }
    if method.weight_concentration > 0.0 {
        what.push(Message::new("composite-index-varied-weights").with("concentration", Argument::Short(method.weight_concentration)).into());
    }
    if method.data_error > 0.0 {
        what.push(Message::new("composite-index-varied-figures").with("error", Argument::percent(method.data_error)).into());
    }
    if method.vary_methods {
        what.push(Message::new("composite-index-varied-methods").into());
    }
    Message::new("composite-index-varied").with("draws", Argument::count(method.draws)).with("what", what)
}
