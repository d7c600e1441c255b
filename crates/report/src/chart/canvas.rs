//! What a chart is drawn on.

use super::axis::Axis;
use super::colour::{AXIS, GRID, INK, QUIET};
use super::text::{cut, width};
use crate::cells::Named;
use crate::markup::{Attribute, Element, element, pixels};
use crate::{Speaker, number};
use agglom_method::Reference;
use std::collections::BTreeSet;

/// Width of every chart in pixels.
pub(super) const WIDTH: f64 = 760.0;
/// Size of labels.
pub(super) const LABEL: f64 = 12.0;
/// Size of ticks, codes, notes.
pub(super) const SMALL: f64 = 11.0;

const FONTS: &str = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, 'Noto Sans CJK SC', 'Source Han Sans SC', \
                     'PingFang SC', 'Microsoft YaHei', sans-serif";
/// Stands for the prefix of the patterns' ids until the drawing is known; [`crate::markup`] drops it from every text.
const PREFIX: char = '\u{1}';

/// A drawing that grows downwards.
#[derive(Default)]
pub(super) struct Canvas {
    elements: String,
    patterns: BTreeSet<(Pattern, Grain)>,
    /// How far down the drawing reaches.
    pub(super) height: f64,
}

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// With a colour.
    Plain(&'static str),
    /// With a pattern.
    Pattern(Pattern, Grain),
}

/// A pattern that reads without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    /// Thin grey diagonals: no value.
    NoValue,
    /// Grey dots: not in the data.
    NotListed,
    /// Pale, with diagonals of this colour: not certain.
    Pale(&'static str),
    /// This colour, with white diagonals: every other category.
    Striped(&'static str),
    /// This colour, with thin upright lines: below the middle of a scale.
    Lined(&'static str),
}

/// What a drawing's lengths are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Pixels,
    HalfPixels,
}

/// Which side of its point a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Paint {
    /// Category number `i` of several: the odd ones are striped.
    pub(super) fn category(i: usize, colour: &'static str) -> Self {
        if i.is_multiple_of(2) { Self::Plain(colour) } else { Pattern::Striped(colour).into() }
    }
}

impl From<Pattern> for Paint {
    fn from(pattern: Pattern) -> Self {
        Self::Pattern(pattern, Grain::Pixels)
    }
}

impl Canvas {
    /// Draws an element.
    pub(super) fn put(&mut self, element: Element) {
        element.write(&mut self.elements);
    }

    /// What to write as `fill` for this paint.
    pub(super) fn fill(&mut self, paint: Paint) -> Fill {
        if let Paint::Pattern(pattern, grain) = paint {
            self.patterns.insert((pattern, grain));
        }
        Fill(paint)
    }

    /// Draws a rectangle.
    pub(super) fn area(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), paint: Paint) {
        let rect = self.rect((x, y), (width, height), paint);
        self.put(rect);
    }

    /// A rectangle.
    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), paint: Paint) -> Element {
        element("rect").with("x", x).with("y", y).with("width", width.max(0.0)).with("height", height.max(0.0)).with("fill", self.fill(paint))
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
        for tick in &axis.ticks {
            let y = axis.at(tick.at);
            self.put(line((x, y), (right, y), GRID));
            self.put(words((x - 7.0, y + 4.0), Anchor::End, &tick.label).with("font-size", SMALL).with("fill", QUIET));
        }
        self.put(words((0.0, axis.to - 16.0), Anchor::Start, &cut(title, LABEL, WIDTH)).with("fill", QUIET));
    }

    /// The whole SVG.
    pub(super) fn finish(mut self, title: &str, description: &str) -> String {
        self.height += 6.0;
        let mut definitions = element("defs");
        for (pattern, grain) in &self.patterns {
            definitions = definitions.add(pattern.definition(*grain));
        }
        let mut svg = element("svg")
            .with("xmlns", "http://www.w3.org/2000/svg")
            .with("viewBox", format!("0 0 {WIDTH} {}", pixels(self.height)))
            .with("width", WIDTH)
            .with("height", self.height)
            .with("role", "img")
            .with("font-family", FONTS)
            .with("font-size", LABEL)
            .with("fill", INK)
            .add(element("title").text(title))
            .add(element("desc").text(description));
        if !self.patterns.is_empty() {
            svg = svg.add(definitions);
        }
        let svg = svg.markup(&self.elements).to_string();
        // Ids must differ between the drawings of a page; the same drawing twice may share them.
        svg.replace(PREFIX, &format!("p{:x}-", fingerprint(&svg)))
    }
}

impl Pattern {
    fn id(self, grain: Grain) -> String {
        let (kind, colour) = match self {
            Self::NoValue => ("no-value", ""),
            Self::NotListed => ("not-listed", ""),
            Self::Pale(colour) => ("pale", colour),
            Self::Striped(colour) => ("striped", colour),
            Self::Lined(colour) => ("lined", colour),
        };
        let grain = if grain == Grain::HalfPixels { "-half" } else { "" };
        format!("{PREFIX}{kind}{}{grain}", colour.trim_start_matches('#'))
    }

    fn definition(self, grain: Grain) -> Element {
        let angle = if matches!(self, Self::Lined(_)) { 0 } else { 45 };
        let scale = if grain == Grain::HalfPixels { 2 } else { 1 };
        let tile = |size: f64, ground: &str, mark: Element| {
            element("pattern")
                .with("id", Raw(self.id(grain)))
                .with("width", size)
                .with("height", size)
                .with("patternUnits", "userSpaceOnUse")
                .with("patternTransform", format!("rotate({angle}) scale({scale})"))
                .add(element("rect").with("width", size).with("height", size).with("fill", ground))
                .add(mark)
        };
        let stripe =
            |size: f64, colour: &str, width: f64| element("line").with("x2", 0.0).with("y2", size).with("stroke", colour).with("stroke-width", width);
        match self {
            Self::NoValue => tile(5.0, "#ffffff", stripe(5.0, "#8c969e", 1.6)),
            Self::NotListed => tile(5.0, "#ffffff", element("circle").with("cx", 2.5).with("cy", 2.5).with("r", 0.8).with("fill", "#b9c1c7")),
            Self::Pale(colour) => tile(4.0, "#f3f6f8", stripe(4.0, colour, 1.5)),
            Self::Striped(colour) => tile(7.0, colour, stripe(7.0, "#ffffff", 2.0)),
            Self::Lined(colour) => tile(4.0, colour, stripe(4.0, "#ffffff", 1.1)),
        }
    }
}

/// The value of a `fill` attribute.
pub(super) struct Fill(Paint);

impl Attribute for Fill {
    fn write(&self, out: &mut String) {
        match self.0 {
            Paint::Plain(colour) => out.push_str(colour),
            Paint::Pattern(pattern, grain) => {
                out.push_str("url(#");
                out.push_str(&pattern.id(grain));
                out.push(')');
            }
        }
    }
}

struct Raw(String);

impl Attribute for Raw {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

/// FNV-1a.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
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
