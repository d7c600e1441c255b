use super::{Neighbours, Subject};
use agglom_method::{Argument, Chart, Codes, Finding, Message, Table, Unit};

/// How many codes a sentence names.
const NAMED: usize = 8;

impl Neighbours {
    /// What the weights are, as a table of one row.
    fn table(&self) -> Table {
        let number = |n: usize| [Some(n as i64)];
        Table::new("weights", Message::new("table-weights"))
            .words("neighbourhood", [Some(self.neighbourhood)])
            .words("standardise", [Some(self.standardise)])
            .integers("regions", Unit::None, number(self.placed))
            .integers("links", Unit::None, number(self.links))
            .integers("neighbours_least", Unit::None, number(self.neighbours.0))
            .numbers("neighbours_mean", Unit::None, [Some(self.neighbours.1)])
            .integers("neighbours_most", Unit::None, number(self.neighbours.2))
            .integers("islands", Unit::None, number(self.islands.len()))
            .numbers("distance_m", Unit::Metres, [self.distance_m])
    }

    /// Adds the table of the weights, and what is to be known of them.
    pub(crate) fn note(&self, finding: Finding) -> Finding {
        let finding = finding.table(self.table());
        let counted = |key: &str, regions: &[u32]| {
            let count = Message::new(key).with("count", Argument::count(regions.len()));
            (!regions.is_empty()).then(|| count.with("regions", some(&self.regions, regions)))
        };
        let cautions = [counted("lattice-islands", &self.islands), counted("lattice-unplaced", &self.unplaced)];
        let finding = cautions.into_iter().flatten().fold(finding, Finding::caution);
        let word = |column: &str, word: &str| Argument::from(Message::new(format!("{column}-{}", word.replace('_', "-"))));
        let used = Message::new("lattice-weights-used")
            .with("neighbourhood", word("neighbourhood", self.neighbourhood))
            .with("standardise", word("standardise", self.standardise))
            .with("regions", Argument::count(self.placed))
            .with("mean", Argument::number(self.neighbours.1));
        let finding = finding.remark(used);
        let finding = match self.distance_m {
            Some(distance) => finding.remark(Message::new("lattice-distance-used").with("distance", Argument::number(distance))),
            None => finding,
        };
        if self.from_degrees { finding.remark(Message::new("lattice-from-degrees")) } else { finding }
    }
}

/// Some of the codes, for a sentence.
fn some(codes: &Codes, numbers: &[u32]) -> Argument {
    let mut list: Vec<Argument> = numbers.iter().take(NAMED).map(|&i| codes.argument(i as usize)).collect();
    if numbers.len() > NAMED {
        list.push("…".into());
    }
    list.into()
}

/// A table whose next column is the variable, by its number.
pub(crate) fn role(table: Table, role: &Subject, numbers: impl IntoIterator<Item = u32>) -> Table {
    table.codes(role.column, &role.codes, numbers.into_iter().map(|i| i as usize))
}

/// A chart of the rows of one variable, which its title names.
pub(crate) fn named(mut chart: Chart, role: &Subject, number: u32, several: bool) -> Chart {
    chart.title = chart.title.with("variable", role.codes.argument_or_whole(number as usize));
    if several { chart.only(role.column, role.codes.get(number as usize)) } else { chart }
}

/// The place of the largest of some numbers; of equal ones the first.
pub(crate) fn strongest(numbers: impl Iterator<Item = Option<f64>>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (i, number) in numbers.enumerate() {
        if let Some(number) = number.filter(|n| best.is_none_or(|b| *n > b.1)) {
            best = Some((i, number));
        }
    }
    best.map(|b| b.0)
}
