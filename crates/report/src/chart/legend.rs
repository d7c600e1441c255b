//! Legends: what a colour, a pattern or a size means.

use super::canvas::{Anchor, Canvas, LABEL, Paint, SMALL, WIDTH, rectangle, words};
use super::colour::{AXIS, Classes, QUIET};
use super::text::{cut, width};
use crate::number;

/// Draws swatches with their meaning in a row that breaks, below everything drawn so far.
pub(super) fn swatches(canvas: &mut Canvas, entries: &[(Paint, String)]) {
    let mut x = 0.0;
    canvas.height += 20.0;
    for (paint, meaning) in entries {
        let meaning = cut(meaning, LABEL, WIDTH - 24.0);
        let wide = 24.0 + width(&meaning, LABEL);
        if x > 0.0 && x + wide > WIDTH {
            x = 0.0;
            canvas.height += 20.0;
        }
        let y = canvas.height - 14.0;
        swatch(canvas, (x, y), (14.0, 11.0), *paint);
        canvas.put(words((x + 20.0, y + 10.0), Anchor::Start, &meaning));
        x += wide + 18.0;
    }
    canvas.height += 6.0;
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
    canvas.height += 18.0;
    canvas.put(words((0.0, canvas.height - 4.0), Anchor::Start, &cut(title, LABEL, WIDTH)).with("fill", QUIET));
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
