//! A section per analysis: its sentences, charts and tables.

use super::headlines::{GROUPS, failure, sentences};
use super::table::{self, ROWS};
use super::{file_link, group_name, method_name, question};
use crate::markup::{Element, element};
use crate::{Speaker, chart};
use agglom_method::{Argument, Message, NoteKind, Table};
use agglom_study::{Analysed, Group, Run};

/// All that an analysis found.
pub(super) fn section(run: &Run, analysis: &Analysed, speaker: &Speaker) -> Element {
    let mut section = super::section(&analysis.name, &method_name(run, analysis, speaker)).with("class", "analysis");
    if let Some(question) = question(analysis, speaker) {
        section = section.add(element("p").with("class", "question").text(&question));
    }
    let groups = match &analysis.outcome {
        Err(error) => return section.add(failure(&error.message(), speaker).with("role", "alert")),
        Ok(groups) => groups,
    };
    let (earlier, shown) = groups.split_at(if groups.len() > GROUPS { groups.len() - 1 } else { 0 });
    section = section.all(shown.iter().flat_map(|group| whole(run, analysis, group, speaker)));
    if earlier.is_empty() {
        return section;
    }
    section = section.add(element("h3").text(&speaker.word("page-other-groups")));
    section.all(earlier.iter().rev().map(|group| folded(run, analysis, group, speaker)))
}

/// A group in full.
fn whole(run: &Run, analysis: &Analysed, group: &Group, speaker: &Speaker) -> Vec<Element> {
    let mut parts = Vec::new();
    if !group.by.is_empty() {
        parts.push(element("h3").text(&group_name(group)));
    }
    parts.extend(sentences(group, "", speaker));
    let note = |kind: NoteKind| group.finding.notes.iter().filter(move |n| n.kind == kind).map(|n| speaker.say(&n.message));
    parts.extend(note(NoteKind::Caution).map(|text| {
        let label = element("strong").text(&speaker.word("page-caution"));
        element("p").with("class", "caution").add(label).text(" ").text(&text)
    }));
    parts.extend(figures(run, analysis, group, speaker));
    let main = main_table(analysis, group);
    parts.extend(main.map(|t| result(analysis, group, t, speaker)));
    let others = group.finding.tables.iter().filter(|t| main.is_none_or(|m| !std::ptr::eq(m, *t)));
    parts.extend(others.map(|t| {
        let summary = element("summary").text(&speaker.say(&t.title));
        element("details").add(summary).add(result(analysis, group, t, speaker))
    }));
    let remarks: Vec<Element> = note(NoteKind::Remark).map(|text| element("li").text(&text)).collect();
    if !remarks.is_empty() {
        let heading = element("h4").text(&speaker.word("page-remarks"));
        parts.push(element("div").with("class", "remarks").add(heading).add(element("ul").all(remarks)));
    }
    parts
}

/// A group of which only the sentences are seen until it is opened.
fn folded(run: &Run, analysis: &Analysed, group: &Group, speaker: &Speaker) -> Element {
    let summary = element("summary").text(&group_name(group));
    element("details").add(summary).all(sentences(group, "", speaker)).all(figures(run, analysis, group, speaker))
}

/// The main table is named like the method.
fn main_table<'a>(analysis: &Analysed, group: &'a Group) -> Option<&'a Table> {
    let tables = &group.finding.tables;
    tables.iter().find(|t| t.name == analysis.method).or(tables.first())
}

/// The charts of a group, each with its caption.
fn figures(run: &Run, analysis: &Analysed, group: &Group, speaker: &Speaker) -> Vec<Element> {
    let places = run.places(analysis).map(AsRef::as_ref);
    let figure = |named: &agglom_method::Chart| {
        let table = group.finding.tables.iter().find(|t| t.name == named.table)?;
        let svg = chart(named, &group.finding.tables, places, speaker)?;
        let reading = element("p").add(element("strong").text(&speaker.word("page-how-to-read"))).text(" ").text(&speaker.say(&named.reading));
        let data = element("p").with("class", "data").text(&speaker.word("page-data-file")).text(" ").add(file_link(&file(analysis, table)));
        let figure = element("figure").add(element("h4").text(&speaker.say(&named.title))).markup(&svg);
        Some(figure.add(element("figcaption").add(reading).add(data)))
    };
    group.finding.charts.iter().filter_map(figure).collect()
}

/// The first rows of a table, and where all of them are.
fn result(analysis: &Analysed, group: &Group, table: &Table, speaker: &Speaker) -> Element {
    let rows = table.rows();
    let block = element("div").with("class", "result").add(element("h4").text(&speaker.say(&table.title)));
    if rows == 0 {
        return block.add(element("p").with("class", "data").text(&speaker.word("page-no-rows")));
    }
    let shown = table::shown(table, &group.by, speaker);
    let key = match (rows > ROWS, shown.columns < shown.all_columns) {
        (_, true) => "page-first-columns",
        (true, false) => "page-first-rows",
        (false, false) => "page-all-rows",
    };
    let extent = Message::new(key)
        .with("shown", Argument::count(rows.min(ROWS)))
        .with("rows", Argument::count(rows))
        .with("columns", Argument::count(shown.columns))
        .with("all-columns", Argument::count(shown.all_columns));
    let extent = element("p").with("class", "data").text(&speaker.say(&extent)).text(" ").add(file_link(&file(analysis, table)));
    block.add(shown.element).add(extent)
}

fn file(analysis: &Analysed, table: &Table) -> String {
    format!("{}/{}.csv", analysis.name, table.name)
}
