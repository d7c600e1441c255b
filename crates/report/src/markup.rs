//! Elements of HTML and SVG. Text and attributes are escaped here and nowhere else.

use std::fmt::{self, Display, Write};

/// An element with its attributes and content.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    tag: &'static str,
    attributes: String,
    content: String,
}

/// An element without attributes and content.
pub(crate) fn element(tag: &'static str) -> Element {
    Element { tag, attributes: String::new(), content: String::new() }
}

/// What an attribute can be.
pub(crate) trait Attribute {
    /// Writes it, escaped.
    fn write(&self, out: &mut String);
}

impl Element {
    /// The same element with one more attribute.
    pub(crate) fn with(mut self, name: &str, value: impl Attribute) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        value.write(&mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// The same element with more text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        escape(text, &mut self.content);
        self
    }

    /// The same element with one more child.
    pub(crate) fn add(mut self, child: Element) -> Self {
        child.write(&mut self.content);
        self
    }

    /// The same element with more children.
    pub(crate) fn all(self, children: impl IntoIterator<Item = Element>) -> Self {
        children.into_iter().fold(self, Self::add)
    }

    /// The same element with markup that is already whole and escaped.
    pub(crate) fn markup(mut self, markup: &str) -> Self {
        self.content.push_str(markup);
        self
    }

    /// Appends the element to a text.
    pub(crate) fn write(&self, out: &mut String) {
        const CLOSED: [&str; 6] = ["path", "rect", "line", "circle", "meta", "br"];
        out.push('<');
        out.push_str(self.tag);
        out.push_str(&self.attributes);
        if self.content.is_empty() && CLOSED.contains(&self.tag) {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(&self.content);
        out.push_str("</");
        out.push_str(self.tag);
        out.push('>');
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

impl Attribute for &str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Attribute for String {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Attribute for &String {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

/// A length in pixels, with two digits after the point at most.
impl Attribute for f64 {
    fn write(&self, out: &mut String) {
        out.push_str(&pixels(*self));
    }
}

/// A length with two digits after the point at most; a length that is no number is 0.
pub(crate) fn pixels(length: f64) -> String {
    let rounded = (length * 100.0).round() / 100.0;
    let mut out = String::new();
    let _ = write!(out, "{}", if rounded.is_finite() { rounded + 0.0 } else { 0.0 });
    out
}

/// Text with the characters that mean something to HTML or XML replaced; characters that XML cannot hold are dropped.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let made = element("p").with("title", "\"><script>alert('x')</script>").text("<script>&{}\u{0}</script>").to_string();
        assert_eq!(made, "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\">&lt;script&gt;&amp;{}&lt;/script&gt;</p>");
    }

    #[test]
    fn lengths_are_short_and_never_nan() {
        for (length, text) in [(1.0, "1"), (1.005, "1"), (2.346, "2.35"), (-0.001, "0"), (f64::NAN, "0"), (f64::INFINITY, "0")] {
            assert_eq!(pixels(length), text);
        }
    }

    #[test]
    fn empty_html_elements_are_closed_with_a_tag_of_their_own() {
        assert_eq!(element("td").to_string(), "<td></td>");
        assert_eq!(element("path").with("d", "M0 0").to_string(), "<path d=\"M0 0\"/>");
    }
}
