//! Errors on the screen: the place first, then the lines of the study they are about.

use agglom_study::{RunError, StudyError};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};
use std::io::IsTerminal;

/// Shows why a study did not run.
pub(crate) fn failed(error: &RunError, text: &str) {
    match error {
        RunError::Study(errors) => errors.iter().for_each(|e| place(e, text, "here")),
        RunError::Data { at, .. } => place(at, text, "this source"),
        RunError::Cancelled => eprintln!("{error}"),
    }
}

/// `file:line:column: message`, and the lines themselves.
fn place(error: &StudyError, text: &str, label: &str) {
    eprintln!("error: {error}");
    if text.is_empty() || error.span.is_empty() {
        return;
    }
    let end = error.span.end.min(text.len());
    let start = error.span.start.min(end);
    let span = LabeledSpan::at(start..end, label);
    let diagnostic = MietteDiagnostic::new("").with_label(span);
    let report = Report::new(diagnostic).with_source_code(NamedSource::new(&error.file, text.to_owned()));
    let mut lines = String::new();
    if handler().render_report(&mut lines, report.as_ref()).is_ok() {
        // The first line would repeat the message.
        let snippet: Vec<&str> = lines.lines().skip_while(|l| !l.contains('╭') && !l.contains(",-[")).collect();
        eprintln!("{}\n", snippet.join("\n"));
    }
}

fn handler() -> GraphicalReportHandler {
    let theme = if std::io::stderr().is_terminal() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme).with_context_lines(1).with_width(100)
}
