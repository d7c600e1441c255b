//! What a chart is drawn on.

use super::axis::Axis;
use super::colour::{AXIS, GRID, INK, QUIET};
use super::text::{cut, width};
use super::texture::{Marks, texture};
use crate::cells::Named;
use crate::markup::{Element, element, pixels};
use crate::{Speaker, number};
use agglom_method::Reference;

/// Width of every chart in pixels.
pub(super) const WIDTH: f64 = 760.0;
/// Size of labels.
pub(super) const LABEL: f64 = 12.0;
/// Size of ticks, codes, notes.
pub(super) const SMALL: f64 = 11.0;

const FONTS: &str = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, 'Noto Sans CJK SC', 'Source Han Sans SC', \
                     'PingFang SC', 'Microsoft YaHei', sans-serif";
/// The paper.
const PAPER: &str = "#ffffff";

/// A drawing that grows downwards.
#[derive(Default)]
pub(super) struct Canvas {
    elements: String,
    /// How far down the drawing reaches.
    pub(super) height: f64,
}

/// How an area is filled: with a colour, and with marks that read without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Paint {
    /// The colour.
    pub(super) ground: &'static str,
    marks: Option<Stroke>,
}

/// Marks with their colour; lengths are in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stroke {
    marks: Marks,
    colour: &'static str,
    spacing: u32,
    width: u32,
}

/// Which side of its point a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Paint {
    /// Grey diagonals: no value.
    pub(super) const NO_VALUE: Self = Self::marked(PAPER, Marks::Diagonal, "#8c969e", 45, 9);
    /// Grey dots: not in the data.
    pub(super) const NOT_LISTED: Self = Self::marked(PAPER, Marks::Dots, "#aeb7be", 50, 13);

    /// Nothing but a colour.
    pub(super) const fn plain(ground: &'static str) -> Self {
        Self { ground, marks: None }
    }

    /// Diagonals of this colour: not certain.
    pub(super) const fn pale(colour: &'static str) -> Self {
        Self::marked("#f3f6f8", Marks::Diagonal, colour, 40, 15)
    }

    /// This colour with thin upright lines: below the middle of a scale.
    pub(super) const fn lined(colour: &'static str) -> Self {
        Self::marked(colour, Marks::Upright, "#ffffff", 40, 10)
    }

    /// A colour with dots of another.
    pub(super) const fn dotted(ground: &'static str, colour: &'static str) -> Self {
        Self::marked(ground, Marks::Dots, colour, 50, 15)
    }

    /// A colour with diagonals of another.
    pub(super) const fn ruled(ground: &'static str, colour: &'static str) -> Self {
        Self::marked(ground, Marks::Diagonal, colour, 50, 9)
    }

    /// Category number `i` of several: the odd ones have white diagonals.
    pub(super) const fn category(i: usize, colour: &'static str) -> Self {
        if i.is_multiple_of(2) { Self::plain(colour) } else { Self::marked(colour, Marks::Diagonal, "#ffffff", 70, 20) }
    }

    const fn marked(ground: &'static str, marks: Marks, colour: &'static str, spacing: u32, width: u32) -> Self {
        Self { ground, marks: Some(Stroke { marks, colour, spacing, width }) }
    }

    /// The marks within some rings whose lengths are counted in `1 / scale` pixels; nothing without marks.
    pub(super) fn marks_in(&self, rings: &[Vec<[f64; 2]>], scale: f64) -> String {
        self.marks.map_or_else(String::new, |m| texture(rings, m.marks, f64::from(m.spacing) / 10.0 * scale))
    }

    /// The element that draws marks.
    pub(super) fn draw_marks(&self, path: String, scale: f64) -> Option<Element> {
        let stroke = self.marks.filter(|_| !path.is_empty())?;
        let width = f64::from(stroke.width) / 10.0 * scale;
        let drawn = element("path").with("d", path).with("fill", "none").with("stroke", stroke.colour).with("stroke-width", width);
        let drawn = drawn.with("pointer-events", "none");
        Some(if stroke.marks == Marks::Dots { drawn.with("stroke-linecap", "round") } else { drawn })
    }
}

impl Canvas {
    /// Draws an element.
    pub(super) fn put(&mut self, element: Element) {
        element.write(&mut self.elements);
    }

    /// Draws an element if there is one.
    pub(super) fn put_some(&mut self, element: Option<Element>) {
        if let Some(element) = element {
            self.put(element);
        }
    }

    /// What is drawn so far, as markup.
    pub(super) fn drawn(&self) -> &str {
        &self.elements
    }

    /// Draws a filled rectangle.
    pub(super) fn area(&mut self, at: (f64, f64), size: (f64, f64), paint: Paint) {
        self.put(rectangle(at, size, paint.ground));
        self.mark(&[corners(at, size)], paint);
    }

    /// Draws the marks of some areas that are filled alike.
    pub(super) fn mark(&mut self, areas: &[Vec<[f64; 2]>], paint: Paint) {
        if let Some(marks) = paint.draw_marks(paint.marks_in(areas, 1.0), 1.0) {
            self.put(marks);
        }
    }

    /// Writes a note below everything drawn so far.
    pub(super) fn note(&mut self, note: &str) {
        self.height += 18.0;
        let line = words((0.0, self.height - 4.0), Anchor::Start, &cut(note, SMALL, WIDTH)).with("font-size", SMALL).with("fill", QUIET);
        self.put(line);
    }

    /// Draws a horizontal axis at `y`, its grid up to `top` and its title below.
    pub(super) fn horizontal_axis(&mut self, axis: &Axis, y: f64, top: f64, title: &str) {
        let mut labelled = f64::NEG_INFINITY;
        for tick in &axis.ticks {
            let x = axis.at(tick.at);
            self.put(line((x, top), (x, y), GRID));
            let half = width(&tick.label, SMALL) / 2.0;
            let middle = x.clamp(half, WIDTH - half);
            if middle - half > labelled + 6.0 {
                self.put(words((middle, y + 15.0), Anchor::Middle, &tick.label).with("font-size", SMALL).with("fill", QUIET));
                labelled = middle + half;
            }
        }
        self.put(line((axis.from, y), (axis.to, y), AXIS));
        let title_width = width(title, LABEL).min(WIDTH);
        let x = f64::midpoint(axis.from, axis.to).clamp(title_width / 2.0, WIDTH - title_width / 2.0);
        self.put(words((x, y + 34.0), Anchor::Middle, &cut(title, LABEL, WIDTH)).with("fill", QUIET));
        self.height = self.height.max(y + 42.0);
    }

    /// Draws a vertical axis at `x` with its grid up to `right`, and its title above.
    pub(super) fn vertical_axis(&mut self, axis: &Axis, x: f64, right: f64, title: &str) {
        self.vertical_axis_ticks(axis, x, right);
        self.put(words((0.0, axis.to - 16.0), Anchor::Start, &cut(title, LABEL, WIDTH)).with("fill", QUIET));
    }

    /// Draws the ticks of a vertical axis at `x` with its grid up to `right`.
    pub(super) fn vertical_axis_ticks(&mut self, axis: &Axis, x: f64, right: f64) {
        for tick in &axis.ticks {
            let y = axis.at(tick.at);
            self.put(line((x, y), (right, y), GRID));
            self.put(words((x - 7.0, y + 4.0), Anchor::End, &tick.label).with("font-size", SMALL).with("fill", QUIET));
        }
    }

    /// The whole SVG.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let height = self.height + 6.0;
        element("svg")
            .with("xmlns", "http://www.w3.org/2000/svg")
            .with("viewBox", format!("0 0 {WIDTH} {}", pixels(height)))
            .with("width", WIDTH)
            .with("height", height)
            .with("role", "img")
            .with("font-family", FONTS)
            .with("font-size", LABEL)
            .with("fill", INK)
            .add(element("title").text(title))
            .add(element("desc").text(description))
            .markup(&self.elements)
            .to_string()
    }
}

/// A rectangle.
pub(super) fn rectangle((x, y): (f64, f64), (width, height): (f64, f64), fill: &str) -> Element {
    element("rect").with("x", x).with("y", y).with("width", width.max(0.0)).with("height", height.max(0.0)).with("fill", fill)
}

/// The corners of a rectangle.
pub(super) fn corners((x, y): (f64, f64), (width, height): (f64, f64)) -> Vec<[f64; 2]> {
    vec![[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
}

/// A straight line.
pub(super) fn line(from: (f64, f64), to: (f64, f64), colour: &str) -> Element {
    element("line").with("x1", from.0).with("y1", from.1).with("x2", to.0).with("y2", to.1).with("stroke", colour)
}

/// A text at a point.
pub(super) fn words(at: (f64, f64), anchor: Anchor, text: &str) -> Element {
    let element = element("text").with("x", at.0).with("y", at.1);
    let element = match anchor {
        Anchor::Start => element,
        Anchor::Middle => element.with("text-anchor", "middle"),
        Anchor::End => element.with("text-anchor", "end"),
    };
    element.text(text)
}

/// A small text that is read on dots, too.
pub(super) fn haloed(at: (f64, f64), anchor: Anchor, text: &str) -> Element {
    let halo = words(at, anchor, text).with("font-size", SMALL).with("stroke", "#ffffff").with("stroke-width", 3.0);
    halo.with("paint-order", "stroke").with("stroke-linejoin", "round")
}

/// Names with their codes beside them, quieter; names are cut to fit and are then whole in the tooltip.
pub(super) fn names(at: (f64, f64), anchor: Anchor, parts: &[Named], room: f64) -> Element {
    let codes: f64 = parts.iter().filter_map(|p| p.code.as_ref()).map(|c| width(c, SMALL) + 5.0).sum();
    let gaps = parts.len().saturating_sub(1) as f64 * width(" · ", LABEL);
    let mut left = (room - codes - gaps).max(24.0);
    let mut label = words(at, anchor, "");
    let mut short = false;
    for (i, part) in parts.iter().enumerate() {
        // What one name does not need, the next may have.
        let share = (left / (parts.len() - i) as f64).max(left - parts[i + 1..].iter().map(|p| width(&p.text, LABEL)).sum::<f64>());
        let text = cut(&part.text, LABEL, share);
        left -= width(&text, LABEL);
        short |= text != part.text.as_str();
        label = label.text(if i == 0 { "" } else { " · " }).text(&text);
        if let Some(code) = &part.code {
            label = label.add(element("tspan").with("dx", 4.0).with("font-size", SMALL).with("fill", QUIET).text(code));
        }
    }
    if short { label.add(element("title").text(&full(parts))) } else { label }
}

/// Width of names with their codes.
pub(super) fn names_width(parts: &[Named]) -> f64 {
    let each = parts.iter().map(|p| width(&p.text, LABEL) + p.code.as_ref().map_or(0.0, |c| width(c, SMALL) + 5.0));
    each.sum::<f64>() + parts.len().saturating_sub(1) as f64 * width(" · ", LABEL)
}

/// Names and codes in full.
pub(super) fn full(parts: &[Named]) -> String {
    let one = |p: &Named| p.code.as_ref().map_or_else(|| p.text.clone(), |c| format!("{} ({c})", p.text));
    parts.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// A dashed line that means something.
pub(super) fn reference_line(from: (f64, f64), to: (f64, f64)) -> Element {
    line(from, to, INK).with("stroke-width", 1.2).with("stroke-dasharray", "4 3")
}

/// What a reference line means, with the number if no tick tells it.
pub(super) fn reference_text(at: f64, axis: &Axis, reference: &Reference, speaker: &Speaker) -> String {
    let label = speaker.say(&reference.label);
    if axis.ticks.iter().any(|t| t.at == at) { label } else { format!("{label} ({})", number::short(at)) }
}
