//! Legends: what a colour, a pattern or a size means.

use super::canvas::{Anchor, Canvas, LABEL, Paint, SMALL, WIDTH, rectangle, words};
use super::colour::{AXIS, Classes, QUIET};
use super::text::{cut, width};
use crate::markup::element;
use crate::number;

/// Draws swatch number `i` to the right of a point.
type DrawSwatch<'a> = dyn Fn(&mut Canvas, usize, (f64, f64)) + 'a;

/// Width of a swatch.
pub(super) const SWATCH: f64 = 14.0;

/// Draws swatches with their meaning in a row that breaks, below everything drawn so far.
pub(super) fn swatches(canvas: &mut Canvas, entries: &[(Paint, String)]) {
    let meanings: Vec<&str> = entries.iter().map(|e| e.1.as_str()).collect();
    row(canvas, &meanings, &|canvas, i, (x, y)| swatch(canvas, (x, y - 5.5), (SWATCH, 11.0), entries[i].0));
}

/// Writes what things mean in a row that breaks; each is drawn to the right of a point, as wide as a swatch.
pub(super) fn row(canvas: &mut Canvas, meanings: &[&str], draw: &DrawSwatch<'_>) {
    let mut x = 0.0;
    canvas.height += 20.0;
    for (i, meaning) in meanings.iter().enumerate() {
        let meaning = cut(meaning, LABEL, WIDTH - SWATCH - 10.0);
        let wide = SWATCH + 10.0 + width(&meaning, LABEL);
        if x > 0.0 && x + wide > WIDTH {
            x = 0.0;
            canvas.height += 20.0;
        }
        let y = canvas.height - 8.5;
        draw(canvas, i, (x, y));
        canvas.put(words((x + SWATCH + 6.0, y + 4.5), Anchor::Start, &meaning));
        x += wide + 18.0;
    }
    canvas.height += 6.0;
}

/// Writes what a legend is about.
pub(super) fn title(canvas: &mut Canvas, title: &str) {
    canvas.height += 18.0;
    canvas.put(words((0.0, canvas.height - 4.0), Anchor::Start, &cut(title, LABEL, WIDTH)).with("fill", QUIET));
}

/// Draws the classes of a colour scale with what they hold and how many values, and whatever has no colour.
pub(super) fn classes(canvas: &mut Canvas, title: &str, classes: &Classes, counts: &[usize], without: &[(Paint, String, usize)]) {
    let mut blocks: Vec<(Paint, String, usize)> =
        classes.labels().into_iter().enumerate().map(|(i, label)| (classes.paint(i), label, counts.get(i).copied().unwrap_or(0))).collect();
    if blocks.len() == 1 && blocks[0].2 == 0 {
        blocks.clear();
    }
    let coloured = blocks.len();
    blocks.extend(without.iter().filter(|b| b.2 > 0).cloned());
    self::title(canvas, title);
    let wide = blocks.iter().map(|b| width(&b.1, SMALL) + 14.0).fold(78.0, f64::max).min(WIDTH / blocks.len().max(1) as f64 - 4.0);
    let y = canvas.height + 3.0;
    for (i, (paint, label, count)) in blocks.iter().enumerate() {
        let x = i as f64 * wide + if i >= coloured { 14.0 } else { 0.0 };
        let gap = if i >= coloured { 6.0 } else { 0.0 };
        swatch(canvas, (x, y), (wide - gap, 12.0), *paint);
        let middle = x + (wide - gap) / 2.0;
        canvas.put(words((middle, y + 26.0), Anchor::Middle, &cut(label, SMALL, wide)).with("font-size", SMALL));
        let count = format!("({})", number::fixed(*count as f64, 0));
        canvas.put(words((middle, y + 40.0), Anchor::Middle, &count).with("font-size", SMALL).with("fill", QUIET));
    }
    canvas.height += 48.0;
}

fn swatch(canvas: &mut Canvas, at: (f64, f64), size: (f64, f64), paint: Paint) {
    canvas.area(at, size, paint);
    canvas.put(rectangle(at, size, "none").with("stroke", AXIS).with("stroke-width", 0.5));
}

/// Three sizes and the numbers they stand for; the radius is that of a share of the largest number.
pub(super) fn sizes(canvas: &mut Canvas, title: &str, largest: f64, radius: &dyn Fn(f64) -> f64) {
    let round = format!("{largest:.0e}").parse().ok().filter(|v: &f64| v.is_finite()).unwrap_or(largest);
    let tallest = radius(round / largest);
    canvas.height += 2.0 * tallest + 6.0;
    let y = canvas.height - tallest - 2.0;
    let title = cut(title, LABEL, 300.0);
    canvas.put(words((0.0, y + 4.0), Anchor::Start, &title).with("fill", QUIET));
    let mut x = width(&title, LABEL) + 14.0;
    for value in [round / 20.0, round / 4.0, round] {
        let r = radius(value / largest);
        let label = number::short(value);
        let wide = width(&label, SMALL);
        canvas.put(element("circle").with("cx", x + r).with("cy", y).with("r", r).with("fill", "none").with("stroke", AXIS));
        canvas.put(words((x + 2.0 * r + 5.0, y + 4.0), Anchor::Start, &label).with("font-size", SMALL));
        x += 2.0 * r + wide + 22.0;
    }
}
