//! Horizontal bars: one value with its interval, or several stacked; dots with intervals.

use super::axis::{Axis, extent};
use super::canvas::{Anchor, Canvas, LABEL, Paint, SMALL, WIDTH, line, names, names_width, reference_line, reference_text, words};
use super::colour::{ABOVE, BELOW, CATEGORIES, INK, QUIET, REST, ink_on};
use super::legend;
use super::text::width;
use super::view::{Field, View};
use crate::cells::{Digits, Named};
use crate::markup::{Element, element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Reference, Scale};

/// More bars than these are not drawn.
const MOST: usize = 60;
/// Up to this many bars carry their number.
const LABELLED: usize = 30;
/// Longest name of a bar.
const LONGEST: f64 = 330.0;

/// One row.
struct Bar {
    label: Vec<Named>,
    values: Vec<Option<f64>>,
    interval: Option<(f64, f64)>,
}

/// Where things are.
struct Frame<'a> {
    axis: Axis,
    base: f64,
    left: f64,
    top: f64,
    row: f64,
    reference: Option<(f64, &'a Reference)>,
    /// How the numbers beside the bars are written, if there are any.
    numbers: Option<Digits>,
    /// Dots instead of bars: lengths would say nothing.
    dots: bool,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark) -> Option<Canvas> {
    let (label, values, interval, order, scale, reference, dots) = match mark {
        Mark::Bars { label, values, interval, order, scale, reference } => (label, values.as_slice(), interval, order, *scale, reference, false),
        Mark::Dots { label, value, interval, order, reference } => {
            (label, std::slice::from_ref(value), interval, order, Scale::Linear, reference, true)
        }
        _ => return None,
    };
    let fields: Vec<Field<'_>> = values.iter().map(|v| view.field(v)).collect::<Option<_>>()?;
    let ends = match interval {
        Some((low, high)) if fields.len() == 1 => Some((view.field(low)?, view.field(high)?)),
        _ => None,
    };
    let rows = view.ordered(order);
    let all = rows.len();
    let rows: Vec<usize> = rows.into_iter().filter(|&row| fields.iter().any(|f| f.at(row).is_some())).collect();
    let bar = |&row: &usize| Bar {
        label: view.names(label, row),
        values: fields.iter().map(|f| f.at(row)).collect(),
        interval: ends.as_ref().and_then(|(low, high)| Some((low.at(row)?, high.at(row)?))),
    };
    let bars: Vec<Bar> = rows.iter().take(MOST).map(bar).collect();
    let scale = if fields.len() == 1 { scale } else { Scale::Linear };
    let dots = dots || scale == Scale::Log && reference.is_none();
    let reference = fields.first()?.line(reference.as_ref());
    let mut canvas = Canvas::default();
    explain(&mut canvas, view, &fields, values, &bars, reference);
    let frame = Frame::new(&canvas, &bars, scale, reference, dots)?;
    let title = if fields.len() == 1 { fields[0].title.clone() } else { shared_unit(view, values) };
    frame.draw(&mut canvas, view, &bars, &title);
    let mut note = |key: &str, shown: usize, of: usize| {
        if shown < of {
            canvas.note(&view.speaker.say(&Message::new(key).with("shown", Argument::count(shown)).with("all", Argument::count(of))));
        }
    };
    note("chart-note-first-rows", bars.len(), rows.len());
    note("chart-note-rows-without-value", rows.len(), all);
    Some(canvas)
}

/// The legend: what the parts of a stack are, and what a pale bar means.
fn explain(canvas: &mut Canvas, view: &View<'_>, fields: &[Field<'_>], values: &[String], bars: &[Bar], reference: Option<(f64, &Reference)>) {
    if fields.len() > 1 {
        let entries: Vec<(Paint, String)> = values.iter().enumerate().map(|(i, v)| (part(i), view.speaker.label(v))).collect();
        legend::swatches(canvas, &entries);
    } else if let Some((at, reference)) = reference.filter(|(at, _)| bars.iter().any(|b| spans(b, *at))) {
        let meaning = Message::new("chart-interval-spans").with("at", number::short(at)).with("label", reference.label.clone());
        legend::swatches(canvas, &[(Paint::pale(ABOVE), view.speaker.say(&meaning))]);
    }
}

/// The unit that all parts share, as the title of their axis.
fn shared_unit(view: &View<'_>, values: &[String]) -> String {
    let units: Vec<String> = values.iter().filter_map(|v| view.column(v)).map(|c| view.speaker.unit(&c.unit)).collect();
    units.first().filter(|first| units.iter().all(|u| u == *first)).cloned().unwrap_or_default()
}

fn part(i: usize) -> Paint {
    CATEGORIES.get(i).map_or(Paint::plain(REST), |colour| Paint::category(i, colour))
}

fn spans(bar: &Bar, at: f64) -> bool {
    bar.interval.is_some_and(|(low, high)| low <= at && at <= high)
}

/// True if a stack has parts on both sides of zero.
fn mixed(bar: &Bar) -> bool {
    let parts = || bar.values.iter().flatten();
    parts().any(|v| *v < 0.0) && parts().any(|v| *v > 0.0)
}

/// The ends of a stack, left and right of zero.
fn stack(bar: &Bar) -> (f64, f64) {
    bar.values.iter().flatten().fold((0.0, 0.0), |(low, high), v| if *v < 0.0 { (finite(low + v), high) } else { (low, finite(high + v)) })
}

impl<'a> Frame<'a> {
    fn new(canvas: &Canvas, bars: &[Bar], scale: Scale, reference: Option<(f64, &'a Reference)>, dots: bool) -> Option<Self> {
        let at = reference.map(|r| r.0).filter(|at| scale == Scale::Linear || *at > 0.0);
        let stacked = bars.first()?.values.len() > 1;
        let origin = (scale == Scale::Linear && !dots).then_some(0.0);
        let lengths = bars.iter().flat_map(|b| <[f64; 2]>::from(if stacked { stack(b) } else { (total(b), total(b)) }));
        let whiskers = bars.iter().filter_map(|b| b.interval).flat_map(|(low, high)| [low, high]).filter(|end| end.is_finite());
        let ends = match scale {
            Scale::Linear if dots => Axis::padded(scale, extent(lengths.chain(at).chain(whiskers), scale)?, 0.03),
            _ => widened(extent(lengths.chain(at).chain(origin), scale)?, bars, scale),
        };
        let base = origin.or(at).unwrap_or(ends.0);
        let numbers = (bars.len() <= LABELLED).then(|| Digits::of(bars.iter().map(total)));
        let room = numbers.map_or(8.0, |digits| bars.iter().map(|b| width(&digits.write(total(b)), SMALL) + 12.0).fold(0.0, f64::max));
        let leftwards = !stacked && !dots && numbers.is_some() && bars.iter().any(|b| total(b) < base);
        let left = bars.iter().map(|b| names_width(&b.label)).fold(0.0, f64::max).min(LONGEST) + 12.0;
        let from = left + if leftwards { room } else { 4.0 };
        let axis = Axis::new(scale, ends, (from, WIDTH - room), 7, at == Some(1.0));
        let row = match bars.len() {
            ..=12 => 27.0,
            13..=LABELLED => 22.0,
            _ => 17.0,
        };
        let top = canvas.height + if reference.is_some() || stacked { 22.0 } else { 6.0 };
        Some(Self { axis, base, left, top, row, reference: reference.filter(|_| at.is_some()), numbers, dots })
    }

    fn draw(&self, canvas: &mut Canvas, view: &View<'_>, bars: &[Bar], title: &str) {
        let bottom = self.top + bars.len() as f64 * self.row + 4.0;
        canvas.horizontal_axis(&self.axis, bottom, self.top, title);
        for (i, bar) in bars.iter().enumerate() {
            let middle = self.top + (i as f64 + 0.5) * self.row + 2.0;
            canvas.put(names((self.left - 8.0, middle + 4.0), Anchor::End, &bar.label, self.left - 10.0));
            if bar.values.len() > 1 { self.stacked(canvas, bar, middle) } else { self.single(canvas, bar, middle) }
        }
        if !self.dots {
            let base = self.axis.at(self.base);
            canvas.put(line((base, self.top), (base, bottom), QUIET));
        }
        if bars.iter().any(mixed) {
            let text = view.speaker.word("chart-sum-of-parts");
            let x = WIDTH - width(&text, SMALL) - 7.0;
            canvas.put(line((x, self.top - 17.0), (x, self.top - 6.0), INK).with("stroke-width", 3.0));
            canvas.put(words((WIDTH, self.top - 8.0), Anchor::End, &text).with("font-size", SMALL));
        }
        if let Some((at, reference)) = self.reference {
            let x = self.axis.at(at);
            canvas.put(reference_line((x, self.top - 4.0), (x, bottom)));
            let text = reference_text(at, &self.axis, reference, view.speaker);
            let half = width(&text, SMALL) / 2.0;
            let x = x.clamp(half, (WIDTH - half).max(half));
            canvas.put(words((x, self.top - 9.0), Anchor::Middle, &text).with("font-size", SMALL));
        }
    }

    fn single(&self, canvas: &mut Canvas, bar: &Bar, middle: f64) {
        let Some(value) = bar.values[0] else { return };
        let end = self.axis.at(value);
        let base = if self.dots { end } else { self.axis.at(self.base) };
        let colour = if value < self.base && !self.dots { BELOW } else { ABOVE };
        let paint = match self.reference {
            Some((at, _)) if spans(bar, at) => Paint::pale(colour),
            _ => Paint::plain(colour),
        };
        let thick = self.row * 0.6;
        if self.dots {
            canvas.put(element("circle").with("cx", end).with("cy", middle).with("r", thick / 3.0).with("fill", colour));
        } else {
            canvas.area((base.min(end), middle - thick / 2.0), ((end - base).abs(), thick), paint);
        }
        let (mut low, mut high) = (base.min(end), base.max(end));
        if let Some(ends) = bar.interval {
            let (from, to) = (self.axis.at(ends.0), self.axis.at(ends.1));
            canvas.put(self.whisker(ends, middle, thick));
            (low, high) = (low.min(from), high.max(to));
        }
        if let Some(digits) = self.numbers {
            let (x, anchor) = if value < self.base && !self.dots { (low - 6.0, Anchor::End) } else { (high + 6.0, Anchor::Start) };
            canvas.put(words((x, middle + 4.0), anchor, &digits.write(value)).with("font-size", SMALL));
        }
    }

    /// A thin line with caps; an end beyond the axis has an arrow head instead.
    fn whisker(&self, (low, high): (f64, f64), middle: f64, thick: f64) -> Element {
        let cap = thick * 0.28;
        let mut path = format!("M{} {m}H{}", pixels(self.axis.at(low)), pixels(self.axis.at(high)), m = pixels(middle));
        for (end, inwards) in [(low, 4.0), (high, -4.0)] {
            let x = self.axis.at(end);
            let head = |tip: f64, back: f64, half: f64| {
                format!("M{back} {}L{} {}L{back} {}", pixels(middle - half), pixels(tip), pixels(middle), pixels(middle + half), back = pixels(back))
            };
            path.push_str(&if self.axis.holds(end) { head(x, x, cap) } else { head(x - inwards, x + inwards, 3.0) });
        }
        element("path").with("d", path).with("stroke", INK).with("fill", "none")
    }

    fn stacked(&self, canvas: &mut Canvas, bar: &Bar, middle: f64) {
        let thick = self.row * 0.62;
        let sum = mixed(bar).then(|| self.axis.at(total(bar)));
        let (mut low, mut high) = (0.0, 0.0);
        for (i, value) in bar.values.iter().enumerate() {
            let Some(value) = value.filter(|v| *v != 0.0) else { continue };
            let side = if value < 0.0 { &mut low } else { &mut high };
            let (from, to) = (self.axis.at(*side), self.axis.at(*side + value));
            *side += value;
            canvas.area((from.min(to) + 0.4, middle - thick / 2.0), ((to - from).abs() - 0.8, thick), part(i));
            let Some(digits) = self.numbers else { continue };
            let (text, x) = (digits.write(value), f64::midpoint(from, to));
            let wide = width(&text, SMALL) + 6.0;
            if (to - from).abs() > wide + 4.0 && sum.is_none_or(|sum| (sum - x).abs() > wide / 2.0 + 2.0) {
                inside(canvas, i, (x, middle), wide, &text);
            }
        }
        if let Some(x) = sum {
            canvas.put(line((x, middle - thick * 0.72), (x, middle + thick * 0.72), INK).with("stroke-width", 3.0));
        }
        if let Some(digits) = self.numbers {
            canvas.put(words((WIDTH, middle + 4.0), Anchor::End, &digits.write(total(bar))).with("font-size", SMALL));
        }
    }
}

/// The number of a part, on a plate if the part is striped.
fn inside(canvas: &mut Canvas, i: usize, (x, y): (f64, f64), wide: f64, text: &str) {
    let colour = CATEGORIES.get(i).copied().unwrap_or(REST);
    if !i.is_multiple_of(2) {
        canvas.area((x - wide / 2.0, y - LABEL / 2.0), (wide, LABEL), Paint::plain(colour));
    }
    canvas.put(words((x, y + 4.0), Anchor::Middle, text).with("font-size", SMALL).with("fill", ink_on(colour)));
}

/// The sum of the parts, or the only value: the number written beside the bar.
fn total(bar: &Bar) -> f64 {
    finite(bar.values.iter().flatten().sum())
}

/// A sum that overflows is as large as a number can be.
fn finite(sum: f64) -> f64 {
    sum.clamp(f64::MIN, f64::MAX)
}

/// The ends of the axis with room for whiskers, but no more than doubles the bars.
fn widened((low, high): (f64, f64), bars: &[Bar], scale: Scale) -> (f64, f64) {
    let intervals = || bars.iter().filter_map(|b| b.interval).filter(|(low, high)| low <= high);
    let (least, most) = match scale {
        Scale::Linear => (low - (high - low), high + (high - low)),
        Scale::Log => (low / (high / low).max(4.0), high * (high / low).max(4.0)),
    };
    let wanted = |v: &f64| v.is_finite() && (scale == Scale::Linear || *v > 0.0);
    let low = intervals().map(|i| i.0).filter(wanted).fold(low, f64::min).max(least);
    let high = intervals().map(|i| i.1).filter(wanted).fold(high, f64::max).min(most);
    match scale {
        Scale::Linear if low < 0.0 => Axis::padded(scale, (low, high), 0.02),
        Scale::Linear => (low, high + 0.02 * (high - low)),
        Scale::Log => Axis::padded(scale, (low, high), 0.03),
    }
}
