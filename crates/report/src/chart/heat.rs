//! Coloured cells.

use super::canvas::{Anchor, Canvas, Paint, SMALL, WIDTH, corners, full, names, names_width, rectangle, words};
use super::colour::{Classes, ink_on};
use super::legend;
use super::text::{cut, width};
use super::view::{Categories, Field, View};
use crate::markup::{element, pixels};
use crate::number;
use agglom_method::{Argument, Mark, Message, Scale};
use std::collections::BTreeMap;

/// More rows or columns than these are not drawn.
const MOST: (usize, usize) = (40, 60);
/// Longest name of a row.
const ROW_NAME: f64 = 230.0;
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
    let grid = Grid::of(&cells, &drawn);
    let classes = Classes::of(&drawn, *scale, midpoint.map(|m| field.shown(m)));
    let classes = if grid.numbered { classes.beside_numbers() } else { classes };
    let mut canvas = Canvas::default();
    grid.name_columns(&mut canvas, &cells);
    grid.draw(&mut canvas, view, &cells, &classes);
    let empty = cells.drawn().filter(|(_, v)| v.is_none()).count();
    let without = [(Paint::NO_VALUE, view.speaker.word("chart-no-value"), empty)];
    legend::classes(&mut canvas, &field.title, &classes, &classes.counts(&drawn), &without);
    let all = [cells.rows.names.len(), cells.columns.names.len()];
    if cells.shown[0].len() < all[0] || cells.shown[1].len() < all[1] {
        let note = Message::new("chart-note-heat")
            .with("rows", Argument::count(cells.shown[0].len()))
            .with("all-rows", Argument::count(all[0]))
            .with("columns", Argument::count(cells.shown[1].len()))
            .with("all-columns", Argument::count(all[1]));
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
}

/// Where the cells are, in pixels.
struct Grid {
    left: f64,
    top: f64,
    wide: f64,
    high: f64,
    /// Whether the names of the columns fit side by side.
    flat: bool,
    /// Whether the numbers fit into the cells.
    numbered: bool,
}

impl Grid {
    fn of(cells: &Cells, drawn: &[f64]) -> Self {
        let rows = cells.shown[0].iter().map(|&r| std::slice::from_ref(&cells.rows.names[r]));
        let left = rows.map(names_width).fold(0.0, f64::max).min(ROW_NAME) + 12.0;
        let columns: Vec<f64> = cells.shown[1].iter().map(|&c| width(&cells.columns.names[c].text, SMALL).min(COLUMN_NAME)).collect();
        let wide = ((WIDTH - left) / columns.len().max(1) as f64).min(64.0);
        let high = (WIDTH * 0.55 / cells.shown[0].len().max(1) as f64).clamp(15.0, 28.0);
        let longest = columns.into_iter().fold(0.0, f64::max);
        let flat = longest < wide - 4.0;
        let numbered = drawn.iter().all(|v| width(&written(*v), SMALL - 1.0) < wide - 3.0);
        Self { left, top: if flat { 22.0 } else { longest + 12.0 }, wide, high, flat, numbered }
    }

    fn name_columns(&self, canvas: &mut Canvas, cells: &Cells) {
        for (c, column) in cells.shown[1].iter().enumerate() {
            let name = &cells.columns.names[*column];
            let text = cut(&name.text, SMALL, COLUMN_NAME);
            let (x, y) = (self.left + (c as f64 + 0.5) * self.wide, self.top - 7.0);
            let text = if self.flat {
                words((x, y), Anchor::Middle, &text)
            } else {
                words((x + 4.0, y), Anchor::Start, &text).with("transform", format!("rotate(-90 {} {})", pixels(x + 4.0), pixels(y)))
            };
            canvas.put(text.with("font-size", SMALL).add(element("title").text(&full(std::slice::from_ref(name)))));
        }
    }

    fn draw(&self, canvas: &mut Canvas, view: &View<'_>, cells: &Cells, classes: &Classes) {
        for (r, row) in cells.shown[0].iter().enumerate() {
            let at = (self.left - 8.0, self.top + (r as f64 + 0.5) * self.high + 4.0);
            canvas.put(names(at, Anchor::End, std::slice::from_ref(&cells.rows.names[*row]), self.left - 10.0));
        }
        let mut alike: BTreeMap<Paint, Vec<Vec<[f64; 2]>>> = BTreeMap::new();
        for ((r, c), value) in cells.drawn() {
            let (x, y) = (self.left + c as f64 * self.wide, self.top + r as f64 * self.high);
            let class = value.map(|v| classes.class(v));
            let paint = class.map_or(Paint::NO_VALUE, |class| classes.paint(class));
            let (at, size) = ((x + 0.5, y + 0.5), (self.wide - 1.0, self.high - 1.0));
            alike.entry(paint).or_default().push(corners(at, size));
            let text = value.map_or_else(|| view.speaker.word("chart-no-value"), written);
            let name = [cells.rows.names[cells.shown[0][r]].clone(), cells.columns.names[cells.shown[1][c]].clone()];
            canvas.put(rectangle(at, size, paint.ground).add(element("title").text(&format!("{}: {text}", full(&name)))));
            if let (true, Some(class)) = (self.numbered, class) {
                let number = words((x + self.wide / 2.0, y + self.high / 2.0 + 3.5), Anchor::Middle, &text).with("font-size", SMALL - 1.0);
                canvas.put(number.with("fill", ink_on(classes.colour(class))).with("pointer-events", "none"));
            }
        }
        for (paint, areas) in alike {
            canvas.mark(&areas, paint);
        }
        canvas.height = self.top + cells.shown[0].len() as f64 * self.high + 6.0;
    }
}

fn written(value: f64) -> String {
    number::significant(value, if value.abs() < 1.0 { 2 } else { 3 })
}

/// The numbers of the heaviest, in their own order.
fn heaviest(weights: &[f64], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]));
    order.truncate(most);
    order.sort_unstable();
    order
}
