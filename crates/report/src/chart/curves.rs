//! A curve in each of several panels, with what chance would make of it: small multiples.

use super::axis::{Axis, extent};
use super::canvas::{Anchor, Canvas, LABEL, SMALL, WIDTH, line, names, reference_text, words};
use super::colour::{ABOVE, AXIS, BELOW, INK, QUIET};
use super::excess::{Point, Side, excesses};
use super::legend::{self, SWATCH};
use super::text::{cut, width};
use super::view::{Field, View};
use crate::cells::Named;
use crate::markup::{Element, element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Reference, Scale, Unit};
use std::collections::BTreeMap;

/// More panels than these are not drawn.
const MOST: usize = 12;
/// Space between panels.
const GAP: f64 = 20.0;
/// Height of the name above a panel.
const NAME: f64 = 20.0;
/// Height of the ticks below a panel, with the space to the next.
const TICKS: f64 = 30.0;
/// What a local band is filled with.
const BAND: &str = "#dbe2e7";
/// Panels whose heights differ by less than this share one scale.
const ALIKE: f64 = 3.0;
/// From this many metres on, an axis is in kilometres.
const KILOMETRES: f64 = 5000.0;
/// Pixels between the marks of an excess.
const SPACING: f64 = 11.0;

/// One panel, its points in the order of `x`.
struct Panel {
    name: Vec<Named>,
    points: Vec<Point>,
}

/// How the numbers of an axis are written: divided by this, with this title.
struct Written {
    by: f64,
    title: String,
}

/// Where the panels are, and what all of them share.
struct Grid<'a> {
    columns: usize,
    left: f64,
    plot: (f64, f64),
    across: Axis,
    reference: Option<(f64, &'a Reference)>,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark) -> Option<Canvas> {
    let Mark::Curves { x, y, panel, band, outer, reference } = mark else { return None };
    let (along, value) = (view.field(x)?, view.field(y)?);
    let ends = |names: &Option<(String, String)>| names.as_ref().and_then(|(low, high)| Some([view.field(low)?, view.field(high)?]));
    let (band, outer) = (ends(band), ends(outer));
    let mut panels = read(view, [&along, &value], panel, [band.as_ref(), outer.as_ref()]);
    let all = panels.len();
    let farthest = panels.iter().any(|p| p.farthest() > 0.0);
    keep_farthest(&mut panels);
    let reference = value.line(reference.as_ref());
    let written = [distances(view, x, &along, &panels), magnitudes(view, y, &value, &panels)];
    let reference = reference.map(|(at, meaning)| (at / written[1].by, meaning));
    for point in panels.iter_mut().flat_map(|p| &mut p.points) {
        point.divide(written[0].by, written[1].by);
    }
    let (ups, common) = scales(&panels, reference)?;
    let grid = Grid::new(&panels, &ups, reference)?;
    let mut canvas = Canvas::default();
    canvas.put(words((0.0, 13.0), Anchor::Start, &cut(&written[1].title, LABEL, WIDTH)).with("fill", QUIET));
    canvas.height = 25.0;
    for (i, (panel, up)) in panels.iter().zip(&ups).enumerate() {
        grid.draw(&mut canvas, i, panel, up);
    }
    let rows = panels.len().div_ceil(grid.columns) as f64;
    canvas.height += rows * (NAME + grid.plot.1 + TICKS) - 8.0;
    canvas.put(words((WIDTH / 2.0, canvas.height + 11.0), Anchor::Middle, &cut(&written[0].title, LABEL, WIDTH)).with("fill", QUIET));
    canvas.height += 18.0;
    let meaning = reference.map(|(at, meaning)| reference_text(at, &ups[0], meaning, view.speaker));
    explain(&mut canvas, view, &panels, meaning);
    if panels.len() > 1 {
        canvas.note(&view.speaker.word(if common { "chart-note-one-scale" } else { "chart-note-own-scales" }));
    }
    if panels.len() < all {
        let key = if farthest { "chart-note-panels-farthest" } else { "chart-note-panels" };
        canvas.note(&view.speaker.say(&Message::new(key).with("shown", Argument::count(panels.len())).with("all", Argument::count(all))));
    }
    Some(canvas)
}

/// The panels with at least one value.
fn read(view: &View<'_>, [along, value]: [&Field<'_>; 2], by: &[String], [band, outer]: [Option<&[Field<'_>; 2]>; 2]) -> Vec<Panel> {
    let columns: Vec<_> = by.iter().filter_map(|name| view.column(name)).collect();
    let pair = |fields: Option<&[Field<'_>; 2]>, row: usize| fields.and_then(|[low, high]| Some((low.at(row)?, high.at(row)?)));
    let mut number: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
    let mut panels: Vec<Panel> = Vec::new();
    for &row in &view.rows {
        let Some(x) = along.at(row) else { continue };
        let key = columns.iter().map(|c| c.values.text(row)).collect();
        let at = *number.entry(key).or_insert(panels.len());
        if at == panels.len() {
            panels.push(Panel { name: view.names(by, row), points: Vec::new() });
        }
        panels[at].points.push(Point { x, y: value.at(row), band: pair(band, row), outer: pair(outer, row) });
    }
    panels.retain(|p| p.points.iter().any(|p| p.y.is_some()));
    for panel in &mut panels {
        panel.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    panels
}

impl Panel {
    /// How far the curve leaves the outer band at most, in widths of the band.
    fn farthest(&self) -> f64 {
        self.points.iter().filter_map(Point::excess).fold(0.0, f64::max)
    }

    /// All numbers upwards.
    fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let ends = |pair: Option<(f64, f64)>| [pair.map(|b| b.0), pair.map(|b| b.1)];
        self.points.iter().flat_map(move |p| [p.y].into_iter().chain(ends(p.band)).chain(ends(p.outer))).flatten()
    }
}

/// Leaves the panels whose curves go farthest beyond the outer band, in the order they have.
fn keep_farthest(panels: &mut Vec<Panel>) {
    if panels.len() <= MOST {
        return;
    }
    let mut order: Vec<(f64, usize)> = panels.iter().map(Panel::farthest).zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let kept: Vec<usize> = order.into_iter().take(MOST).map(|o| o.1).collect();
    let mut at = 0;
    panels.retain(|_| {
        at += 1;
        kept.contains(&(at - 1))
    });
}

/// How the numbers along are written: many metres as kilometres.
fn distances(view: &View<'_>, name: &str, field: &Field<'_>, panels: &[Panel]) -> Written {
    let metres = view.column(name).is_some_and(|c| c.unit == Unit::Metres);
    let largest = panels.iter().flat_map(|p| &p.points).map(|p| p.x.abs()).fold(0.0, f64::max);
    if metres && largest >= KILOMETRES {
        let unit = Unit::Named(view.speaker.word("unit-kilometres"));
        return Written { by: 1000.0, title: view.speaker.label_with_unit(name, &unit) };
    }
    Written { by: 1.0, title: field.title.clone() }
}

/// How the numbers upwards are written: very small and very large ones with a power of ten in the title.
fn magnitudes(view: &View<'_>, name: &str, field: &Field<'_>, panels: &[Panel]) -> Written {
    let largest = panels.iter().flat_map(Panel::numbers).map(f64::abs).fold(0.0, f64::max);
    let power = (largest.log10() / 3.0).floor() * 3.0;
    let plain = (1e-2..1e5).contains(&largest) || largest == 0.0 || power.abs() > 290.0;
    if plain {
        return Written { by: 1.0, title: field.title.clone() };
    }
    let unit = view.column(name).map_or_else(String::new, |c| view.speaker.unit(&c.unit));
    let unit = Unit::Named(format!("{} {unit}", number::times_power(power as i32)).trim_end().to_owned());
    Written { by: 10f64.powi(power as i32), title: view.speaker.label_with_unit(name, &unit) }
}

/// The vertical axes of the panels, and whether they are all the same.
fn scales(panels: &[Panel], reference: Option<(f64, &Reference)>) -> Option<(Vec<Axis>, bool)> {
    let of = |numbers: &mut dyn Iterator<Item = f64>| {
        let (low, high) = extent(numbers.chain(reference.map(|r| r.0)), Scale::Linear)?;
        let (bottom, top) = Axis::padded(Scale::Linear, (low, high), 0.06);
        // An axis that nearly reaches zero begins there.
        Some((if low >= 0.0 && low < 0.35 * high { 0.0 } else { bottom }, top))
    };
    let each: Vec<(f64, f64)> = panels.iter().map(|p| of(&mut p.numbers())).collect::<Option<_>>()?;
    let whole = of(&mut panels.iter().flat_map(Panel::numbers))?;
    let heights = || each.iter().map(|e| e.1 - e.0);
    let (least, most) = (heights().fold(f64::INFINITY, f64::min), heights().fold(0.0, f64::max));
    let common = most <= ALIKE * least && whole.1 - whole.0 <= 1.5 * most;
    let height = plot_height(panels.len());
    let axis = |ends: (f64, f64)| Axis::new(Scale::Linear, ends, (height, 0.0), if height > 200.0 { 6 } else { 4 }, false);
    Some((each.iter().map(|own| axis(if common { whole } else { *own })).collect(), common))
}

fn plot_height(panels: usize) -> f64 {
    match panels {
        1 => 300.0,
        2..=4 => 180.0,
        _ => 122.0,
    }
}

impl<'a> Grid<'a> {
    fn new(panels: &[Panel], ups: &[Axis], reference: Option<(f64, &'a Reference)>) -> Option<Self> {
        let columns = match panels.len() {
            1 => 1,
            2..=4 => 2,
            _ => 3,
        };
        let left = ups.iter().flat_map(|u| &u.ticks).map(|t| width(&t.label, SMALL)).fold(0.0, f64::max).min(110.0) + 10.0;
        let wide = (WIDTH - GAP * (columns - 1) as f64) / columns as f64 - left - 8.0;
        let ends = extent(panels.iter().flat_map(|p| &p.points).map(|p| p.x), Scale::Linear)?;
        let across = Axis::new(Scale::Linear, ends, (0.0, wide), (wide / 45.0) as usize, false).of_years();
        Some(Self { columns, left, plot: (wide, plot_height(panels.len())), across, reference })
    }

    /// Draws a panel in its place.
    fn draw(&self, canvas: &mut Canvas, i: usize, panel: &Panel, up: &Axis) {
        let x = (i % self.columns) as f64 * (self.left + self.plot.0 + 8.0 + GAP) + self.left;
        let y = canvas.height + (i / self.columns) as f64 * (NAME + self.plot.1 + TICKS) + NAME;
        let mut parts = Canvas::default();
        self.axes(&mut parts, up);
        let pixel = |x: f64, y: f64| (self.across.at(x), up.at(y));
        for run in panel.points.split(|p| p.band.is_none()) {
            parts.put_some(band(run, &pixel));
        }
        if let Some((at, _)) = self.reference.filter(|r| up.holds(r.0)) {
            parts.put(reference_in((0.0, up.at(at)), self.plot.0));
        }
        for run in panel.points.split(|p| p.outer.is_none()) {
            for of in [|p: &Point| p.outer.map(|o| o.0), |p: &Point| p.outer.map(|o| o.1)] {
                let points: Vec<(f64, f64)> = run.iter().filter_map(|p| Some(pixel(p.x, of(p)?))).collect();
                parts.put_some((points.len() > 1).then(|| outer(path(&points))));
            }
        }
        for run in panel.points.split(|p| p.y.is_none()).filter(|run| !run.is_empty()) {
            let points: Vec<(f64, f64)> = run.iter().filter_map(|p| Some(pixel(p.x, p.y?))).collect();
            parts.put(match points[..] {
                [(x, y)] => element("circle").with("cx", x).with("cy", y).with("r", 1.8).with("fill", INK),
                _ => observed(path(&points), 1.3, INK),
            });
            self.excess(&mut parts, run, &pixel);
        }
        let name = names((-self.left, -7.0), Anchor::Start, &panel.name, self.left + self.plot.0).with("font-weight", "600");
        let group = element("g").with("transform", format!("translate({} {})", pixels(x), pixels(y)));
        canvas.put(group.add(name).markup(parts.drawn()));
    }

    fn axes(&self, parts: &mut Canvas, up: &Axis) {
        let (wide, high) = self.plot;
        parts.vertical_axis_ticks(up, 0.0, wide);
        let mut labelled = f64::NEG_INFINITY;
        for tick in &self.across.ticks {
            let (x, half) = (self.across.at(tick.at), width(&tick.label, SMALL) / 2.0);
            parts.put(line((x, high), (x, high + 3.0), AXIS));
            if x - half > labelled + 5.0 {
                parts.put(words((x, high + 15.0), Anchor::Middle, &tick.label).with("font-size", SMALL).with("fill", QUIET));
                labelled = x + half;
            }
        }
        parts.put(line((0.0, high), (wide, high), AXIS));
    }

    /// Marks where a run of the curve is outside the outer band: the area, the curve, triangles on it, and the stretch of the axis.
    fn excess(&self, parts: &mut Canvas, run: &[Point], pixel: &dyn Fn(f64, f64) -> (f64, f64)) {
        for part in excesses(run, pixel) {
            let colour = colour(part.side);
            let area: Vec<(f64, f64)> = part.curve.iter().chain(part.edge.iter().rev()).copied().collect();
            parts.put(element("path").with("d", path(&area) + "Z").with("fill", colour).with("fill-opacity", 0.2));
            let (from, to) = (part.curve.first().map_or(0.0, |p| p.0), part.curve.last().map_or(0.0, |p| p.0));
            parts.put(line((from - 0.75, self.plot.1), (to.max(from) + 0.75, self.plot.1), colour).with("stroke-width", 4.0));
            let range = [part.range.0, part.range.1].map(number::short).join(" – ");
            parts.put(observed(path(&part.curve), 2.8, colour).add(element("title").text(&range)));
            let mut last = f64::NEG_INFINITY;
            for &(x, y) in part.marked.iter().filter(|p| p.0.is_finite()) {
                if x - last >= SPACING {
                    parts.put(triangle((x, y), part.side));
                    last = x;
                }
            }
        }
    }
}

fn colour(side: Side) -> &'static str {
    if side == Side::Above { ABOVE } else { BELOW }
}

fn observed(d: String, thick: f64, colour: &str) -> Element {
    element("path").with("d", d).with("fill", "none").with("stroke", colour).with("stroke-width", thick).with("stroke-linejoin", "round")
}

fn outer(d: String) -> Element {
    element("path").with("d", d).with("fill", "none").with("stroke", QUIET).with("stroke-dasharray", "5 3")
}

/// The shaded area between the ends of a band; a band at a single place is a line.
fn band(run: &[Point], pixel: &dyn Fn(f64, f64) -> (f64, f64)) -> Option<Element> {
    let side = |of: fn(&(f64, f64)) -> f64| run.iter().filter_map(move |p| Some(pixel(p.x, of(&p.band?))));
    let edge: Vec<(f64, f64)> = side(|b| b.1).chain(side(|b| b.0).rev()).collect();
    match edge[..] {
        [] => None,
        [a, b] => Some(line(a, b, BAND).with("stroke-width", 3.0)),
        _ => Some(element("path").with("d", path(&edge) + "Z").with("fill", BAND)),
    }
}

fn reference_in((x, y): (f64, f64), wide: f64) -> Element {
    line((x, y), (x + wide, y), INK).with("stroke-dasharray", "1 3").with("stroke-linecap", "round").with("stroke-width", 1.4)
}

/// A triangle that points the way the curve leaves the band.
fn triangle((x, y): (f64, f64), side: Side) -> Element {
    let (tip, base) = if side == Side::Above { (-5.0, 2.6) } else { (5.0, -2.6) };
    let points = [(x, y + tip), (x + 4.2, y + base), (x - 4.2, y + base)];
    element("path").with("d", path(&points) + "Z").with("fill", colour(side)).with("stroke", "#ffffff").with("stroke-width", 0.8)
}

fn path(points: &[(f64, f64)]) -> String {
    let tenth = |v: f64| pixels((v * 10.0).round() / 10.0);
    let steps: Vec<String> = points.iter().map(|&(x, y)| format!("{} {}", tenth(x), tenth(y))).collect();
    format!("M{}", steps.join("L"))
}

/// The legend: what curve, bands, marks and the line mean, of those that are there.
fn explain(canvas: &mut Canvas, view: &View<'_>, panels: &[Panel], reference: Option<String>) {
    let any = |of: &dyn Fn(&Point) -> bool| panels.iter().flat_map(|p| &p.points).any(of);
    let say = |key: &str| view.speaker.word(key);
    // Bands of chance come in twos; one by itself is the interval of an estimate.
    let (banded, chance) = (any(&|p| p.band.is_some()), any(&|p| p.outer.is_some()));
    let [curve, band] =
        if banded && !chance { ["chart-curve-estimate", "chart-curve-interval"] } else { ["chart-curve-observed", "chart-curve-band"] };
    let mut entries: Vec<(&str, String)> = vec![("observed", say(curve))];
    entries.extend(banded.then(|| ("band", say(band))));
    entries.extend(chance.then(|| ("outer", say("chart-curve-outer"))));
    entries.extend(any(&|p| p.side() == Some(Side::Above)).then(|| ("above", say("chart-curve-above"))));
    entries.extend(any(&|p| p.side() == Some(Side::Below)).then(|| ("below", say("chart-curve-below"))));
    entries.extend(reference.map(|text| ("reference", text)));
    let meanings: Vec<&str> = entries.iter().map(|e| e.1.as_str()).collect();
    legend::row(canvas, &meanings, &|canvas, i, (x, y)| {
        let across = vec![(x, y), (x + SWATCH, y)];
        match entries[i].0 {
            "observed" => canvas.put(observed(path(&across), 1.3, INK)),
            "band" => canvas.put(super::canvas::rectangle((x, y - 5.5), (SWATCH, 11.0), BAND)),
            "outer" => canvas.put(outer(path(&across))),
            "reference" => canvas.put(reference_in((x + 1.0, y), SWATCH - 2.0)),
            above_or_below => {
                let side = if above_or_below == "above" { Side::Above } else { Side::Below };
                canvas.put(observed(path(&across), 2.8, colour(side)));
                canvas.put(triangle((x + SWATCH / 2.0, y), side));
            }
        }
    });
}
