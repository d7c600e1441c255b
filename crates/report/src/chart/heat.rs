//! Coloured cells.

use super::canvas::{Anchor, Canvas, Grain, LABEL, Paint, Pattern, SMALL, WIDTH, full, names, names_width, words};
use super::colour::{Classes, ink_on};
use super::legend;
use super::text::{cut, width};
use super::view::{Categories, Field, View};
use crate::markup::{element, pixels};
use crate::number;
use agglom_method::{Mark, Message, Scale};
use std::collections::BTreeMap;

/// More rows or columns than these are not drawn.
const MOST: (usize, usize) = (40, 60);
/// Longest name of a column, written upwards.
const COLUMN_NAME: f64 = 130.0;

/// Rows, columns and the cells of those that are drawn; a cell without a value is in the table and empty.
struct Cells {
    rows: Categories,
    columns: Categories,
    shown: [Vec<usize>; 2],
    cells: BTreeMap<(usize, usize), Option<f64>>,
}

pub(super) fn draw(view: &View<'_>, mark: &Mark) -> Option<Canvas> {
    let Mark::Heat { row, column, value, scale, midpoint } = mark else { return None };
    let field = view.field(value)?;
    let cells = Cells::of(view, &field, view.categories(row)?, view.categories(column)?, *scale);
    let drawn: Vec<f64> = cells.drawn().filter_map(|(_, v)| v).collect();
    if cells.cells.is_empty() {
        return None;
    }
    let classes = Classes::of(&drawn, *scale, midpoint.map(|m| field.shown(m)));
    let mut canvas = Canvas::default();
    cells.draw(&mut canvas, view, &classes);
    let mut counts = vec![0; classes.len()];
    drawn.iter().for_each(|v| counts[classes.class(*v)] += 1);
    let empty = cells.drawn().filter(|(_, v)| v.is_none()).count();
    let without = [(Paint::Pattern(Pattern::NoValue(Grain::Pixels)), view.speaker.word("chart-no-value"), empty)];
    legend::classes(&mut canvas, &field.title, &classes, &counts, &without);
    let all = [cells.rows.names.len(), cells.columns.names.len()];
    if cells.shown[0].len() < all[0] || cells.shown[1].len() < all[1] {
        let count = |n: usize| number::fixed(n as f64, 0);
        let note = Message::new("chart-note-heat")
            .with("rows", count(cells.shown[0].len()))
            .with("all-rows", count(all[0]))
            .with("columns", count(cells.shown[1].len()))
            .with("all-columns", count(all[1]));
        canvas.note(&view.speaker.say(&note));
    }
    Some(canvas)
}

impl Cells {
    fn of(view: &View<'_>, field: &Field<'_>, rows: Categories, columns: Categories, scale: Scale) -> Self {
        let mut cells = BTreeMap::new();
        let (mut row_weight, mut column_weight) = (vec![0.0; rows.names.len()], vec![0.0; columns.names.len()]);
        for row in &view.rows {
            let (Some(r), Some(c)) = (rows.of_row[*row], columns.of_row[*row]) else { continue };
            let value = field.at(*row).filter(|v| scale == Scale::Linear || *v >= 0.0);
            cells.entry((r, c)).or_insert(value);
            // Bounded, so that the sum of the largest numbers is still one.
            let weight = value.map_or(0.0, |v| v.abs().min(1e300));
            row_weight[r] += weight / columns.names.len() as f64;
            column_weight[c] += weight / rows.names.len() as f64;
        }
        let shown = [heaviest(&row_weight, MOST.0), heaviest(&column_weight, MOST.1)];
        Self { rows, columns, shown, cells }
    }

    /// The cells of the rows and columns that are drawn, with their place in the drawing.
    fn drawn(&self) -> impl Iterator<Item = ((usize, usize), Option<f64>)> + '_ {
        let cell = |r: usize, c: usize| self.cells.get(&(self.shown[0][r], self.shown[1][c])).map(|v| ((r, c), *v));
        (0..self.shown[0].len()).flat_map(move |r| (0..self.shown[1].len()).filter_map(move |c| cell(r, c)))
    }

    fn draw(&self, canvas: &mut Canvas, view: &View<'_>, classes: &Classes) {
        let row_names = self.shown[0].iter().map(|&r| std::slice::from_ref(&self.rows.names[r]));
        let left = row_names.map(names_width).fold(0.0, f64::max).min(230.0) + 10.0;
        let column_names: Vec<_> = self.shown[1].iter().map(|&c| cut(&self.columns.names[c].text, SMALL, COLUMN_NAME)).collect();
        let wide = ((WIDTH - left) / self.shown[1].len().max(1) as f64).min(64.0);
        let flat = column_names.iter().all(|n| width(n, SMALL) < wide - 4.0);
        let top = if flat { 22.0 } else { column_names.iter().map(|n| width(n, SMALL)).fold(0.0, f64::max) + 12.0 };
        let high = (WIDTH * 0.55 / self.shown[0].len().max(1) as f64).clamp(15.0, 28.0);
        for (c, name) in column_names.iter().enumerate() {
            let x = left + (c as f64 + 0.5) * wide;
            let text = if flat {
                words((x, top - 7.0), Anchor::Middle, name)
            } else {
                words((x + 4.0, top - 7.0), Anchor::Start, name).with("transform", format!("rotate(-90 {} {})", pixels(x + 4.0), pixels(top - 7.0)))
            };
            let whole = full(std::slice::from_ref(&self.columns.names[self.shown[1][c]]));
            canvas.put(text.with("font-size", SMALL).add(element("title").text(&whole)));
        }
        for (r, row) in self.shown[0].iter().enumerate() {
            let y = top + (r as f64 + 0.5) * high + 4.0;
            canvas.put(names((left - 8.0, y), Anchor::End, std::slice::from_ref(&self.rows.names[*row]), left - 10.0));
        }
        let written = |v: f64| number::significant(v, if v.abs() < 1.0 { 2 } else { 3 });
        let fits = high >= LABEL + 3.0 && self.drawn().filter_map(|(_, v)| v).all(|v| width(&written(v), SMALL - 1.0) < wide - 3.0);
        for ((r, c), value) in self.drawn() {
            let (x, y) = (left + c as f64 * wide, top + r as f64 * high);
            let colour = value.map(|v| classes.colour(classes.class(v)));
            let cell = canvas.rect((x + 0.5, y + 0.5), (wide - 1.0, high - 1.0), colour.map_or(Paint::Pattern(Pattern::NoValue(Grain::Pixels)), Paint::Plain));
            let text = value.map_or_else(|| view.speaker.word("chart-no-value"), written);
            let (row, column) = (&self.rows.names[self.shown[0][r]], &self.columns.names[self.shown[1][c]]);
            let name = format!("{}: {text}", full(&[row.clone(), column.clone()]));
            canvas.put(cell.add(element("title").text(&name)));
            if let (true, Some(colour)) = (fits && value.is_some(), colour) {
                let number = words((x + wide / 2.0, y + high / 2.0 + 3.5), Anchor::Middle, &text);
                canvas.put(number.with("font-size", SMALL - 1.0).with("fill", ink_on(colour)).with("pointer-events", "none"));
            }
        }
        canvas.height = top + self.shown[0].len() as f64 * high + 6.0;
    }
}

/// The numbers of the heaviest, in their own order.
fn heaviest(weights: &[f64], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
    order.truncate(most);
    order.sort_unstable();
    order
}
