//! Generates the files of `examples/park-types`: `cargo run --release --example park_types -- plants > examples/park-types/plants.csv`, and the same
//! with `purchases`.
//!
//! Four clusters, one of each kind (`agglom_testing::patterns::kinds_of_parks`, in words in the example's README). The same numbers on every machine.
#![allow(clippy::print_stdout)] // the result

use agglom_method::{Flows, Register, Seed};
use agglom_testing::patterns::{kinds_of_parks, parks};

fn main() {
    let (register, linkages) = parks(&kinds_of_parks(), &mut Seed::new(5).draw(0));
    match std::env::args().nth(1).as_deref() {
        Some("plants") => plants(&register),
        Some("purchases") => purchases(&linkages),
        _ => println!("say `plants` or `purchases`"),
    }
}

fn plants(register: &Register) {
    println!("plant,park,industry,owner,jobs,external,state");
    let text = |labels: Option<&agglom_method::Labels>, i: usize| labels.and_then(|l| Some(l.codes.get(l.get(i)?).to_owned())).unwrap_or_default();
    let answer = |answers: &Option<Vec<Option<bool>>>, i: usize| match answers.as_ref().and_then(|a| a[i]) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    for (i, id) in register.ids.iter().enumerate() {
        let [park, industry, owner] = [register.region.as_ref(), Some(&register.industry), register.owner.as_ref()].map(|labels| text(labels, i));
        let (jobs, external, state) = (register.size_of(i), answer(&register.external, i), answer(&register.state, i));
        println!("{id},{park},{industry},{owner},{jobs},{external},{state}");
    }
}

fn purchases(linkages: &Flows) {
    println!("seller,buyer,purchases");
    for flow in &linkages.flows {
        println!("{},{},{:.1}", linkages.nodes.get(flow.from as usize), linkages.nodes.get(flow.to as usize), flow.value);
    }
}
