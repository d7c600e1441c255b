use crate::Codes;
use std::sync::Arc;

/// What goes from where to where: input-output, linkages, similarity, distance.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// All codes that stand at either end.
    pub nodes: Arc<Codes>,
    /// The flows in order of (from, to), each pair once.
    pub flows: Vec<Flow>,
    /// Unit of the values, as the source names it.
    pub unit: Option<String>,
}

/// One flow: numbers of two nodes and a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Where it comes from.
    pub from: u32,
    /// Where it goes.
    pub to: u32,
    /// How much.
    pub value: f64,
}
