use crate::sample;
use agglom_method::{Argument, Catalogue, Message, Unit};
use agglom_report::{MESSAGES, ReportError, Speaker};
use agglom_study::Language;

const WORDS: Catalogue = Catalogue {
    en: "plants = { $n ->\n    [one] one plant\n   *[other] { $n } plants\n}\nall = { $what }\n",
    zh: "plants = { $n }个单位\nall = { $what }\n",
};

fn said(language: Language, argument: impl Into<Argument>) -> String {
    Speaker::new(language, &[WORDS]).unwrap().say(&Message::new("all").with("what", argument))
}

fn keys(text: &str) -> Vec<&str> {
    text.lines().filter(|l| !l.starts_with([' ', '#', '}', '.'])).filter_map(|l| Some(l.split_once(" =")?.0)).collect()
}

#[test]
fn both_languages_have_the_same_messages_in_the_same_order() {
    let (en, zh) = (keys(MESSAGES.en), keys(MESSAGES.zh));
    assert!(en.len() > 50);
    assert_eq!(en, zh);
}

#[test]
fn both_languages_use_the_same_arguments() {
    let arguments = |text: &str, key: &str| {
        let start = text.find(&format!("\n{key} =")).unwrap() + 1;
        let own = text[start..].lines().enumerate().take_while(|(i, l)| *i == 0 || l.starts_with([' ', '}'])).map(|(_, l)| l);
        let mut found: Vec<String> = own
            .flat_map(|l| l.split('$').skip(1).map(|r| r.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect()).collect::<Vec<_>>())
            .collect();
        found.sort();
        found.dedup();
        found
    };
    for key in keys(MESSAGES.en) {
        assert_eq!(arguments(MESSAGES.en, key), arguments(MESSAGES.zh, key), "{key}");
    }
}

#[test]
fn counts_choose_the_plural_and_are_grouped() {
    let plants = |language, n| Speaker::new(language, &[WORDS]).unwrap().say(&Message::new("plants").with("n", Argument::count(n)));
    assert_eq!(plants(Language::En, 1), "one plant");
    assert_eq!(plants(Language::En, 12_345), "12,345 plants");
    assert_eq!(plants(Language::Zh, 12_345), "12,345个单位");
}

#[test]
fn every_kind_of_argument_is_written_as_the_language_does() {
    let code = |name: Option<&str>| Argument::Code { code: "04015".into(), name: name.map(Into::into) };
    let cases: [(Argument, &str, &str); 8] = [
        ("min_value".into(), "min_value", "min_value"),
        (code(None), "04015", "04015"),
        (code(Some("Mohave")), "Mohave (04015)", "Mohave（04015）"),
        (Argument::number(1.6), "1.60", "1.60"),
        (Argument::Number { value: -12_345.678, digits: 7 }, "−12,345.68", "−12,345.68"),
        (Argument::percent(0.1234), "12.3%", "12.3%"),
        (vec![code(None), "b".into()].into(), "04015, b", "04015、b"),
        (Message::new("plants").with("n", Argument::count(2)).into(), "2 plants", "2个单位"),
    ];
    for (argument, en, zh) in cases {
        assert_eq!(said(Language::En, argument.clone()), en);
        assert_eq!(said(Language::Zh, argument), zh);
    }
}

#[test]
fn nothing_invisible_is_added_and_hostile_text_is_said_as_it_is() {
    for text in ["<script>alert(1)</script>", "{ $n }", "a\u{2019}b", "\\{\"", "⟦x⟧"] {
        assert_eq!(said(Language::En, text), text);
    }
}

#[test]
fn a_message_that_no_catalogue_has_is_seen() {
    let speaker = sample::speaker(Language::En);
    assert_eq!(speaker.say(&Message::new("no-such-thing")), "⟦no-such-thing⟧");
    assert_eq!(speaker.label("no_such_column"), "⟦column-no-such-column⟧");
    assert!(!speaker.knows("no-such-thing") && speaker.knows("column-region"));
}

#[test]
fn units_are_never_converted() {
    let speaker = sample::speaker(Language::Zh);
    let units = [Unit::None, Unit::Share, Unit::Percent, Unit::Metres, Unit::Named("万元".into())].map(|u| speaker.unit(&u));
    assert_eq!(units, ["", "%", "%", "米", "万元"]);
    assert_eq!(speaker.number(123_456_789.0, 3), "123,456,789");
}

#[test]
fn a_catalogue_that_cannot_be_read_is_refused_with_its_line() {
    let broken = Catalogue { en: "good = yes\nbad = { $x ->\n    [\"\"] no\n   *[other] yes\n}\n", zh: "" };
    let Err(ReportError::Syntax { line, language, .. }) = Speaker::new(Language::En, &[broken]) else { panic!("accepted") };
    assert_eq!((line, language), (3, "en"));
}

#[test]
fn the_reports_own_messages_may_be_given_or_not() {
    for catalogues in [&[WORDS][..], &[MESSAGES, WORDS]] {
        assert_eq!(Speaker::new(Language::En, catalogues).unwrap().say(&Message::new("flag-true")), "yes");
    }
}

#[test]
fn a_key_that_two_catalogues_have_is_refused() {
    let again = Catalogue { en: "list-separator = x\n", zh: "" };
    let error = Speaker::new(Language::En, &[again]).err().unwrap();
    assert_eq!(error, ReportError::Twice { language: "en", key: "list-separator".into() });
}
