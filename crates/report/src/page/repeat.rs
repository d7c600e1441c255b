//! How to repeat the run.

use super::headlines::date;
use super::sources::{bytes, checksum};
use super::{REPEAT, method_name, section};
use crate::markup::{Element, element};
use crate::{Speaker, number};
use agglom_method::{Argument, Message};
use agglom_study::Run;

/// Command, versions, seed, times, and the study as it was read.
pub(super) fn repeat(run: &Run, speaker: &Speaker) -> Element {
    let seconds = |s: f64| speaker.say(&Message::new("repeat-seconds").with("seconds", number::significant(s, 2)));
    let threads = speaker.say(&Message::new("repeat-threads").with("threads", Argument::count(run.threads)));
    let started = format!("{} {} UTC", date(&run.started, speaker), run.started.get(11..16).unwrap_or_default());
    let command = format!("agglom run {}", quoted(&run.study.file));
    let facts = element("dl")
        .all(fact(speaker, "repeat-command", element("code").text(&command)))
        .all(fact(speaker, "repeat-program", element("span").text(&run.version)))
        .all(fact(speaker, "repeat-seed", element("span").text(&run.seed.to_string())))
        .all(fact(speaker, "repeat-started", element("span").text(&started)))
        .all(fact(speaker, "repeat-time", element("span").text(&format!("{} · {threads}", seconds(run.seconds)))))
        .all(fact(speaker, "repeat-study", element("span").text(&run.study.file).text(" · SHA-256 ").add(checksum(&run.study.sha256))));
    let row = |analysis: &agglom_study::Analysed| {
        let memory = analysis.peak_bytes.map_or_else(|| "–".to_owned(), bytes);
        let texts = [seconds(analysis.seconds), memory];
        element("tr")
            .add(element("td").text(&method_name(run, analysis, speaker)))
            .all(texts.iter().map(|t| element("td").with("class", "number").text(t)))
    };
    let heads = ["repeat-time", "repeat-memory"].map(|key| element("th").with("class", "number").text(&speaker.word(key)));
    let head = element("tr").add(element("th").text(&speaker.word("page-method"))).all(heads);
    section(REPEAT, &speaker.word("page-repeat"))
        .add(element("p").text(&speaker.word("repeat-same")))
        .add(facts)
        .add(element("table").add(element("thead").add(head)).add(element("tbody").all(run.analyses.iter().map(row))))
        .add(element("pre").add(element("code").text(&run.study.text)))
}

fn fact(speaker: &Speaker, key: &str, what: Element) -> [Element; 2] {
    [element("dt").text(&speaker.word(key)), element("dd").add(what)]
}

/// A file name as a shell takes it.
fn quoted(name: &str) -> String {
    let plain = !name.is_empty() && !name.starts_with('-') && name.chars().all(|c| c.is_alphanumeric() || "._-/".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_with_a_blank_is_quoted_in_the_command() {
        assert_eq!(quoted("study.toml"), "study.toml");
        assert_eq!(quoted("研究.toml"), "研究.toml");
        assert_eq!(quoted("my study's.toml"), "'my study'\\''s.toml'");
        assert_eq!(quoted("-x.toml"), "'-x.toml'");
    }
}
