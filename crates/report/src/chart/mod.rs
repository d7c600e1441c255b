//! Charts and maps as SVG.

mod axis;
mod bars;
mod canvas;
mod colour;
mod colouring;
mod curves;
mod dots;
mod excess;
mod geometry;
mod ground;
mod heat;
mod legend;
mod lines;
mod map;
mod network;
mod points;
mod scatter;
mod text;
mod texture;
mod view;

use crate::Speaker;
use agglom_method::{Chart, Mark, Places, Table};
pub(crate) use text::width;
use view::View;

/// A chart of one of a finding's tables as one standalone SVG; none where there is nothing to draw.
pub fn chart(chart: &Chart, tables: &[Table], places: Option<&Places>, speaker: &Speaker) -> Option<String> {
    let named = |name: &str| tables.iter().find(|t| t.name == name);
    let view = View::of(chart, named(&chart.table)?, speaker);
    let canvas = match &chart.mark {
        mark @ (Mark::Bars { .. } | Mark::Dots { .. }) => bars::draw(&view, mark),
        mark @ Mark::Lines { .. } => lines::draw(&view, mark),
        mark @ Mark::Scatter { .. } => scatter::draw(&view, mark),
        mark @ Mark::Heat { .. } => heat::draw(&view, mark),
        mark @ Mark::Map { .. } => map::draw(&view, mark, places?),
        mark @ Mark::Curves { .. } => curves::draw(&view, mark),
        mark @ Mark::Network { links, .. } => network::draw(&view, mark, &View::beside(chart, named(links)?, speaker)),
        mark @ Mark::Points { outlines, .. } => {
            let beside = outlines.as_deref().and_then(named).map(|table| View::beside(chart, table, speaker));
            points::draw(&view, mark, beside.as_ref(), places)
        }
    }?;
    Some(canvas.finish(&speaker.say(&chart.title), &speaker.say(&chart.reading)))
}
