//! The data: what was read, what became of every row, and what was chosen.

use super::{DATA, cells, section};
use crate::markup::{Element, element};
use crate::{Speaker, number};
use agglom_data::{Accepted, Ledger};
use agglom_method::{Argument, Message};
use agglom_study::{FileRecord, Run, SourceRecord};

/// Every source of the study.
pub(super) fn sources(run: &Run, speaker: &Speaker) -> Element {
    section(DATA, &speaker.word("page-data")).all(run.sources.iter().map(|source| one(source, speaker)))
}

fn one(source: &SourceRecord, speaker: &Speaker) -> Element {
    let mut block = element("div").with("class", "source").add(element("h3").add(element("code").text(&source.name)));
    if let Some(table) = &source.table {
        block = block.add(element("p").text(&speaker.say(&Message::new("data-made-by").with("table", table.as_str()))));
    } else if source.files.is_empty() {
        block = block.add(element("p").text(&speaker.word("data-no-files")));
    } else {
        block = block.add(files(&source.files, speaker));
    }
    block = block.all(source.ledgers.iter().map(|ledger| self::ledger(ledger, speaker)));
    if source.chosen.is_empty() {
        return block;
    }
    let mut chosen = element("p").with("class", "chosen").add(element("strong").text(&speaker.word("data-chosen"))).text(" ");
    for (i, (name, value)) in source.chosen.iter().enumerate() {
        chosen = chosen.text(if i == 0 { "" } else { ", " }).add(element("code").text(&format!("{name} = {value}")));
    }
    block.add(chosen)
}

fn files(files: &[FileRecord], speaker: &Speaker) -> Element {
    let head = ["data-file", "data-bytes", "data-checksum"].map(|key| speaker.word(key));
    let row = |file: &FileRecord| {
        let exactly = Message::new("data-bytes-exactly").with("bytes", Argument::Count(file.bytes));
        element("tr")
            .add(element("td").add(element("code").text(&file.path)))
            .add(element("td").with("title", speaker.say(&exactly)).text(&bytes(file.bytes)))
            .add(element("td").add(checksum(&file.sha256)))
    };
    let head = element("thead").add(cells("th", &head.each_ref().map(String::as_str)));
    element("table").add(head).add(element("tbody").all(files.iter().map(row)))
}

/// The beginning of a checksum; the whole is in the tooltip.
pub(super) fn checksum(sha256: &str) -> Element {
    let short: String = sha256.chars().take(12).collect();
    element("code").with("title", sha256).text(&short).text(if short.len() < sha256.len() { "…" } else { "" })
}

/// A size in the largest unit that fits.
pub(super) fn bytes(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if size < 999.5 {
            return if unit == "B" { format!("{bytes} B") } else { format!("{} {unit}", number::significant(size, 3)) };
        }
        size /= 1000.0;
    }
    format!("{} TB", number::significant(size, 3))
}

fn ledger(ledger: &Ledger, speaker: &Speaker) -> Element {
    let shape = Message::new("data-read-as").with("shape", Message::new(format!("shape-{}", ledger.shape.name())));
    let block = element("div").with("class", "ledger").add(element("p").text(&speaker.say(&shape)));
    let block = if ledger.left_out.is_empty() && ledger.read == ledger.used {
        let all = Message::new("data-all-used").with("rows", Argument::Count(ledger.read));
        block.add(element("p").text(&speaker.say(&all)))
    } else {
        block.add(bar(ledger, speaker)).add(balance(ledger, speaker))
    };
    if ledger.accepted.is_empty() {
        return block;
    }
    let accepted = ledger.accepted.iter().map(|a| element("li").text(&speaker.say(&odd(a))));
    block.add(element("p").add(element("strong").text(&speaker.word("data-accepted")))).add(element("ul").all(accepted))
}

/// Rows read = rows used + rows left out, by reason.
fn balance(ledger: &Ledger, speaker: &Speaker) -> Element {
    let count = |n: u64| number::fixed(n as f64, 0);
    let row = |class: &str, name: &str, rows: u64, first: Option<u64>| {
        let numbers = [count(rows), first.map(count).unwrap_or_default()];
        element("tr").with("class", class).add(element("td").text(name)).all(numbers.iter().map(|n| element("td").with("class", "number").text(n)))
    };
    let left_out = ledger.left_out.iter().map(|(reason, left)| {
        let name = Message::new("data-left-out-because").with("reason", Message::new(reason.key()));
        row("left-out", &speaker.say(&name), left.rows, left.first_row)
    });
    let head = ["data-rows", "data-first-row"].map(|key| element("th").with("class", "number").text(&speaker.word(key)));
    let body = element("tbody")
        .add(row("sum", &speaker.word("data-read"), ledger.read, None))
        .add(row("used", &speaker.word("data-used"), ledger.used, None))
        .all(left_out);
    element("table").add(element("thead").add(element("tr").add(element("th")).all(head))).add(body)
}

fn odd(accepted: &Accepted) -> Message {
    Message::new("data-accepted-numbers")
        .with("what", Message::new(accepted.what.key()))
        .with("column", accepted.column.as_str())
        .with("cells", Argument::Count(accepted.cells))
        .with("example", accepted.example.as_str())
        .with("row", accepted.first_row.map_or_else(|| Argument::from("–"), Argument::Count))
}

/// Rows used and left out as two lengths.
fn bar(ledger: &Ledger, speaker: &Speaker) -> Element {
    let used = if ledger.read == 0 { 0.0 } else { 100.0 * ledger.used as f64 / ledger.read as f64 };
    let part = |class: &str, percent: f64| element("rect").with("class", class).with("width", percent).with("height", 8.0);
    let title = format!("{} {}%", speaker.word("data-used"), number::significant(used, 3));
    element("svg")
        .with("class", "bar")
        .with("viewBox", "0 0 100 8")
        .with("preserveAspectRatio", "none")
        .with("role", "img")
        .add(element("title").text(&title))
        .add(part("left-out", 100.0))
        .add(part("used", used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (size, text) in [(0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (3_273_849, "3.27 MB"), (999_600, "1.00 MB"), (u64::MAX, "18,446,744 TB")]
        {
            assert_eq!(bytes(size), text);
        }
    }
}
