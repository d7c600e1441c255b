//! Nodes at given places, joined by links.

use super::canvas::{Canvas, SMALL, WIDTH, full, haloed};
use super::colour::AXIS;
use super::colouring::Colouring;
use super::dots::{Dot, Style, dots};
use super::ground::free;
use super::points::{Legends, explain, looks};
use super::scatter::places;
use super::text::{cut, width};
use super::view::View;
use crate::cells;
use crate::markup::{element, pixels};
use agglom_method::{Argument, Mark, Message};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Room around the nodes for large ones and for names.
const MARGIN: f64 = 24.0;
/// The tallest a network can be.
const TALLEST: f64 = 500.0;
/// The lowest a network can be: one in a row.
const LOWEST: f64 = 120.0;
/// So many nodes are named if there is room.
const NAMED: usize = 30;
/// Longest name of a node.
const LONGEST: f64 = 120.0;

pub(super) fn draw(view: &View<'_>, mark: &Mark, links: &View<'_>) -> Option<Canvas> {
    let Mark::Network { node, x, y, value, scale, midpoint, size, .. } = mark else { return None };
    let (x, y, node) = (view.field(x)?, view.field(y)?, view.column(node)?);
    let finite = |row: usize| Some([x.at(row)?, y.at(row)?]).filter(|p| p.iter().all(|v| v.abs() < 1e150));
    let placed: Vec<(usize, [f64; 2])> = view.rows.iter().filter_map(|&row| Some((row, finite(row)?))).collect();
    let rows: Vec<usize> = placed.iter().map(|p| p.0).collect();
    let (at, height) = fitted(&placed.iter().map(|p| p.1).collect::<Vec<_>>())?;
    let colouring = match value {
        Some(name) => Some(Colouring::of(view, name, (*scale, *midpoint), &rows)?),
        None => None,
    };
    let sizes = size.as_ref().and_then(|name| view.field(name));
    let largest = sizes.as_ref().map_or(0.0, |s| rows.iter().filter_map(|&row| s.at(row)).fold(0.0, f64::max));
    let style = Style::of(rows.len(), largest > 0.0, None);
    let looks = looks(colouring.as_ref(), style);
    let dot = |(&row, &at): (&usize, &[f64; 2])| {
        let look = colouring.as_ref().map_or(Some(0), |c| c.class(row));
        let share = sizes.as_ref().filter(|_| largest > 0.0).map(|s| s.at(row).unwrap_or(0.0) / largest);
        let name = cells::named(node, row, view.speaker).into_iter().collect::<Vec<_>>();
        let texts = [Some(full(&name)), colouring.as_ref().and_then(|c| c.text(view, row))];
        let title = texts.into_iter().flatten().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(": ");
        Dot { at, look: look.unwrap_or(looks.len() - 1), radius: style.radius(share), title: Some(title).filter(|_| !style.dense) }
    };
    let drawn: Vec<Dot> = rows.iter().zip(&at).map(dot).collect();
    let mut canvas = Canvas::default();
    canvas.height = height;
    let numbers: BTreeMap<String, usize> = rows.iter().enumerate().filter_map(|(i, &row)| Some((node.values.text(row)?, i))).collect();
    let lines = lines(links, &numbers, &at);
    if !lines.is_empty() {
        canvas.put(element("path").with("d", lines).with("fill", "none").with("stroke", AXIS).with("stroke-width", 0.8));
    }
    canvas.put(dots(&drawn.iter().map(|d| (d, d.at)).collect::<Vec<_>>(), &looks, style));
    let name = |row: usize| cells::named(node, row, view.speaker).map(|n| n.text).unwrap_or_default();
    name_largest(&mut canvas, &drawn, &|i| name(rows[i]), height);
    explain(
        &mut canvas,
        view,
        &drawn,
        &looks,
        style,
        &Legends { colours: colouring.as_ref(), sizes: sizes.as_ref().filter(|_| largest > 0.0).map(|s| (s, largest)) },
    );
    let lost = view.rows.len() - rows.len();
    if lost > 0 {
        canvas.note(&view.speaker.say(&Message::new("chart-note-no-position").with("rows", Argument::count(lost))));
    }
    Some(canvas)
}

/// Points in pixels, as large as fits with both axes alike, and how tall the picture is; nothing without points.
fn fitted(points: &[[f64; 2]]) -> Option<(Vec<[f64; 2]>, f64)> {
    let first = *points.first()?;
    let (low, high) = points.iter().fold((first, first), |(l, h), p| ([l[0].min(p[0]), l[1].min(p[1])], [h[0].max(p[0]), h[1].max(p[1])]));
    let (wide, tall) = (high[0] - low[0], high[1] - low[1]);
    let room = [WIDTH - 2.0 * MARGIN, TALLEST - 2.0 * MARGIN];
    let scale = [room[0] / wide, room[1] / tall].into_iter().filter(|s| s.is_finite()).fold(f64::INFINITY, f64::min);
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let height = (tall * scale + 2.0 * MARGIN).max(LOWEST);
    let middle = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
    let pixel = |p: &[f64; 2]| [WIDTH / 2.0 + (p[0] - middle[0]) * scale, height / 2.0 - (p[1] - middle[1]) * scale];
    Some((points.iter().map(pixel).collect(), height))
}

/// The links as one path.
fn lines(links: &View<'_>, numbers: &BTreeMap<String, usize>, at: &[[f64; 2]]) -> String {
    let mut path = String::new();
    let (Some(from), Some(to)) = (links.column("from"), links.column("to")) else { return path };
    for &row in &links.rows {
        let end = |column: &agglom_method::Column| column.values.text(row).and_then(|text| numbers.get(&text)).map(|&i| at[i].map(pixels));
        if let (Some([x, y]), Some([u, v])) = (end(from), end(to)) {
            let _ = write!(path, "M{x} {y}L{u} {v}");
        }
    }
    path
}

/// Writes names beside the largest nodes, where there is room.
fn name_largest(canvas: &mut Canvas, dots: &[Dot], name: &dyn Fn(usize) -> String, height: f64) {
    let mut order: Vec<usize> = (0..dots.len()).collect();
    order.sort_by(|&a, &b| dots[b].radius.total_cmp(&dots[a].radius));
    let around = |d: &Dot| [d.at[0] - d.radius, d.at[1] - d.radius, d.at[0] + d.radius, d.at[1] + d.radius];
    let mut taken: Vec<[f64; 4]> = order.iter().take(NAMED).map(|&i| around(&dots[i])).collect();
    for &i in order.iter().take(NAMED) {
        let name = name(i);
        let text = cut(&name, SMALL, LONGEST);
        let inside = |a: &[f64; 4]| a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= WIDTH && a[3] <= height;
        let spot = places(dots[i].at, dots[i].radius, &text).into_iter().find(|(_, _, area)| inside(area) && free(area, &taken));
        if let Some((at, anchor, area)) = spot.filter(|_| width(&text, SMALL) > 0.0) {
            canvas.put(haloed(at, anchor, &text));
            taken.push(area);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_axes_of_a_network_are_alike_and_upwards_is_up() {
        let (at, height) = fitted(&[[0.0, 0.0], [2.0, 0.0], [0.0, 1.0]]).unwrap();
        let (wide, tall) = (at[1][0] - at[0][0], at[0][1] - at[2][1]);
        assert!((wide / tall - 2.0).abs() < 1e-9 && wide <= WIDTH - 2.0 * MARGIN && height <= TALLEST, "{at:?}");
        assert_eq!(fitted(&[[3.0, 3.0], [3.0, 3.0]]).unwrap().0, [[WIDTH / 2.0, LOWEST / 2.0]; 2]);
        assert_eq!(fitted(&[]), None);
    }
}
