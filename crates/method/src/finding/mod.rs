mod chart;
mod table;

pub use chart::{Chart, Mark, Order, Reference, Scale};
pub use table::{Column, Table, Unit, Values};

use crate::Message;
use serde::{Deserialize, Serialize};

/// What a method has to say: tables with every number, charts that point into them, and a few sentences.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// The tables; the main one is named like the method.
    pub tables: Vec<Table>,
    /// The charts, each naming columns of one of the tables.
    pub charts: Vec<Chart>,
    /// The sentences, most important first.
    pub notes: Vec<Note>,
}

/// A sentence of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// What sort of sentence.
    pub kind: NoteKind,
    /// The sentence.
    pub message: Message,
}

/// What sort of sentence a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The answer in a sentence; the report shows it first.
    Headline,
    /// What stops the answer from being taken at face value.
    Caution,
    /// How it was computed, where a reader cannot guess it.
    Remark,
}

impl Finding {
    /// Adds a table.
    pub fn table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }

    /// Adds a chart.
    pub fn chart(mut self, chart: Chart) -> Self {
        self.charts.push(chart);
        self
    }

    /// Adds the answer in a sentence.
    pub fn headline(self, message: Message) -> Self {
        self.note(NoteKind::Headline, message)
    }

    /// Adds a reservation.
    pub fn caution(self, message: Message) -> Self {
        self.note(NoteKind::Caution, message)
    }

    /// Adds an explanation.
    pub fn remark(self, message: Message) -> Self {
        self.note(NoteKind::Remark, message)
    }

    fn note(mut self, kind: NoteKind, message: Message) -> Self {
        self.notes.push(Note { kind, message });
        self
    }
}
