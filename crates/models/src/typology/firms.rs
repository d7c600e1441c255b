//! Clusters and the firms in them.

use agglom_method::{Argument, Flows, Labels, Message, MethodError, Register};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What of a register is a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterBy {
    /// Each region.
    Region,
    /// Each industry.
    Industry,
    /// Each industry of each region.
    RegionAndIndustry,
}

/// A cluster with its firms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cluster {
    /// Number of its region.
    pub(crate) region: Option<u32>,
    /// Number of its industry.
    pub(crate) industry: Option<u32>,
    /// Establishments with employment.
    pub(crate) establishments: usize,
    /// Its firms, the largest first.
    pub(crate) firms: Vec<Firm>,
}

/// All establishments of one owner in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Firm {
    pub(crate) size: f64,
    pub(crate) external: Answered,
    pub(crate) state: Answered,
    /// Purchases inside the zone.
    pub(crate) local: f64,
    /// All purchases.
    pub(crate) bought: f64,
}

/// Employment by the answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Answered {
    /// Of those that say yes.
    pub(crate) yes: f64,
    /// Of those that say anything.
    pub(crate) known: f64,
}

/// Purchases of each establishment.
struct Purchases {
    local: Vec<f64>,
    all: Vec<f64>,
}

impl Answered {
    fn add(&mut self, answer: Option<bool>, size: f64) {
        self.known += if answer.is_some() { size } else { 0.0 };
        self.yes += if answer == Some(true) { size } else { 0.0 };
    }
}

/// A power of two that keeps sums of numbers up to `largest` below the largest number there is.
pub(crate) fn headroom(largest: f64) -> f64 {
    if largest > 1e200 { 2f64.powi(-200) } else { 1.0 }
}

/// The clusters of a register by region and industry, and what sizes were multiplied with.
pub(crate) fn clusters(register: &Register, by: ClusterBy, linkages: Option<&Flows>) -> Result<(Vec<Cluster>, f64), MethodError> {
    let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
    let sizes = register.size.as_ref().ok_or_else(|| needs("cluster-typology-needs-sizes"))?;
    if by != ClusterBy::Industry && register.region.is_none() {
        return Err(needs("needs-regions"));
    }
    let scale = headroom(sizes.iter().copied().fold(0.0, f64::max));
    let purchases = linkages.map(|flows| Purchases::of(flows, register, by)).transpose()?;
    let mut members: BTreeMap<(Option<u32>, Option<u32>), Vec<usize>> = BTreeMap::new();
    for (i, size) in sizes.iter().enumerate() {
        let region = register.region.as_ref().and_then(|r| r.get(i)).map(|r| r as u32);
        let industry = register.industry.get(i).map(|j| j as u32);
        let key = match by {
            ClusterBy::Region => region.map(|r| (Some(r), None)),
            ClusterBy::Industry => industry.map(|j| (None, Some(j))),
            ClusterBy::RegionAndIndustry => region.zip(industry).map(|(r, j)| (Some(r), Some(j))),
        };
        if let Some(key) = key.filter(|_| size * scale > 0.0) {
            members.entry(key).or_default().push(i);
        }
    }
    let cluster = |((region, industry), members): ((Option<u32>, Option<u32>), Vec<usize>)| Cluster {
        region,
        industry,
        establishments: members.len(),
        firms: firms(register, &members, scale, purchases.as_ref()),
    };
    Ok((members.into_iter().map(cluster).collect(), scale))
}

/// The firms of some establishments, the largest first; equal ones in the order of their first establishment.
fn firms(register: &Register, members: &[usize], scale: f64, purchases: Option<&Purchases>) -> Vec<Firm> {
    let mut firms: Vec<Firm> = Vec::new();
    let mut of_owner: BTreeMap<usize, usize> = BTreeMap::new();
    let answer = |answers: &Option<Vec<Option<bool>>>, i: usize| answers.as_ref().and_then(|a| a[i]);
    for &i in members {
        let new = firms.len();
        let firm = register.owner.as_ref().and_then(|o| o.get(i)).map_or(new, |owner| *of_owner.entry(owner).or_insert(new));
        if firm == new {
            firms.push(Firm::default());
        }
        let (firm, size) = (&mut firms[firm], register.size_of(i) * scale);
        firm.size += size;
        firm.external.add(answer(&register.external, i), size);
        firm.state.add(answer(&register.state, i), size);
        if let Some(purchases) = purchases {
            firm.local += purchases.local[i];
            firm.bought += purchases.all[i];
        }
    }
    firms.sort_by(|a, b| b.size.total_cmp(&a.size));
    firms
}

impl Purchases {
    /// What each establishment buys; a firm's purchases from itself are none.
    fn of(flows: &Flows, register: &Register, by: ClusterBy) -> Result<Self, MethodError> {
        let number: BTreeMap<&str, usize> = register.ids.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
        let node: Vec<Option<usize>> = flows.nodes.iter().map(|code| number.get(code).copied()).collect();
        if node.iter().all(Option::is_none) {
            return Err(MethodError::Needs { what: Message::new("cluster-typology-needs-linked-ids") });
        }
        let same = |labels: Option<&Labels>, a: usize, b: usize| labels.is_some_and(|l| l.get(a).is_some() && l.get(a) == l.get(b));
        let region = register.region.as_ref().filter(|_| by != ClusterBy::Industry);
        let scale = headroom(flows.flows.iter().map(|f| f.value).fold(0.0, f64::max));
        let (mut local, mut all) = (vec![0.0; register.len()], vec![0.0; register.len()]);
        for flow in &flows.flows {
            let (from, to) = (flow.from as usize, flow.to as usize);
            if flow.value < 0.0 {
                let (from, to) = (flows.nodes.argument(from), flows.nodes.argument(to));
                let what = Message::new("cluster-typology-negative-purchase").with("from", from).with("to", to);
                return Err(MethodError::Needs { what: what.with("value", Argument::Short(flow.value)) });
            }
            let Some(buyer) = node[to] else { continue };
            let seller = node[from];
            if seller.is_some_and(|seller| seller == buyer || same(register.owner.as_ref(), seller, buyer)) {
                continue;
            }
            let inside = seller.is_some_and(|seller| by == ClusterBy::Industry || same(region, seller, buyer));
            all[buyer] += flow.value * scale;
            local[buyer] += if inside { flow.value * scale } else { 0.0 };
        }
        Ok(Self { local, all })
    }
}
