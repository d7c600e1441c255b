//! The report from outside: a whole page, every kind of chart, both languages.
#![allow(clippy::unwrap_used)]

mod charts;
mod page;
mod pictures;
mod sample;
mod speaker;
mod xml;
