//! Points on a map, over the regions where the source has some, with outlines around them.

use super::canvas::{Anchor, Canvas, Paint, SMALL, WIDTH, full, line, rectangle, words};
use super::colour::{ABOVE, AXIS, INK, QUIET, REST};
use super::colouring::{Colouring, with_count};
use super::dots::{Dot, Look, Style, dots, hexagons, symbol};
use super::geometry::{Outlines, Plane};
use super::ground::{Land, Ring, draw_rings, label_rings};
use super::legend::{self, SWATCH};
use super::view::{Field, View};
use crate::cells;
use crate::markup::{Element, element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Places, Polygon};
use std::collections::{BTreeMap, BTreeSet};

/// The tallest a map of points can be.
const TALLEST: f64 = 520.0;
/// Height of the frames of far parts.
const FAR: f64 = 104.0;
/// The longest a scale bar can be.
const BAR: f64 = 130.0;

/// Everything a map of points shows.
struct Picture<'a> {
    view: &'a View<'a>,
    earth: &'a Outlines<'a>,
    dots: Vec<Dot>,
    rings: Vec<Ring>,
    looks: Vec<Look>,
    style: Style,
    places: Option<&'a Places>,
}

/// What legends of dots explain: colours, and sizes with the largest number.
pub(super) struct Legends<'a> {
    pub(super) colours: Option<&'a Colouring<'a>>,
    pub(super) sizes: Option<(&'a Field<'a>, f64)>,
}

/// A part of the map: which dots and which rings are in it, and all its points.
#[derive(Default)]
struct Part {
    dots: Vec<usize>,
    rings: BTreeSet<usize>,
    points: Vec<[f64; 2]>,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark, beside: Option<&View<'_>>, places: Option<&Places>) -> Option<Canvas> {
    let Mark::Points { lon, lat, value, scale, midpoint, size, hexagon_m, .. } = mark else { return None };
    let (lon, lat) = (view.field(lon)?, view.field(lat)?);
    let located: Vec<(usize, [f64; 2])> = view.rows.iter().filter_map(|&row| Some((row, on_earth(lon.at(row), lat.at(row))?))).collect();
    let rows: Vec<usize> = located.iter().map(|l| l.0).collect();
    let colouring = match value {
        Some(name) => Some(Colouring::of(view, name, (*scale, *midpoint), &rows)?),
        None => None,
    };
    let rings = beside.map_or_else(Vec::new, |v| rings(v, colouring.as_ref()));
    let sizes = size.as_ref().and_then(|name| view.field(name));
    let largest = sizes.as_ref().map_or(0.0, |s| rows.iter().filter_map(|&row| s.at(row)).fold(0.0, f64::max));
    let style = Style::of(located.len(), largest > 0.0, hexagon_m.filter(|side| *side > 0.0 && side.is_finite()));
    let looks = looks(colouring.as_ref(), style);
    let dot = |&(row, at): &(usize, [f64; 2])| {
        let look = colouring.as_ref().map_or(Some(0), |c| c.class(row));
        let share = sizes.as_ref().filter(|_| largest > 0.0).map(|s| s.at(row).unwrap_or(0.0) / largest);
        Dot { at, look: look.unwrap_or(looks.len() - 1), radius: style.radius(share), title: title(view, colouring.as_ref(), row, style) }
    };
    let dots: Vec<Dot> = located.iter().map(dot).collect();
    if dots.is_empty() {
        return None;
    }
    let every = dots.iter().map(|d| d.at).chain(rings.iter().flat_map(|r| r.points.iter().copied()));
    let spots: Vec<Vec<Polygon>> = every.map(|p| vec![Polygon { rings: vec![vec![p]] }]).collect();
    let earth = Outlines::of(&spots);
    let picture = Picture { view, earth: &earth, dots, rings, looks, style, places };
    let mut canvas = Canvas::default();
    let frames = picture.draw(&mut canvas)?;
    let legends = Legends { colours: colouring.as_ref(), sizes: sizes.as_ref().filter(|_| largest > 0.0).map(|s| (s, largest)) };
    explain(&mut canvas, view, &picture.dots, &picture.looks, style, &legends);
    if frames > 1 {
        canvas.note(&view.speaker.word("chart-note-frames"));
    }
    let lost = view.rows.len() - located.len();
    if lost > 0 {
        canvas.note(&view.speaker.say(&Message::new("chart-note-no-coordinates").with("rows", Argument::count(lost))));
    }
    Some(canvas)
}

/// A longitude and a latitude if they are on the earth.
fn on_earth(lon: Option<f64>, lat: Option<f64>) -> Option<[f64; 2]> {
    let (lon, lat) = (lon?, lat?);
    let fits = (-180.0..=360.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
    fits.then_some([if lon > 180.0 { lon - 360.0 } else { lon }, lat])
}

/// How the points of each class are drawn; the last look is that of points without a value.
pub(super) fn looks(colouring: Option<&Colouring<'_>>, style: Style) -> Vec<Look> {
    let Some(colouring) = colouring else { return vec![Look::coloured(ABOVE, 0)] };
    let words = matches!(colouring, Colouring::Kinds(_));
    let look = |class: usize| {
        let paint = colouring.paint(class);
        let rest = words && paint == Paint::plain(REST);
        Look::coloured(if rest { "#98a2aa" } else { paint.ground }, if words && style.hexagon_m.is_none() { class } else { 0 })
    };
    (0..colouring.len()).map(look).chain([Look::without()]).collect()
}

fn title(view: &View<'_>, colouring: Option<&Colouring<'_>>, row: usize, style: Style) -> Option<String> {
    if style.dense {
        return None;
    }
    // The middles of hexagons are named by nothing but their value.
    let name = if style.hexagon_m.is_some() { String::new() } else { full(&view.name(row)) };
    let value = colouring.and_then(|c| c.text(view, row));
    let parts: Vec<String> = [Some(name), value].into_iter().flatten().filter(|t| !t.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

/// The outlines, in the order of their rows.
fn rings(view: &View<'_>, colouring: Option<&Colouring<'_>>) -> Vec<Ring> {
    let (Some(lon), Some(lat)) = (view.field("lon"), view.field("lat")) else { return Vec::new() };
    let (cluster, part) = (view.identifier("cluster"), view.column("ring"));
    let mut number: BTreeMap<[Option<String>; 2], usize> = BTreeMap::new();
    let mut rings: Vec<Ring> = Vec::new();
    for &row in &view.rows {
        let Some(point) = on_earth(lon.at(row), lat.at(row)) else { continue };
        let text = cluster.and_then(|c| c.values.text(row));
        let key = [text.clone(), part.and_then(|c| c.values.text(row))];
        let at = *number.entry(key).or_insert(rings.len());
        if at == rings.len() {
            let name = cluster.and_then(|c| cells::named(c, row, view.speaker)).map(|n| n.text).unwrap_or_default();
            let colour = cluster.zip(text.as_ref()).and_then(|(c, text)| colouring?.colour_of(&c.name, text));
            rings.push(Ring { of: text.unwrap_or_default(), name, colour: colour.unwrap_or(INK), points: Vec::new() });
        }
        rings[at].points.push(point);
    }
    rings
}

impl Picture<'_> {
    /// Draws the bulk of the map, and far parts in frames below it; how many frames there are.
    fn draw(&self, canvas: &mut Canvas) -> Option<usize> {
        let mut parts = self.parts().into_iter();
        let (bulk, plane) = self.frame(&parts.next()?, (WIDTH - 2.0, TALLEST))?;
        canvas.put(placed(((WIDTH - plane.size.0) / 2.0, 1.0), bulk));
        canvas.height = plane.size.1 + 2.0;
        if let Some(per_km) = plane.pixels_per_km() {
            self.scale_bar(canvas, per_km, f64::midpoint(WIDTH, plane.size.0));
        }
        let far: Vec<Part> = parts.collect();
        let room = (WIDTH / far.len().max(4) as f64 - 10.0, FAR);
        let far: Vec<_> = far.iter().filter_map(|part| self.frame(part, room)).collect();
        let mut x = 1.0;
        for (part, plane) in &far {
            canvas.put(placed((x, canvas.height + 8.0), part.clone()));
            x += plane.size.0 + 9.0;
        }
        if !far.is_empty() {
            canvas.height += far.iter().map(|f| f.1.size.1).fold(0.0, f64::max) + 10.0;
        }
        Some(1 + far.len())
    }

    fn parts(&self) -> Vec<Part> {
        let first: Vec<usize> = self
            .rings
            .iter()
            .scan(self.dots.len(), |at, ring| {
                *at += ring.points.len();
                Some(*at - ring.points.len())
            })
            .collect();
        let part = |members: Vec<(usize, usize)>| {
            let mut part = Part::default();
            for (i, _) in members {
                let at = if let Some(dot) = self.dots.get(i) {
                    part.dots.push(i);
                    dot.at
                } else {
                    let ring = first.partition_point(|f| *f <= i) - 1;
                    part.rings.insert(ring);
                    self.rings[ring].points[i - first[ring]]
                };
                part.points.push(self.earth.point(at));
            }
            part.dots.sort_unstable();
            part
        };
        self.earth.parts().into_iter().map(part).collect()
    }

    /// A part in its frame.
    fn frame(&self, part: &Part, room: (f64, f64)) -> Option<(Element, Plane)> {
        let radii = part.dots.iter().map(|&d| self.dots[d].radius);
        let margin = self.style.hexagon_m.map_or_else(|| (0.0, radii.fold(0.0, f64::max)), |side| (side / 1000.0, 0.0));
        let land = Land::of(self.earth, &part.points, margin, self.places, room)?;
        let plane = land.plane;
        let inside: Vec<(&Dot, [f64; 2])> = part.dots.iter().map(|&d| (&self.dots[d], plane.pixel(self.earth.point(self.dots[d].at)))).collect();
        let drawn = match self.style.hexagon_m {
            Some(side) => hexagons(&inside, &self.looks, self.style, side, &|p| plane.pixel(self.earth.point(p))),
            None => dots(&inside, &self.looks, self.style),
        };
        let rings: Vec<(&Ring, Vec<[f64; 2]>)> =
            part.rings.iter().map(|&r| (&self.rings[r], self.rings[r].points.iter().map(|p| plane.pixel(self.earth.point(*p))).collect())).collect();
        let border = rectangle((0.0, 0.0), plane.size, "none").with("stroke", AXIS).with("stroke-width", 0.8);
        let over: Vec<[f64; 2]> = inside.iter().filter(|(dot, _)| !self.looks[dot.look].without).map(|d| d.1).collect();
        let reach = self.style.hexagon_m.map_or(self.style.radius(Some(0.0)), |side| side / 1000.0 * plane.pixels_per_km().unwrap_or(0.0));
        let ground = element("g").add(land.drawn()).all(land.labels(&rings, &over, reach));
        let group = ground.add(drawn).all(draw_rings(&rings)).add(border).all(label_rings(&rings, plane.size));
        Some((group, plane))
    }

    /// How long some kilometres are, and where north is.
    fn scale_bar(&self, canvas: &mut Canvas, per_km: f64, right: f64) {
        let most = BAR / per_km;
        let power = 10f64.powf(most.log10().floor());
        let km = [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|km| *km <= most).unwrap_or(power);
        let (length, unit) = if km < 1.0 { (km * 1000.0, "unit-metres") } else { (km, "unit-kilometres") };
        let text = format!("{} {}", number::short(length), self.view.speaker.word(unit));
        let (left, y) = (WIDTH - right + 1.0, canvas.height + 13.0);
        let end = left + km * per_km;
        for (from, to) in [((left, y), (end, y)), ((left, y - 4.0), (left, y + 0.6)), ((end, y - 4.0), (end, y + 0.6))] {
            canvas.put(line(from, to, QUIET).with("stroke-width", 1.2));
        }
        canvas.put(words((end + 7.0, y + 2.0), Anchor::Start, &text).with("font-size", SMALL).with("fill", QUIET));
        let arrow = format!("M{} {}l4 10l-4 -2.5l-4 2.5z", pixels(right - 6.0), pixels(y - 8.0));
        canvas.put(element("path").with("d", arrow).with("fill", QUIET));
        let north = self.view.speaker.word("chart-north");
        canvas.put(words((right - 15.0, y + 2.0), Anchor::End, &north).with("font-size", SMALL).with("fill", QUIET));
        canvas.height += 20.0;
    }
}

/// The legends of the colours and sizes of dots.
pub(super) fn explain(canvas: &mut Canvas, view: &View<'_>, dots: &[Dot], looks: &[Look], style: Style, legends: &Legends<'_>) {
    let mut counts = vec![0; looks.len()];
    for dot in dots {
        counts[dot.look] += 1;
    }
    if let Some(colouring) = legends.colours {
        let without = counts[looks.len() - 1];
        let without = (Paint::plain(REST), view.speaker.word(colouring.without()), without);
        if matches!(colouring, Colouring::Numbers { .. }) || style.hexagon_m.is_some() {
            colouring.legend(canvas, &counts, &[without]);
        } else {
            legend::title(canvas, colouring.title());
            let mut named = colouring.named_counts(&counts);
            if without.2 > 0 {
                named.push(with_count(&without.1, without.2));
            }
            let looks: Vec<Look> = looks[..named.len().min(looks.len())].to_vec();
            let texts: Vec<&str> = named.iter().map(String::as_str).collect();
            legend::row(canvas, &texts, &|canvas, i, (x, y)| {
                let radius = if looks[i].without { 3.0 } else { 5.0 };
                canvas.put(symbol(looks[i], [x + SWATCH / 2.0, y], radius, style));
            });
        }
    }
    if let Some((field, largest)) = &legends.sizes {
        legend::sizes(canvas, &field.title, *largest, &|share| style.radius(Some(share)));
    }
}

fn placed((x, y): (f64, f64), group: Element) -> Element {
    element("g").with("transform", format!("translate({} {})", pixels(x), pixels(y))).add(group)
}
