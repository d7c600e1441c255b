//! What was asked: question, method, data and settings of every analysis.

use super::{ASKED, cells, link, method_name, question, section};
use crate::Speaker;
use crate::markup::{Element, element};
use agglom_method::{Argument, Message};
use agglom_study::{Analysed, Run};

/// The analyses as a table.
pub(super) fn asked(run: &Run, speaker: &Speaker) -> Element {
    let head = ["page-question", "page-inputs", "page-settings"].map(|key| speaker.word(key));
    let head = element("thead").add(cells("th", &head.each_ref().map(String::as_str)));
    let body = element("tbody").all(run.analyses.iter().map(|analysis| row(run, analysis, speaker)));
    section(ASKED, &speaker.word("page-asked")).add(element("table").with("class", "asked").add(head).add(body))
}

fn row(run: &Run, analysis: &Analysed, speaker: &Speaker) -> Element {
    let name = method_name(run, analysis, speaker);
    let asked = match question(analysis, speaker) {
        Some(question) => element("td").text(&question).add(element("br")).add(link(&analysis.name, &name)),
        None => element("td").add(link(&analysis.name, &name)),
    };
    element("tr").add(asked).add(inputs(analysis, speaker)).add(element("td").with("class", "settings").add(settings(&analysis.settings)))
}

fn inputs(analysis: &Analysed, speaker: &Speaker) -> Element {
    let mut cell = element("td");
    for (i, (_, source)) in analysis.inputs.iter().enumerate() {
        cell = cell.text(if i == 0 { "" } else { ", " }).add(element("code").text(source));
    }
    if analysis.by.is_empty() {
        return cell;
    }
    let columns = analysis.by.iter().map(|c| Argument::from(c.as_str())).collect::<Vec<_>>();
    cell.add(element("br")).text(&speaker.say(&Message::new("page-by").with("columns", columns)))
}

/// All settings that have a value in a line, as a study would write them.
pub(super) fn settings(settings: &serde_json::Value) -> Element {
    let line = match settings {
        serde_json::Value::Object(settings) => {
            settings.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
        }
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    element("code").text(&line)
}
