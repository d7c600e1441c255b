//! The masthead: the title and what was found, before anything else.

use super::{group_name, link, method_name};
use crate::Speaker;
use crate::markup::{Element, element};
use agglom_method::{Argument, Message, NoteKind};
use agglom_study::{Analysed, Group, Run};

/// Up to this many groups of an analysis speak on the first page, otherwise only the last one.
pub(super) const GROUPS: usize = 3;

/// The title, the date and the headlines of all analyses.
pub(super) fn masthead(run: &Run, speaker: &Speaker) -> Element {
    let count = |key: &str, name: &str, n: usize| speaker.say(&Message::new(key).with(name, Argument::count(n)));
    let line = [
        date(&run.started, speaker),
        count("page-analyses", "analyses", run.analyses.len()),
        count("page-sources", "sources", run.sources.len()),
        run.version.clone(),
    ];
    let found: Vec<Element> = run.analyses.iter().filter_map(|a| found(run, a, speaker)).collect();
    let failed: Vec<Element> = run.analyses.iter().filter_map(|a| failed(run, a, speaker)).collect();
    let header = element("header").add(element("h1").text(&run.title)).add(element("p").with("class", "line").text(&line.join(" · ")));
    let header = header.add(element("h2").text(&speaker.word("page-headlines")));
    let header = if found.is_empty() { header.add(element("p").text(&speaker.word("page-no-headlines"))) } else { header.all(found) };
    header.all(failed)
}

/// The headlines of an analysis.
fn found(run: &Run, analysis: &Analysed, speaker: &Speaker) -> Option<Element> {
    let groups = analysis.outcome.as_ref().ok()?;
    let shown = if groups.len() > GROUPS { &groups[groups.len() - 1..] } else { &groups[..] };
    let sentences: Vec<Element> = shown.iter().flat_map(|group| sentences(group, &group_name(group), speaker)).collect();
    if sentences.is_empty() {
        return None;
    }
    let mut source = element("p").with("class", "from").add(link(&analysis.name, &method_name(run, analysis, speaker)));
    if shown.len() < groups.len() {
        let more = Message::new("page-more-groups").with("groups", Argument::count(groups.len() - shown.len()));
        source = source.text(" · ").text(&speaker.say(&more));
    }
    Some(element("div").with("class", "found").add(source).all(sentences))
}

/// The headlines of a group, the first one the most important and with a name before it.
pub(super) fn sentences(group: &Group, name: &str, speaker: &Speaker) -> Vec<Element> {
    let headlines = group.finding.notes.iter().filter(|n| n.kind == NoteKind::Headline);
    headlines
        .enumerate()
        .map(|(i, note)| {
            let sentence = element("p").with("class", if i == 0 { "headline" } else { "headline next" });
            let sentence =
                if i > 0 || name.is_empty() { sentence } else { sentence.add(element("span").with("class", "group").text(name)).text(" ") };
            sentence.text(&speaker.say(&note.message))
        })
        .collect()
}

/// Which analysis gave no finding, and why.
fn failed(run: &Run, analysis: &Analysed, speaker: &Speaker) -> Option<Element> {
    let error = analysis.outcome.as_ref().err()?;
    let source = element("p").with("class", "from").add(link(&analysis.name, &method_name(run, analysis, speaker)));
    Some(element("div").with("class", "found failed").add(source).add(failure(&error.message(), speaker)))
}

/// Why there is no finding.
pub(super) fn failure(why: &Message, speaker: &Speaker) -> Element {
    let label = element("strong").text(&speaker.word("page-failed"));
    element("p").with("class", "headline").add(label).text(" ").text(&speaker.say(why))
}

/// A date as the language writes it; the text as it is if it is no date.
pub(super) fn date(started: &str, speaker: &Speaker) -> String {
    let part = |from: usize, to: usize| started.get(from..to).and_then(|t| t.parse::<u64>().ok());
    match (part(0, 4), part(5, 7), part(8, 10)) {
        (Some(year), Some(month), Some(day)) => {
            // A year has no thousands separator.
            speaker.say(&Message::new("date").with("year", year.to_string()).with("month", Argument::Count(month)).with("day", Argument::Count(day)))
        }
        _ => started.to_owned(),
    }
}
