//! A run as one self-contained HTML page.

mod asked;
mod findings;
mod headlines;
mod repeat;
mod sources;
mod table;

use crate::markup::{Element, element};
use crate::{Speaker, speaker};
use agglom_study::{Analysed, Group, Run};

/// Anchors of the page's own sections; the others are names of analyses.
const ASKED: &str = "_Asked";
const DATA: &str = "_Data";
const REPEAT: &str = "_Repeat";

/// The whole report. It needs no network and no script, and prints on A4.
pub fn page(run: &Run, speaker: &Speaker) -> String {
    let main = element("main")
        .add(headlines::masthead(run, speaker))
        .add(asked::asked(run, speaker))
        .all(run.analyses.iter().map(|analysis| findings::section(run, analysis, speaker)))
        .add(sources::sources(run, speaker))
        .add(repeat::repeat(run, speaker));
    let head = element("head")
        .add(element("meta").with("charset", "utf-8"))
        .add(element("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"))
        .add(element("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY))
        .add(element("meta").with("name", "generator").with("content", &run.version))
        .add(element("title").text(&run.title))
        .add(element("style").markup(include_str!("style.css")));
    let body = element("body").add(main);
    let html = element("html").with("lang", speaker::code(speaker.language())).add(head).add(body);
    format!("<!DOCTYPE html>\n{html}\n")
}

/// Nothing is asked of any network and no script runs, whatever the page holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// What a group is about: `year 2021`; nothing without `by`.
fn group_name(group: &Group) -> String {
    group.by.iter().map(|(column, value)| format!("{column} {value}")).collect::<Vec<_>>().join(" · ")
}

/// What a method is called, its key if it has no name; with the name of the analysis if the method is asked more than once.
fn method_name(run: &Run, analysis: &Analysed, speaker: &Speaker) -> String {
    let key = format!("method-{}", speaker::dashed(analysis.method));
    let name = if speaker.knows(&key) { speaker.word(&key) } else { analysis.method.to_owned() };
    let again = run.analyses.iter().filter(|a| a.method == analysis.method).count() > 1;
    if again && name != analysis.name { format!("{name} · {}", analysis.name) } else { name }
}

/// The question a method answers, if it has one.
fn question(analysis: &Analysed, speaker: &Speaker) -> Option<String> {
    let key = format!("method-{}-question", speaker::dashed(analysis.method));
    speaker.knows(&key).then(|| speaker.word(&key))
}

/// A section with a heading.
fn section(anchor: &str, heading: &str) -> Element {
    element("section").with("id", anchor).add(element("h2").text(heading))
}

/// A link within the page.
fn link(anchor: &str, text: &str) -> Element {
    element("a").with("href", format!("#{anchor}")).text(text)
}

/// A file beside the page.
fn file_link(path: &str) -> Element {
    element("a").with("class", "file").with("href", encoded(path)).text(path)
}

/// A relative address: what has a meaning of its own in addresses is written by its bytes.
fn encoded(path: &str) -> String {
    path.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-._/".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A row of a table from its cells.
fn cells(tag: &'static str, texts: &[&str]) -> Element {
    element("tr").all(texts.iter().map(|text| element(tag).text(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files_hold_no_character_with_a_meaning_of_its_own() {
        assert_eq!(encoded("lq/location_quotient.csv"), "lq/location_quotient.csv");
        assert_eq!(encoded("a b/#?é\".csv"), "a%20b/%23%3F%C3%A9%22.csv");
        assert_eq!(encoded("javascript:alert(1)"), "javascript%3Aalert%281%29");
    }
}
