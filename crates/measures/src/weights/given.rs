use super::Weights;
use agglom_method::{Codes, Flows, Message, MethodError};

/// The weights that a table gives: links between regions; what a region gives to itself and a weight of 0 is no link. A region that the
/// table does not name has no neighbour.
pub(crate) fn given(flows: &Flows, regions: &Codes) -> Result<Weights, MethodError> {
    let number: Vec<Option<usize>> = flows.nodes.iter().map(|code| regions.index(code)).collect();
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); regions.len()];
    let mut links = 0;
    for flow in &flows.flows {
        if !(flow.value >= 0.0 && flow.value < 1e150) {
            let problem = Message::new("weights-not-positive").with("from", flows.nodes.argument(flow.from as usize));
            return Err(MethodError::Needs { what: problem.with("to", flows.nodes.argument(flow.to as usize)) });
        }
        let (Some(from), Some(to)) = (number[flow.from as usize], number[flow.to as usize]) else { continue };
        if from != to && flow.value > 1e-150 {
            rows[from].push((to as u32, flow.value));
            links += 1;
        }
    }
    if links == 0 && regions.len() > 2 {
        return Err(MethodError::Needs { what: Message::new("weights-match-no-region") });
    }
    for row in &mut rows {
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        row.dedup_by_key(|n| n.0);
    }
    Ok(Weights::new(rows))
}
