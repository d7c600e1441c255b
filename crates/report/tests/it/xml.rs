//! What a drawing or a page must be, whatever is in it.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;

/// Parses the whole text, checks what must hold everywhere, and gives back the text in the elements of this name.
pub(crate) fn texts_of(xml: &str, wanted: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let mut ids = BTreeSet::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("at {}: {e}", reader.buffer_position())) {
            Event::Start(start) => {
                attributes(&start, &mut ids);
                open.push(start.name().as_ref().to_owned());
                if open.last().is_some_and(|tag| tag == wanted) {
                    found.push(String::new());
                }
            }
            Event::Empty(empty) => attributes(&empty, &mut ids),
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(text) if open.iter().any(|tag| tag == wanted) => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(reference) if open.iter().any(|tag| tag == wanted) => {
                let character = match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "#39" => '\'',
                    other => panic!("&{other};"),
                };
                found.last_mut().unwrap().push(character);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    for reference in xml.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(reference), "nothing is called {reference}");
    }
    found
}

/// No attribute twice, no number that is none, no id twice in a drawing.
fn attributes(element: &quick_xml::events::BytesStart<'_>, ids: &mut BTreeSet<String>) {
    for attribute in element.attributes() {
        let attribute = attribute.unwrap();
        let value = attribute.value.to_string();
        let key = attribute.key.as_ref();
        if ["x", "y", "d", "cx", "cy", "r", "width", "height", "x1", "x2", "y1", "y2", "transform", "viewBox"].contains(&key) {
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
            assert!(key != "width" && key != "height" && key != "r" || !value.starts_with('-'), "{value}");
        }
        if key == "id" {
            assert!(ids.insert(value.clone()), "{value} twice");
        }
    }
}

/// Asks that nothing is fetched from anywhere: the only address is the name of SVG itself.
pub(crate) fn asks_no_network(text: &str) {
    let own = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for address in ["http://", "https://", "src=", "@import", "url(h", "<link", "<script", "<iframe"] {
        assert!(!own.contains(address), "{address}");
    }
}
