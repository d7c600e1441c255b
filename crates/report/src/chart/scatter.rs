//! Dots, with names beside the most extreme; many dots as hexagons.

use super::axis::{Axis, extent};
use super::canvas::{Anchor, Canvas, LABEL, SMALL, WIDTH, full, haloed, reference_line, reference_text, words};
use super::colour::{ABOVE, Classes, QUIET};
use super::ground::free;
use super::legend;
use super::text::{cut, width};
use super::view::{Field, View};
use crate::cells::Named;
use crate::markup::{Element, element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Reference, Scale};
use std::collections::BTreeMap;

/// More dots than these are counted in hexagons.
const MOST: usize = 3000;
/// How many dots are named.
const NAMED: usize = 12;
const HEIGHT: f64 = 400.0;
const TOP: f64 = 30.0;
/// Outer radius of a hexagon.
const HEXAGON: f64 = 8.0;
const SMALLEST: f64 = 3.0;
const LARGEST: f64 = 16.0;

struct Dot {
    x: f64,
    y: f64,
    radius: f64,
    name: Vec<Named>,
}

/// The two axes and what stands at them.
struct Plane<'a> {
    across: Axis,
    up: Axis,
    lines: [Option<(f64, &'a Reference)>; 2],
}

pub(super) fn draw(view: &View<'_>, mark: &Mark) -> Option<Canvas> {
    let Mark::Scatter { x, y, label, size, x_scale, y_scale, x_reference, y_reference, equal } = mark else { return None };
    let fields = [view.field(x)?, view.field(y)?];
    let lines = [fields[0].line(x_reference.as_ref()), fields[1].line(y_reference.as_ref())];
    let both: Vec<(usize, f64, f64)> = view.rows.iter().filter_map(|&row| Some((row, fields[0].at(row)?, fields[1].at(row)?))).collect();
    let fits = |scale: Scale, v: f64| scale == Scale::Linear || v > 0.0;
    let points: Vec<(usize, f64, f64)> = both.iter().copied().filter(|p| fits(*x_scale, p.1) && fits(*y_scale, p.2)).collect();
    let plane = Plane::new(&points, [*x_scale, *y_scale], lines)?;
    let sizes = size.as_ref().and_then(|s| view.field(s));
    let largest = sizes.as_ref().map(|s| points.iter().filter_map(|p| s.at(p.0)).fold(0.0, f64::max));
    let dense = points.len() > MOST;
    let radius = |row: usize| match (&sizes, largest) {
        _ if dense => 2.0,
        (Some(sizes), Some(largest)) if largest > 0.0 => radius(sizes.at(row).unwrap_or(0.0) / largest),
        _ => match points.len() {
            ..=200 => 4.0,
            201..=800 => 3.0,
            _ => 2.2,
        },
    };
    let label: Vec<String> = label.iter().cloned().collect();
    let dot = |&(row, x, y): &(usize, f64, f64)| Dot { x: plane.across.at(x), y: plane.up.at(y), radius: radius(row), name: view.names(&label, row) };
    let mut dots: Vec<Dot> = points.iter().map(dot).collect();
    let mut canvas = Canvas::default();
    plane.draw_axes(&mut canvas, &fields);
    if dense {
        hexagons(&mut canvas, view, &dots);
    } else {
        dots.sort_by(|a, b| b.radius.total_cmp(&a.radius));
        let all = element("g").with("fill", ABOVE).with("fill-opacity", 0.55).with("stroke", "#ffffff").with("stroke-width", 0.6);
        canvas.put(all.all(dots.iter().map(circle)));
        if let (Some(sizes), Some(largest)) = (&sizes, largest.filter(|l| *l > 0.0)) {
            legend::sizes(&mut canvas, &sizes.title, largest, &self::radius);
        }
    }
    let mut taken = plane.draw_references(&mut canvas, view, &fields);
    taken.extend(equal.as_ref().and_then(|meaning| plane.draw_equal(&mut canvas, &view.speaker.say(meaning))));
    plane.name_extremes(&mut canvas, &dots, dense, taken);
    if dense {
        canvas.note(&view.speaker.say(&Message::new("chart-note-hexagons").with("all", Argument::count(dots.len()))));
    }
    if points.len() < both.len() {
        canvas.note(&view.speaker.say(&Message::new("chart-note-not-on-log").with("left", Argument::count(both.len() - points.len()))));
    }
    Some(canvas)
}

/// Areas grow with the number.
fn radius(share: f64) -> f64 {
    SMALLEST.max(LARGEST * share.clamp(0.0, 1.0).sqrt())
}

fn circle(dot: &Dot) -> Element {
    let circle = element("circle").with("cx", dot.x).with("cy", dot.y).with("r", dot.radius);
    if dot.name.is_empty() { circle } else { circle.add(element("title").text(&full(&dot.name))) }
}

impl<'a> Plane<'a> {
    fn new(points: &[(usize, f64, f64)], scales: [Scale; 2], lines: [Option<(f64, &'a Reference)>; 2]) -> Option<Self> {
        let axis = |i: usize, of: fn(&(usize, f64, f64)) -> f64, ends: (f64, f64), count: usize| {
            let seen = extent(points.iter().map(of).chain(lines[i].map(|l| l.0)), scales[i])?;
            Some(Axis::new(scales[i], Axis::padded(scales[i], seen, 0.05), ends, count, lines[i].is_some_and(|l| l.0 == 1.0)))
        };
        if points.is_empty() {
            return None;
        }
        let up = axis(1, |p| p.2, (TOP + HEIGHT, TOP), 7)?;
        let left = up.ticks.iter().map(|t| width(&t.label, SMALL)).fold(0.0, f64::max) + 12.0;
        Some(Self { across: axis(0, |p| p.1, (left, WIDTH - 12.0), 9)?, up, lines })
    }

    fn draw_axes(&self, canvas: &mut Canvas, fields: &[Field<'_>; 2]) {
        canvas.vertical_axis(&self.up, self.across.from, self.across.to, &fields[1].title);
        canvas.horizontal_axis(&self.across, TOP + HEIGHT, TOP, &fields[0].title);
    }

    /// Draws the lines that mean something; the area that a text covers.
    fn draw_references(&self, canvas: &mut Canvas, view: &View<'_>, fields: &[Field<'_>; 2]) -> Vec<[f64; 4]> {
        let (left, right) = (self.across.from, self.across.to);
        if let Some((at, reference)) = self.lines[0] {
            let x = self.across.at(at);
            canvas.put(reference_line((x, TOP - 4.0), (x, TOP + HEIGHT)));
            let text = reference_text(at, &self.across, reference, view.speaker);
            let title = width(&fields[1].title, LABEL);
            let half = width(&text, SMALL) / 2.0;
            let x = x.min(WIDTH - half).max(title + half + 12.0);
            canvas.put(words((x, TOP - 9.0), Anchor::Middle, &cut(&text, SMALL, WIDTH - title - 12.0)).with("font-size", SMALL));
        }
        if let Some((at, reference)) = self.lines[1] {
            let y = self.up.at(at);
            canvas.put(reference_line((left, y), (right, y)));
            let text = reference_text(at, &self.up, reference, view.speaker);
            canvas.put(haloed((right, y - 5.0), Anchor::End, &text));
            return vec![[right - width(&text, SMALL), y - 15.0, right, y]];
        }
        Vec::new()
    }

    /// Draws the line along which both numbers are the same; the area that its text covers. Nothing where the axes grow differently or
    /// have nothing in common.
    fn draw_equal(&self, canvas: &mut Canvas, meaning: &str) -> Option<[f64; 4]> {
        let (low, high) = (self.across.low.max(self.up.low), self.across.high.min(self.up.high));
        if self.across.scale != self.up.scale || low >= high {
            return None;
        }
        let (x, y) = (self.across.at(high), self.up.at(high));
        canvas.put(reference_line((self.across.at(low), self.up.at(low)), (x, y)));
        let text = cut(meaning, SMALL, x - self.across.from);
        canvas.put(haloed((x, y - 5.0), Anchor::End, &text));
        Some([x - width(&text, SMALL), y - 15.0, x, y])
    }

    /// Writes names beside the dots farthest from the middle, where they cover no other name and no other named dot.
    fn name_extremes(&self, canvas: &mut Canvas, dots: &[Dot], mark: bool, mut taken: Vec<[f64; 4]>) {
        let middle = |values: Vec<f64>, line: Option<f64>| line.unwrap_or_else(|| median(values));
        let x = middle(dots.iter().map(|d| d.x).collect(), self.lines[0].map(|l| self.across.at(l.0)));
        let y = middle(dots.iter().map(|d| d.y).collect(), self.lines[1].map(|l| self.up.at(l.0)));
        let far = |d: &Dot| ((d.x - x) / (WIDTH / 2.0)).hypot((d.y - y) / (HEIGHT / 2.0)) + d.radius / LARGEST;
        let mut order: Vec<&Dot> = dots.iter().filter(|d| !d.name.is_empty()).collect();
        order.sort_by(|a, b| far(b).total_cmp(&far(a)));
        taken.extend(order.iter().take(NAMED).map(|d| [d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius]));
        for dot in order.into_iter().take(NAMED) {
            let text = cut(&dot.name[0].text, SMALL, 170.0);
            let Some((at, anchor, area)) = places([dot.x, dot.y], dot.radius, &text).into_iter().find(|(_, _, area)| self.fits(area, &taken)) else {
                continue;
            };
            taken.push(area);
            if mark {
                canvas.put(element("circle").with("cx", dot.x).with("cy", dot.y).with("r", dot.radius).with("fill", "#ffffff").with("stroke", QUIET));
            }
            canvas.put(haloed(at, anchor, &text));
        }
    }

    fn fits(&self, area: &[f64; 4], taken: &[[f64; 4]]) -> bool {
        let inside = area[0] >= self.across.from && area[2] <= WIDTH && area[1] >= TOP && area[3] <= TOP + HEIGHT;
        inside && free(area, taken)
    }
}
/// Where a name can stand: right, left, above, below its dot; each with the area it covers.
pub(super) fn places([x, y]: [f64; 2], radius: f64, text: &str) -> [((f64, f64), Anchor, [f64; 4]); 4] {
    let (wide, away) = (width(text, SMALL), radius + 3.0);
    let area = |left: f64, base: f64| [left, base - 9.0, left + wide, base + 3.0];
    [
        ((x + away, y + 4.0), Anchor::Start, area(x + away, y + 4.0)),
        ((x - away, y + 4.0), Anchor::End, area(x - away - wide, y + 4.0)),
        ((x, y - away - 1.0), Anchor::Middle, area(x - wide / 2.0, y - away - 1.0)),
        ((x, y + away + 9.0), Anchor::Middle, area(x - wide / 2.0, y + away + 9.0)),
    ]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Draws how many dots lie in each hexagon, and the legend.
fn hexagons(canvas: &mut Canvas, view: &View<'_>, dots: &[Dot]) {
    let (wide, high) = (HEXAGON * 3f64.sqrt(), HEXAGON * 1.5);
    let mut counts: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for dot in dots {
        // The nearest centre is in one of the two rows around the dot.
        let row = (dot.y / high).floor() as i64;
        let centre = |r: i64| {
            let shift = if r.rem_euclid(2) == 0 { 0.0 } else { 0.5 };
            let column = (dot.x / wide - shift).round();
            (((column + shift) * wide - dot.x).hypot(r as f64 * high - dot.y), (column as i64, r))
        };
        let nearest = [centre(row), centre(row + 1)].into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        *counts.entry(nearest.map_or((0, 0), |n| n.1)).or_default() += 1;
    }
    let classes = Classes::of(&counts.values().map(|n| *n as f64).collect::<Vec<_>>(), Scale::Linear, None);
    let mut in_class = vec![0; classes.len()];
    for ((column, row), count) in &counts {
        let class = classes.class(*count as f64);
        in_class[class] += 1;
        let shift = if row.rem_euclid(2) == 0 { 0.0 } else { 0.5 };
        let (x, y) = ((*column as f64 + shift) * wide, *row as f64 * high);
        let path = format!(
            "M{} {}l{w} {h}v{r}l-{w} {h}l-{w}-{h}v-{r}z",
            pixels(x),
            pixels(y - HEXAGON),
            w = pixels(wide / 2.0),
            h = pixels(HEXAGON / 2.0),
            r = pixels(HEXAGON)
        );
        let hexagon = element("path").with("d", path).with("fill", classes.colour(class)).with("stroke", "#ffffff").with("stroke-width", 0.5);
        canvas.put(hexagon.add(element("title").text(&number::fixed(*count as f64, 0))));
    }
    legend::classes(canvas, &view.speaker.word("chart-points-per-hexagon"), &classes, &in_class, &[]);
}
