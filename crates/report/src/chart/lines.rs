//! Lines over a number or an ordered text, named at their right ends.

use super::axis::{Axis, Tick, extent};
use super::canvas::{Anchor, Canvas, LABEL, SMALL, WIDTH, full, line, names, names_width, reference_line, reference_text, words};
use super::colour::{CATEGORIES, REST};
use super::text::width;
use super::view::{Field, View};
use crate::cells::Named;
use crate::markup::{element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Scale};
use std::collections::BTreeMap;

/// More lines than these are grey, except the highest.
const COLOURED: usize = CATEGORIES.len();
/// How many lines are told apart when there are too many.
const HIGHLIGHTED: usize = 6;
/// More lines than these are not drawn.
const MOST: usize = 300;
/// Longest name of a line.
const LONGEST: f64 = 190.0;
const TOP: f64 = 30.0;
const HEIGHT: f64 = 320.0;
const DASHES: [&str; 4] = ["none", "7 3", "2 3", "9 3 2 3"];

/// One line, its points in the order of `x`.
struct Series {
    name: Option<Named>,
    points: Vec<Point>,
    style: Option<usize>,
}

/// A point; one without a value interrupts the line.
struct Point {
    x: f64,
    y: Option<f64>,
    band: Option<(f64, f64)>,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark) -> Option<Canvas> {
    let Mark::Lines { x, y, series, band, reference } = mark else { return None };
    let (places, value) = (Places::of(view, x)?, view.field(y)?);
    let band = band.as_ref().and_then(|(low, high)| Some([view.field(low)?, view.field(high)?]));
    let mut lines = read(view, &places, &value, series.as_ref(), band.as_ref());
    let all = lines.len();
    lines.truncate(MOST);
    style(&mut lines);
    let reference = value.line(reference.as_ref());
    let seen = lines.iter().flat_map(|s| &s.points).flat_map(|p| [p.y, p.band.map(|b| b.0), p.band.map(|b| b.1)]).flatten();
    let ends = Axis::padded(Scale::Linear, extent(seen.chain(reference.filter(|_| all > 0).map(|r| r.0)), Scale::Linear)?, 0.04);
    let vertical = Axis::new(Scale::Linear, ends, (TOP + HEIGHT, TOP), 6, false);
    let left = vertical.ticks.iter().map(|t| width(&t.label, SMALL)).fold(0.0, f64::max) + 12.0;
    let named = lines.iter().filter(|s| s.style.is_some()).filter_map(|s| s.name.as_ref());
    let right = WIDTH - named.map(|n| names_width(std::slice::from_ref(n))).fold(0.0, f64::max).min(LONGEST) - 14.0;
    let horizontal = places.axis(left, right);
    let mut canvas = Canvas::default();
    canvas.vertical_axis(&vertical, left, right, &value.title);
    canvas.horizontal_axis(&horizontal, TOP + HEIGHT, TOP + HEIGHT - 4.0, &places.title);
    if let Some((value, reference)) = reference {
        let y = vertical.at(value);
        canvas.put(reference_line((left, y), (right, y)));
        let text = reference_text(value, &vertical, reference, view.speaker);
        canvas.put(words((left + 6.0, y - 5.0), Anchor::Start, &text).with("font-size", SMALL));
    }
    lines.sort_by_key(|s| s.style.is_some());
    for series in &lines {
        plot(&mut canvas, series, &horizontal, &vertical);
    }
    name_ends(&mut canvas, &lines, &horizontal, &vertical, right);
    if lines.len() < all {
        canvas
            .note(&view.speaker.say(&Message::new("chart-note-lines").with("shown", Argument::count(lines.len())).with("all", Argument::count(all))));
    }
    Some(canvas)
}

/// The lines with at least one value.
fn read(view: &View<'_>, places: &Places, value: &Field<'_>, series: Option<&String>, band: Option<&[Field<'_>; 2]>) -> Vec<Series> {
    let categories = series.and_then(|s| view.categories(s));
    let mut lines: BTreeMap<usize, Series> = BTreeMap::new();
    for &row in &view.rows {
        let which = categories.as_ref().map_or(Some(0), |c| c.of_row[row]);
        let (Some(x), Some(which)) = (places.of_row[row], which) else { continue };
        let name = categories.as_ref().map(|c| c.names[which].clone());
        let line = lines.entry(which).or_insert_with(|| Series { name, points: Vec::new(), style: None });
        line.points.push(Point { x, y: value.at(row), band: band.and_then(|[low, high]| Some((low.at(row)?, high.at(row)?))) });
    }
    let mut lines: Vec<Series> = lines.into_values().filter(|s| s.points.iter().any(|p| p.y.is_some())).collect();
    for line in &mut lines {
        line.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines
}

/// Gives every line a colour, or the highest ones if there are too many.
fn style(lines: &mut [Series]) {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    if lines.len() > COLOURED {
        let last = |s: &Series| s.points.iter().rev().find_map(|p| p.y).unwrap_or(f64::NEG_INFINITY);
        order.sort_by(|a, b| last(&lines[*b]).total_cmp(&last(&lines[*a])));
        order.truncate(HIGHLIGHTED);
    }
    for (style, line) in order.into_iter().enumerate() {
        lines[line].style = Some(style);
    }
}

fn plot(canvas: &mut Canvas, series: &Series, horizontal: &Axis, vertical: &Axis) {
    let colour = series.style.map_or(REST, |s| CATEGORIES[s]);
    let pixel = |x: f64, y: f64| (horizontal.at(x), vertical.at(y));
    for run in series.points.split(|p| p.y.is_none() || p.band.is_none()).filter(|run| run.len() > 1 && series.style.is_some()) {
        let upper = run.iter().filter_map(|p| Some(pixel(p.x, p.band?.1)));
        let lower = run.iter().rev().filter_map(|p| Some(pixel(p.x, p.band?.0)));
        canvas.put(element("path").with("d", path(upper.chain(lower)) + "Z").with("fill", colour).with("fill-opacity", 0.15));
    }
    let thick = if series.style.is_some() { 2.0 } else { 1.0 };
    for run in series.points.split(|p| p.y.is_none()).filter(|run| !run.is_empty()) {
        let points: Vec<(f64, f64)> = run.iter().filter_map(|p| Some(pixel(p.x, p.y?))).collect();
        if let [(x, y)] = points[..] {
            canvas.put(element("circle").with("cx", x).with("cy", y).with("r", 2.5).with("fill", colour));
            continue;
        }
        let line = element("path").with("d", path(points)).with("fill", "none").with("stroke", colour).with("stroke-width", thick);
        let line = line.with("stroke-linejoin", "round").with("stroke-dasharray", series.style.map_or("none", |s| DASHES[s % DASHES.len()]));
        let name = series.name.as_ref().map(|n| full(std::slice::from_ref(n)));
        canvas.put(if let Some(name) = name { line.add(element("title").text(&name)) } else { line });
    }
}

fn path(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let steps: Vec<String> = points.into_iter().map(|(x, y)| format!("{} {}", pixels(x), pixels(y))).collect();
    format!("M{}", steps.join("L"))
}

/// Writes the names beside the ends of the lines, moved apart where they would cover each other.
fn name_ends(canvas: &mut Canvas, lines: &[Series], horizontal: &Axis, vertical: &Axis, right: f64) {
    let end = |s: &Series| s.points.iter().rev().find_map(|p| Some((horizontal.at(p.x), vertical.at(p.y?))));
    let mut ends: Vec<((f64, f64), &Named, &'static str)> =
        lines.iter().filter_map(|s| Some((end(s)?, s.name.as_ref()?, CATEGORIES[s.style?]))).collect();
    ends.sort_by(|a, b| a.0.1.total_cmp(&b.0.1));
    let heights = apart(ends.iter().map(|e| e.0.1).collect(), LABEL + 3.0, (vertical.to, vertical.from));
    for (((x, y), name, colour), height) in ends.into_iter().zip(heights) {
        if (height - y).abs() > 3.0 || x < right - 3.0 {
            canvas.put(line((x + 2.0, y), (right + 8.0, height), colour).with("stroke-width", 0.7));
        }
        canvas.put(names((right + 12.0, height + 4.0), Anchor::Start, std::slice::from_ref(name), WIDTH - right - 12.0));
    }
}

/// Heights, sorted downwards, moved at least `gap` apart between the ends.
fn apart(mut heights: Vec<f64>, gap: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut least = top;
    for height in &mut heights {
        *height = height.max(least);
        least = *height + gap;
    }
    let mut most = bottom;
    for height in heights.iter_mut().rev() {
        *height = height.min(most);
        most = *height - gap;
    }
    heights
}

/// Where the rows stand along the axis.
struct Places {
    of_row: Vec<Option<f64>>,
    /// The texts, if they are not numbers.
    texts: Vec<String>,
    title: String,
}

impl Places {
    fn of(view: &View<'_>, name: &str) -> Option<Self> {
        let column = view.column(name)?;
        let title = view.speaker.label_with_unit(name, &column.unit);
        // Only rows that are drawn: the others must not make the axis longer.
        let drawn = |of: &dyn Fn(usize) -> Option<f64>| {
            let mut of_row = vec![None; column.values.len()];
            view.rows.iter().for_each(|&row| of_row[row] = of(row));
            of_row
        };
        if let Some(field) = view.field(name) {
            return Some(Self { of_row: drawn(&|row| field.at(row)), texts: Vec::new(), title });
        }
        let number = |row: usize| column.values.text(row).map(|text| text.parse::<f64>().ok().filter(|v| v.is_finite()));
        if view.rows.iter().all(|&row| number(row) != Some(None)) {
            return Some(Self { of_row: drawn(&|row| number(row).flatten()), texts: Vec::new(), title });
        }
        let categories = view.categories(name)?;
        let of_row = categories.of_row.into_iter().map(|i| i.map(|i| i as f64)).collect();
        Some(Self { of_row, texts: categories.names.into_iter().map(|n| n.text).collect(), title })
    }

    fn axis(&self, left: f64, right: f64) -> Axis {
        let ends = (left + 8.0, right - 4.0);
        let places = || self.of_row.iter().flatten().copied();
        let (low, high) = places().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if self.texts.is_empty() && low < high {
            let whole = places().all(|v| v.fract() == 0.0);
            let count = if whole { (high - low).clamp(1.0, 8.0) as usize } else { 8 };
            return Axis::new(Scale::Linear, extent(places(), Scale::Linear).unwrap_or((0.0, 1.0)), ends, count, false).of_years();
        }
        let (low, high) = if low < high { (low, high) } else { (low - 1.0, low + 1.0) };
        let mut axis = Axis::new(Scale::Linear, (low, high), ends, 1, false);
        axis.ticks = match self.texts[..] {
            [] => vec![Tick { at: low + 1.0, label: number::short(low + 1.0).replace(',', "") }],
            _ => self.texts.iter().enumerate().map(|(i, text)| Tick { at: i as f64, label: text.clone() }).collect(),
        };
        axis
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_lines_that_end_together_stand_apart_and_within_the_ends() {
        let moved = apart(vec![10.0, 11.0, 12.0, 99.0, 99.5], 15.0, (0.0, 100.0));
        assert!(moved.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{moved:?}");
        assert!(moved[0] >= 0.0 && moved[4] <= 100.0);
        assert_eq!(apart(vec![10.0, 50.0], 15.0, (0.0, 100.0)), [10.0, 50.0]);
    }
}
