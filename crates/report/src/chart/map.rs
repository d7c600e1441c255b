//! Regions of a map in colour.

use super::canvas::{Canvas, Paint, WIDTH, full, rectangle};
use super::colour::AXIS;
use super::colouring::Colouring;
use super::geometry::{Outlines, Projected, Ring, encode};
use super::view::View;
use crate::cells::{self, Named};
use crate::markup::{Element, element, pixels};
use agglom_method::{Argument, Mark, Message, Places, Values};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The tallest a map can be.
const TALLEST: f64 = 480.0;
/// How many half pixels a pixel has.
const HALF_PIXELS: f64 = 2.0;
/// Height of the frames of far parts.
const FAR: f64 = 92.0;

/// What a region is filled with: a class, or the reason for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Filled {
    Class(usize),
    NoValue,
    NotListed,
}

/// What the table says of the places, by their number.
struct Told {
    /// The first row of each place.
    rows: BTreeMap<usize, usize>,
    reasons: BTreeMap<usize, String>,
    /// Regions that are no places.
    unknown: BTreeSet<String>,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark, places: &Places) -> Option<Canvas> {
    let Mark::Map { region, value, scale, midpoint } = mark else { return None };
    let polygons = places.polygons.as_ref()?;
    let polygons = &polygons[..polygons.len().min(places.ids.len())];
    let told = Told::of(view, region, places)?;
    if told.rows.is_empty() {
        return None;
    }
    let rows: Vec<usize> = told.rows.values().copied().collect();
    let colouring = Colouring::of(view, value, (*scale, *midpoint), &rows)?;
    let filled = |place: usize| match told.rows.get(&place) {
        Some(&row) => colouring.class(row).map_or(Filled::NoValue, Filled::Class),
        None => Filled::NotListed,
    };
    let title = |place: usize| {
        let code = places.ids.get(place);
        let name = match places.ids.name(place) {
            Some(name) => full(&[Named { text: name.to_owned(), code: Some(code.to_owned()) }]),
            None => code.to_owned(),
        };
        let Some(&row) = told.rows.get(&place) else { return format!("{name}: {}", view.speaker.word("chart-not-listed")) };
        let value = colouring.text(view, row).filter(|_| colouring.class(row).is_some());
        let reason = || told.reasons.get(&place).cloned().unwrap_or_else(|| view.speaker.word("chart-no-value"));
        format!("{name}: {}", value.unwrap_or_else(reason))
    };
    let mut canvas = Canvas::default();
    let outlines = Outlines::of(polygons);
    frames(&mut canvas, &outlines, &|part| shapes(part, &colouring, &filled, &title))?;
    let outlined = || (0..polygons.len()).filter(|&p| !polygons[p].is_empty());
    let count = |what: Filled| outlined().filter(|&p| filled(p) == what).count();
    let counts: Vec<usize> = (0..colouring.len()).map(|c| count(Filled::Class(c))).collect();
    let without = [
        (Paint::NO_VALUE, view.speaker.word("chart-no-value"), count(Filled::NoValue)),
        (Paint::NOT_LISTED, view.speaker.word("chart-not-listed"), count(Filled::NotListed)),
    ];
    colouring.legend(&mut canvas, &counts, &without);
    let nowhere = told.unknown.len() + told.rows.keys().filter(|&&p| polygons.get(p).is_none_or(Vec::is_empty)).count();
    if nowhere > 0 {
        canvas.note(&view.speaker.say(&Message::new("chart-note-no-outline").with("regions", Argument::count(nowhere))));
    }
    Some(canvas)
}

impl Told {
    fn of(view: &View<'_>, region: &str, places: &Places) -> Option<Self> {
        let column = view.column(region)?;
        let reason = view.column("reason").filter(|c| matches!(c.values, Values::Word(_)));
        let mut told = Self { rows: BTreeMap::new(), reasons: BTreeMap::new(), unknown: BTreeSet::new() };
        for &row in &view.rows {
            let Some(text) = column.values.text(row) else { continue };
            let Some(place) = places.ids.index(&text) else {
                told.unknown.insert(text);
                continue;
            };
            if let Entry::Vacant(entry) = told.rows.entry(place) {
                entry.insert(row);
                if let Some(reason) = reason.and_then(|c| cells::named(c, row, view.speaker)) {
                    told.reasons.insert(place, reason.text);
                }
            }
        }
        Some(told)
    }
}

/// Draws the bulk of the map, and far parts in frames below it.
fn frames<'a>(canvas: &mut Canvas, outlines: &'a Outlines<'a>, shapes: &dyn Fn(&Projected<'a>) -> Element) -> Option<()> {
    let mut parts = outlines.parts().into_iter();
    let bulk = Projected::fit(outlines, parts.next()?, (WIDTH - 2.0, TALLEST))?;
    let at = |x: f64, y: f64, group: Element| element("g").with("transform", format!("translate({} {}) scale(.5)", pixels(x), pixels(y))).add(group);
    canvas.put(at((WIDTH - bulk.size.0) / 2.0, 2.0, shapes(&bulk)));
    canvas.height = bulk.size.1 + 8.0;
    let room = (WIDTH / parts.len().max(4) as f64 - 20.0, FAR - 12.0);
    let far: Vec<Projected<'a>> = parts.filter_map(|part| Projected::fit(outlines, part, room)).collect();
    let mut x = 0.0;
    for part in &far {
        let frame = (part.size.0 + 12.0, FAR);
        let border = rectangle((x + 0.5, canvas.height + 0.5), frame, "none");
        canvas.put(border.with("stroke", AXIS).with("stroke-width", 0.6));
        canvas.put(at(x + 6.0, canvas.height + (FAR - part.size.1) / 2.0, shapes(part)));
        x += frame.0 + 8.0;
    }
    if !far.is_empty() {
        canvas.height += FAR + 8.0;
    }
    Some(())
}

/// The regions of a part, those of one class together.
fn shapes(part: &Projected<'_>, colouring: &Colouring<'_>, filled: &dyn Fn(usize) -> Filled, title: &dyn Fn(usize) -> String) -> Element {
    let regions = part.regions();
    // Borders that are as wide as the regions would hide them.
    let border = if regions.len() > 500 { 0.4 } else { 1.0 };
    let mut groups: BTreeMap<Filled, Vec<(usize, Vec<Ring>)>> = BTreeMap::new();
    for (place, rings) in regions {
        groups.entry(filled(place)).or_default().push((place, rings));
    }
    let all = element("g").with("stroke", "#ffffff").with("stroke-width", border).with("stroke-linejoin", "round").with("fill-rule", "evenodd");
    groups.into_iter().fold(all, |all, (what, regions)| {
        let paint = match what {
            Filled::Class(class) => colouring.paint(class),
            Filled::NoValue => Paint::NO_VALUE,
            Filled::NotListed => Paint::NOT_LISTED,
        };
        let group = element("g").with("fill", paint.ground);
        let mut group = if matches!(what, Filled::Class(_)) { group } else { group.with("stroke", AXIS) };
        let mut marks = String::new();
        for (place, rings) in regions {
            let path: String = rings.iter().map(|ring| encode(ring)).collect();
            group = group.add(element("path").with("d", path).add(element("title").text(&title(place))));
            let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(|ring| ring.iter().map(|p| p.map(f64::from)).collect()).collect();
            marks += &paint.marks_in(&rings, HALF_PIXELS);
        }
        all.add(group).all(paint.draw_marks(marks, HALF_PIXELS))
    })
}
