//! Charts and maps as SVG.

mod axis;
mod bars;
mod canvas;
mod colour;
mod geometry;
mod heat;
mod legend;
mod lines;
mod map;
mod scatter;
mod text;
mod texture;
mod view;

use crate::Speaker;
use agglom_method::{Chart, Mark, Places, Table};
pub(crate) use text::width;
use view::View;

/// A chart as one standalone SVG; none where there is nothing to draw.
pub fn chart(chart: &Chart, table: &Table, places: Option<&Places>, speaker: &Speaker) -> Option<String> {
    let view = View::of(chart, table, speaker);
    let canvas = match &chart.mark {
        mark @ (Mark::Bars { .. } | Mark::Dots { .. }) => bars::draw(&view, mark),
        mark @ Mark::Lines { .. } => lines::draw(&view, mark),
        mark @ Mark::Scatter { .. } => scatter::draw(&view, mark),
        mark @ Mark::Heat { .. } => heat::draw(&view, mark),
        mark @ Mark::Map { .. } => map::draw(&view, mark, places?),
        Mark::Curves { .. } | Mark::Points { .. } => None,
    }?;
    Some(canvas.finish(&speaker.say(&chart.title), &speaker.say(&chart.reading)))
}
