use crate::{sample, xml};
use agglom_method::{Finding, Message};
use agglom_report::{chart, page};
use agglom_study::{Group, Language, Run};

fn written(language: Language) -> String {
    page(&sample::run(language), &sample::speaker(language))
}

fn body(page: &str) -> &str {
    page.strip_prefix("<!DOCTYPE html>\n").unwrap()
}

/// Writes what these tests make into a folder, to look at it.
#[test]
#[allow(clippy::disallowed_methods)]
fn the_sample_is_written_where_it_is_asked_for() {
    let Ok(folder) = std::env::var("AGGLOM_REPORT_SAMPLE") else { return };
    for (language, file) in [(Language::En, "en"), (Language::Zh, "zh")] {
        let (run, speaker) = (sample::run(language), sample::speaker(language));
        std::fs::write(format!("{folder}/{file}.html"), page(&run, &speaker)).unwrap();
        for analysis in &run.analyses {
            for group in analysis.outcome.iter().flatten().take(1) {
                for named in &group.finding.charts {
                    let svg = chart(named, &group.finding.tables, run.places(analysis).map(AsRef::as_ref), &speaker).unwrap();
                    std::fs::write(format!("{folder}/{file}_{}_{}.svg", analysis.name, named.name), svg).unwrap();
                }
            }
        }
    }
}

#[test]
fn the_page_is_well_formed_and_fetches_nothing_in_both_languages() {
    for language in [Language::En, Language::Zh] {
        let page = written(language);
        xml::texts_of(body(&page), "title");
        xml::asks_no_network(&page);
        assert!(!page.contains('⟦'), "{}", page.split('⟦').nth(1).unwrap_or_default());
    }
}

#[test]
fn the_language_of_the_page_is_told_and_kept() {
    assert!(written(Language::Zh).contains("<html lang=\"zh\">"));
    assert!(written(Language::Zh).contains("2026年3月9日"));
    assert!(written(Language::En).contains("9 March 2026"));
}

#[test]
fn headlines_come_first_and_lead_to_their_sections() {
    let page = written(Language::En);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    let headline = at("The surest specialisation is");
    assert!(headline < at("id=\"_Asked\"") && at("id=\"_Asked\"") < at("id=\"lq\"") && at("id=\"lq\"") < at("id=\"_Data\""));
    for name in ["lq", "growth", "concentration", "lq_by_year"] {
        assert!(page.contains(&format!("href=\"#{name}\"")) && page.contains(&format!("id=\"{name}\"")), "{name}");
    }
}

#[test]
fn a_failed_analysis_is_told_on_top_and_in_its_section() {
    let page = written(Language::En);
    let why = "A register needs regions";
    assert_eq!(page.matches(why).count(), 2);
    assert!(page.find(why).unwrap() < page.find("id=\"_Asked\"").unwrap());
}

#[test]
fn with_many_groups_the_last_is_whole_and_the_others_are_folded() {
    let page = written(Language::En);
    let section = &page[page.find("id=\"lq_by_year\"").unwrap()..page.find("id=\"_Data\"").unwrap()];
    assert_eq!(section.matches("<h3>").count(), 2);
    assert!(section.find("<h3>year 2021</h3>").unwrap() < section.find("<details>").unwrap());
    for year in ["2018", "2019", "2020"] {
        assert!(section.contains(&format!("<summary>year {year}</summary>")));
    }
    assert!(section.contains("<th>year</th><th>Region</th>"), "columns of the group come first");
    let top = &page[..page.find("id=\"_Asked\"").unwrap()];
    assert!(top.contains("3 more groups in the section") && !top.contains("year 2020"));
}

#[test]
fn tables_say_how_many_rows_there_are_and_where_they_are() {
    let (run, page) = (sample::run(Language::En), written(Language::En));
    let rows = run.analyses[0].outcome.as_ref().unwrap()[0].finding.tables[0].rows();
    assert!((16..1000).contains(&rows));
    assert!(page.contains(&format!("The first 15 of {rows} rows; all are in <a class=\"file\" href=\"lq/location_quotient.csv\">")));
    assert!(page.contains("All 12 rows, also in <a class=\"file\" href=\"growth/sample.csv\">"));
}

#[test]
fn what_is_empty_is_a_dash_that_tells_why() {
    let page = written(Language::En);
    assert!(page.contains("<td class=\"number\">–<sup title=\"withheld by the source\">a</sup></td>"));
    assert!(page.contains("<p class=\"note\"><sup>a</sup> withheld by the source</p>"));
    assert!(written(Language::Zh).contains("<sup>a</sup> 来源保密</p>"));
}

#[test]
fn every_row_of_a_source_is_accounted_for() {
    let page = written(Language::En);
    let data = &page[page.find("id=\"_Data\"").unwrap()..page.find("id=\"_Repeat\"").unwrap()];
    for text in ["65,873", "61,020", "3,853", "1,000", "5188,452.00", "encoding = UTF-8", "3.27 MB", "lq.location_quotient"] {
        assert!(data.contains(text), "{text}");
    }
}

#[test]
fn the_shell_of_the_page_is_small() {
    let speaker = sample::speaker(Language::En);
    let empty = Run { analyses: Vec::new(), sources: Vec::new(), ..sample::run(Language::En) };
    let page = page(&empty, &speaker);
    assert!(page.len() < 40_000, "{}", page.len());
    assert!(page.contains("Nothing was found that can be said in a sentence."));
    xml::texts_of(body(&page), "title");
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = "\"><script>alert('x')</script>{ $y }&amp;\u{0}\u{1}";
    let mut run = sample::run(Language::En);
    run.title = hostile.into();
    run.study.text = hostile.into();
    run.study.file = hostile.into();
    run.version = hostile.into();
    run.started = hostile.into();
    run.sources[0].name = hostile.into();
    run.sources[0].files[0].path = hostile.into();
    run.sources[0].chosen[0].1 = hostile.into();
    for (i, analysis) in run.analyses.iter_mut().enumerate() {
        analysis.name = format!("{hostile}{i}");
        analysis.settings = serde_json::json!({ hostile: hostile });
        for group in analysis.outcome.iter_mut().flatten() {
            group.by = vec![(hostile.into(), hostile.into())];
            for table in &mut group.finding.tables {
                table.name = hostile.into();
            }
            for named in &mut group.finding.charts {
                named.table = hostile.into();
                named.title = Message::new(hostile);
            }
        }
    }
    let page = page(&run, &sample::speaker(Language::En));
    assert!(!page.contains("<script"));
    let seen: String = hostile.chars().filter(|c| !c.is_control()).collect();
    assert_eq!(xml::texts_of(body(&page), "h1"), [seen]);
}

#[test]
fn a_finding_without_tables_and_sentences_is_no_problem() {
    let mut run = sample::run(Language::En);
    run.analyses.truncate(1);
    run.analyses[0].outcome = Ok(vec![Group { by: Vec::new(), finding: Finding::default() }]);
    xml::texts_of(body(&page(&run, &sample::speaker(Language::En))), "title");
    run.analyses[0].outcome = Ok(Vec::new());
    xml::texts_of(body(&page(&run, &sample::speaker(Language::En))), "title");
}

#[test]
fn a_wide_table_shows_the_columns_that_fit_and_says_how_many() {
    let mut run = sample::run(Language::En);
    let Ok(groups) = &mut run.analyses[1].outcome else { panic!("the sample has no growth") };
    let table = &mut groups[0].finding.tables[0];
    let column = table.get("sample_growth").unwrap().clone();
    table.columns.extend(vec![column; 10]);
    let page = page(&run, &sample::speaker(Language::En));
    let told = page.split("The first 12 of 12 rows and ").nth(1).unwrap();
    let (shown, rest) = told.split_once(" of ").unwrap();
    assert!(rest.starts_with("18 columns; all are in"));
    let section = &page[page.find("id=\"growth\"").unwrap()..];
    let table = &section[section.find("<table").unwrap()..section.find("</table>").unwrap()];
    assert_eq!(table.matches("<th").count() - table.matches("<thead").count(), shown.parse::<usize>().unwrap());
}

#[test]
fn settings_without_a_value_are_not_written() {
    let mut run = sample::run(Language::En);
    run.analyses[0].settings = serde_json::json!({ "start": null, "dynamic": false });
    let page = page(&run, &sample::speaker(Language::En));
    assert!(page.contains("<code>dynamic = false</code>"));
}
